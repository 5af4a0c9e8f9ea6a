"""What closes an invoice besides money, what goes back, what goes to the bank: through the API and in the books."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.accounting.rules.fec_check import check_fec
from chalicelib.aws.call import Actor, Call
from chalicelib.payments import service
from chalicelib.payments.schemas import PaymentIn
from chalicelib.tenancy.rules.scopes import SCOPES
from tests.rooms.sales_support import PDF, TEXT, Shop, open_shop
from tests.support.papers import text_of


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def billed(shop: Shop, net: str) -> Any:
    """An invoice of one bottle at that price, 20 % VAT."""
    line = {"variant": shop.wines[0], "quantity": 1, "unit_price": net}
    body = {"customer": shop.customer("bistrot"), "lines": [line], "confirm": True}
    order = shop.api.post("/{c}/orders", body).ok(201)
    return shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)


def balance(shop: Shop, invoice: Any) -> int:
    return int(shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()["balance"])


def books(shop: Shop) -> list[tuple[str, ...]]:
    """(entry, journal, account, debit, credit, letter) of each line of the legal file, which is sound."""
    content = shop.api.get("/{c}/accounting/fec", headers=TEXT).content
    assert check_fec(content) == []
    header, *lines = content.decode().split("\r\n")[:-1]
    wanted = ("EcritureNum", "JournalCode", "CompteNum", "Debit", "Credit", "EcritureLet")
    rows = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]
    return [tuple(row[name] for name in wanted) for row in rows]


def entry(shop: Shop, number: int) -> list[tuple[str, ...]]:
    return [line[2:] for line in books(shop) if line[0] == str(number)]


def set_to(shop: Shop, **values: Any) -> None:
    shop.api.put("/{c}/settings", {"values": values}).ok()


# --- methods


@pytest.mark.feature("2.4-01")
def test_a_method_of_ones_own_books_in_its_journal_and_account_and_stays_on_old_payments(shop: Shop) -> None:
    asked = {"label_fr": "Chèque Crédit Agricole", "kind": "cheque", "account": "511210", "bank": "Crédit Agricole",
             "journal": "CA2", "journal_label": "Crédit Agricole"}  # fmt: skip
    own = shop.api.post("/{c}/payment-methods", asked).ok(201)
    assert {name: own[name] for name in asked} == asked
    paid = shop.pay(5000, [], method=own["id"])
    shop.api.put(f"/{{c}}/payment-methods/{own['id']}", {**asked, "archived": True}).ok()
    body = {"customer": shop.customer("bistrot"), "method": own["id"], "amount": 1}
    shop.api.post("/{c}/payments", body).refused(422, "payments.method.archived")
    assert shop.api.get(f"/{{c}}/payments/{paid['id']}").ok()["method_label"] == "Chèque Crédit Agricole"
    where = json.dumps({"field": "method", "op": "eq", "value": own["id"]})
    assert shop.api.get("/{c}/payments", where=where).ok()["count"] == 1
    assert books(shop) == [
        ("1", "CA2", "511210", "50,00", "0,00", ""),
        ("1", "CA2", "411000", "0,00", "50,00", ""),
    ]


# --- one payment, many invoices


@pytest.mark.feature("2.4-07")
@pytest.mark.feature("2.4-X01")
def test_two_people_who_allocate_the_same_payment_never_give_more_than_was_paid(shop: Shop) -> None:
    first, second, third = billed(shop, "250"), billed(shop, "125"), billed(shop, "100")
    paid = shop.pay(50000, [(first["id"], 30000), (second["id"], 15000)])
    assert paid["unallocated"] == 5000

    def give(amount: int) -> int:
        body = {"allocations": [{"invoice": third["id"], "amount": amount}]}
        return int(shop.api.post(f"/{{c}}/payments/{paid['id']}/allocations", body).status)

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(give, [3000, 3000, 3000, 3000]))
    assert sorted(statuses) == [200, 422, 422, 422]
    now = shop.api.get(f"/{{c}}/payments/{paid['id']}").ok()
    assert now["unallocated"] == 2000
    assert sum(part["amount"] for part in now["allocations"]) == 48000
    assert (balance(shop, first), balance(shop, second), balance(shop, third)) == (0, 0, 9000)


@pytest.mark.feature("2.4-X01")
def test_the_status_of_an_order_follows_from_allocations_alone(shop: Shop) -> None:
    invoice = billed(shop, "100")

    def status() -> str:
        return str(shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()["status"])

    assert status() == "unpaid"
    loose = shop.pay(12000, [])
    assert status() == "unpaid"
    path = f"/{{c}}/payments/{loose['id']}/allocations"
    shop.api.post(path, {"allocations": [{"invoice": invoice["id"], "amount": 2000}]}).ok()
    assert status() == "partly_paid"
    shop.api.post(path, {"allocations": [{"invoice": invoice["id"], "amount": 10000}]}).ok()
    assert status() == "paid"
    over = {"customer": shop.customer("bistrot"), "method": "transfer", "amount": 100,
            "allocations": [{"invoice": invoice["id"], "amount": 1}]}  # fmt: skip
    shop.api.post("/{c}/payments", over).refused(422)


# --- refunds


@pytest.mark.feature("2.4-08")
def test_a_refund_is_linked_to_its_payment_and_what_it_takes_back_is_due_again(shop: Shop) -> None:
    invoice = billed(shop, "288")
    paid = shop.pay(40000, [(invoice["id"], 34560)])
    path = f"/{{c}}/payments/{paid['id']}"
    back = shop.api.post(f"{path}/refunds", {"method": "transfer", "amount": 5440}).ok(201)
    assert (back["amount"], back["refund_of"], back["refund_of_number"]) == (-5440, paid["id"], paid["number"])
    now = shop.api.get(path).ok()
    assert [(one["id"], one["amount"]) for one in now["refunds"]] == [(back["id"], 5440)]
    assert (now["unallocated"], balance(shop, invoice)) == (0, 0)
    assert entry(shop, 3) == [("512000", "0,00", "54,40", ""), ("411000", "54,40", "0,00", "B")]

    more = shop.api.post(f"{path}/refunds", {"method": "cheque", "amount": 10000, "reference": "casse"}).ok(201)
    assert balance(shop, invoice) == 10000
    assert entry(shop, 4) == [("511200", "0,00", "100,00", ""), ("411000", "100,00", "0,00", "")]
    assert [line[5] for line in books(shop) if line[0] == "1"] == ["", "", ""]
    shop.api.post(f"{path}/refunds", {"method": "cheque", "amount": 24561}).refused(422, "payments.refund.too_much")
    shop.api.post(f"{path}/cancel", {"reason": "x"}).refused(409, "payments.payment.refunded")
    body = {"method": "cheque", "amount": 1}
    shop.api.post(f"/{{c}}/payments/{more['id']}/refunds", body).refused(409, "payments.payment.is_refund")

    shop.api.post(f"/{{c}}/payments/{more['id']}/cancel", {"reason": "pas parti"}).ok()
    again = shop.api.get(path).ok()
    assert (again["unallocated"], len(again["refunds"])) == (10000, 1)
    shop.api.post(f"{path}/allocations", {"allocations": [{"invoice": invoice["id"], "amount": 10000}]}).ok()
    assert balance(shop, invoice) == 0
    assert all(line[5] for line in books(shop) if line[2] == "411000")


@pytest.mark.feature("2.4-08")
def test_two_people_never_give_back_the_same_money(shop: Shop) -> None:
    paid = shop.pay(10000, [])
    body = {"method": "transfer", "amount": 6000}
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: shop.api.post(f"/{{c}}/payments/{paid['id']}/refunds", body).status, range(3)))
    assert sorted(made) == [201, 422, 422]


@pytest.mark.feature("2.4-08")
def test_a_payment_in_the_books_is_reversed_never_deleted(shop: Shop) -> None:
    invoice = billed(shop, "288")
    paid = shop.pay(10000, [(invoice["id"], 10000)])
    assert balance(shop, invoice) == 24560
    before = books(shop)
    shop.api.delete(f"/{{c}}/payments/{paid['id']}").refused(409, "payments.payment.kept")
    shop.api.post(f"/{{c}}/payments/{paid['id']}/cancel", {"reason": "rejeté"}).ok()
    after = books(shop)
    assert [line[:5] for line in after[: len(before)]] == [line[:5] for line in before]
    assert entry(shop, 3) == [("512000", "0,00", "100,00", ""), ("411000", "100,00", "0,00", "A")]


# --- differences and discounts


@pytest.mark.feature("2.4-12")
def test_small_differences_are_written_off_and_larger_ones_ask(shop: Shop) -> None:
    set_to(shop, write_off_tolerance=100)
    under, over, large = billed(shop, "1000"), billed(shop, "1000"), billed(shop, "1000")
    paid = shop.pay(119998, [(under["id"], 119998)])
    assert (paid["allocations"][0]["difference"], balance(shop, under)) == (2, 0)
    shop.pay(120002, [(over["id"], 120002)])
    assert balance(shop, over) == 0
    assert entry(shop, 4) == [
        ("512000", "1199,98", "0,00", ""), ("658000", "0,02", "0,00", ""), ("411000", "0,00", "1200,00", "A"),
    ]  # fmt: skip
    assert entry(shop, 5) == [
        ("512000", "1200,02", "0,00", ""), ("758000", "0,00", "0,02", ""), ("411000", "0,00", "1200,00", "B"),
    ]  # fmt: skip

    part = {"invoice": large["id"], "amount": 119000}
    body = {"customer": shop.customer("bistrot"), "method": "transfer", "amount": 119000}
    asked = {**body, "allocations": [{**part, "rest": "write_off"}]}
    shop.api.post("/{c}/payments", asked).refused(422, "payments.allocation.above_tolerance")
    shop.api.post("/{c}/payments", {**body, "allocations": [{**part, "rest": "confirmed"}]}).ok(201)
    assert balance(shop, large) == 0


@pytest.mark.feature("2.4-12")
def test_what_is_written_off_later_has_its_entry_and_goes_when_the_payment_does(shop: Shop) -> None:
    set_to(shop, write_off_tolerance=100)
    invoice = billed(shop, "1000")
    paid = shop.pay(119998, [])
    body = {"allocations": [{"invoice": invoice["id"], "amount": 119998}]}
    shop.api.post(f"/{{c}}/payments/{paid['id']}/allocations", body).ok()
    assert entry(shop, 3) == [("658000", "0,02", "0,00", ""), ("411000", "0,00", "0,02", "A")]
    assert all(line[5] == "A" for line in books(shop) if line[2] == "411000")
    shop.api.post(f"/{{c}}/payments/{paid['id']}/cancel", {"reason": "rejeté"}).ok()
    assert balance(shop, invoice) == 120000
    lines = books(shop)
    assert [line[5] for line in lines if line[2] == "411000"] == ["", "B", "B", "B", "B"]
    for account in ("658000", "512000"):
        mine = [line for line in lines if line[2] == account]
        assert [line[3:5] for line in mine] == [mine[0][3:5], mine[0][4:2:-1]]


@pytest.mark.feature("2.4-10")
def test_paid_on_day_8_with_the_discount_and_on_day_9_without(shop: Shop) -> None:
    set_to(shop, early_discount="2", early_discount_days=8)
    first, second = billed(shop, "1000"), billed(shop, "1000")
    assert {"code": "AAB", "fr": "Escompte de 2 % pour paiement sous 8 jours.",
            "en": "2 % discount for payment within 8 days."} in first["mentions"]  # fmt: skip
    actor = Actor(kind="user", id="usr_1", name="x", scopes=SCOPES)
    for invoice, days, left in ((first, 8, 0), (second, 9, 2400)):
        asked = PaymentIn.model_validate(
            {"customer": shop.customer("bistrot"), "method": "transfer", "amount": 117600,
             "allocations": [{"invoice": invoice["id"], "amount": 117600}]}
        )  # fmt: skip
        call = Call(actor, shop.estate.company, datetime.now(UTC) + timedelta(days=days), f"day {days}")
        service.record(call, asked)
        assert balance(shop, invoice) == left
    lines = [line[2:] for line in books(shop) if line[0] == "3"]
    assert lines == [
        ("512000", "1176,00", "0,00", ""),
        ("665000", "20,00", "0,00", ""),
        ("445710", "4,00", "0,00", ""),
        ("411000", "0,00", "1200,00", "A"),
    ]


# --- deposit slips


@pytest.mark.feature("2.4-09")
def test_three_cheques_make_a_slip_with_its_paper_and_one_entry(shop: Shop) -> None:
    cheques = [shop.pay(amount, [], method="cheque", reference=f"CHQ {amount}") for amount in (12000, 8050, 4500)]
    ids = [one["id"] for one in cheques]
    slip = shop.api.post("/{c}/deposit-slips", {"payments": ids, "bank": "Crédit Agricole"}).ok(201)
    assert (slip["total"], slip["kind"], len(slip["lines"])) == (24550, "cheque", 3)
    assert slip["number"].startswith("RB-")
    paper = shop.api.get(f"/{{c}}/deposit-slips/{slip['id']}", headers=PDF)
    told = text_of(paper.content)
    for said in ("245,50 €", "120,00 €", "80,50 €", "45,00 €", slip["number"], "Crédit Agricole", "CHQ 12000"):
        assert said in told, said
    assert entry(shop, 4) == [
        ("512000", "245,50", "0,00", ""),
        ("511200", "0,00", "120,00", ""),
        ("511200", "0,00", "80,50", ""),
        ("511200", "0,00", "45,00", ""),
    ]
    problem = shop.api.post("/{c}/deposit-slips", {"payments": [ids[1]]}).refused(422, "payments.slip.deposited")
    assert problem["errors"][0]["field"] == "payments.0"
    where = json.dumps({"field": "slip", "op": "eq", "value": slip["id"]})
    assert shop.api.get("/{c}/payments", where=where, sums="amount").ok()["sums"] == {"amount": 24550}
    [row] = shop.api.get("/{c}/deposit-slips").ok()["items"]
    assert (row["count"], row["total"]) == (3, 24550)

    shop.api.post(f"/{{c}}/payments/{ids[2]}/cancel", {"reason": "sans provision"}).ok()
    assert entry(shop, 5) == [("512000", "0,00", "45,00", ""), ("411000", "45,00", "0,00", "A")]


@pytest.mark.feature("2.4-09")
def test_a_cheque_is_on_one_slip_only_whoever_hurries(shop: Shop) -> None:
    cheque = shop.pay(12000, [], method="cheque")
    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(lambda _: shop.api.post("/{c}/deposit-slips", {"payments": [cheque["id"]]}).status, range(4))
        )
    assert sorted(made) == [201, 422, 422, 422]
    assert shop.api.get("/{c}/deposit-slips").ok()["count"] == 1


def test_what_does_not_go_to_the_bank_on_a_slip(shop: Shop) -> None:
    cheque, cash = shop.pay(100, [], method="cheque"), shop.pay(100, [], method="cash")
    wire, gone = shop.pay(100, []), shop.pay(100, [], method="cheque")
    shop.api.post(f"/{{c}}/payments/{gone['id']}/cancel", {"reason": "x"}).ok()
    for other, code in ((cash, "mixed"), (wire, "not_in_hand"), (gone, "not_in_hand"), (cheque, "twice")):
        body = {"payments": [cheque["id"], other["id"]]}
        shop.api.post("/{c}/deposit-slips", body).refused(422, f"payments.slip.{code}")
    shop.api.post("/{c}/deposit-slips", {"payments": ["pay_unknown"]}).refused(404, "payments.payment.not_found")
    shop.api.get("/{c}/deposit-slips/dep_unknown", headers=PDF).refused(404, "payments.slip.not_found")
