"""Lines and totals of an order, to the cent, from prices that pricing decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.kernel.errors import Conflict, IllegalTransition, Refused, require_transition
from chalicelib.kernel.money import Basis
from chalicelib.pricing.rules import (
    Grid,
    GridChoice,
    LineAsk,
    OrderDiscount,
    Priceable,
    PricedLine,
    Tariff,
    Tier,
    price_order,
)
from chalicelib.sales.rules.order import (
    TRANSITIONS,
    Line,
    Order,
    Totals,
    excluding_vat,
    require_editable,
    require_sellable,
    totalled,
    without_vat,
)
from chalicelib.sales.rules.party import Buyer, Place
from chalicelib.sales.rules.vat import case_named

HOME = case_named("domestic")
DAY = date(2026, 11, 22)
BUYER = Buyer("cus_1", "C1", "Le Bistrot", True, Place())
GRIDS = {basis: Grid("grd_1", "CHR", "CHR", basis=basis, decimals=4) for basis in Basis}


def priced(asks: list[LineAsk], basis: Basis = Basis.HT, discount: OrderDiscount | None = None) -> list[PricedLine]:
    goods = {ask.variant_id: Priceable(ask.variant_id) for ask in asks}
    return price_order(asks, goods, {}, GRIDS[basis], DAY, discount or OrderDiscount())


def ask(quantity: int, price: str | None, percent: str = "0", variant: str = "var_1") -> LineAsk:
    manual = None if price is None else Decimal(price)
    return LineAsk(variant, quantity, manual_price=manual, percent=Decimal(percent))


def line(done: PricedLine, rate: str = "20", goods: bool = True, volume: int = 0) -> Line:
    return Line(done.variant_id, "CR22", "Château Rouge 2022", Decimal(rate), done, goods=goods, volume=volume)


def lines(
    asks: list[tuple[LineAsk, str]], basis: Basis = Basis.HT, discount: OrderDiscount | None = None
) -> list[Line]:
    done = priced([one for one, _ in asks], basis, discount)
    return [line(one, rate) for one, (_, rate) in zip(done, asks, strict=True)]


def figures(totals: Totals) -> tuple[int, int, int]:
    return totals.net, totals.vat, totals.gross


@pytest.mark.feature("2.2-01")
@pytest.mark.parametrize(
    ("asks", "basis", "net", "vat", "gross"),
    [
        ([(ask(36, "8.00"), "20")], Basis.HT, 28800, 5760, 34560),
        ([(ask(36, "3.47"), "20")], Basis.HT, 12492, 2498, 14990),
        ([(ask(36, "3.4725"), "20")], Basis.HT, 12501, 2500, 15001),
        ([(ask(6, "12.50"), "20")], Basis.TTC, 6250, 1250, 7500),
        ([(ask(7, "9.99"), "20")], Basis.TTC, 5828, 1165, 6993),
        ([(ask(36, "10"), "20"), (ask(1, "16.67", variant="var_2"), "20")], Basis.HT, 37667, 7533, 45200),
        ([(ask(1, "10"), "20"), (ask(1, "10", variant="var_2"), "5.5")], Basis.HT, 2000, 255, 2255),
        ([(ask(3, None), "20")], Basis.HT, 0, 0, 0),
        ([], Basis.HT, 0, 0, 0),
    ],
)
def test_totals_in_both_bases(asks: list[tuple[LineAsk, str]], basis: Basis, net: int, vat: int, gross: int) -> None:
    assert figures(totalled(lines(asks, basis), basis, HOME)[1]) == (net, vat, gross)


@pytest.mark.feature("2.3-14")
def test_a_percent_discount_on_the_line_then_on_the_order() -> None:
    done, totals = totalled(lines([(ask(36, "3.4725", "10"), "20")]), Basis.HT, HOME)
    assert (done[0].amount, totals.discounts) == (11251, 1250)
    done, totals = totalled(
        lines([(ask(36, "3.4725", "10"), "20")], discount=OrderDiscount(percent=Decimal(5))), Basis.HT, HOME
    )
    assert (done[0].amount, totals.discounts, totals.net) == (10688, 1813, 10688)


def test_a_whole_discount_still_moves_bottles() -> None:
    done, totals = totalled(lines([(ask(36, "3.4725", "100"), "20")]), Basis.HT, HOME)
    assert figures(totals) == (0, 0, 0)
    assert (totals.cols, done[0].quantity) == (36, 36)


def test_rates_are_listed_apart_and_sum_to_the_totals() -> None:
    asked = [(ask(3, "10"), "20"), (ask(1, "10", variant="v2"), "5.5"), (ask(2, "1", variant="v3"), "20")]
    _, totals = totalled(lines(asked), Basis.HT, HOME)
    assert [(share.rate, share.category, share.net, share.vat) for share in totals.rates] == [
        (Decimal("5.5"), "S", 1000, 55),
        (Decimal("20"), "S", 3200, 640),
    ]


@pytest.mark.parametrize("code", ["eu_business", "export", "franchise"])
def test_no_vat_where_none_is_due(code: str) -> None:
    case = case_named(code)
    done, totals = totalled(lines([(ask(36, "8.00"), "20"), (ask(1, "5", variant="v2"), "5.5")]), Basis.HT, case)
    assert figures(totals) == (29300, 0, 29300)
    assert {one.vat_rate for one in done} == {Decimal(0)}
    assert [one.home_rate for one in done] == [Decimal(20), Decimal("5.5")]
    assert [share.category for share in totals.rates] == [case.category]


def test_a_ttc_price_sold_without_vat_loses_its_vat() -> None:
    assert excluding_vat(Decimal("12.00"), Decimal(20)) == Decimal("10.0000")
    assert excluding_vat(Decimal("9.99"), Decimal("5.5")) == Decimal("9.4692")
    tariffs = {"var_1": Tariff("var_1", {"grd_1": (Tier(1, Decimal("9.99")), Tier(12, Decimal("9.00")))})}
    grid, bare = without_vat(GRIDS[Basis.TTC], tariffs, {"var_1": Decimal(20)})
    [done] = price_order([LineAsk("var_1", 12)], {"var_1": Priceable("var_1")}, bare, grid, DAY, OrderDiscount())
    assert (done.basis, done.unit_price, done.net) == (Basis.HT, Decimal("7.5000"), 9000)
    assert [tier.price for tier in bare["var_1"].prices["grd_1"]] == [Decimal("8.3250"), Decimal("7.5000")]


def test_services_are_neither_bottles_nor_volume() -> None:
    first, second = priced([ask(36, "8"), ask(2, "15", variant="v2")])
    _, totals = totalled([line(first, volume=750), line(second, goods=False)], Basis.HT, HOME)
    assert (totals.cols, totals.volume) == (36, 27000)


def order(state: str, sold: tuple[Line, ...] = ()) -> Order:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Order("ord_1", "CO-2026-0001", state, BUYER, GridChoice(None, "", ()), Basis.HT,
                 "domestic", OrderDiscount(), DAY, now, "usr_1", now, lines=sold)  # fmt: skip


@pytest.mark.feature("2.3-07")
def test_the_life_cycle_names_what_is_allowed() -> None:
    require_transition(TRANSITIONS, "draft", "validated", "x")
    for state, allowed in (
        ("draft", ["cancelled", "pending", "validated"]),
        ("pending", ["cancelled", "draft", "validated"]),
        ("validated", ["cancelled", "draft", "invoiced"]),
        ("invoiced", ["cancelled"]),
        ("cancelled", []),
    ):
        with pytest.raises(IllegalTransition) as caught:
            require_transition(TRANSITIONS, state, state, "sales.order.transition")
        assert caught.value.data["allowed"] == allowed


@pytest.mark.parametrize(("state", "editable"), [("draft", True), ("pending", True), ("validated", False),
                                                 ("invoiced", False), ("cancelled", False)])  # fmt: skip
def test_only_an_open_order_may_be_edited(state: str, editable: bool) -> None:
    if editable:
        require_editable(order(state))
        return
    with pytest.raises(Conflict):
        require_editable(order(state))


def test_an_order_of_nothing_or_without_a_price_cannot_go_further() -> None:
    require_sellable(order("draft", tuple(lines([(ask(1, "1"), "20")]))))
    with pytest.raises(Refused) as empty:
        require_sellable(order("draft"))
    assert empty.value.code == "sales.order.no_lines"
    with pytest.raises(Refused) as unpriced:
        require_sellable(order("draft", tuple(lines([(ask(1, "1"), "20"), (ask(1, None, variant="v2"), "20")]))))
    assert [error.field for error in unpriced.value.errors] == ["lines.1.unit_price"]


@pytest.mark.parametrize(
    ("address", "delivery", "code"),
    [
        ("", None, "sales.customer.no_country"),
        ("", "FR", "sales.customer.no_country"),
        ("FR", "", "sales.delivery.no_country"),
        ("", "", "sales.customer.no_country"),
    ],
)
def test_nothing_is_sold_for_good_without_a_country(address: str, delivery: str | None, code: str) -> None:
    """Validating and invoicing ask the same question: an unknown country is never taken for France."""
    buyer = replace(
        BUYER, address=Place(country=address), delivery=None if delivery is None else Place(country=delivery)
    )
    sold = order("validated", tuple(lines([(ask(1, "1"), "20")])))
    require_sellable(sold)
    with pytest.raises(Refused) as refused:
        require_sellable(replace(sold, buyer=buyer))
    assert refused.value.code == code
    assert BUYER.name in refused.value.detail


asked = st.tuples(
    st.builds(
        lambda n, quantity, price, percent: LineAsk(f"v{n}", quantity, manual_price=price, percent=percent),
        st.integers(0, 5), st.integers(1, 5000), st.decimals(0, 1000, places=4), st.decimals(0, 100, places=2),
    ),
    st.sampled_from(["0", "2.1", "5.5", "10", "20"]),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(
    st.lists(asked, min_size=1, max_size=20),
    st.sampled_from(list(Basis)),
    st.sampled_from(["domestic", "export"]),
    st.decimals(0, 100, places=2),
)
def test_lines_rates_and_totals_always_agree(
    asks: list[tuple[LineAsk, str]], basis: Basis, code: str, percent: Decimal
) -> None:
    done, totals = totalled(lines(asks, basis, OrderDiscount(percent=percent)), basis, case_named(code))
    assert totals.net + totals.vat == totals.gross
    assert sum(one.net for one in done) == sum(share.net for share in totals.rates) == totals.net
    assert sum(one.vat for one in done) == sum(share.vat for share in totals.rates) == totals.vat
    if basis is Basis.TTC:
        assert sum(one.amount for one in done) == totals.gross
    else:
        assert [one.amount for one in done] == [one.net for one in done]
