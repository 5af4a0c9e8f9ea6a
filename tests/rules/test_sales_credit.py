"""Credit notes: what may be credited, to the cent, however it is cut."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.money import Basis
from chalicelib.sales.rules import credit as rules
from chalicelib.sales.rules.credit import Left, Wanted
from chalicelib.sales.rules.invoice import Effective, Invoice, InvoiceLine, Method
from chalicelib.sales.rules.order import Line, totalled
from chalicelib.sales.rules.party import Place, Seller
from chalicelib.sales.rules.receivable import Credited
from tests.rules.test_sales_order import BUYER, DAY, HOME, ask, line, priced

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def frozen(one: Line) -> InvoiceLine:
    assert one.priced.unit_price is not None
    return InvoiceLine(one.variant, one.sku, one.label, one.quantity, one.priced.unit_price, one.priced.amount or 0,
                       one.priced.steps, one.amount, one.net, one.vat, one.vat_rate, "S", one.goods, 750)  # fmt: skip


def invoice(*sold: tuple[int, str, str], basis: Basis = Basis.HT) -> Invoice:
    """Lines of (bottles, price, French rate)."""
    asks = [ask(n, price, variant=f"var_{at}") for at, (n, price, _) in enumerate(sold)]
    lines = [line(one, rate) for one, (_, _, rate) in zip(priced(asks, basis=basis), sold, strict=True)]
    done, totals = totalled(lines, basis, HOME)
    return Invoice("ivc_1", "FA-2026-0001", "invoice", DAY, NOW, DAY, DAY, "ord_1", "CO-2026-0001", DAY,
                   Seller("Domaine", Place()), BUYER, basis.value, "EUR", "fr", HOME.code, HOME.zone,
                   tuple(map(frozen, done)), totals, Effective("cash", "default"),
                   Method("transfer", "transfer", "Virement", "Transfer", "default"), ())  # fmt: skip


class Ledger:
    """An invoice and the credit notes made of it."""

    def __init__(self, of: Invoice) -> None:
        self.of = of
        self.credits: tuple[Credited, ...] = ()
        self.lines: list[tuple[InvoiceLine, ...]] = []

    def credit(self, *asked: Wanted, returned: bool = False) -> tuple[InvoiceLine, ...]:
        parts = rules.chosen(self.of, self.credits, asked or None, returned=returned)
        made = rules.credited_lines(self.of, self.credits, parts)
        totals = rules.credited_totals(self.of, made)
        note = f"ivc_{len(self.credits) + 2}"
        self.credits += (Credited(note, note, date(2026, 11, 22), parts, totals.net, totals.vat),)
        self.lines.append(made)
        return made


@pytest.mark.feature("2.3-05")
def test_six_of_thirty_six_bottles_credit_48_of_288() -> None:
    ledger = Ledger(invoice((36, "8.00", "20")))
    (one,) = ledger.credit(Wanted(1, 6, returned=6))
    assert (one.quantity, one.net, one.vat, one.credits, one.returned) == (6, 4800, 960, 1, 6)
    assert rules.left(ledger.of, ledger.credits) == (Left(30, 24000),)
    (rest,) = ledger.credit()
    assert (rest.quantity, rest.net, rest.vat, rest.returned) == (30, 24000, 4800, 0)
    with pytest.raises(Conflict) as nothing:
        ledger.credit(Wanted(1, 1))
    assert nothing.value.code == "sales.credit.nothing_left"


@pytest.mark.feature("2.3-05")
def test_all_of_it_is_the_exact_opposite() -> None:
    sold = invoice((36, "8.00", "20"), (7, "9.99", "5.5"), (1, "15.00", "20"))
    ledger = Ledger(sold)
    made = ledger.credit(returned=True)
    same = ("variant", "label", "quantity", "unit_price", "before", "discounts", "amount", "net", "vat", "vat_rate")
    assert [[getattr(x, name) for name in same] for x in made] == [
        [getattr(x, name) for name in same] for x in sold.lines
    ]
    assert [(x.credits, x.returned) for x in made] == [(1, 36), (2, 7), (3, 1)]
    assert rules.credited_totals(sold, made) == sold.totals


def test_a_reduction_of_price_takes_no_bottle_and_leaves_less() -> None:
    ledger = Ledger(invoice((36, "8.00", "20")))
    (one,) = ledger.credit(Wanted(1, amount=1000))
    assert (one.quantity, one.unit_price, one.before, one.net, one.vat) == (0, Decimal("10.00"), 1000, 1000, 200)
    assert rules.left(ledger.of, ledger.credits) == (Left(36, 27800),)
    assert ledger.credit(Wanted(1, 18))[0].net == 13900
    assert ledger.credit(Wanted(1, 6, amount=0, returned=6))[0].net == 0
    assert sum(lines[0].net for lines in [*ledger.lines, ledger.credit()]) == 28800


def test_every_error_is_told_at_once() -> None:
    ledger = Ledger(invoice((36, "8.00", "20"), (12, "10.00", "20")))
    ledger.credit(Wanted(1, 30))
    with pytest.raises(Refused) as refused:
        ledger.credit(
            Wanted(3, 1), Wanted(1, 7), Wanted(1, 1), Wanted(2, 0), Wanted(2, amount=12001), Wanted(2, 2, returned=3)
        )
    assert [error.rule.removeprefix("sales.credit.") for error in refused.value.errors] == [
        "no_line", "too_many", "twice", "nothing", "twice", "twice",
    ]  # fmt: skip
    for one, rule in ((Wanted(2, amount=12001), "too_much"), (Wanted(2, 2, returned=3), "too_many_back")):
        with pytest.raises(Refused) as refused:
            ledger.credit(one)
        assert refused.value.code == f"sales.credit.{rule}"


LINES = st.lists(
    st.tuples(st.integers(1, 60), st.decimals("0", "99.99", places=2).map(str), st.sampled_from(["20", "10", "5.5"])),
    min_size=1,
    max_size=4,
)


@pytest.mark.feature("2.3-05")
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(LINES, st.sampled_from(list(Basis)), st.data())
def test_credit_notes_add_up_to_their_invoice_however_they_are_cut(
    sold: list[tuple[int, str, str]], basis: Basis, data: st.DataObject
) -> None:
    of = invoice(*sold, basis=basis)
    ledger = Ledger(of)
    for _ in range(data.draw(st.integers(0, 4))):
        rest = rules.left(of, ledger.credits)
        open_lines = [rank for rank, one in enumerate(rest, start=1) if one.quantity]
        if not open_lines:
            break
        rank = data.draw(st.sampled_from(open_lines))
        ledger.credit(Wanted(rank, data.draw(st.integers(1, rest[rank - 1].quantity))))
    if any(one.quantity or one.amount for one in rules.left(of, ledger.credits)):
        ledger.credit()
    made = [one for lines in ledger.lines for one in lines]
    assert all(one.net >= 0 and one.vat >= 0 and one.quantity >= 0 for one in made)
    for rank, sold_line in enumerate(of.lines, start=1):
        mine = [one for one in made if one.credits == rank]
        assert (sum(x.quantity for x in mine), sum(x.amount for x in mine)) == (sold_line.quantity, sold_line.amount)
    rates = {(rate.rate, rate.category): (rate.net, rate.vat) for rate in of.totals.rates}
    assert {key: _sums(made, key) for key in rates} == rates


def _sums(lines: list[InvoiceLine], key: tuple[Decimal, str]) -> tuple[int, int]:
    mine = [one for one in lines if (one.vat_rate, one.category) == key]
    return sum(one.net for one in mine), sum(one.vat for one in mine)
