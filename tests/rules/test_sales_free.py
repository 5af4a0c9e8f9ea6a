"""Free bottles (12 + 1): counted wherever bottles are, never where prices are; notes and credit notes share them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import Refused
from chalicelib.kernel.money import Basis
from chalicelib.sales.rules import credit, delivery
from chalicelib.sales.rules.credit import Left, Wanted
from chalicelib.sales.rules.invoice import Invoice
from chalicelib.sales.rules.order import Part, totalled
from tests.rules.test_sales_credit import Ledger, invoice
from tests.rules.test_sales_delivery import order, out, sold
from tests.rules.test_sales_order import HOME, ask, line, priced


def twelve_and_one() -> Invoice:
    made = invoice((12, "10.00", "20"))
    return replace(made, lines=(replace(made.lines[0], free=1),))


def test_free_bottles_are_in_bottles_and_volume_and_in_no_amount() -> None:
    (one,) = [line(done, volume=750) for done in priced([ask(12, "10.00")])]
    (plain,), before = totalled([one], Basis.HT, HOME)
    (given_,), after = totalled([replace(one, free=1)], Basis.HT, HOME)
    assert (before.cols, before.volume, after.cols, after.volume) == (12, 9000, 13, 9750)
    assert (after.net, after.vat, after.gross) == (before.net, before.vat, before.gross) == (12000, 2400, 14400)
    assert (given_.quantity, given_.bottles, given_.net) == (12, 13, plain.net)


def test_what_is_left_to_ship_counts_them_and_a_note_takes_those_billed_first() -> None:
    made = order()
    made = replace(made, lines=(replace(made.lines[0], free=3), *made.lines[1:]))
    assert delivery.left(made) == (Part(1, 39), Part(3, 12))
    assert delivery.left(replace(made, deliveries=(out("a", (1, 36)),))) == (Part(1, 3), Part(3, 12))
    whole = replace(sold(36, 28800, packs=6), free=3)
    first, last = delivery.portion(whole, 0, 30), delivery.portion(whole, 30, 9)
    assert (first.quantity, first.free, first.packs, first.net) == (30, 0, 5, 24000)
    assert (last.quantity, last.free, last.packs, last.net) == (6, 3, 1, 4800)
    only = delivery.portion(whole, 37, 2)
    assert (only.quantity, only.free, only.amount, only.net, only.vat) == (0, 2, 0, 0, 0)
    assert delivery.totals_of([only]).cols == 2


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.data(), st.integers(0, 1_000_000))
def test_notes_add_up_to_the_line_and_its_free_bottles(parts: list[int], data: st.DataObject, amount: int) -> None:
    free = data.draw(st.integers(0, sum(parts) - 1))
    whole = replace(sold(sum(parts) - free, amount), free=free)
    done = [delivery.portion(whole, sum(parts[:n]), part) for n, part in enumerate(parts)]
    assert [one.bottles for one in done] == parts
    for name in ("quantity", "free", "before", "amount", "net", "vat"):
        assert sum(getattr(one, name) for one in done) == getattr(whole, name)


def test_a_whole_credit_note_takes_back_the_free_one_too() -> None:
    ledger = Ledger(twelve_and_one())
    (one,) = ledger.credit(returned=True)
    assert (one.quantity, one.free, one.returned, one.net) == (12, 1, 13, 12000)
    assert credit.left(ledger.of, ledger.credits) == (Left(0, 0, 0),)


def test_a_part_takes_the_free_ones_that_are_asked() -> None:
    ledger = Ledger(twelve_and_one())
    (half,) = ledger.credit(Wanted(1, 6, returned=6))
    assert (half.quantity, half.free, half.net) == (6, 0, 6000)
    assert credit.left(ledger.of, ledger.credits) == (Left(6, 6000, 1),)
    (rest,) = ledger.credit(Wanted(1, 6, returned=7, free=1))
    assert (rest.quantity, rest.free, rest.returned, rest.net) == (6, 1, 7, 6000)
    assert rest.unit_price == Decimal("10.00")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Wanted(1, 12, free=2), "sales.credit.too_many"),
        (Wanted(1, 12, returned=13), "sales.credit.too_many_back"),
        (Wanted(1, free=1), "sales.credit.nothing"),
    ],
)
def test_never_more_than_was_given(asked: Wanted, code: str) -> None:
    with pytest.raises(Refused) as refused:
        credit.chosen(twelve_and_one(), (), [asked])
    assert code in [error.rule for error in refused.value.errors]
