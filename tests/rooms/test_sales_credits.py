"""Credit notes through the API: whole or in part, linked both ways, never too much, booked and counted."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from bench.meter import Meter
from chalicelib.aws.call import system_call
from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.errors import CaveauError
from chalicelib.sales import service
from chalicelib.sales.schemas import CreditNoteIn
from chalicelib.sales.schemas.invoices import CreditNoteLineIn
from tests.contracts.test_facturx import Judge, judge  # noqa: F401 - the official schematrons, as a fixture
from tests.rooms.sales_support import PDF, Shop, joined, open_shop
from tests.rooms.test_sales_invoices import BRUSSELS, NEW_YORK, PERSON, xml_of
from tests.support.papers import text_of

YEAR = paris_date(datetime.now(UTC)).year


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate)


def credit(shop: Shop, invoice: Any, *lines: dict[str, Any], **given: Any) -> Any:
    body = {**({"lines": list(lines)} if lines else {}), **given}
    return shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", body).ok(201)


def fresh(shop: Shop, invoice: Any) -> Any:
    return shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()


def entry_lines(shop: Shop, document: str) -> list[tuple[str, int, int]]:
    found = shop.api.get(f"/{{c}}/accounting/entries/ent_{document}").ok()
    return [(line["account"], line["debit"], line["credit"]) for line in found["lines"]]


@pytest.mark.feature("2.3-05")
def test_six_of_thirty_six_bottles(shop: Shop) -> None:
    invoice = shop.invoice()
    note = credit(shop, invoice, {"line": 1, "quantity": 6, "returned": 6}, reason="Bouteilles couleuses")
    assert note["number"] == f"AV-{YEAR}-0001"
    assert (note["kind"], note["totals"]["net"], note["totals"]["gross"]) == ("credit_note", 4800, 5760)
    assert (note["lines"][0]["quantity"], note["lines"][0]["returned"], note["lines"][0]["credits"]) == (6, 6, 1)
    assert note["preceding"] == [{"id": invoice["id"], "number": invoice["number"], "issued_on": invoice["issued_on"]}]
    assert (note["status"], note["balance"], note["reason"]) == ("paid", 0, "Bouteilles couleuses")
    assert note["seal"]["seq"] == invoice["seal"]["seq"] + 1
    after = fresh(shop, invoice)
    assert [(one["id"], one["number"], one["net"]) for one in after["credit_notes"]] == [
        (note["id"], note["number"], 4800)
    ]
    assert (after["balance"], after["credited"], after["status"]) == (28800, 5760, "partly_paid")
    assert (after["lines"][0]["left_quantity"], after["lines"][0]["left_amount"]) == (30, 24000)
    assert (after["totals"], after["seal"]) == (invoice["totals"], invoice["seal"])
    kept = credit(shop, invoice, {"line": 1, "quantity": 6})
    assert (kept["number"], kept["lines"][0]["returned"]) == (f"AV-{YEAR}-0002", 0)


@pytest.mark.feature("2.3-05")
def test_cancelling_an_invoiced_order_makes_the_exact_opposite(shop: Shop, bus: Any) -> None:
    invoice = shop.invoice(lines=3, quantity=7, discount_percent="3")
    path = f"/{{c}}/orders/{invoice['order']}"
    assert shop.api.get(path).ok()["allowed"] == ["cancelled"]
    order = shop.api.post(f"{path}/transitions", {"to": "cancelled", "returned": True}).ok()
    note = fresh(shop, {"id": order["credit_note"]})
    assert (order["state"], order["credit_note_number"]) == ("cancelled", note["number"])
    assert note["totals"] == invoice["totals"]
    same = ("variant", "quantity", "unit_price", "discounts", "amount", "net", "vat", "vat_rate")
    assert [[x[name] for name in same] for x in note["lines"]] == [[x[name] for name in same] for x in invoice["lines"]]
    assert [line["returned"] for line in note["lines"]] == [7, 7, 7]
    assert (fresh(shop, invoice)["balance"], fresh(shop, invoice)["status"]) == (0, "paid")
    bus.deliver()
    mirrored = [(account, credit, debit) for account, debit, credit in entry_lines(shop, invoice["id"])]
    assert entry_lines(shop, note["id"]) == mirrored
    shop.api.post(f"{path}/transitions", {"to": "cancelled"}).refused(409)
    shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", {}).refused(409, "sales.credit.nothing_left")


def test_what_was_paid_is_the_customers_to_use(shop: Shop, bus: Any) -> None:
    invoice, next_one = shop.invoice(), shop.invoice()
    shop.pay(30000, [(invoice["id"], 30000)])
    note = credit(shop, invoice)
    assert fresh(shop, invoice)["balance"] == 0
    bus.deliver()
    bus.deliver()
    path = f"/{{c}}/payments/{note['id']}"
    left = shop.api.get(path).ok()
    assert (left["number"], left["amount"], left["unallocated"], left["method"]) == (
        note["number"], 30000, 30000, "credit_note",
    )  # fmt: skip
    shop.api.post(f"{path}/cancel", {"reason": "non"}).refused(409, "payments.payment.credit_note")
    parts = {"allocations": [{"invoice": next_one["id"], "amount": 30000}]}
    assert shop.api.post(f"{path}/allocations", parts).ok()["unallocated"] == 0
    assert fresh(shop, next_one)["balance"] == 4560
    shop.pay(4560, [(next_one["id"], 4560)])
    bus.deliver()
    entry = shop.api.get(f"/{{c}}/accounting/entries/ent_{note['id']}").ok()
    assert all(line["letter"] for line in entry["lines"] if line["account"] == "411000")


def test_a_reduction_of_price_and_what_is_refused(shop: Shop) -> None:
    invoice = shop.invoice(lines=2)
    note = credit(shop, invoice, {"line": 2, "amount": 1000}, comment="Geste commercial")
    assert (note["totals"]["net"], note["totals"]["vat"], note["totals"]["cols"]) == (1000, 200, 0)
    path = f"/{{c}}/invoices/{invoice['id']}/credit"
    bad = [{"line": 1, "quantity": 37}, {"line": 2, "amount": 27801}, {"line": 3, "quantity": 1}]
    told = shop.api.post(path, {"lines": bad}).refused(422, "sales.credit.too_many")
    assert [error["field"] for error in told["errors"]] == ["lines.0.quantity", "lines.1.amount", "lines.2.line"]
    shop.api.post(path, {"lines": [{"line": 1, "quantity": 2, "returned": 3}]}).refused(422)
    shop.api.post(f"/{{c}}/invoices/{note['id']}/credit", {}).refused(409, "sales.credit.of_credit")
    shop.api.post("/{c}/invoices/ivc_unknown/credit", {}).refused(404)
    shop.api.put(f"/{{c}}/invoices/{note['id']}", {}).refused(409, "sales.invoice.immutable")
    shop.api.delete(f"/{{c}}/invoices/{note['id']}").refused(409, "sales.invoice.immutable")
    shop.api.stranger().post(path, {}).refused(401)
    joined(shop, "reader", "lectrice").post(path, {}).refused(403)
    assert fresh(shop, invoice)["credited"] == 1200


@pytest.mark.feature("2.3-05")
def test_sixteen_people_at_once_never_credit_more_than_was_invoiced(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    invoice = shop.invoice()
    asked = CreditNoteIn(lines=[CreditNoteLineIn(line=1, quantity=6)])

    def one(_: int) -> str:
        try:
            call = system_call("test", shop.estate.company, datetime.now(UTC))
            return service.credit(call, invoice["id"], asked).number
        except CaveauError as refused:
            return refused.code

    with ThreadPoolExecutor(16) as pool:
        done = sorted(pool.map(one, range(16)))
    assert [x for x in done if x.startswith("AV-")] == [f"AV-{YEAR}-{n:04d}" for n in range(1, 7)]
    assert {x for x in done if not x.startswith("AV-")} <= {"sales.credit.nothing_left", "sales.credit.too_many"}
    after = fresh(shop, invoice)
    assert (after["credited"], after["balance"], after["lines"][0]["left_quantity"]) == (34560, 0, 0)


def test_lists_and_figures_count_it_negative(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    invoice = shop.invoice()
    note = credit(shop, invoice, {"line": 1, "quantity": 6})
    where = json.dumps({"field": "kind", "op": "eq", "value": "credit_note"})
    (row,) = shop.api.get("/{c}/invoices", where=where).ok()["items"]
    assert (row["id"], row["net"], row["gross"], row["balance"], row["cols"]) == (note["id"], -4800, -5760, 0, -6)
    assert (row["corrects"], row["corrects_number"]) == (invoice["id"], invoice["number"])
    assert shop.api.get("/{c}/invoices", sums="net,balance").ok()["sums"] == {"net": 24000, "balance": 28800}
    bought = shop.api.get(f"/{{c}}/customers/{shop.customer('bistrot')}/sales").ok()
    assert (bought["turnover"], bought["invoices"], bought["cols"]) == (24000, 1, 30)
    assert (bought["products"][0]["quantity"], bought["products"][0]["turnover"]) == (30, 24000)
    assert shop.api.get("/{c}/statistics/dashboard").ok()["turnover"]["amount"] == 24000
    told = shop.api.get(f"/{{c}}/customers/{shop.customer('bistrot')}/timeline").ok()["items"]
    assert note["number"] in [one["title"] for one in told]


@pytest.mark.feature("2.3-05")
@pytest.mark.feature("2.3-30")
def test_its_factur_x_passes_the_official_rules(shop: Shop, judge: Judge) -> None:  # noqa: F811
    shop.customer("bruxelles", **BRUSSELS)
    shop.customer("new york", **NEW_YORK)
    grid = shop.api.post("/{c}/grids", {"code": "TTC", "name": "Caveau", "basis": "TTC"}).ok(201)["id"]
    shop.customer("renée", **PERSON, grid_id=grid)
    for wine in shop.wines[:3]:
        known = shop.api.get(f"/{{c}}/prices/{wine}").ok()["prices"]
        shop.api.put(f"/{{c}}/prices/{wine}", {"prices": {**known, grid: [{"from_qty": 1, "price": "9.99"}]}}).ok()
    for who in ("bistrot", "bruxelles", "new york", "renée"):
        invoice = shop.invoice(customer=who, lines=3, quantity=7, discount_percent="10")
        notes = [
            credit(shop, invoice, {"line": 1, "quantity": 3}, {"line": 2, "amount": 1234}),
            credit(shop, invoice, comment="Retour du solde", reason="Erreur de commande"),
        ]
        for note in notes:
            assert note["warnings"] == [], who
            pdf = shop.api.get(f"/{{c}}/invoices/{note['id']}/pdf", headers=PDF).content
            xml = xml_of(pdf)
            assert judge(xml) == [], who
            assert b"<ram:TypeCode>381</ram:TypeCode>" in xml
            assert invoice["number"].encode() in xml
        assert sum(note["totals"]["gross"] for note in notes) == invoice["totals"]["gross"]


def test_the_paper_in_both_languages_kept_for_ever(shop: Shop) -> None:
    invoice = shop.invoice()
    note = credit(shop, invoice, {"line": 1, "quantity": 6}, reason="Casse au transport")
    path = f"/{{c}}/invoices/{note['id']}/pdf"
    french, english = (shop.api.get(path, headers=PDF, lang=lang).content for lang in ("fr", "en"))
    assert shop.api.get(path, headers=PDF, lang="fr").content == french
    for word in ("Avoir", note["number"], invoice["number"], "48,00", "57,60", "Casse au transport"):
        assert word in text_of(french), word
    for word in ("Credit note", note["number"], invoice["number"], "48.00", "57.60"):
        assert word in text_of(english), word


def test_a_credit_note_costs_two_round_trips(shop: Shop) -> None:
    first, second = shop.invoice(lines=10), shop.invoice(lines=10)
    credit(shop, first)
    meter = Meter()
    credit(shop, second)
    assert dict(meter.reading.calls) == {"BatchGetItem": 1, "TransactWriteItems": 1}


def test_the_same_intent_sent_again_credits_once(shop: Shop) -> None:
    invoice = shop.invoice()
    path, key = f"/{{c}}/invoices/{invoice['id']}/credit", {"Idempotency-Key": "credit-once"}
    body = {"lines": [{"line": 1, "quantity": 6}]}
    assert shop.api.post(path, body, headers=key).ok(201) == shop.api.post(path, body, headers=key).ok(201)
    assert fresh(shop, invoice)["credited"] == 5760
