"""Foreign currencies, through the API and in the books: rates, orders, invoices, payments, refunds, credit
notes, sums."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.accounting.rules.fec_check import check_fec
from chalicelib.aws import line
from chalicelib.aws.call import Call, system_call
from chalicelib.aws.entry import HANDLERS
from chalicelib.payments import service
from chalicelib.payments.schemas import PaymentIn
from chalicelib.reminders import nightly
from chalicelib.sales.service import rates
from scripts.twins.ecb import EcbTwin
from tests.rooms.sales_support import PDF, TEXT, Shop, open_shop
from tests.support.papers import text_of

AMERICAN = {"name": "Vines of Boston", "siret": "", "vat_number": "", "billing": {"town": "Boston", "country": "US"}}


@pytest.fixture
def ecb(monkeypatch: pytest.MonkeyPatch) -> Iterator[EcbTwin]:
    """The twin of the central bank, calm, and the product pointed at it."""
    monkeypatch.setattr(line, "PAUSE", (0.0, 0.01))
    with EcbTwin() as twin:
        for name, value in twin.environment().items():
            monkeypatch.setenv(name, value)
        yield twin


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def on(day: date) -> Call:
    """The schedule as it runs on that day."""
    return replace(system_call("sales_keep_rates"), now=datetime(day.year, day.month, day.day, 16, 10, tzinfo=UTC))


def ordered(shop: Shop, price: str = "1000.00", customer: str = "boston", **given: Any) -> Any:
    """A confirmed order of one bottle at that price in dollars, to Boston."""
    who = shop.customer(customer, **(AMERICAN if customer == "boston" else {}))
    body = {"customer": who, "lines": [{"variant": shop.wines[0], "quantity": 1, "unit_price": price}],
            "currency": "USD", "rate": "1.1000", "confirm": True, **given}  # fmt: skip
    return shop.api.post("/{c}/orders", body).ok(201)


def billed(shop: Shop, price: str = "1000.00", **given: Any) -> Any:
    return shop.api.post(f"/{{c}}/orders/{ordered(shop, price, **given)['id']}/invoice").ok(201)


def paid(shop: Shop, amount: int, rate: str, parts: list[tuple[Any, int]], **given: Any) -> Any:
    body = {"customer": shop.customer("boston", **AMERICAN), "method": "transfer", "amount": amount, "rate": rate,
            "currency": "USD", "allocations": [{"invoice": one["id"], "amount": cents} for one, cents in parts],
            **given}  # fmt: skip
    return shop.api.post("/{c}/payments", body).ok(201)


def books(shop: Shop) -> list[dict[str, str]]:
    """The lines of the legal file, which is sound and balanced."""
    content = shop.api.get("/{c}/accounting/fec", headers=TEXT).content
    assert check_fec(content) == []
    header, *lines = content.decode().split("\r\n")[:-1]
    return [dict(zip(header.split("\t"), one.split("\t"), strict=True)) for one in lines]


def entry(shop: Shop, number: int) -> list[tuple[str, ...]]:
    wanted = ("CompteNum", "Debit", "Credit", "Montantdevise", "Idevise")
    return [tuple(row[name] for name in wanted) for row in books(shop) if row["EcritureNum"] == str(number)]


def open_lines(shop: Shop) -> int:
    """The cents of the customers' lines that have no letter."""
    found = [row for row in books(shop) if row["CompteNum"] == "411000" and not row["EcritureLet"]]
    return sum(int(row["Debit"].replace(",", "")) - int(row["Credit"].replace(",", "")) for row in found)


def shown(shop: Shop, invoice: Any) -> Any:
    return shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()


# --- rates


def test_the_rates_of_the_central_bank_are_kept_once_and_its_silence_changes_nothing(
    stack: Any, ecb: EcbTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday = date(2021, 5, 21)
    ecb.today = friday
    for fault in ("error", "malformed", "busy", "down"):
        ecb.fault = fault
        assert rates.keep(on(friday)) == 0
    monkeypatch.setenv("CAVEAU_REGISTER_SECONDS", "0.2")
    ecb.fault = "slow"
    assert rates.keep(on(friday)) == 0
    monkeypatch.delenv("CAVEAU_REGISTER_SECONDS")
    ecb.calm()
    ecb.today = friday
    assert rates.keep(on(friday)) > 60
    assert ecb.asked[-1].endswith("hist-90d.xml")
    ecb.rates["USD"] = "9.9999"
    assert rates.keep(on(friday)) == 0, "a day that is known is never replaced"
    ecb.today = date(2021, 5, 24)
    assert rates.keep(on(ecb.today)) == 1
    assert ecb.asked[-1].endswith("daily.xml"), "a weekend misses nothing"
    ecb.today = date(2021, 5, 27)
    assert rates.keep(on(ecb.today)) == 3, "two days were missed"
    ecb.fault = "stale"
    assert rates.keep(on(date(2021, 5, 28))) == 0


def test_a_page_of_rates_tells_those_of_today_their_day_and_source(shop: Shop, ecb: EcbTwin) -> None:
    HANDLERS["sales_keep_rates"].run({}, None)
    told = shop.api.get("/{c}/rates").ok()
    [dollar] = [one for one in told["current"] if one["currency"] == "USD"]
    assert (dollar["rate"], dollar["source"], dollar["on"]) == ("1.1000", "ecb", told["last_on"])
    assert told["warning"] == ""
    assert "JPY" not in told["currencies"], "amounts are cents"
    assert [one["currency"] for one in told["current"]] == sorted(one["currency"] for one in told["current"])
    before = shop.api.get("/{c}/rates", until="2020-01-15").ok()
    assert (before["current"], before["items"], before["last_on"]) == ([], [], None)
    assert before["warning"]


def test_a_company_types_its_own_rate_and_takes_it_away(shop: Shop, ecb: EcbTwin) -> None:
    HANDLERS["sales_keep_rates"].run({}, None)
    api, today = shop.api, datetime.now(UTC).date() - timedelta(days=1)
    body = {"currency": "USD", "on": today.isoformat(), "rate": "1.2345"}
    told = api.put("/{c}/rates", body).ok()
    [mine] = [one for one in told["items"] if one["source"] == "typed"]
    assert (mine["currency"], mine["on"], mine["rate"]) == ("USD", today.isoformat(), "1.2345")
    assert mine["by"]
    api.put("/{c}/rates", {**body, "rate": "1.3"}, {"if-match": '"99"'}).refused(412, "http.stale_version")
    api.put("/{c}/rates", {**body, "on": "2099-01-01"}).refused(422, "sales.rate.typed")
    api.put("/{c}/rates", {**body, "currency": "EUR"}).refused(422, "sales.rate.typed")
    api.put("/{c}/rates", {**body, "currency": "JPY"}).refused(422, "sales.currency.no_cents")
    told = api.put("/{c}/rates", {**body, "rate": None}).ok()
    assert [one for one in told["items"] if one["source"] == "typed"] == []


# --- orders


@pytest.mark.feature("2.3-19")
def test_a_thousand_dollars_at_1_1000_are_booked_909_09_at_the_rate_of_the_order(shop: Shop, ecb: EcbTwin) -> None:
    HANDLERS["sales_keep_rates"].run({}, None)
    last = shop.api.get("/{c}/rates").ok()["last_on"]
    order = ordered(shop, rate=None)
    exchange = {"currency": "USD", "rate": "1.1000", "on": last, "source": "ecb"}
    assert (order["currency"], order["totals"]["gross"], order["gross_euros"]) == ("USD", 100_000, 90_909)
    assert order["exchange"] == exchange
    shop.api.put("/{c}/rates", {"currency": "USD", "rate": "1.5000"}).ok()
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert (invoice["currency"], invoice["exchange"], invoice["home"]["gross"]) == ("USD", exchange, 90_909)
    assert entry(shop, 1) == [("411000", "909,09", "0,00", "1000,00", "USD"),
                              ("701100", "0,00", "909,09", "-1000,00", "USD")]  # fmt: skip
    assert ordered(shop, rate=None)["exchange"]["source"] == "typed", "a later order takes the company's own"


def test_prices_in_euros_are_converted_and_the_trace_says_so(shop: Shop, ecb: EcbTwin) -> None:
    HANDLERS["sales_keep_rates"].run({}, None)
    who = shop.customer("boston", **AMERICAN, currency="USD")
    asked = {"customer": who, "lines": [{"variant": shop.wines[0], "quantity": 12}]}
    seen = shop.api.post("/{c}/orders/price", asked).ok()
    assert (seen["currency"], seen["lines"][0]["unit_price"], seen["totals"]["gross"]) == ("USD", "9.35", 11_220)
    assert seen["gross_euros"] == 10_200
    order = shop.api.post("/{c}/orders", asked).ok(201)
    why = shop.api.get(f"/{{c}}/orders/{order['id']}/lines/1/explain").ok()
    assert "1 EUR = 1,1000 USD (BCE" in why["sentences_fr"][0]
    assert "9,35 USD" in " ".join(why["sentences_fr"])
    euro = shop.api.post("/{c}/orders/price", {**asked, "currency": "EUR"}).ok()
    assert (euro["currency"], euro["exchange"], euro["lines"][0]["unit_price"]) == ("EUR", None, "8.50")


def test_a_currency_without_a_rate_is_refused_and_says_where_to_type_one(shop: Shop) -> None:
    body = shop.asked(currency="KES")
    refused = shop.api.post("/{c}/orders", body).refused(422, "sales.rate.unknown")
    assert "Réglages, Devises" in refused["detail"]
    shop.api.put("/{c}/rates", {"currency": "KES", "rate": "150.123456"}).ok()
    order = shop.api.post("/{c}/orders", body).ok(201)
    assert order["exchange"]["rate"] == "150.123456"
    shop.api.post("/{c}/orders", shop.asked(currency="JPY")).refused(422, "sales.currency.no_cents")


def test_an_old_rate_is_told_of(shop: Shop) -> None:
    old = (datetime.now(UTC).date() - timedelta(days=9)).isoformat()
    shop.api.put("/{c}/rates", {"currency": "KES", "on": old, "rate": "150"}).ok()
    order = shop.order(currency="KES", confirm=True)
    assert order["exchange"]["on"] == old
    assert "Vérifiez-le" in order["rate_warning"]
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert [one["rule"] for one in invoice["warnings"] if one["field"] == "rate"] == ["CGI 266-1 bis"]


# --- invoices


def test_the_paper_tells_currency_rate_and_vat_in_euros(shop: Shop) -> None:
    body = {"customer": shop.customer("bistrot"), "currency": "USD", "rate": "1.1000", "confirm": True,
            "lines": [{"variant": shop.wines[0], "quantity": 1, "unit_price": "1000.00"}]}  # fmt: skip
    order = shop.api.post("/{c}/orders", body).ok(201)
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    home = invoice["home"]
    assert (home["net"], home["vat"], home["gross"]) == (90_909, 18_182, 109_091)
    pdf = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF).content
    text = text_of(pdf)
    assert "1 EUR = 1,1000 USD (cours saisi" in text
    assert "Total TTC 1 200,00 $" in text
    assert "TVA en euros 181,82 €" in text
    assert invoice["warnings"] == []


# --- payments


@pytest.mark.feature("2.4-11")
@pytest.mark.parametrize(
    ("rate", "home", "gain", "difference"),
    [
        ("1.0800", 92_593, 1684, ("766000", "0,00", "16,84", "", "")),
        ("1.1200", 89_286, -1623, ("666000", "16,23", "0,00", "", "")),
    ],
)
def test_a_gain_goes_to_766_and_a_loss_to_666(
    shop: Shop, rate: str, home: int, gain: int, difference: tuple[str, ...]
) -> None:
    invoice = billed(shop)
    payment = paid(shop, 100_000, rate, [(invoice, 100_000)])
    assert (payment["home"], payment["allocations"][0]["gain"]) == (home, gain)
    assert shown(shop, invoice)["status"] == "paid"
    money = f"{home // 100},{home % 100:02d}"
    assert entry(shop, 2) == [
        ("512000", money, "0,00", "1000,00", "USD"),
        difference,
        ("411000", "0,00", "909,09", "-1000,00", "USD"),
    ]
    assert open_lines(shop) == 0
    assert {row["EcritureLet"] for row in books(shop) if row["CompteNum"] == "411000"} == {"A"}


def test_parts_at_several_rates_close_the_invoice_to_the_cent(shop: Shop) -> None:
    invoice = billed(shop, "1000.01")
    for amount, rate in ((33_333, "1.0700"), (33_333, "1.1000"), (33_335, "1.1911")):
        paid(shop, amount, rate, [(invoice, amount)])
    assert (shown(shop, invoice)["status"], open_lines(shop)) == ("paid", 0)


def test_money_that_came_before_is_lettered_by_its_difference(shop: Shop) -> None:
    payment = paid(shop, 150_000, "1.0800", [])
    invoice = billed(shop)
    body = {"allocations": [{"invoice": invoice["id"], "amount": 100_000}]}
    after = shop.api.post(f"/{{c}}/payments/{payment['id']}/allocations", body).ok()
    assert after["allocations"][0]["gain"] == 1684
    assert open_lines(shop) == -(138_889 - 92_593)
    second = billed(shop, "500.00")
    body = {"allocations": [{"invoice": second["id"], "amount": 50_000}]}
    shop.api.post(f"/{{c}}/payments/{payment['id']}/allocations", body).ok()
    assert open_lines(shop) == 0


def test_a_refund_at_another_rate_and_its_cancellation_keep_the_books_true(shop: Shop) -> None:
    invoice = billed(shop)
    payment = paid(shop, 100_000, "1.0800", [(invoice, 100_000)])
    refund = shop.api.post(
        f"/{{c}}/payments/{payment['id']}/refunds", {"method": "transfer", "amount": 100_000, "rate": "1.2000"}
    ).ok(201)
    assert refund["home"] == -83_333
    assert entry(shop, 3) == [
        ("512000", "0,00", "833,33", "-1000,00", "USD"),
        ("411000", "909,09", "0,00", "1000,00", "USD"),
        ("766000", "0,00", "75,76", "", ""),
    ]
    assert (shown(shop, invoice)["balance"], open_lines(shop)) == (100_000, 90_909)
    paid(shop, 100_000, "1.1000", [(invoice, 100_000)])
    assert open_lines(shop) == 0
    shop.api.post(f"/{{c}}/payments/{refund['id']}/cancel", {"reason": "jamais parti"}).ok()
    again = shop.api.get(f"/{{c}}/payments/{payment['id']}").ok()
    assert again["unallocated"] == 100_000
    third = billed(shop, "1000.00", rate="1.3000")
    body = {"allocations": [{"invoice": third["id"], "amount": 100_000}]}
    shop.api.post(f"/{{c}}/payments/{payment['id']}/allocations", body).ok()
    assert open_lines(shop) == 0


def test_a_credit_note_is_at_the_rate_of_its_invoice(shop: Shop) -> None:
    invoice = billed(shop)
    part = {"lines": [{"line": 1, "amount": 33_333}]}
    first = shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", part).ok(201)
    assert (first["home"]["gross"], first["exchange"]["rate"]) == (30_303, "1.1000")
    rest = shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", {}).ok(201)
    assert rest["home"]["gross"] == 90_909 - 30_303
    assert (shown(shop, invoice)["status"], open_lines(shop)) == ("paid", 0)


def test_what_a_paid_invoice_gives_back_is_worth_what_its_note_says(shop: Shop, bus: Any) -> None:
    invoice = billed(shop)
    paid(shop, 100_000, "1.0800", [(invoice, 100_000)])
    note = shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", {}).ok(201)
    bus.deliver()
    credit = shop.api.get(f"/{{c}}/payments/{note['id']}").ok()
    assert (credit["currency"], credit["unallocated"], credit["home"]) == ("USD", 100_000, 90_909)
    second = billed(shop, "1000.00", rate="1.2000")
    body = {"allocations": [{"invoice": second["id"], "amount": 100_000}]}
    shop.api.post(f"/{{c}}/payments/{note['id']}/allocations", body).ok()
    assert open_lines(shop) == 0


def test_a_payment_is_in_the_currency_of_its_invoices(shop: Shop) -> None:
    invoice = billed(shop)
    body = {"customer": shop.customer("boston", **AMERICAN), "method": "transfer", "amount": 100_000,
            "allocations": [{"invoice": invoice["id"], "amount": 100_000}]}  # fmt: skip
    shop.api.post("/{c}/payments", {**body, "currency": "EUR"}).refused(422, "payments.allocation.other_currency")
    payment = shop.api.post("/{c}/payments", {**body, "rate": "1.1"}).ok(201)
    assert (payment["currency"], payment["home"]) == ("USD", 90_909)


def test_a_slip_of_foreign_cheques_is_worth_what_they_were_booked_for(shop: Shop) -> None:
    invoice = billed(shop)
    cheque = paid(shop, 100_000, "1.0800", [(invoice, 100_000)], method="cheque")
    shop.api.post("/{c}/deposit-slips", {"payments": [cheque["id"]], "bank": "BNP"}).ok(201)
    assert [row[:3] for row in entry(shop, 3)] == [("512000", "925,93", "0,00"), ("511200", "0,00", "925,93")]


# --- sums


def test_sums_are_in_euros_and_lists_tell_each_its_currency(shop: Shop) -> None:
    billed(shop)
    shop.invoice(quantity=1)
    page = shop.api.get("/{c}/invoices", sums="net,gross,balance", sort="currency").ok()
    assert [(one["currency"], one["gross"]) for one in page["items"]] == [("EUR", 1080), ("USD", 100_000)]
    assert page["sums"] == {"net": 90_909 + 900, "gross": 90_909 + 1080, "balance": 90_909 + 1080}
    orders = shop.api.get("/{c}/orders", sums="gross").ok()
    assert orders["sums"] == {"gross": 90_909 + 1080}
    assert shop.api.get("/{c}/statistics/dashboard").ok()["unpaid"]["amount"] == 90_909 + 1080
    where = json.dumps({"field": "id", "op": "eq", "value": shop.customer("boston")})
    [row] = shop.api.get("/{c}/customers", where=where).ok()["items"]
    assert (row["turnover"], row["unpaid"]) == (90_909, 90_909)


def test_a_reminder_and_the_commercial_file_tell_amounts_in_currency_and_add_up_euros(shop: Shop) -> None:
    invoice = billed(shop, payment_term="cash")
    call = system_call("night").within(shop.estate.company)
    later = replace(call, now=call.now + timedelta(days=60))
    assert nightly.generate(later) == 1
    page = shop.api.get("/{c}/reminders", sums="balance").ok()
    [row] = page["items"]
    assert (row["number"], row["balance"], row["currency"], row["home_balance"]) == (
        invoice["number"], 100_000, "USD", 90_909,
    )  # fmt: skip
    assert page["sums"] == {"balance": 90_909}
    who = shop.customer("boston")
    text = text_of(shop.api.get(f"/{{c}}/customers/{who}/commercial-file", headers=PDF).content)
    assert "1 000,00 $" in text
    assert "909,09 €" in text
    told = shop.api.get(f"/{{c}}/customers/{who}/timeline").ok()["items"]
    assert {one["amount"] for one in told if one["kind"] in ("invoice", "order")} == {90_909}


def test_money_that_a_partner_tells_of_is_kept_at_the_rate_of_its_invoice_when_no_other_is_known(shop: Shop) -> None:
    invoice = billed(shop, currency="KES", rate="150")
    part = {"invoice": invoice["id"], "amount": 60_000}
    body = {"customer": shop.customer("boston"), "method": "card", "amount": 60_000, "allocations": [part]}
    shop.api.post("/{c}/payments", body).refused(422, "sales.rate.unknown")
    told = service.record(system_call("stripe").within(shop.estate.company), PaymentIn.model_validate(body))
    assert (told.currency, told.home, told.allocations[0].gain) == ("KES", 400, 0)
