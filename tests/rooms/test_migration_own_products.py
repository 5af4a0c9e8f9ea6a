"""Our own list of products, exported and imported again: no question, no change; and in an empty company."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.migration_support import count, ledger, prepare, run, variant

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
CARRIED = (
    "sku", "label", "label_en", "volume", "gtin", "case_gtin", "archived", "kind", "colour", "appellation", "year",
    "family", "nc8", "alcohol", "customs_code",
)  # fmt: skip


@pytest.fixture
def estate(new_estate: Any) -> Any:
    return new_estate()


def furnished(estate: Any) -> None:
    """Products of every sort: vintages, sizes, a service, a gift box, one archived, designations typed by hand."""
    api = estate.api
    family = api.post("/{c}/families", {"code": "VIN", "name": "Vins rouges"}).ok(201)["id"]

    def product(name: str, *years: int, **more: Any) -> Any:
        body = {"name": name, "family_id": family, "vintages": [{"year": year} for year in years], **more}
        return api.post("/{c}/products", body).ok(201)

    def made(of: Any, sku: str, **more: Any) -> str:
        vintage = of["vintages"][0]["id"] if of["vintages"] else None
        body = {"product_id": of["id"], "vintage_id": vintage, "sku": sku, **more}
        return str(api.post("/{c}/variants", body).ok(201)["id"])

    customs = {"inao": "1R169D 5", "nc8": "22042142", "alcohol": "13.5"}
    red = product("Roche Prestige", 2019, colour="red", vat_rate="20", appellation="Margaux", customs=customs)
    bottle = made(red, "R75", volume=750, gtin="3760123456784", sales_unit=6, weight=1300)
    made(red, "R150", volume=1500, marketable=False)
    made(product("Crémant", colour="sparkling", customs={"label": "VM_CREMANT_BLANC"}), "CR", volume=750)
    made(product("=Cuvée", 2021, colour="rose"), "007", volume=375, own_label="-Rosé d'été", own_label_en="Summer")
    made(product("Visite du chai", kind="service", vat_rate="20"), "VIS")
    made(product("Vieille cuvée", 1999, colour="white"), "OLD", volume=750, archived=True)
    made(product("Coffret duo"), "DUO", parts=[{"variant_id": bottle, "quantity": 2}])


def exported(estate: Any, form: str) -> tuple[str, bytes]:
    return f"produits.{form}", estate.api.get("/{c}/variants/export", {"Accept": TYPES[form]}, format=form).content


def listed(estate: Any) -> dict[str, Any]:
    return {row["sku"]: row for row in estate.api.get("/{c}/variants", limit=500).ok()["items"]}


def all_of(estate: Any) -> list[Any]:
    rows = estate.api.get("/{c}/variants", limit=500).ok()["items"]
    return sorted((estate.api.get(f"/{{c}}/variants/{row['id']}").ok() for row in rows), key=lambda one: one["id"])


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_of_products_comes_back_without_question_or_change(estate: Any, form: str, language: str) -> None:
    furnished(estate)
    estate.api.put("/me", {"name": "Zoé", "language": language}).ok()
    before = all_of(estate)
    sent = exported(estate, form)
    doc = prepare(estate, sent)
    assert (doc["state"], doc["plan"]["questions"], doc["plan"]["sheets"][0]["program"]) == ("draft", [], "Caveau")
    done = run(estate, sent)
    rows = [row for row in ledger(estate, done["id"]) if row["outcome"] not in ("unchanged", "noted")]
    assert [(row["key"], row["sentence"]) for row in rows] == []
    assert done["tally"]["unchanged"] == len(before) == 7
    assert all_of(estate) == before


def test_a_cell_that_was_changed_is_said_and_the_product_stays(estate: Any) -> None:
    furnished(estate)
    name, content = exported(estate, "csv")
    done = run(estate, (name, content.replace(b"Margaux", b"Pauillac").replace(b"3760123456784", b"")))
    said = ledger(estate, done["id"], outcome="refused")
    assert {row["key"] for row in said} == {"R75", "R150"}
    assert {row["reason"] for row in said} == {"product.exists.kept"}
    assert "(Appellation, Code-barres (GTIN))" in " ".join(str(row["sentence"]) for row in said)
    assert listed(estate)["R75"]["appellation"] == "Margaux"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_in_an_empty_company_it_makes_what_the_list_carries_and_says_the_rest(
    estate: Any, new_estate: Any, form: str
) -> None:
    furnished(estate)
    other = new_estate()
    done = run(other, exported(estate, form))
    assert count(other, "variants") == 6
    (box,) = ledger(other, done["id"], outcome="refused")
    assert (box["key"], box["reason"]) == ("DUO", "product.listed.box")
    was, now = listed(estate), listed(other)
    assert set(was) - set(now) == {"DUO"}
    for sku in now:
        here, there = was[sku], now[sku]
        for field in CARRIED:
            assert here[field] == there[field], (sku, field)
        assert not there["marketable"], "it has no rate yet"
    made = other.api.get(f"/{{c}}/products/{variant(other, 'R75')['product_id']}").ok()
    assert (made["name"], [one["year"] for one in made["vintages"]]) == ("Roche Prestige", [2019])
    assert made["customs"]["inao"] == "1R169D5"
    lacks = ledger(other, done["id"], family="listed_products")
    assert len([row for row in lacks if row["reason"] == "product.listed.lacks"]) == 6
    again = run(other, exported(other, form))
    assert again["tally"]["unchanged"] == 6
