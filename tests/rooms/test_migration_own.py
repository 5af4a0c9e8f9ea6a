"""Our own list of customers, exported and imported again: no question, no change, nothing run by a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest

from tests.rooms.migration_support import count, customer, ledger, prepare, reasons, run

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
NOBODY: dict[str, Any] = {"kind": "individual", "name": "Zylberstein"}


@pytest.fixture
def estate(new_estate: Any) -> Any:
    return new_estate()


def furnished(estate: Any) -> None:
    """Customers of every sort: several lines, e-mails and telephones, names like formulas, doubtful numbers."""
    api = estate.api
    category = api.post("/{c}/customer-categories", {"code": "CAV", "name": "Cavistes"}).ok(201)["id"]
    grid = api.post("/{c}/grids", {"code": "PRO", "name": "Professionnels HT"}).ok(201)["id"]
    given: list[dict[str, Any]] = [
        {
            "kind": "business", "name": "Épicerie « Œuf & Café »", "code": "007", "category_id": category,
            "grid_id": grid, "siret": "40483304800022", "vat_number": "FR83404833048",
            "billing": {"lines": ["12, rue de la Paix", "Bât. B, 2e étage"], "postcode": "01000", "town": "Bourg",
                        "country": "FR"},
            "emails": ["un@exemple.fr", "deux@exemple.fr"], "phones": ["+33474000001", "+33611223344"],
            "tags": ["Salon"], "zones": ["Lyon-Est"], "permanent_discount": "5.5", "since": "2019-11-14",
            "contacts": [{"name": "Rey", "first_name": "Anne"}], "notes": "Passe le mardi", "payment_term": "eom-30",
            "deliveries": [{"lines": ["3, rue Haute"], "postcode": "13002", "town": "Marseille", "country": "FR"}],
        },
        {"kind": "business", "name": "=1+1", "phones": ["+33474000002"]},
        {"kind": "business", "name": "@SOMME(A1)", "billing": {"lines": ["-2, rue"], "country": "BE"}},
        {"kind": "individual", "name": "de La Tour", "first_name": "Renée", "billing": {"country": ""}},
        {"kind": "business", "name": "Export Ltd", "vat_number": "FR83404833048", "billing": {"country": "BE"}},
        {"kind": "individual", "name": "Vieux", "first_name": "Jean", "archived": True},
        {"kind": "business", "name": "'=quote"},
        NOBODY,
    ]  # fmt: skip
    for one in given:
        api.post("/{c}/customers", one).ok(201)


def exported(estate: Any, form: str, **query: Any) -> tuple[str, bytes]:
    accept = {"Accept": TYPES[form]}
    return f"clients.{form}", estate.api.get("/{c}/customers/export", accept, format=form, **query).content


def all_of(estate: Any) -> list[Any]:
    rows = estate.api.get("/{c}/customers", limit=500).ok()["items"]
    return sorted((estate.api.get(f"/{{c}}/customers/{row['id']}").ok() for row in rows), key=lambda one: one["id"])


@pytest.mark.feature("4.1-07")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_of_customers_comes_back_without_question_or_change(estate: Any, form: str, language: str) -> None:
    furnished(estate)
    estate.api.put("/me", {"name": "Zoé", "language": language}).ok()
    where = json.dumps({"not": {"field": "name", "op": "eq", "value": NOBODY["name"]}})
    name, content = exported(estate, form, where=where)
    found = estate.api.get("/{c}/customers", where=where, limit=500).ok()["items"]
    assert read(name, content) == [row["name"] for row in found]
    assert len(found) == 7
    assert found[0]["name"] != ""
    before = all_of(estate)
    doc = prepare(estate, (name, content))
    assert (doc["state"], doc["plan"]["questions"], doc["plan"]["sheets"][0]["program"]) == ("draft", [], "Caveau")
    done = run(estate, (name, content))
    assert {outcome: n for outcome, n in done["tally"].items() if n and outcome != "noted"} == {"unchanged": 7}
    assert all_of(estate) == before


def read(name: str, content: bytes) -> list[str]:
    """The names that the file shows, as a spreadsheet reads them: none of its cells is a formula."""
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        return [str(row[1]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert content.startswith(b"\xef\xbb\xbf"), "a spreadsheet needs the mark to read the accents"
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if text.startswith("Code;") else ","))
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]
    return [row[1].removeprefix("'") if row[1][:2] in {"'=", "'@", "''"} else row[1] for row in rows[1:]]


def test_a_cell_that_was_changed_is_said_and_what_was_typed_in_caveau_stays(estate: Any) -> None:
    furnished(estate)
    name, content = exported(estate, "csv")
    changed = content.replace(b"Bourg", b"Lyon").replace(b"deux@exemple.fr", b"trois@exemple.fr")
    done = run(estate, (name, changed))
    assert (done["tally"]["unchanged"], done["tally"]["refused"], done["tally"]["updated"]) == (7, 1, 0)
    (row,) = ledger(estate, done["id"], outcome="refused")
    assert (row["reason"], "(Adresse, E-mail)" in row["sentence"]) == ("customer.exists.kept", True)
    assert customer(estate, "007")["billing"]["town"] == "Bourg"


def test_it_makes_the_customers_of_another_company(estate: Any, new_estate: Any) -> None:
    furnished(estate)
    other = new_estate()
    done = run(other, exported(estate, "xlsx"))
    assert count(other, "customers") == count(estate, "customers") == 8
    assert done["tally"]["refused"] == 0
    made = customer(other, "007")
    assert (made["kind"], made["name"]) == ("business", "Épicerie « Œuf & Café »")
    assert made["emails"] == ["un@exemple.fr", "deux@exemple.fr"]
    assert (made["phones"], made["tags"]) == (["+33474000001", "+33611223344"], ["Salon"])
    assert (made["billing"]["postcode"], made["permanent_discount"], made["since"]) == ("01000", "5.5", "2019-11-14")
    said = reasons(other, done).count("customer.book.unknown")
    assert said == 2, "a category and a grid that this company has not are said"
    person = next(row for row in other.api.get("/{c}/customers", limit=99).ok()["items"] if row["kind"] == "individual")
    assert {"de La Tour Renée", "Vieux Jean"} <= {row["name"] for row in other.api.get("/{c}/customers").ok()["items"]}
    assert person["first_name"] in {"Renée", "Jean", ""}


def test_a_file_decides_only_of_its_own_columns(estate: Any) -> None:
    first = "Code client;Nom;Société;Adresse;CP;Ville;Pays;Email;SIRET\r\n"
    first += "C1;Rey;Cave du Port;1, quai;13002;Marseille;France;a@exemple.fr;40483304800022\r\n"
    assert run(estate, ("un.csv", first.encode()))["tally"]["created"] == 1
    before = customer(estate, "C1")
    second = "Code client;Nom;Société;Email;Ville\r\nC1;Rey;Cave du Port;b@exemple.fr;Marseille\r\n"
    done = run(estate, ("deux.csv", second.encode()))
    assert done["tally"]["updated"] == 1
    after = customer(estate, "C1")
    assert after["emails"] == ["b@exemple.fr"]
    for name in ("siret", "billing", "contacts", "name"):
        assert after[name] == before[name], name
