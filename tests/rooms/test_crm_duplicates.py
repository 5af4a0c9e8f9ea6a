"""Customers that look alike: warned of, listed, merged; what was issued is not touched."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.sales_support import PDF, Shop, open_shop

PLACE = {"lines": ["1, quai du Port"], "postcode": "13002", "town": "Marseille", "country": "FR"}


def made(shop: Shop, **given: Any) -> Any:
    return shop.api.post("/{c}/customers", {"kind": "business", "billing": PLACE, **given}).ok(201)


def twins(out: Any) -> list[str]:
    return [one["customer"] for one in out["warnings"] if one["rule"] == "crm.customer.twin"]


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


@pytest.mark.feature("4.1-X01")
@pytest.mark.parametrize(
    ("mine", "yours", "share"),
    [
        ({"siret": "40483304800022"}, {"siret": "404 833 048 00022"}, "siret"),
        ({"vat_number": "FR83404833048"}, {"vat_number": "fr 83 404833048"}, "vat"),
        ({"emails": ["Chef@Port.fr"]}, {"emails": ["autre@port.fr", "chef@port.fr"]}, "email"),
        ({"name": "Château Bleu"}, {"name": "chateau  BLEU"}, "place"),
    ],
)
def test_two_records_of_one_customer_are_warned_of_with_a_link(
    new_estate: Any, mine: Any, yours: Any, share: str
) -> None:
    shop = Shop(new_estate())
    first = made(shop, **{"name": "Un", **mine})
    assert twins(first) == []
    second = made(shop, **{"name": "Deux", **yours})
    assert twins(second) == [first["id"]]
    assert twins(shop.api.get(f"/{{c}}/customers/{first['id']}").ok()) == [second["id"]]
    (twin,) = shop.api.get(f"/{{c}}/customers/{first['id']}/duplicates").ok()["items"]
    assert (twin["id"], twin["shares"]) == (second["id"], [share])
    groups = shop.api.get("/{c}/customers/duplicates").ok()
    assert [(one["mark"], [row["id"] for row in one["customers"]]) for one in groups["items"]] == [
        (share, [first["id"], second["id"]])
    ]


def test_another_postcode_or_an_empty_number_is_no_likeness(new_estate: Any) -> None:
    shop = Shop(new_estate())
    made(shop, name="Bistro")
    other = made(shop, name="Bistro", billing={**PLACE, "postcode": "69001"})
    assert twins(other) == []


@pytest.mark.feature("4.1-X01")
def test_merging_keeps_every_document_and_touches_nothing_issued(shop: Shop, bus: Any) -> None:
    kept, gone = (made(shop, name=name, grid_id=shop.grid) for name in ("Bistrot du Port", "Bistro du port"))
    body = {"kind": "business", "name": "Bistro du port", "billing": PLACE, "grid_id": shop.grid, "tags": ["Presse"],
            "emails": ["chef@port.fr"], "siret": "40483304800022"}  # fmt: skip
    gone = shop.api.put(f"/{{c}}/customers/{gone['id']}", body).ok()
    shop.customers |= {"kept": kept["id"], "gone": gone["id"]}
    invoice = shop.invoice(customer="gone")
    paid = shop.pay(1000, [(invoice["id"], 1000)], customer=gone["id"])
    invoice = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()
    paper = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF).content
    draft = shop.order(customer="gone")

    path = f"/{{c}}/customers/{gone['id']}"
    stays = shop.api.post(f"{path}/merge", {"into": kept["id"]}).ok()
    bus.deliver()
    assert (stays["id"], stays["siret"], stays["emails"], stays["tags"]) == (
        kept["id"], "40483304800022", ["chef@port.fr"], ["Presse"],
    )  # fmt: skip
    left = shop.api.get(path).ok()
    assert (left["archived"], left["merged_into"], left["name"]) == (True, kept["id"], "Bistro du port")
    for name, field in (("orders", "customer"), ("invoices", "customer"), ("payments", "customer")):
        rows = shop.api.get(f"/{{c}}/{name}").ok()["items"]
        assert rows
        assert {row[field] for row in rows} == {kept["id"]}, name
    assert shop.api.get(f"/{{c}}/orders/{draft['id']}").ok()["customer_name"] == "Bistrot du Port"
    assert shop.api.get(f"/{{c}}/payments/{paid['id']}").ok()["customer_name"] == "Bistro du port"
    again = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()
    assert (again["buyer"], again["seal"]) == (invoice["buyer"], invoice["seal"])
    assert shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF).content == paper
    (row,) = shop.api.get("/{c}/customers", q="Bistrot du Port").ok()["items"][:1]
    assert row["turnover"] == invoice["totals"]["net"]
    sold = shop.api.get(f"/{{c}}/customers/{kept['id']}/sales").ok()["products"]
    assert [one["variant"] for one in sold] == [shop.wines[0]]
    told = shop.api.get("/{c}/history", kind="customer", id=gone["id"]).ok()["items"]
    assert {line["command"] for line in told} >= {"crm.customer.create", "crm.customer.change", "crm.customer.merge"}

    shop.api.put(path, body).refused(409, "crm.customer.merged")
    shop.api.post(f"{path}/merge", {"into": kept["id"]}).refused(409, "crm.merge.done")
    shop.api.post(f"/{{c}}/customers/{kept['id']}/merge", {"into": kept["id"]}).refused(422, "crm.merge.same")
    shop.api.post(f"/{{c}}/customers/{kept['id']}/merge", {"into": "cus_none"}).refused(404)
    assert shop.api.get("/{c}/customers/duplicates").ok()["items"] == []
