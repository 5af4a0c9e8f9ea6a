"""Direct debits by GoCardless: mandates signed, debits on their day, failures, payouts, disorder, kills and outages;
against its twin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.aws import line
from chalicelib.aws.call import system_call
from chalicelib.debits.service import collecting
from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.errors import Unavailable
from scripts.twins.gocardless import FEE, KEY, SECRET, GoCardless, signature
from tests.rooms.sales_support import Shop, joined, open_shop
from tests.rooms.tenancy_support import mails_to
from tests.support.api import Reply
from tests.support.bus import Bus


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    shop = open_shop(new_estate, wines=1)
    body = {"key": KEY, "webhook_secret": SECRET, "method": "direct_debit"}
    shown = shop.api.put("/{c}/connectors/gocardless", body).ok()
    assert shown["webhook"].endswith(f"/api/v1/{shop.estate.company}/debits/events")
    assert KEY not in str(shown)
    shop.customer("bistrot", emails=["maison@debits.example"], payment_method="direct_debit")
    return shop


@pytest.fixture
def twin(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoCardless]:
    """The twin, its events delivered at once."""
    monkeypatch.setattr(line, "PAUSE", (0.0, 0.01))
    monkeypatch.setenv("CAVEAU_REGISTER_SECONDS", "20")
    with GoCardless() as twin:
        monkeypatch.setenv("CAVEAU_GOCARDLESS_URL", twin.url)
        twin.tell = lambda path, body, signed: tell(shop, body, signed)
        twin.soonest = date(2026, 1, 1)
        yield twin


def tell(shop: Shop, body: bytes, signed: str) -> Reply:
    headers = {"content-type": "application/json", "webhook-signature": signed}
    return shop.api.stranger().call("POST", "/{c}/debits/events", body, headers)


def invited(shop: Shop, short: str = "bistrot") -> Any:
    [one] = shop.api.post("/{c}/mandates", {"customers": [shop.customer(short)]}).ok()["items"]
    assert one["problem"] == ""
    return one


def opened(shop: Shop, url: str) -> Reply:
    """The customer follows our link."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    return shop.api.stranger().get(f"/{asked['c']}/mandates/{asked['m']}", token=asked["token"])


def signed(shop: Shop, twin: GoCardless, short: str = "bistrot") -> str:
    """A customer invited, who signs; gives the partner's id of the mandate."""
    page = opened(shop, invited(shop, short)["url"]).ok()
    return twin.sign(page["url"].rpartition("/")[2])


def mandate(shop: Shop, short: str = "bistrot") -> Any:
    where = json.dumps({"field": "id", "op": "eq", "value": shop.customer(short)})
    [one] = shop.api.get("/{c}/mandates", where=where).ok()["items"]
    return one


def night(shop: Shop, on: date) -> int:
    now = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    return collecting.night(system_call("night", shop.estate.company, now=now))


def due_day(invoice: Any) -> date:
    return date.fromisoformat(invoice["due_on"])


def debits(shop: Shop) -> list[Any]:
    return list(shop.api.get("/{c}/debits", sort="number,due_on,attempt").ok()["items"])


def states(shop: Shop) -> list[tuple[str, int]]:
    return [(one["state"], one["amount"]) for one in debits(shop)]


def due(shop: Shop, invoice: Any) -> tuple[str, int]:
    now = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()
    return now["status"], now["balance"]


def asked(shop: Shop, twin: GoCardless) -> Any:
    """An invoice of a customer with a mandate, debited on its day."""
    signed(shop, twin)
    invoice = shop.invoice()
    assert night(shop, due_day(invoice)) == 1
    return invoice


@pytest.mark.feature("2.4-06")
def test_a_customer_signs_on_the_hosted_page_and_the_state_follows(shop: Shop, twin: GoCardless, bus: Bus) -> None:
    one = invited(shop)
    bus.deliver()
    [text] = mails_to("maison@debits.example", "Mandat de prélèvement")
    assert one["url"] in text
    assert (mandate(shop)["state"], mandate(shop)["signed_on"]) == ("pending", None)
    page = opened(shop, one["url"]).ok()
    assert page["state"] == "to_sign"
    opened(shop, one["url"]).ok()
    assert len(twin.held["billing_requests"]) == 1
    id = twin.sign(page["url"].rpartition("/")[2], active=False)
    now = mandate(shop)
    assert (now["state"], now["reference"], bool(now["signed_on"])) == ("pending", id, True)
    assert opened(shop, one["url"]).ok()["state"] == "signed"
    twin.mandate(id, "active")
    assert (mandate(shop)["state"], mandate(shop)["rum"]) == ("active", f"GC-{id}")
    [again] = shop.api.post("/{c}/mandates", {"customers": [shop.customer("bistrot")]}).ok()["items"]
    assert again["rule"] == "debits.mandate.signed"
    twin.mandate(id, "cancelled")
    assert mandate(shop)["state"] == "cancelled"
    assert opened(shop, one["url"]).ok()["state"] == "cancelled"


@pytest.mark.feature("2.4-05")
def test_without_an_active_mandate_nothing_is_debited(shop: Shop, twin: GoCardless) -> None:
    page = opened(shop, invited(shop)["url"]).ok()
    invoice = shop.invoice()
    assert night(shop, due_day(invoice)) == 0
    id = twin.sign(page["url"].rpartition("/")[2], active=False)
    assert night(shop, due_day(invoice)) == 0
    twin.mandate(id, "active")
    transfer = shop.invoice(customer="autre", payment_method="transfer")
    assert night(shop, due_day(invoice)) == 1
    twin.held["mandates"][id]["status"] = "cancelled"  # nobody told us
    shop.invoice()
    assert night(shop, due_day(transfer)) == 0
    assert mandate(shop)["state"] == "cancelled"


@pytest.mark.feature("2.4-05")
def test_an_invoice_is_debited_on_its_day_once_and_paid(shop: Shop, twin: GoCardless) -> None:
    signed(shop, twin)
    invoice = shop.invoice()
    day = due_day(invoice)
    assert night(shop, day - timedelta(days=6)) == 0
    assert night(shop, day - timedelta(days=5)) == 1
    assert night(shop, day - timedelta(days=5)) == 0
    [payment] = twin.held["payments"].values()
    assert (payment["amount"], payment["charge_date"]) == (34560, day.isoformat())
    assert due(shop, invoice) == ("unpaid", 34560)
    twin.move(payment["id"], "confirmed")
    assert due(shop, invoice) == ("paid", 0)
    [money] = shop.api.get("/{c}/payments").ok()["items"]
    assert (money["method_kind"], money["reference"], money["unallocated"]) == ("direct_debit", payment["id"], 0)
    assert states(shop) == [("confirmed", 34560)]


@pytest.mark.feature("2.3-12")
@pytest.mark.feature("2.4-05")
def test_each_instalment_is_debited_on_its_own_day(shop: Shop, twin: GoCardless) -> None:
    signed(shop, twin)
    today = paris_date(datetime.now(UTC))
    days = [today + timedelta(days=30), today + timedelta(days=60)]
    plan = [{"percent": "30", "on": days[0].isoformat()}, {"on": days[1].isoformat()}]
    invoice = shop.invoice(schedule=plan)
    assert night(shop, days[0] - timedelta(days=6)) == 0
    assert night(shop, days[0] - timedelta(days=5)) == 1
    assert night(shop, days[1] - timedelta(days=5)) == 1
    asked = [(one["amount"], one["charge_date"]) for one in twin.held["payments"].values()]
    assert asked == [(10368, days[0].isoformat()), (24192, days[1].isoformat())]
    first, second = twin.held["payments"]
    twin.move(first, "confirmed")
    assert due(shop, invoice) == ("partly_paid", 24192)
    twin.move(second, "confirmed")
    assert due(shop, invoice) == ("paid", 0)


@pytest.mark.feature("2.4-05")
def test_a_failed_debit_reopens_the_invoice_tells_and_is_asked_once_more(shop: Shop, twin: GoCardless) -> None:
    invoice = asked(shop, twin)
    [payment] = twin.held["payments"]
    twin.move(payment, "confirmed")
    twin.move(payment, "failed")
    assert due(shop, invoice) == ("unpaid", 34560)
    [task] = shop.api.get("/{c}/tasks").ok()["items"]
    assert invoice["number"] in task["title"]
    alerts = json.dumps({"field": "alert", "op": "eq", "value": True})
    assert shop.api.get("/{c}/debits", where=alerts).ok()["count"] == 1
    [money] = shop.api.get("/{c}/payments").ok()["items"]
    assert money["state"] == "cancelled"
    today = paris_date(datetime.now(UTC))
    assert night(shop, today + timedelta(days=4)) == 0
    assert night(shop, today + timedelta(days=40)) == 1
    assert states(shop) == [("failed", 34560), ("submitted", 34560)]
    assert shop.api.get("/{c}/debits", where=alerts).ok()["count"] == 0
    twin.move(list(twin.held["payments"])[1], "failed")
    assert night(shop, today + timedelta(days=120)) == 0
    assert due(shop, invoice) == ("unpaid", 34560)


@pytest.mark.feature("INN-05")
def test_a_setting_says_whether_a_failed_debit_is_asked_again(shop: Shop, twin: GoCardless) -> None:
    shop.api.put("/{c}/settings", {"values": {"debit_retry_days": 0}}).ok()
    invoice = asked(shop, twin)
    [payment] = twin.held["payments"]
    twin.move(payment, "failed")
    assert night(shop, due_day(invoice) + timedelta(days=90)) == 0
    [one] = debits(shop)
    moved = shop.api.post("/{c}/debits", {"ids": [one["id"]], "to": "submitted"}).ok()
    assert moved["done"] == 1, moved
    assert states(shop) == [("failed", 34560), ("submitted", 34560)]


def test_a_chargeback_is_not_asked_again_by_itself(shop: Shop, twin: GoCardless) -> None:
    invoice = asked(shop, twin)
    [payment] = twin.held["payments"]
    twin.move(payment, "confirmed")
    twin.pay_out()
    twin.move(payment, "charged_back")
    assert due(shop, invoice) == ("unpaid", 34560)
    assert night(shop, due_day(invoice) + timedelta(days=90)) == 0
    assert states(shop) == [("charged_back", 34560)]
    [one] = debits(shop)
    assert one["alert"]
    assert one["cause"] == "Le client a demandé le remboursement à sa banque."


def test_events_told_three_times_and_in_any_order_end_in_the_same_state(shop: Shop, twin: GoCardless) -> None:
    ends = []
    shop.api.put("/{c}/settings", {"values": {"debit_retry_days": 0}}).ok()
    for backwards in (False, True):
        bodies: list[tuple[bytes, str]] = []
        twin.tell = lambda path, body, signed, kept=bodies: kept.append((body, signed))  # type: ignore[misc]
        short = f"client{backwards}"
        shop.customer(short, name=short, emails=[f"{short}@x.example"], payment_method="direct_debit", siret="")
        page = opened(shop, invited(shop, short)["url"]).ok()
        twin.sign(page["url"].rpartition("/")[2])
        for body, header in 3 * (list(reversed(bodies)) if backwards else bodies):
            tell(shop, body, header).ok(204)
        assert mandate(shop, short)["state"] == "active"
        bodies.clear()
        invoice = shop.invoice(customer=short)
        assert night(shop, due_day(invoice)) == 1
        payment = list(twin.held["payments"])[-1]
        twin.move(payment, "confirmed")
        twin.move(payment, "failed")
        for body, header in 3 * (list(reversed(bodies)) if backwards else bodies):
            tell(shop, body, header).ok(204)
        ends.append((due(shop, invoice), [one["state"] for one in debits(shop) if one["invoice"] == invoice["id"]]))
    assert ends == [(("unpaid", 34560), ["failed"])] * 2


def test_an_event_badly_signed_gets_498(shop: Shop, twin: GoCardless) -> None:
    invoice = asked(shop, twin)
    bodies: list[bytes] = []
    twin.tell = lambda path, body, signed: bodies.append(body)
    [payment] = twin.held["payments"]
    twin.move(payment, "confirmed")
    for bad in ("", "é", signature(bodies[0], "other"), signature(b"{}"), "0" * 64):
        tell(shop, bodies[0], bad).refused(498, "debits.webhook.signature")
    for odd in (b"[]", b"{", b'{"events": 1}', b'{"events": []}'):
        assert tell(shop, odd, signature(odd)).status in (204, 498)
    assert due(shop, invoice) == ("unpaid", 34560)
    tell(shop, bodies[0], signature(bodies[0])).ok(204)
    assert due(shop, invoice) == ("paid", 0)


def test_a_kill_between_the_partners_answer_and_our_record_makes_one_debit(shop: Shop, twin: GoCardless) -> None:
    signed(shop, twin)
    invoice = shop.invoice()
    twin.tell = lambda path, body, signed: None  # it died with us
    twin.fault_of = lambda asked: "lost" if asked.path == "/payments" else ""  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        night(shop, due_day(invoice))
    assert (len(twin.held["payments"]), debits(shop)) == (1, [])
    del twin.fault_of
    night(shop, due_day(invoice))
    assert len(twin.held["payments"]) == 1
    assert states(shop) == [("submitted", 34560)]


@pytest.mark.parametrize("fault", ["down", "error", "busy", "malformed"])
def test_a_partner_out_for_an_hour_loses_nothing(shop: Shop, twin: GoCardless, fault: str) -> None:
    invoice = asked(shop, twin)
    [payment] = twin.held["payments"]
    told: list[tuple[bytes, str]] = []
    twin.tell = lambda path, body, signed: told.append((body, signed))
    twin.move(payment, "confirmed")
    twin.fault = fault
    [(body, header)] = told
    tell(shop, body, header).refused(503, "debits.connector.silent")
    twin.calm()
    assert due(shop, invoice) == ("unpaid", 34560)
    night(shop, due_day(invoice))  # the event never came again
    assert due(shop, invoice) == ("paid", 0)
    assert shop.api.get("/{c}/payments").ok()["count"] == 1


def test_what_was_paid_meanwhile_is_cancelled_at_the_partner(shop: Shop, twin: GoCardless) -> None:
    invoice = asked(shop, twin)
    shop.pay(34560, [(invoice["id"], 34560)])
    assert night(shop, due_day(invoice)) == 0
    [payment] = twin.held["payments"].values()
    assert payment["status"] == "cancelled"
    assert states(shop) == [("cancelled", 34560)]
    assert due(shop, invoice) == ("paid", 0)


@pytest.mark.feature("SVC-05")
def test_a_payout_is_booked_with_its_fees_and_adds_up(shop: Shop, twin: GoCardless, bus: Bus) -> None:
    signed(shop, twin)
    invoices = [shop.invoice(), shop.invoice()]
    assert night(shop, due_day(invoices[0])) == 2
    for payment in list(twin.held["payments"]):
        twin.move(payment, "confirmed")
    id = twin.pay_out()
    assert [one["state"] for one in debits(shop)] == ["paid_out", "paid_out"]
    [payout] = shop.api.get("/{c}/payouts").ok()["items"]
    assert (payout["gross"], payout["fees"], payout["net"]) == (69120, 2 * FEE, 69120 - 2 * FEE)
    twin.send([twin.events[-1]], shop.estate.company)
    assert shop.api.get("/{c}/payouts").ok()["count"] == 1
    bus.deliver()
    entries = shop.api.get("/{c}/accounting/entries", q=f"GC-{id}").ok()["items"]
    [entry] = [one for one in entries if one["piece"] == f"GC-{id}"]
    lines = shop.api.get(f"/{{c}}/accounting/entries/{entry['id']}").ok()["lines"]
    assert [(one["account"], one["debit"], one["credit"]) for one in lines] == [
        ("512000", 69120 - 2 * FEE, 0),
        ("627000", 2 * FEE, 0),
        ("511800", 0, 69120),
    ]


def test_who_may_not_learns_nothing(shop: Shop, twin: GoCardless, new_estate: Any) -> None:
    one = invited(shop)
    path = f"/{{c}}/mandates/{shop.customer('bistrot')}"
    shop.api.stranger().get(path).refused(404, "debits.link.not_found")
    shop.api.stranger().get(path, token="0" * 40).refused(404, "debits.link.not_found")
    other = open_shop(new_estate, wines=1)
    token = one["url"].rpartition("token=")[2]
    other.api.stranger().get(path, token=token).refused(404, "debits.link.not_found")
    [refused] = other.api.post("/{c}/mandates", {"customers": [other.customer("bistrot")]}).ok()["items"]
    assert refused["rule"] == "debits.connector.none"
    other.api.post("/{c}/debits", {"ids": [], "to": "submitted"}).refused(409, "debits.connector.none")
    reader = joined(shop, "reader", "lecteur")
    reader.get("/{c}/mandates").ok()
    reader.post("/{c}/mandates", {"customers": [shop.customer("bistrot")]}).refused(403)
    reader.get("/{c}/debit-files").refused(403)
    shop.api.put("/{c}/connectors/gocardless", {"key": "sandbox_wrong", "method": "direct_debit"}).ok()
    assert opened(shop, one["url"]).refused(409, "debits.connector.key")
    [bare] = shop.api.post("/{c}/mandates", {"customers": [shop.customer("sansmail", name="Sans mail")]}).ok()["items"]
    assert bare["rule"] == "debits.invite.no_email"
