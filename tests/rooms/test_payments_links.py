"""Paying by card on Stripe's page: links, signed events, replays, disorder, kills and outages; against its twin."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scripts.twins.stripe import KEY, SECRET, Stripe, signature
from tests.rooms.card_support import due, followed, link, session_of, shop, state, stripe, tell
from tests.rooms.sales_support import Shop, open_shop

__all__ = ["shop", "stripe"]


def test_a_link_is_created_sent_opened_and_paid(shop: Shop, stripe: Stripe) -> None:
    invoice = shop.invoice()
    made = link(shop, invoice)
    assert (made["amount"], state(shop)) == (34560, "created")
    assert link(shop, invoice, sent=True)["url"] == made["url"]
    assert state(shop) == "sent"
    page = followed(shop, made["url"]).ok()
    assert (page["amount"], page["state"], state(shop)) == (34560, "due", "opened")
    assert len(stripe.sessions) == 1
    stripe.pay(session_of(page))
    assert (due(shop, invoice), state(shop)) == (("paid", 0), "paid")
    assert followed(shop, made["url"]).ok() == {**page, "state": "paid", "amount": 0, "url": ""}
    assert shop.api.get("/{c}/invoices", fields="pay_link").ok()["items"][0]["pay_link"] == "paid"
    shop.api.post("/{c}/payment-links", {"document": invoice["id"]}).refused(422, "payments.link.nothing_due")
    [payment] = shop.api.get("/{c}/payments").ok()["items"]
    assert (payment["amount"], payment["method"], payment["unallocated"]) == (34560, "card", 0)


@pytest.mark.feature("2.4-04")
def test_an_event_badly_signed_gets_400_and_one_told_three_times_makes_one_payment(shop: Shop, stripe: Stripe) -> None:
    invoice = shop.invoice()
    page = followed(shop, link(shop, invoice)["url"]).ok()
    stripe.tell = lambda path, body, signed: bodies.append(body)
    bodies: list[bytes] = []
    stripe.pay(session_of(page))
    [body] = bodies
    for bad in ("", "t=1,v1=00", signature(body, "whsec_other"), signature(body, SECRET, stamp=1_700_000_000),
                signature(body).replace("t=", "t=x"), "t=²,v1=00", "t=" + "9" * 5000, signature(b"{}")):  # fmt: skip
        tell(shop, body, bad).refused(400, "payments.webhook.signature")
    assert due(shop, invoice) == ("unpaid", 34560)
    for _ in range(3):
        tell(shop, body, signature(body)).ok(204)
    assert due(shop, invoice) == ("paid", 0)
    assert shop.api.get("/{c}/payments").ok()["count"] == 1


@pytest.mark.feature("2.4-04")
def test_the_same_event_told_at_once_makes_one_payment(shop: Shop, stripe: Stripe) -> None:
    invoice = shop.invoice()
    page = followed(shop, link(shop, invoice)["url"]).ok()
    bodies: list[bytes] = []
    stripe.tell = lambda path, body, signed: bodies.append(body)
    stripe.pay(session_of(page))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: tell(shop, bodies[0], signature(bodies[0])).status, range(4)))
    assert answers == [204] * 4
    assert shop.api.get("/{c}/payments").ok()["count"] == 1


@pytest.mark.feature("2.4-04")
def test_events_in_any_order_end_in_the_same_state(shop: Shop, stripe: Stripe) -> None:
    """Paid, then a part given back, then a late word of expiry: told forwards and backwards."""
    ends = []
    for backwards in (False, True):
        invoice = shop.invoice()
        bodies: list[bytes] = []
        stripe.tell = lambda path, body, signed, kept=bodies: kept.append(body)  # type: ignore[misc]
        page = followed(shop, link(shop, invoice)["url"]).ok()
        stripe.pay(session_of(page))
        stripe.refund(session_of(page), 4560)
        stripe.happen("checkout.session.expired", stripe.sessions[session_of(page)])
        waiting = list(reversed(bodies)) if backwards else bodies
        for _ in range(3):  # what is too early is told again
            waiting = [body for body in waiting if tell(shop, body, signature(body)).status != 204]
        assert not waiting
        where = shop.api.get("/{c}/payment-links", q=invoice["number"]).ok()["items"][0]["state"]
        ends.append((due(shop, invoice), where))
    assert ends == [(("partly_paid", 4560), "paid")] * 2
    assert shop.api.get("/{c}/payments").ok()["count"] == 4


def test_a_balance_that_changes_voids_the_old_page_and_nothing_is_paid_twice(shop: Shop, stripe: Stripe) -> None:
    invoice = shop.invoice()
    made = link(shop, invoice)
    first = session_of(followed(shop, made["url"]).ok())
    assert state(shop) == "opened"
    shop.pay(10000, [(invoice["id"], 10000)])
    assert (stripe.sessions[first]["status"], state(shop)) == ("expired", "expired")
    with pytest.raises(ValueError, match="expired"):
        stripe.pay(first)
    page = followed(shop, made["url"]).ok()
    assert page["amount"] == 24560
    assert session_of(page) != first
    stripe.pay(session_of(page))
    assert (due(shop, invoice), state(shop)) == (("paid", 0), "paid")
    with pytest.raises(ValueError, match="complete"):
        stripe.pay(session_of(page))


def test_money_on_a_page_that_was_void_is_the_customers_credit(shop: Shop, stripe: Stripe) -> None:
    """The partner was silent when the page was to be closed, and the customer paid it."""
    invoice = shop.invoice()
    page = followed(shop, link(shop, invoice)["url"]).ok()
    stripe.fault = "error"
    shop.pay(34560, [(invoice["id"], 34560)])
    stripe.calm()
    stripe.pay(session_of(page))
    assert due(shop, invoice) == ("paid", 0)
    sums = shop.api.get("/{c}/payments", sums="amount,unallocated").ok()["sums"]
    assert sums == {"amount": 69120, "unallocated": 34560}


def test_a_kill_between_the_partners_answer_and_our_record_makes_one_page(shop: Shop, stripe: Stripe) -> None:
    invoice = shop.invoice()
    stripe.fault = "lost"  # he made the page, we never wrote it down
    shop.api.post("/{c}/payment-links", {"document": invoice["id"]}).refused(503, "payments.connector.silent")
    assert len(stripe.sessions) == 1
    assert shop.api.get("/{c}/payment-links").ok()["count"] == 0
    stripe.calm()
    page = followed(shop, link(shop, invoice)["url"]).ok()
    assert len(stripe.sessions) == 1
    stripe.pay(session_of(page))
    assert due(shop, invoice) == ("paid", 0)


@pytest.mark.parametrize("fault", ["error", "malformed", "busy", "down"])
def test_a_partner_who_is_out_leaves_nothing_half_done(shop: Shop, stripe: Stripe, fault: str) -> None:
    invoice = shop.invoice()
    stripe.fault = fault
    shop.api.post("/{c}/payment-links", {"document": invoice["id"]}).refused(503, "payments.connector.silent")
    assert shop.api.get("/{c}/payment-links").ok()["count"] == 0
    shop.pay(100, [(invoice["id"], 100)])
    stripe.calm()
    assert link(shop, invoice)["amount"] == 34460


def test_who_may_not_learns_nothing(shop: Shop, stripe: Stripe, new_estate: Any) -> None:
    invoice = shop.invoice()
    made = link(shop, invoice)
    path = f"/{{c}}/payment-links/{invoice['id']}"
    shop.api.stranger().get(path).refused(404, "payments.link.not_found")
    shop.api.stranger().get(path, token="0" * 40).refused(404, "payments.link.not_found")
    other = open_shop(new_estate, wines=1)
    token = made["url"].rpartition("=")[2]
    other.api.stranger().get(path, token=token).refused(404, "payments.link.not_found")
    mine = other.invoice()
    other.api.post("/{c}/payment-links", {"document": mine["id"]}).refused(409, "payments.connector.none")
    other.api.post("/{c}/connectors/stripe", {}).refused(404, "payments.connector.not_found")
    other.api.get("/{c}/connectors/paypal").refused(404, "payments.connector.not_found")
    shop.api.put("/{c}/connectors/stripe", {"key": "sk_test_wrong"}).refused(409, "payments.connector.key")
    stripe.fault = "error"
    shop.api.put("/{c}/connectors/stripe", {"key": KEY}).refused(503, "payments.connector.silent")
