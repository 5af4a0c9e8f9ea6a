"""Imports of small files: what is created, questions and choices, refusals, the life cycle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.migration_support import (
    CUSTOMER,
    PRICE_ROW,
    advance,
    choose,
    customer,
    customers,
    customers_file,
    ledger,
    prepare,
    prices,
    prices_of,
    reasons,
    run,
    seen,
    upload,
    variant,
    work,
)
from tests.rules.migration_support import customer_row, ole2, rezipped

UNKNOWN = b"Item code;Product name;Trade price\nA1;Old vine;12,50\nA2;New vine;9,00\n"


@pytest.fixture
def estate(new_estate: Any) -> Any:
    """A company of its own for each test: imports count everything."""
    return new_estate()


# --- what is created -----------------------------------------------------------------------------------------------


def test_a_customer_comes_with_his_grid_category_and_addresses(estate: Any) -> None:
    row = customer_row(
        Code_client="T00009", Société="GAEC Maury", Adresse="12, chemin", Ville="Gigondas", Téléphone="04 90 65 00 00",
        Portable="0666619345", Email="Maury@Example.NET", Créé_le="01/04/2013", Tarif="EXPO",
        **{"Libellé tarif": "Tarif exposition TTC", "Fam.": "CAV", "Libellé famille": "Caviste",
        "N° TVA": "FR83404833048",
           "Liv. Nom": "Brunet", "Liv. Prénom": "Thierry", "Liv. Adresse": "3, quai", "Liv. CP": "69002",
           "Liv. Ville": "Lyon",
           "Liv. Pays": "France"},
    )  # fmt: skip
    run(estate, customers(row))
    made = customer(estate, "T00009")
    assert (made["kind"], made["name"], made["since"], made["source"]) == (
        "business", "GAEC Maury", "2013-04-01", "CaveGest T00009",
    )  # fmt: skip
    assert made["billing"]["lines"] == ["12, chemin"]
    assert (made["deliveries"][0]["recipient"], made["deliveries"][0]["town"]) == ("Thierry Brunet", "Lyon")
    assert [(one["name"], one["first_name"]) for one in made["contacts"]] == [("Vaillant", "Renée")]
    assert (made["emails"], made["phones"]) == (["maury@example.net"], ["+33490650000", "+33666619345"])
    assert made["vat_number"] == "FR83404833048"
    (category,) = estate.api.get("/{c}/customer-categories").ok()["items"]
    (grid,) = estate.api.get("/{c}/grids").ok()["items"]
    assert (category["id"], category["name"]) == (made["category_id"], "Caviste")
    assert (grid["id"], grid["basis"]) == (made["grid_id"], "TTC")


def test_a_product_comes_with_family_vintage_and_prices(estate: Any) -> None:
    run(
        estate, prices("*** VINS ROSÉS ***;;;;;;;;;;;", PRICE_ROW, PRICE_ROW.replace("CUV001", "X").replace(";O", ";N"))
    )
    made = variant(estate, "CUV001")
    assert (made["product"], made["colour"], made["year"], made["volume"]) == ("Les Galets", "rose", 2019, 750)
    assert (made["gtin"], made["marketable"]) == ("3760123456784", True)
    assert made["effective_vat_rate"] == {"value": "20", "level": "product"}
    (family,) = estate.api.get("/{c}/families").ok()["items"]
    assert (family["id"], family["name"]) == (made["family_id"], "Vins rosés")
    tiers = prices_of(estate, made).values()
    assert sorted(tier["price"] for (tier,) in tiers) == ["10.00", "12.00", "9.00", "9.50"]
    assert (variant(estate, "X")["marketable"], variant(estate, "X")["gtin"]) == (False, "")


def test_a_product_without_a_rate_does_not_inherit_one_unseen(estate: Any) -> None:
    run(estate, prices(PRICE_ROW.replace(";20;", ";;")))
    assert variant(estate, "CUV001")["offered"] is False


def test_the_history_names_the_person_who_imported(estate: Any) -> None:
    run(estate, customers(CUSTOMER))
    page = estate.api.get("/{c}/history", kind="customer").ok()
    assert {row["actor"]["name"] if isinstance(row["actor"], dict) else row["actor"] for row in page["items"]} == {
        "Camille Vigneron"
    }


# --- questions and choices -----------------------------------------------------------------------------------------


def test_a_grid_without_a_basis_must_be_answered_first(estate: Any) -> None:
    draft = prepare(estate, prices(preamble="Domaine;;\r\n"))
    assert {question["about"] for question in draft["plan"]["questions"]} == {"DEPC", "CHR", "EXPT", "EXPO"}
    refusal = estate.api.post(f"/{{c}}/imports/{draft['id']}/transitions", {"to": "running"})
    refusal.refused(409, "migration.import.questions")
    bases = {"DEPC": "HT", "CHR": "HT", "EXPT": "HT", "EXPO": "TTC"}
    answered = choose(estate, draft["id"], {"bases": bases})
    assert answered["plan"]["questions"] == []
    advance(estate, draft["id"], "running")
    assert {grid["code"]: grid["basis"] for grid in estate.api.get("/{c}/grids").ok()["items"]} == bases


def test_rows_without_a_country_wait_for_it_or_get_the_one_chosen(estate: Any) -> None:
    file = customers(customer_row(Pays=None, CP=9676), customer_row(Code_client="T2", Pays="Syldavie"))
    draft = prepare(estate, file)
    counts = draft["plan"]["customers"]
    assert (counts["create"], counts["warned"], counts["refuse"]) == (2, 2, 0)
    (offer,) = draft["plan"]["offers"]
    assert (offer["kind"], offer["sentence"][:1]) == ("country", "1")
    advance(estate, draft["id"], "running")
    known = customer(estate, "T00001")
    assert (known["billing"]["country"], known["billing"]["postcode"]) == ("", "9676")
    assert [one["rule"] for one in known["warnings"] if one["field"] == "billing.country"] == ["crm.address.no_country"]
    assert customer(estate, "T2")["notes"] == "Pays dans l'ancien fichier : Syldavie"

    again = prepare(estate, file)
    chosen = choose(estate, again["id"], {"assumed_country": "FR"})
    assert [chosen["plan"]["customers"][name] for name in ("create", "update", "unchanged")] == [0, 1, 1]
    done = advance(estate, again["id"], "running")
    known = customer(estate, "T00001")
    assert (known["billing"]["country"], known["billing"]["postcode"]) == ("FR", "09676")
    assert "customer.country.assumed" in reasons(estate, done, outcome="updated")


def test_an_unknown_file_is_mapped_once_and_known_after(estate: Any) -> None:
    draft = prepare(estate, ("liste.csv", UNKNOWN))
    (sheet,) = draft["plan"]["sheets"]
    assert [column["field"] for column in sheet["columns"]] == ["reference", "name", None]
    assert [question["kind"] for question in draft["plan"]["questions"]] == ["mapping"]
    columns = {"0": "reference", "1": "name", "2": "price:TRADE"}
    choice = {"file": sheet["file"], "kind": "product", "columns": columns}
    asked = choose(estate, draft["id"], {"sheets": [choice]})
    assert [question["about"] for question in asked["plan"]["questions"]] == ["TRADE"]
    ready = choose(estate, draft["id"], {"sheets": [choice], "bases": {"TRADE": "HT"}})
    assert (ready["plan"]["questions"], ready["plan"]["prices"]) == ([], 2)
    saved = {"name": "Ma caisse", "import_id": draft["id"], "file": sheet["file"]}
    made = estate.api.post("/{c}/import-templates", saved).ok(201)
    assert advance(estate, draft["id"], "running")["prices"] == 2
    other = UNKNOWN.replace(b"A1", b"B1").replace(b"A2", b"B2")
    known = prepare(estate, ("autre.csv", other))
    assert (known["plan"]["sheets"][0]["program"], known["plan"]["questions"]) == ("Ma caisse", [])
    estate.api.delete(f"/{{c}}/import-templates/{made['id']}").ok(204)
    assert estate.api.get("/{c}/import-templates").ok()["items"] == []


def test_a_sheet_may_be_left_out(estate: Any) -> None:
    name, content = "liste.csv", UNKNOWN
    draft = prepare(estate, (name, content), customers(CUSTOMER))
    choice = {"file": draft["files"][0]["file"], "ignored": True}
    ready = choose(estate, draft["id"], {"sheets": [choice]})
    assert ready["plan"]["questions"] == []
    assert advance(estate, draft["id"], "running")["tally"]["created"] == 1


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"assumed_country": "ZZ"}, "identifier.country.unknown"),
        ({"sheets": [{"file": "{file}", "kind": "product",
        "columns": {"0": "reference"}}]}, "migration.mapping.required"),
        ({"sheets": [{"file": "{file}", "kind": "customer", "columns": {"50": "code"}}]}, "migration.mapping.column"),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_refused(estate: Any, choices: Any, code: str) -> None:
    draft = prepare(estate, ("liste.csv", UNKNOWN))
    for sheet in choices.get("sheets", []):
        sheet["file"] = draft["files"][0]["file"]
    estate.api.put(f"/{{c}}/imports/{draft['id']}/choices", choices).refused(422, code)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("tarifs.pdf", b"%PDF-1.7 ...", "migration.file.type"),
        ("clients.xlsx", ole2("EncryptedPackage"), "migration.file.encrypted"),
        ("clients.xls", ole2("Workbook"), "migration.file.old_excel"),
        ("clients.xlsm", rezipped(customers_file(), xl__vbaProject_bin=b"macro"), "migration.file.macros"),
        ("clients.xlsx", rezipped(customers_file(), xl__media__bomb_bin=bytes(130_000_000)), "migration.file.bomb"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_once(estate: Any, name: str, content: bytes, code: str) -> None:
    asked = {"files": [{"file": upload(estate, content, name), "name": name}]}
    refusal = estate.api.post("/{c}/imports", asked).refused(422, code)
    assert name in refusal["detail"]
    assert estate.api.get("/{c}/imports").ok()["count"] == 0


def test_a_file_that_cannot_be_read_to_its_end_makes_the_import_unreadable_and_says_why(estate: Any) -> None:
    doc = prepare(estate, ("liste.csv", b"une seule colonne\n"))
    assert (doc["state"], doc["failure"][:21]) == ("unreadable", "Aucune colonne n'a ét")
    path = f"/{{c}}/imports/{doc['id']}/transitions"
    estate.api.post(path, {"to": "running"}).refused(409, "migration.import.transition")
    estate.api.post(path, {"to": "discarded"}).ok()


def test_while_the_files_are_read_the_import_may_be_answered_or_left_but_not_run(estate: Any) -> None:
    files = [{"file": upload(estate, customers_file(CUSTOMER), "clients.xlsx"), "name": "clients.xlsx"}]
    made = estate.api.post("/{c}/imports", {"files": files}).ok(201)
    assert (made["state"], made["plan"]["sheets"]) == ("preparing", [])
    path = f"/{{c}}/imports/{made['id']}"
    estate.api.post(f"{path}/transitions", {"to": "running"}).refused(409, "migration.import.transition")
    estate.api.put(f"{path}/choices", {"assumed_country": "FR"}).ok()
    assert work(estate, made["id"]) == "Done"
    ready = seen(estate, made["id"])
    assert (ready["state"], ready["plan"]["customers"]["create"]) == ("draft", 1)
    assert work(estate, made["id"]) == "Done"
    again = estate.api.post("/{c}/imports", {"files": files}).ok(201)
    estate.api.post(f"/{{c}}/imports/{again['id']}/transitions", {"to": "discarded"}).ok()
    work(estate, again["id"])
    assert seen(estate, again["id"])["state"] == "discarded"


def test_twenty_megabytes_are_refused_before_they_are_read(estate: Any) -> None:
    estate.api.post("/{c}/files", bytes(20_000_000), name="clients.xlsx").refused(413)


def test_a_file_of_another_company_does_not_exist(estate: Any, new_estate: Any) -> None:
    id = upload(new_estate(), customers_file(), "clients.xlsx")
    estate.api.post("/{c}/imports", {"files": [{"file": id, "name": "x"}]}).refused(404)


def test_the_same_customer_in_two_files(estate: Any) -> None:
    other = customer_row(Code_client="T00001", Adresse="2, rue")
    doc = run(
        estate, customers(CUSTOMER), ("copie.xlsx", customers_file(CUSTOMER)), ("autre.xlsx", customers_file(other))
    )
    assert (doc["tally"]["created"], doc["tally"]["skipped"], doc["tally"]["refused"]) == (1, 1, 1)
    assert "clients.xlsx" in ledger(estate, doc["id"], outcome="refused")[0]["sentence"]


# --- life cycle ----------------------------------------------------------------------------------------------------


def test_the_life_cycle_is_kept(estate: Any) -> None:
    doc = prepare(estate, customers(CUSTOMER))
    path = f"/{{c}}/imports/{doc['id']}/transitions"
    refusal = estate.api.post(path, {"to": "undoing"}).refused(409, "migration.import.transition")
    assert refusal["allowed"] == ["discarded", "running"]
    estate.api.post(path, {"to": "discarded"}).ok()
    estate.api.post(path, {"to": "running"}).refused(409, "migration.import.transition")
    estate.api.put(f"/{{c}}/imports/{doc['id']}/choices", {}).refused(409, "migration.import.not_draft")


def test_imports_are_listed_and_their_ledger_exported(estate: Any) -> None:
    doc = run(estate, customers(CUSTOMER, customer_row(Code_client="T2", Nom="=1+1", Prénom="Zoé")))
    (row,) = estate.api.get("/{c}/imports").ok()["items"]
    assert (row["id"], row["files"], row["created"], row["warned"]) == (doc["id"], "clients.xlsx", 1, 1)
    file = estate.api.get(f"/{{c}}/imports/{doc['id']}/ledger/export", format="csv")
    assert file.status == 200
    text = file.content.decode("utf-8-sig")
    assert "'=1+1" in text or '"\'=1+1"' in text
    assert len(text.splitlines()) == len(ledger(estate, doc["id"])) + 1
    estate.api.get(f"/{{c}}/imports/{doc['id']}/ledger", where="{not json").refused(422, "list.filter")


def test_an_import_of_one_company_is_no_others(estate: Any, new_estate: Any) -> None:
    doc = run(estate, customers(CUSTOMER))
    other = new_estate()
    other.api.get(f"/{{c}}/imports/{doc['id']}").refused(404)
    other.api.get(f"/{{c}}/imports/{doc['id']}/ledger").refused(404)


def test_the_fields_of_a_mapping_are_named(estate: Any) -> None:
    fields = estate.api.get("/{c}/import-fields").ok()
    assert {"code": "volume", "label": "Contenance", "label_en": "Volume"} in fields["product"]
    assert seen_codes(fields["customer"]) >= {"code", "company", "delivery_town", "vat_number"}


def seen_codes(fields: list[Any]) -> set[str]:
    return {field["code"] for field in fields}


def test_a_stale_page_is_warned(estate: Any) -> None:
    doc = prepare(estate, customers(CUSTOMER))
    path = f"/{{c}}/imports/{doc['id']}/transitions"
    choose(estate, doc["id"], {"assumed_country": "FR"})
    estate.api.post(path, {"to": "running"}, headers={"If-Match": f'"{doc["version"]}"'}).refused(412)
    assert seen(estate, doc["id"])["state"] == "draft"
