"""Foreign currencies to the cent: euros of an invoice, of its payments and credit notes, the gains and losses
between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.line import Silent
from chalicelib.kernel.errors import Refused
from chalicelib.kernel.exchange import Rate, euros, part
from chalicelib.kernel.money import Basis
from chalicelib.payments.rules import Payment, Refund, allocated, refunded, without_refund
from chalicelib.payments.rules.exchange import at_rate, booked, in_euros
from chalicelib.payments.rules.settling import Share
from chalicelib.pricing.rules import Agreement, Franco, Grid, Promotion, Tariff, Terms, Tier
from chalicelib.sales.partners import ecb
from chalicelib.sales.rules.currency import (
    Published,
    Typed,
    TypedRate,
    carriage_abroad,
    converted,
    currency_of,
    home_of,
    home_of_credit,
    published,
    rate_on,
    stale,
)
from chalicelib.sales.rules.order import RateShare, Totals
from chalicelib.sales.rules.receivable import HomeDue, Receivable
from scripts.twins.ecb import EcbTwin

FRIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 22)
USD = Rate("USD", Decimal("1.1000"), FRIDAY)
GRID = Grid("g", "EXP", "Export")
RATES = st.decimals("0.05", "400", places=4)
CENTS = st.integers(1, 2_000_000)


def totals(*rates: tuple[str, int, int]) -> Totals:
    parts = tuple(RateShare(Decimal(rate), "S", net, vat) for rate, net, vat in rates)
    net, vat = sum(one.net for one in parts), sum(one.vat for one in parts)
    return Totals(net, vat, net + vat, rates=parts)


def owed(due: int, rate: Rate, net: int | None = None) -> Receivable:
    home = euros(due, rate.rate)
    return Receivable(
        "ivc_1", "FA-1", "invoice", "", "", "cus_1", "C1", "Importer", FRIDAY, FRIDAY, due, 0, due,
        currency=rate.currency, rate=rate, home=HomeDue(home, 0, home),
    )  # fmt: skip


def paid(amount: int, rate: str, currency: str = "USD") -> Payment:
    blank = Payment(
        "pay_1", "RG-1", "recorded", "cus_1", "C1", "Importer", "transfer", "transfer", "Virement", amount,
        FRIDAY, datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip
    return at_rate(blank, Rate(currency, Decimal(rate), FRIDAY, "typed"))


# --- rates


def test_a_weekend_has_the_rates_of_its_friday_and_ones_own_rate_wins_on_its_day() -> None:
    book = Published({"2026-11-19": {"USD": Decimal("1.09")}, "2026-11-20": {"USD": Decimal("1.1")}})
    found = rate_on("USD", SUNDAY, [book], Typed())
    assert found == Rate("USD", Decimal("1.1"), FRIDAY)
    own = Typed((TypedRate("USD", FRIDAY, Decimal("1.2")), TypedRate("USD", date(2026, 11, 18), Decimal("3"))))
    assert rate_on("USD", SUNDAY, [book], own) == Rate("USD", Decimal("1.2"), FRIDAY, "typed")
    assert rate_on("USD", date(2026, 11, 19), [book], own) == Rate("USD", Decimal("1.09"), date(2026, 11, 19))
    assert rate_on("USD", date(2026, 11, 17), [book], own) is None
    assert rate_on("GBP", SUNDAY, [book], own) is None


@pytest.mark.parametrize(("day", "doubted"), [(20, False), (27, False), (28, True)])
def test_a_rate_of_more_than_a_week_is_doubted(day: int, doubted: bool) -> None:
    found = stale(USD, date(2026, 11, day))
    assert (found is not None and found.rule == "sales.rate.old") is doubted


@pytest.mark.parametrize(
    ("asked", "customer", "grid", "wanted"),
    [
        (None, None, "EUR", "EUR"),
        (None, "USD", "EUR", "USD"),
        ("GBP", "USD", "EUR", "GBP"),
        (None, None, "USD", "USD"),
        ("EUR", "USD", "EUR", "EUR"),
        (None, "USD", "GBP", "sales.currency.grid"),
        ("EUR", None, "USD", "sales.currency.grid"),
        ("JPY", None, "EUR", "sales.currency.no_cents"),
    ],
)
def test_the_currency_is_that_of_the_order_else_of_the_customer_else_of_the_grid(
    asked: str | None, customer: str | None, grid: str, wanted: str
) -> None:
    try:
        found = currency_of(asked, customer, replace(GRID, currency=grid))
    except Refused as refused:
        found = refused.code
    assert found == wanted


# --- prices


def test_prices_in_euros_are_multiplied_by_the_rate_and_rounded_half_up_to_the_decimals_of_the_grid() -> None:
    tariffs = {"w": Tariff("w", {"g": (Tier(1, Decimal("8.15")), Tier(12, Decimal("7.25")))})}
    agreed = Agreement("cus", Basis.HT, "EUR", {"w": (Tier(1, Decimal("6.55")),)})
    per_col = Promotion("p", "P", "P", per_col=Decimal("0.50"))
    percent = Promotion("q", "Q", "Q", percent=Decimal(10))
    grid, prices, terms = converted(GRID, tariffs, Terms(agreed, (per_col, percent)), USD)
    assert grid.currency == "USD"
    assert [one.price for one in prices["w"].prices["g"]] == [Decimal("8.97"), Decimal("7.98")]  # 8.965, 7.975
    assert terms.agreement is not None
    assert terms.agreement.currency == "USD"
    assert terms.agreement.prices["w"][0].price == Decimal("7.21")  # 7.205
    assert [one.per_col for one in terms.promotions] == [Decimal("0.5500"), None]


def test_carriage_and_its_threshold_are_converted_unless_the_grid_says_its_own() -> None:
    franco = Franco(0, 50_000)
    assert carriage_abroad(1500, franco, USD, own_franco=False) == (1650, replace(franco, amount=55_000))
    assert carriage_abroad(1500, franco, USD, own_franco=True) == (1650, franco)


# --- euros of a document


def test_a_thousand_dollars_at_1_1000_are_909_09() -> None:
    home = home_of(totals(("0", 100_000, 0)), [(Decimal(0), "S", 100_000)], USD)
    assert (home.net, home.vat, home.gross, home.lines) == (90_909, 0, 90_909, (90_909,))


@given(RATES, st.lists(st.tuples(CENTS, st.integers(0, 400_000)), min_size=1, max_size=3), st.data())
def test_the_euros_of_lines_sum_to_rates_and_rates_to_the_whole(
    rate: Decimal, parts: list[tuple[int, int]], data: st.DataObject
) -> None:
    whole = totals(*((str(n), net, vat) for n, (net, vat) in enumerate(parts)))
    lines = []
    for one in whole.rates:
        first = data.draw(st.integers(0, one.net))
        lines += [(one.rate, "S", first), (one.rate, "S", one.net - first)]
    home = home_of(whole, lines, replace(USD, rate=rate))
    assert home.gross == euros(whole.gross, rate) == sum(one.net + one.vat for one in home.rates)
    for one in home.rates:
        assert one.net == sum(cents for cents, line in zip(home.lines, lines, strict=True) if line[0] == one.rate)


@given(RATES, CENTS, st.integers(0, 400_000), st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_credit_notes_cut_in_any_way_add_up_to_the_euros_of_their_invoice(
    rate: Decimal, net: int, vat: int, cuts: list[int]
) -> None:
    whole = totals(("20", net, vat))
    of = home_of(whole, [(Decimal(20), "S", net)], replace(USD, rate=rate))
    ends = [*sorted(cuts), 100]
    before: list[RateShare] = []
    found = [0, 0, 0]
    for start, end in zip([0, *ends], ends, strict=False):
        mine = RateShare(Decimal(20), "S", net * end // 100 - net * start // 100, vat * end // 100 - vat * start // 100)
        home = home_of_credit(of, whole.rates, before, [mine], [(Decimal(20), "S", mine.net)])
        assert home.gross == home.net + home.vat
        assert sum(home.lines) == home.net
        found = [a + b for a, b in zip(found, (home.net, home.vat, home.gross), strict=True)]
        before.append(mine)
    assert found == [of.net, of.vat, of.gross]


# --- payments


@pytest.mark.parametrize(("rate", "given", "gain"), [("1.0800", 92_593, 1684), ("1.1200", 89_286, -1623)])
def test_what_the_rate_brings_or_costs_between_invoice_and_payment(rate: str, given: int, gain: int) -> None:
    payment = paid(100_000, rate)
    (share,) = in_euros(payment, [Share(owed(100_000, USD), 100_000)])
    assert share.euros is not None
    assert (share.euros.given, share.euros.booked, share.euros.gain) == (given, 90_909, gain)


def test_a_discount_and_a_loss_are_parts_of_what_is_closed_at_the_rate_of_the_invoice() -> None:
    share = in_euros(paid(98_000, "1.0800"), [Share(owed(100_000, USD), 98_000, discount=2000)])[0].euros
    assert share is not None
    assert (share.booked, share.discount, share.given) == (90_909, 1818, 90_741)
    assert share.gain == 90_741 + 1818 - 90_909


@given(RATES, st.integers(2, 2_000_000), st.lists(st.tuples(st.integers(1, 99), RATES), min_size=1, max_size=6))
def test_an_invoice_settled_in_any_parts_at_any_rates_is_closed_exactly(
    rate: Decimal, due: int, cuts: list[tuple[int, Decimal]]
) -> None:
    claim = owed(due, replace(USD, rate=rate))
    assert claim.home is not None
    closed = 0
    for percent, at in [*cuts, (100, rate)]:
        amount = max(1, claim.balance * percent // 100)
        if not claim.balance:
            break
        payment = paid(amount, str(at))
        shares = in_euros(payment, [Share(claim, amount)])
        after, (claim,) = allocated(payment, shares, FRIDAY)
        assert shares[0].euros is not None
        assert after.home_left == 0
        assert shares[0].euros.given == payment.home == euros(amount, at)
        closed += shares[0].euros.booked
        assert 0 <= shares[0].euros.booked <= claim.home.due  # type: ignore[union-attr]
    assert claim.balance == 0
    assert closed == claim.home.due == euros(due, rate)  # type: ignore[union-attr]
    assert claim.home_balance == 0


@given(RATES, st.integers(3, 1_000_000), RATES, st.data())
def test_the_euros_of_a_payment_are_used_up_by_what_is_given_of_it_whatever_is_refunded(
    rate: Decimal, amount: int, at: Decimal, data: st.DataObject
) -> None:
    claim, payment = owed(amount, replace(USD, rate=rate)), paid(amount, str(at))
    first = data.draw(st.integers(1, amount))
    payment, (claim,) = allocated(payment, in_euros(payment, [Share(claim, first)]), FRIDAY)
    back = data.draw(st.integers(1, amount))
    free = payment.unallocated
    taken = [(claim, back - free)] if back > free else []
    before = payment.home_left
    gone = booked(payment, Refund("pay_2", "RG-2", back, FRIDAY), taken)
    payment, again = refunded(payment, gone, taken)
    if taken:
        (claim,) = again
        assert payment.home_left == 0
        assert gone.booked >= before
    assert claim.home is not None
    assert claim.home_balance == claim.home.due - sum(one.home or 0 for one in claim.settlements)
    if back == amount:
        assert claim.home_balance == claim.home.due
    if not payment.unallocated:
        assert payment.home_left == 0
    undone = without_refund(payment, "pay_2")
    assert undone.home_left == payment.home_left + gone.booked
    assert undone.unallocated == payment.unallocated + back


def test_a_payment_in_euros_has_no_euros_beside_it() -> None:
    claim = replace(owed(1000, USD), currency="EUR", rate=None, home=None)
    blank = at_rate(paid(1000, "1"), None)
    shares = in_euros(replace(blank, rate=None), [Share(claim, 1000)])
    assert shares[0].euros is None
    assert claim.closes(400) == 400
    assert part(0, 1, 0) == 0


# --- the central bank


def test_both_files_of_the_central_bank_are_read() -> None:
    twin = EcbTwin()
    try:
        days = ecb.read(twin.file([FRIDAY, date(2026, 11, 19)]).text.encode())
    finally:
        twin.server.server_close()
    assert sorted(days) == [date(2026, 11, 19), FRIDAY]
    assert days[FRIDAY]["USD"] == Decimal("1.1000")


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"<html>",
        b"<Cube/>",
        b"<Cube><Cube time='2026-11-20'/></Cube>",
        b"<Cube><Cube time='2026-11-20'><Cube currency='USD' rate='N/A'/></Cube></Cube>",
        b"<Cube><Cube time='2026-11-20'><Cube currency='USD' rate='-1'/></Cube></Cube>",
        b"<Cube><Cube time='2026-11-20'><Cube currency='USD' rate='NaN'/></Cube></Cube>",
        b"<Cube><Cube time='2026-11-20'><Cube currency='dollar' rate='1.1'/></Cube></Cube>",
        b"<Cube><Cube time='yesterday'><Cube currency='USD' rate='1.1'/></Cube></Cube>",
        b"<!DOCTYPE a><Cube><Cube time='2026-11-20'><Cube currency='USD' rate='1.1'/></Cube></Cube>",
    ],
)
def test_a_file_that_is_none_is_not_believed(wrong: bytes) -> None:
    with pytest.raises(Silent) as silent:
        ecb.read(wrong)
    assert silent.value.reason == "malformed"


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 20, 15, 14, tzinfo=UTC), 19),  # 16:14 in Paris
        (datetime(2026, 11, 20, 15, 15, tzinfo=UTC), 20),
        (datetime(2026, 11, 22, 22, 0, tzinfo=UTC), 20),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), 20),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), 23),
    ],
)
def test_rates_are_due_on_working_days_from_a_quarter_past_four(now: datetime, day: int) -> None:
    assert published(now) == date(2026, 11, day)
