"""Quotes: their life cycle, how long they are good, the order they become, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.money import Basis
from chalicelib.pricing.rules import GridChoice, OrderDiscount
from chalicelib.sales.rules.order import totalled
from chalicelib.sales.rules.quote import (
    TRANSITIONS,
    Quote,
    accepted,
    agreed,
    allowed,
    expired,
    last_day,
    moves,
    require_editable,
)
from tests.rules.test_sales_order import BUYER, DAY, HOME, ask, lines

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DISCOUNT = OrderDiscount(None, Decimal(10))


def quote(state: str = "sent", **given: object) -> Quote:
    done, totals = totalled(lines([(ask(36, "8.00"), "20")], discount=DISCOUNT), Basis.HT, HOME)
    made = Quote("quo_1", "DE-2026-0001", state, BUYER, GridChoice(None, "none", ()), Basis.HT, HOME.code, DISCOUNT,
                 DAY, NOW, "usr_1", NOW, lines=done, totals=totals)  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]


def test_every_state_leads_somewhere_and_only_the_calendar_expires() -> None:
    states = {state for pair in TRANSITIONS for state in pair}
    assert {state for state, _ in TRANSITIONS} == states
    assert all(to != "expired" for state in states for to in allowed(quote(state)))
    assert allowed(quote("sent")) == ["accepted", "draft", "refused"]


def test_what_became_an_order_stays_accepted() -> None:
    done = quote("accepted", order="ord_1")
    assert (allowed(done), moves(done), done.over) == ([], set(), True)
    with pytest.raises(Conflict):
        require_editable(done)
    require_editable(quote("draft"))


def test_its_last_day_is_said_or_counted_from_the_sending() -> None:
    assert last_day(quote("draft"), DAY, 30) == date(2026, 12, 22)
    assert last_day(quote("draft", valid_until=DAY), DAY, 30) == DAY
    with pytest.raises(Refused) as past:
        last_day(quote("draft", valid_until=DAY - timedelta(days=1)), DAY, 30)
    assert past.value.code == "sales.quote.validity"


@pytest.mark.parametrize(
    ("state", "until", "is_it"),
    [("sent", -1, True), ("sent", 0, False), ("accepted", -1, False), ("draft", -1, False)],
)
def test_only_what_waits_past_its_last_day_expires(state: str, until: int, is_it: bool) -> None:
    assert expired(quote(state, valid_until=DAY + timedelta(days=until)), DAY) is is_it


def test_an_agreement_has_its_day() -> None:
    waiting = quote(valid_until=DAY + timedelta(days=10))
    today = DAY + timedelta(days=20)
    assert accepted(waiting, DAY + timedelta(days=10), today).accepted_on == DAY + timedelta(days=10)
    with pytest.raises(Conflict) as late:
        accepted(waiting, DAY + timedelta(days=11), today)
    assert late.value.code == "sales.quote.expired"
    for day in (DAY - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Refused):
            accepted(waiting, day, today)


def test_the_order_is_what_was_agreed_and_no_tariff_moves_it() -> None:
    said = quote("accepted", reference="BC 7", comment_printed="Le matin")
    order = agreed(said, "ord_1", "CO-2026-0001", on=DAY + timedelta(days=3), at=NOW, by="usr_2")
    assert order.totals == said.totals
    assert order.totals.net == 25920
    assert (order.quote, order.quote_number, order.state) == ("quo_1", "DE-2026-0001", "draft")
    assert (order.reference, order.comment_printed, order.ordered_on) == ("BC 7", "Le matin", date(2026, 11, 25))
    assert order.discount == OrderDiscount(Decimal(10), Decimal(0), 0), "the customer's own discount may change"
    (line,) = order.lines
    assert (line.priced.manual, line.priced.source, line.priced.unit_price) == (True, "manual", Decimal("8.00"))
    assert (line.net, line.vat) == (said.lines[0].net, said.lines[0].vat)
    for state in ("draft", "sent", "refused", "expired"):
        with pytest.raises(Conflict):
            agreed(quote(state), "ord_1", "CO-1", on=DAY, at=NOW, by="usr_2")
