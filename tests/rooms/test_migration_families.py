"""Imports beyond customers and prices: contacts, tags, negotiated prices, open invoices, customs codes; templates."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rooms.migration_support import (
    advance,
    count,
    customer,
    ledger,
    prepare,
    reasons,
    run,
    seen,
    text,
    upload,
    variant,
    work,
)

CLIENTS = "Code client;Nom;Société;Adresse;Code postal;Ville;Pays;Étiquettes;Zones;Remise permanente (%)"
PORT = "CLI1;Martin;Cave du Port;12 quai;33000;Bordeaux;France;Salon, Fidèle;Sud-Ouest;5"
ARTICLES = (
    "Référence;Désignation;Couleur;Millésime;Contenance;Code-barres (GTIN);Taux de TVA;Famille;Appellation;"
    "Degré d'alcool;Nomenclature (NC8);Code-barres du carton;Vendu par (cols);Poids d'un col (g);Capsule CRD;"
    "Prix PRO HT;Prix PUBLIC TTC"
)
MARGELLE = (
    "MRG-19;Château Margelle;Rouge;2019;75 cl;3760123456784;20;Rouges;Margaux;13,5;22042142;13760123456781;"
    "carton de 6;1350;Inconnue;12,40;17,90"
)
CONTACTS = (
    "Code client;Nom du contact;Prénom du contact;Fonction;E-mail du contact;Téléphone du contact;Documents reçus"
)
PAUL = "CLI1;Durand;Paul;Comptabilité;compta@cave-du-port.fr;05 56 00 00 01;Factures, Relances"
PRICES = "Code client;Référence;Prix négocié HT;À partir de (cols);Valable du;Valable au"
AGREED = "CLI1;MRG-19;11,50;60;01/01/2026;31/12/2026"
OWED = "N° de facture;Code client;Date de facture;Échéance;Total TTC;Reste dû;Référence du client"
F457 = "F2025-457;CLI1;03/12/2025;02/01/2026;1 284,60;284,60;BC 12"
FILES = (
    text("factures.csv", OWED, F457),
    text("negocies.csv", PRICES, AGREED),
    text("contacts.csv", CONTACTS, PAUL),
    text("articles.csv", ARTICLES, MARGELLE),
    text("clients.csv", CLIENTS, PORT),
)
"""In the wrong order on purpose: a run writes customers first."""


@pytest.fixture
def estate(new_estate: Any) -> Any:
    return new_estate()


def owed(estate: Any) -> list[Any]:
    where = json.dumps({"field": "kind", "op": "eq", "value": "former"})
    items: list[Any] = estate.api.get("/{c}/invoices", where=where).ok()["items"]
    return items


def booked(estate: Any) -> list[Any]:
    """The lines of the books, what is pending booked first."""
    assert estate.api.get("/{c}/accounting/ledger/export").status == 200
    lines: list[Any] = estate.api.get("/{c}/accounting/ledger", limit=50).ok()["items"]
    return lines


def test_all_kinds_in_one_run_each_after_what_it_names(estate: Any) -> None:
    draft = prepare(estate, *FILES)
    plan = draft["plan"]
    assert plan["questions"] == []
    kinds = ("customers", "products", "contacts", "agreements", "invoices")
    assert [plan[kind]["create"] for kind in kinds] == [1, 1, 1, 1, 1]
    assert [plan[kind]["refuse"] for kind in kinds] == [0, 0, 0, 0, 0]
    done = advance(estate, draft["id"], "running")
    assert done["state"] == "done", done["failure"]
    assert (done["tally"]["refused"], done["tally"]["warned"]) == (0, 1)

    port = customer(estate, "CLI1")
    assert (sorted(port["tags"]), port["zones"], float(port["permanent_discount"])) == (
        ["Fidèle", "Salon"],
        ["Sud-Ouest"],
        5,
    )
    assert [(one["name"], one["documents"]) for one in port["contacts"]] == [
        ("Martin", []), ("Durand", ["invoice", "reminder"]),
    ]  # fmt: skip
    wine = variant(estate, "MRG-19")
    assert (wine["case_gtin"], wine["sales_unit"], wine["weight"]) == ("13760123456781", 6, 1350)
    assert (wine["customs"]["nc8"].replace(" ", ""), float(wine["customs"]["alcohol"])) == ("22042142", 13.5)
    assert "product.capsule.unknown" in reasons(estate, done, kind="product")
    agreed = estate.api.get(f"/{{c}}/customers/{port['id']}/prices").ok()
    (tier,) = agreed["items"][0]["tiers"]
    assert (agreed["basis"], float(tier["price"]), tier["from_qty"], tier["valid_to"]) == ("HT", 11.5, 60, "2026-12-31")


def test_an_invoice_of_the_former_program_can_be_paid_and_is_in_the_books_without_being_ours(estate: Any) -> None:
    run(estate, *FILES)
    (row,) = owed(estate)
    assert (row["number"], row["gross"], row["balance"], row["status"]) == ("F2025-457", 128460, 28460, "partly_paid")
    assert (row["issued_on"], row["due_on"]) == ("2025-12-03", "2026-01-02")
    estate.api.get(f"/{{c}}/invoices/{row['id']}").refused(409, "sales.invoice.former")
    port = customer(estate, "CLI1")
    where = json.dumps({"field": "id", "op": "eq", "value": port["id"]})
    (listed,) = estate.api.get("/{c}/customers", where=where).ok()["items"]
    assert (listed["turnover"] or 0, listed["unpaid"]) == (0, 28460)
    asked = {"customer": port["id"], "method": "transfer", "amount": 28460,
             "allocations": [{"invoice": row["id"], "amount": 28460}]}  # fmt: skip
    estate.api.post("/{c}/payments", asked).ok(201)
    assert owed(estate)[0]["status"] == "paid"
    lines = booked(estate)
    opening = [one for one in lines if one["journal"] == "AN"]
    assert sorted((one["account"], one["debit"], one["credit"]) for one in opening) == [
        ("411000", 28460, 0), ("890000", 0, 28460),
    ]  # fmt: skip
    assert all(one["letter"] for one in lines if one["account"] == "411000"), "the payment letters the opening entry"


def test_again_creates_nothing_and_undo_takes_all_away(estate: Any) -> None:
    first = run(estate, *FILES)
    again = run(estate, *FILES)
    assert (again["tally"]["created"], again["tally"]["warned"], again["tally"]["updated"]) == (0, 0, 0)
    assert again["tally"]["unchanged"] == 5
    undone = advance(estate, first["id"], "undoing")
    assert (undone["state"], undone["undone"]["kept"]) == ("undone", 0)
    assert [count(estate, path) for path in ("customers", "variants", "invoices")] == [0, 0, 0]
    assert estate.api.get("/{c}/customer-labels").ok()["items"] == []
    entries = booked(estate)
    assert sum(one["debit"] - one["credit"] for one in entries if one["account"] == "411000") == 0
    third = run(estate, *FILES)
    assert third["tally"]["created"] + third["tally"]["warned"] >= 5


def test_what_was_paid_or_changed_since_stays(estate: Any) -> None:
    doc = run(estate, *FILES)
    port = customer(estate, "CLI1")
    (row,) = owed(estate)
    asked = {
        "customer": port["id"],
        "method": "transfer",
        "amount": 100,
        "allocations": [{"invoice": row["id"], "amount": 100}],
    }
    estate.api.post("/{c}/payments", asked).ok(201)
    undone = advance(estate, doc["id"], "undoing")
    kept = {one["kind"]: one["undone_why"] for one in ledger(estate, doc["id"], undone="kept")}
    assert "règlement" in kept["invoice"]
    assert "customer" in kept
    assert undone["undone"]["removed"] >= 3


@pytest.mark.parametrize(
    ("titles", "row", "reason"),
    [
        (CONTACTS, "XX;Durand;Paul;;;;", "contact.unknown_customer"),
        (CONTACTS, "CLI1;;;Patron;;;", "contact.no_name"),
        (PRICES, "CLI1;MRG-19;1.234;1;;", "agreement.price"),
        (PRICES, "CLI1;ZZZ;11,50;1;;", "agreement.unknown_product"),
        (PRICES, "CLI1;MRG-19;11,50;douze;;", "agreement.quantity"),
        (PRICES, "CLI1;MRG-19;11,50;1;01/01/26;", "agreement.date"),
        (PRICES, "CLI1;MRG-19;11,50;1;31/12/2026;01/01/2026", "agreement.refused"),
        (OWED, "F1;CLI1;03/12/2025;;10,00;12,00;", "invoice.too_much"),
        (OWED, "F1;CLI1;2025;;10,00;10,00;", "invoice.date"),
        (OWED, "F1;CLI1;03/12/2031;;10,00;10,00;", "invoice.date"),
        (OWED, "F1;CLI1;03/12/2025;;10,005;10,00;", "invoice.amount"),
        (OWED, "F1;XX;03/12/2025;;10,00;10,00;", "invoice.unknown_customer"),
        (OWED, "F1;CLI1;03/12/2025;;10,00;0,00;", "invoice.settled"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_line_field_and_value(
    estate: Any, titles: str, row: str, reason: str
) -> None:
    draft = prepare(estate, *FILES[3:], text("lignes.csv", titles, row))
    assert reason in [one["code"] for one in draft["plan"]["reasons"]]
    done = advance(estate, draft["id"], "running")
    (line,) = [one for one in ledger(estate, done["id"]) if one["reason"] == reason]
    assert (line["file"], line["line"], line["outcome"]) == (
        "lignes.csv",
        2,
        "skipped" if "settled" in reason else "refused",
    )
    assert owed(estate) == []


def test_the_same_invoice_is_not_claimed_twice_and_prices_of_another_basis_are_not_converted(estate: Any) -> None:
    run(estate, *FILES)
    other = text("f.csv", OWED, F457.replace("284,60;BC", "200,00;BC"))
    gross = text("p.csv", PRICES.replace("HT", "TTC"), AGREED.replace("60;", "120;"))
    done = run(estate, other, gross)
    assert {one["reason"] for one in ledger(estate, done["id"], outcome="refused")} == {
        "invoice.exists.kept", "agreement.basis",
    }  # fmt: skip
    assert [row["balance"] for row in owed(estate)] == [28460]


def test_a_contact_changed_in_the_file_follows_and_one_changed_here_stays(estate: Any) -> None:
    run(estate, *FILES)
    changed = text("contacts.csv", CONTACTS, PAUL.replace("Comptabilité", "Direction"))
    assert run(estate, changed)["tally"]["updated"] == 1
    port = customer(estate, "CLI1")
    assert [one["role"] for one in port["contacts"]] == ["", "Direction"]
    port["contacts"][1]["role"] = "Associé"
    writable = ("code", "kind", "name", "billing", "contacts", "tags", "zones", "permanent_discount")
    estate.api.put(f"/{{c}}/customers/{port['id']}", {name: port[name] for name in writable}).ok()
    done = run(estate, changed)
    assert reasons(estate, done, outcome="refused") == ["contact.exists.kept"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", ["customer", "product", "contact", "agreement", "invoice"])
def test_each_template_is_known_again_and_its_example_is_right(estate: Any, kind: str, form: str) -> None:
    names = ("customer", "product") if kind in ("contact", "agreement", "invoice") else ()
    files = []
    for one in (*names, kind):
        content = estate.api.get(f"/{{c}}/import-fields/{one}", format=form).content
        files.append({"file": upload(estate, content, f"{one}.{form}"), "name": f"{one}.{form}"})
    id = estate.api.post("/{c}/imports", {"files": files}).ok(201)["id"]
    work(estate, id)
    plan = seen(estate, id)["plan"]
    shown = {"customer": "customers", "product": "products", "contact": "contacts", "agreement": "agreements"}
    counts = plan[shown.get(kind, "invoices")]
    assert (counts["rows"], counts["create"], counts["warned"]) == (1, 1, 0)
    assert plan["questions"] == []


def test_templates_and_fields_ask_for_the_right_to_import(estate: Any) -> None:
    estate.api.get("/{c}/import-fields/nothing").refused(404, "migration.blank.unknown")
    assert {"contact", "agreement", "invoice"} <= estate.api.get("/{c}/import-fields").ok().keys()


AV12 = "AV2025-012;CLI1;10/12/2025;10/12/2025;-120,00;-50,00;Casse"
ONLY_GROSS = "AV2025-013;CLI1;11/12/2025;;-18,00;;"


def credits(estate: Any) -> list[Any]:
    rows: list[Any] = estate.api.get("/{c}/payments").ok()["items"]
    return rows


def test_an_open_credit_note_is_a_credit_to_be_used_on_an_invoice(estate: Any) -> None:
    owed_file = text("factures.csv", OWED, F457, AV12, ONLY_GROSS)
    doc = run(estate, *FILES[1:], owed_file)
    assert doc["tally"]["refused"] == 0
    assert reasons(estate, doc, key="AV2025-012") == ["invoice.credit"]
    assert sorted((one["number"], one["amount"], one["unallocated"]) for one in credits(estate)) == [
        ("AV2025-012", 5000, 5000), ("AV2025-013", 1800, 1800),
    ]  # fmt: skip
    again = run(estate, *FILES[1:], owed_file)
    assert (again["tally"]["created"], again["tally"]["refused"], len(credits(estate))) == (0, 0, 2)
    credit = next(one for one in credits(estate) if one["number"] == "AV2025-012")
    (invoice,) = owed(estate)
    part = {"allocations": [{"invoice": invoice["id"], "amount": 5000}]}
    estate.api.post(f"/{{c}}/payments/{credit['id']}/allocations", part).ok()
    assert owed(estate)[0]["balance"] == 23460
    lines = booked(estate)
    assert sum(one["debit"] - one["credit"] for one in lines if one["account"] == "890000") == -28460 + 5000 + 1800
    assert sum(one["debit"] - one["credit"] for one in lines if one["account"] == "411000") == 28460 - 5000 - 1800
    undone = advance(estate, doc["id"], "undoing")
    kept = {one["key"] for one in ledger(estate, doc["id"], kind="invoice", undone="kept")}
    assert (kept, undone["state"]) == ({"F2025-457", "AV2025-012"}, "undone")
    assert [one["number"] for one in credits(estate)] == ["AV2025-012"], "the one that nobody used is gone"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("AV1;CLI1;10/12/2025;;-50,00;-120,00;", "invoice.too_much"),
        ("AV1;CLI1;10/12/2025;;-120,00;50,00;", "invoice.too_much"),
        ("AV1;CLI1;10/12/2025;;120,00;-50,00;", "invoice.too_much"),
        ("AV1;CLI1;10/12/2025;;-120,00;0,00;", "invoice.settled"),
        ("AV1;CLI1;10/12/2025;;(120,00);;", "invoice.amount"),
        ("AV1;NOBODY;10/12/2025;;-120,00;;", "invoice.unknown_customer"),
    ],
)
def test_a_credit_that_is_not_certain_is_not_taken(estate: Any, row: str, reason: str) -> None:
    doc = run(estate, FILES[4], text("factures.csv", OWED, row))
    assert reason in reasons(estate, doc, kind="invoice")
    assert credits(estate) == []
