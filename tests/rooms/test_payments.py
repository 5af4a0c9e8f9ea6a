"""Payments through the API: allocations, credit, cancellation, methods, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bench.meter import Meter
from tests.rooms.sales_support import CSV, Shop, open_shop


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def due(shop: Shop, invoice: Any) -> tuple[str, int, int]:
    """(status, paid, balance) of an invoice now."""
    now = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()
    return now["status"], now["paid"], now["balance"]


@pytest.mark.feature("2.4-07")
def test_one_transfer_settles_two_invoices_and_leaves_a_credit_usable_later(shop: Shop) -> None:
    first, second, third = shop.invoice(), shop.invoice(lines=2), shop.invoice()
    paid = shop.pay(110000, [(first["id"], 34560), (second["id"], 69120)], reference="VIR 12")
    assert paid["number"].startswith(f"RG-{paid['received_on'][:4]}-")
    assert (paid["state"], paid["unallocated"], paid["method_label"]) == ("recorded", 6320, "Virement")
    assert [part["number"] for part in paid["allocations"]] == [first["number"], second["number"]]
    assert due(shop, first) == ("paid", 34560, 0)
    assert due(shop, second) == ("paid", 69120, 0)
    where = json.dumps({"field": "unallocated", "op": "gt", "value": 0})
    credit = shop.api.get("/{c}/payments", where=where, sums="unallocated").ok()
    assert (credit["items"][0]["id"], credit["sums"]) == (paid["id"], {"unallocated": 6320})
    body = {"allocations": [{"invoice": third["id"], "amount": 6320}]}
    after = shop.api.post(f"/{{c}}/payments/{paid['id']}/allocations", body).ok()
    assert (after["unallocated"], after["version"]) == (0, paid["version"] + 1)
    assert due(shop, third) == ("partly_paid", 6320, 28240)


@pytest.mark.feature("2.4-08")
def test_a_part_payment_then_the_rest(shop: Shop) -> None:
    invoice = shop.invoice()
    shop.pay(10000, [(invoice["id"], 10000)])
    assert due(shop, invoice) == ("partly_paid", 10000, 24560)
    shop.pay(24560, [(invoice["id"], 24560)], method="card")
    assert due(shop, invoice) == ("paid", 34560, 0)
    settlements = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()["settlements"]
    assert [part["amount"] for part in settlements] == [10000, 24560]


@pytest.mark.feature("2.4-X01")
def test_never_more_than_is_due_or_was_paid(shop: Shop) -> None:
    invoice = shop.invoice()
    body = {"customer": shop.customer("bistrot"), "method": "transfer", "amount": 50000}

    def refused(parts: list[int]) -> list[tuple[str, str]]:
        asked = {**body, "allocations": [{"invoice": invoice["id"], "amount": part} for part in parts]}
        problem = shop.api.post("/{c}/payments", asked).refused(422)
        return [(error["field"], error["rule"]) for error in problem["errors"]]

    assert refused([34561]) == [("allocations.0.amount", "payments.allocation.over_due")]
    assert refused([10000, 10000]) == [("allocations.1.amount", "payments.allocation.twice")]
    body["amount"] = 100
    assert refused([101]) == [("allocations", "payments.allocation.over_paid")]
    assert due(shop, invoice) == ("unpaid", 0, 34560)


@pytest.mark.feature("2.4-08")
def test_a_cancelled_payment_opens_its_invoices_again(shop: Shop) -> None:
    invoice = shop.invoice()
    paid = shop.pay(34560, [(invoice["id"], 34560)], method="cheque")
    path = f"/{{c}}/payments/{paid['id']}"
    gone = shop.api.post(f"{path}/cancel", {"reason": "chèque rejeté"}).ok()
    assert (gone["state"], gone["unallocated"], gone["cancel_reason"]) == ("cancelled", 0, "chèque rejeté")
    assert gone["allocations"] == paid["allocations"]
    assert due(shop, invoice) == ("unpaid", 0, 34560)
    problem = shop.api.post(f"{path}/cancel", {"reason": "encore"}).refused(409, "payments.payment.transition")
    assert problem["allowed"] == []
    more = {"allocations": [{"invoice": invoice["id"], "amount": 1}]}
    shop.api.post(f"{path}/allocations", more).refused(409, "payments.payment.cancelled")
    shop.api.post(f"{path}/cancel", {"reason": ""}).refused(422)
    shop.api.delete(path).refused(409, "payments.payment.kept")


def test_a_payment_is_for_one_customer(shop: Shop) -> None:
    other = shop.customer("autre", name="La Cave")
    invoice = shop.invoice()
    body = {"customer": other, "method": "transfer", "amount": 100}
    problem = shop.api.post(
        "/{c}/payments", {**body, "allocations": [{"invoice": invoice["id"], "amount": 100}]}
    ).refused(422, "payments.allocation.other_customer")
    assert problem["errors"][0]["field"] == "allocations.0.invoice"
    shop.api.post("/{c}/payments", {**body, "allocations": [{"invoice": "ivc_unknown", "amount": 100}]}).refused(
        404, "sales.invoice.not_found"
    )


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"amount": 0}, 422, None),
        ({"amount": -100}, 422, None),
        ({"amount": "12.50"}, 422, None),
        ({"received_on": "2999-01-01"}, 422, "payments.payment.future"),
        ({"method": "coquillages"}, 404, "payments.method.not_found"),
        ({"customer": "cus_unknown"}, 404, "crm.customer.not_found"),
    ],
)
def test_what_cannot_be_a_payment(shop: Shop, change: dict[str, Any], status: int, code: str | None) -> None:
    body = {"customer": shop.customer("bistrot"), "method": "transfer", "amount": 100, **change}
    shop.api.post("/{c}/payments", body).refused(status, code)


@pytest.mark.feature("2.4-01")
def test_a_company_has_its_own_methods(shop: Shop) -> None:
    given = shop.api.get("/{c}/payment-methods").ok()["items"]
    assert [one["id"] for one in given[:6]] == ["transfer", "cheque", "card", "cash", "direct_debit", "bill"]
    asked = {"label_fr": "Chèque Crédit Agricole", "kind": "cheque", "account": "511210", "bank": "Crédit Agricole"}
    own = shop.api.post("/{c}/payment-methods", asked).ok(201)
    paid = shop.pay(5000, [], method=own["id"])
    shop.api.put(f"/{{c}}/payment-methods/{own['id']}", {**asked, "archived": True}).ok()
    shop.api.post("/{c}/payments", {"customer": shop.customer("bistrot"), "method": own["id"], "amount": 1}).refused(
        422, "payments.method.archived"
    )
    assert shop.api.get(f"/{{c}}/payments/{paid['id']}").ok()["method_label"] == "Chèque Crédit Agricole"
    shop.api.put(f"/{{c}}/payment-methods/{own['id']}", {**asked, "kind": "cash"}).refused(422, "payments.method.kind")
    shop.api.put("/{c}/payment-methods/mth_unknown", asked).refused(404)
    renamed = shop.api.put("/{c}/payment-methods/transfer", {"label_fr": "Virement SEPA", "kind": "transfer"}).ok()
    assert renamed["label_fr"] == "Virement SEPA"
    shop.api.put("/{c}/payment-methods/transfer", {"label_fr": "Virement", "kind": "transfer"}).ok()


def test_the_same_intent_sent_again_makes_one_payment(shop: Shop) -> None:
    invoice = shop.invoice()
    key = {"Idempotency-Key": "payment-once"}
    body = {"customer": shop.customer("bistrot"), "method": "card", "amount": 34560,
            "allocations": [{"invoice": invoice["id"], "amount": 34560}]}  # fmt: skip
    first = shop.api.post("/{c}/payments", body, headers=key).ok(201)
    assert shop.api.post("/{c}/payments", body, headers=key).ok(201) == first
    assert due(shop, invoice) == ("paid", 34560, 0)


def test_a_stale_version_is_refused(shop: Shop) -> None:
    invoice = shop.invoice()
    paid = shop.pay(5000, [])
    old = {"If-Match": f'"{paid["version"]}"'}
    body = {"allocations": [{"invoice": invoice["id"], "amount": 1000}]}
    shop.api.post(f"/{{c}}/payments/{paid['id']}/allocations", body, headers=old).ok()
    shop.api.post(f"/{{c}}/payments/{paid['id']}/allocations", body, headers=old).refused(412, "http.stale_version")
    shop.api.post(f"/{{c}}/payments/{paid['id']}/cancel", {"reason": "x"}, headers=old).refused(412)


def test_a_payment_costs_two_round_trips(shop: Shop) -> None:
    invoice = shop.invoice()
    shop.pay(1, [])
    meter = Meter()
    shop.pay(34560, [(invoice["id"], 34560)])
    assert dict(meter.reading.calls) == {"BatchGetItem": 1, "TransactWriteItems": 1}


def test_strangers_and_other_companies_learn_nothing(shop: Shop, new_estate: Any) -> None:
    paid = shop.pay(100, [])
    other = new_estate()
    for path in ("/{c}/payments", f"/{{c}}/payments/{paid['id']}", "/{c}/payment-methods"):
        shop.api.stranger().get(path).refused(401)
        other.api.into(shop.estate.company).get(path).refused(404)
    other.api.get(f"/{{c}}/payments/{paid['id']}").refused(404, "payments.payment.not_found")


def test_the_list_searches_and_exports(shop: Shop) -> None:
    invoice = shop.invoice()
    paid = shop.pay(34560, [(invoice["id"], 34560)], reference="REMISE 4711")
    for words in ("4711", "bistrot 4711", "remise 4711"):
        assert [row["id"] for row in shop.api.get("/{c}/payments", q=words).ok()["items"]] == [paid["id"]], words
    content = shop.api.get("/{c}/payments/export", format="csv", q="4711", headers=CSV).content.decode("utf-8-sig")
    assert len(content.splitlines()) == 2
    assert invoice["number"] in content
