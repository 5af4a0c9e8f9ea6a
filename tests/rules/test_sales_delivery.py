"""Delivery notes: what is left to ship, the ledger, shares that add up to the cent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.money import Basis
from chalicelib.pricing.rules import GridChoice, OrderDiscount, Step
from chalicelib.sales.rules import credit
from chalicelib.sales.rules import delivery as rules
from chalicelib.sales.rules.delivery import DeliveryNote
from chalicelib.sales.rules.invoice import InvoiceLine
from chalicelib.sales.rules.order import Delivered, Order, Part, Totals, totalled
from chalicelib.sales.rules.party import Place, Seller
from tests.rules.test_sales_order import BUYER, DAY, HOME, ask, line, priced

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def order(state: str = "validated", **given: object) -> Order:
    """36 and 12 bottles, and a service between them."""
    asks = [ask(36, "8.00"), ask(2, "15.00", variant="var_2"), ask(12, "9.00", variant="var_3")]
    sold = [line(one, goods=n != 1) for n, one in enumerate(priced(asks))]
    done, totals = totalled(sold, Basis.HT, HOME)
    made = Order("ord_1", "CO-2026-0001", state, BUYER, GridChoice(None, "none", ()), Basis.HT, HOME.code,
                 OrderDiscount(), DAY, NOW, "usr_1", NOW, lines=done, totals=totals)  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]


def out(note: str, *parts: tuple[int, int], counters: str = "", on: date = DAY) -> Delivered:
    listed = tuple(Part(rank, quantity) for rank, quantity in parts)
    return Delivered(note, note, on, listed, sum(part.quantity for part in listed), counters)


def test_what_is_left_is_what_is_not_out_and_no_service() -> None:
    assert rules.left(order()) == (Part(1, 36), Part(3, 12))
    half = order(deliveries=(out("a", (1, 36)), out("b", (3, 5))))
    assert rules.left(half) == (Part(3, 7),)
    for state in ("draft", "pending", "cancelled"):
        assert rules.left(order(state)) == ()


@pytest.mark.parametrize(
    ("ledger", "state"),
    [
        ((), "to_ship"),
        ((out("a", (1, 36)),), "partly"),
        ((out("a", (1, 36), (3, 12)),), "shipped"),
        ((out("a", (1, 36)), out("b", (1, -36), counters="a")), "to_ship"),
    ],
)
def test_how_far_an_order_is(ledger: tuple[Delivered, ...], state: str) -> None:
    assert rules.shipped(order(deliveries=ledger)) == state


def test_an_order_of_services_ships_nothing() -> None:
    assert rules.shipped_state(0, 0) == "nothing"


def test_the_day_of_supply_is_that_of_the_last_note_that_holds() -> None:
    late = DAY + timedelta(days=9)
    ledger = (
        out("a", (1, 36)),
        out("b", (3, 12), on=late),
        out("c", (3, -12), counters="b", on=late),
        out("d", (3, 12), on=DAY + timedelta(days=2)),
    )
    assert rules.shipped_on(order(deliveries=ledger)) == DAY + timedelta(days=2)
    assert rules.shipped_on(order(deliveries=ledger[:3])) is None


def test_a_countered_note_is_cancelled_and_what_counters_it_too_stays() -> None:
    ledger = (out("a", (1, 36)), out("b", (1, -36), counters="a"), out("c", (1, 6)))
    known = order(deliveries=ledger)
    assert [rules.note_state(known, note) for note in "abc"] == ["cancelled", "counter", "issued"]
    with pytest.raises(Conflict):
        rules.require_unshipped(known)
    rules.require_unshipped(order(deliveries=ledger[:2]))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ([Part(1, 37)], "sales.delivery.too_many"),
        ([Part(2, 1)], "sales.delivery.service"),
        ([Part(4, 1)], "sales.delivery.no_line"),
        ([Part(3, 6), Part(3, 6)], "sales.delivery.twice"),
    ],
)
def test_what_a_note_may_not_take(asked: list[Part], code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.chosen(order(), asked)
    assert code in [error.rule for error in refused.value.errors]


def test_a_note_takes_what_is_left_in_the_order_of_the_lines() -> None:
    assert rules.chosen(order(), None) == (Part(1, 36), Part(3, 12))
    assert rules.chosen(order(), [Part(3, 2), Part(1, 6)]) == (Part(1, 6), Part(3, 2))
    with pytest.raises(Conflict):
        rules.chosen(order("draft"), None)
    with pytest.raises(Conflict):
        rules.chosen(order(deliveries=(out("a", (1, 36), (3, 12)),)), None)


def sold(quantity: int, amount: int, taken: int = 0, packs: int | None = None) -> InvoiceLine:
    vat = amount // 5
    steps = (Step("line_percent", Decimal(10), amount + taken, taken),) if taken else ()
    return InvoiceLine("var_1", "CR22", "Château Rouge 2022", quantity, Decimal("8.00"), amount + taken, steps, amount,
                       amount, vat, Decimal(20), "S", goods=True, volume=750, packs=packs)  # fmt: skip


def test_a_part_has_its_share_of_every_amount() -> None:
    part = rules.portion(sold(36, 25920, 2880), 0, 12)
    assert (part.quantity, part.before, part.amount, part.net, part.vat) == (12, 9600, 8640, 8640, 1728)
    assert (part.discounts[0].base, part.discounts[0].taken) == (9600, 960)


@pytest.mark.parametrize(("quantity", "packs"), [(12, 2), (36, 6), (10, None)])
def test_cartons_are_told_when_they_are_whole(quantity: int, packs: int | None) -> None:
    assert rules.portion(sold(36, 28800, packs=6), 0, quantity).packs == packs


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.integers(0, 1_000_000), st.integers(0, 100_000))
def test_notes_that_follow_one_another_add_up_to_the_line(parts: list[int], amount: int, taken: int) -> None:
    whole = sold(sum(parts), amount, taken)
    done = [rules.portion(whole, sum(parts[:n]), part) for n, part in enumerate(parts)]
    for name in ("quantity", "before", "amount", "net", "vat"):
        assert sum(getattr(one, name) for one in done) == getattr(whole, name)
    if taken:
        assert sum(one.discounts[0].taken for one in done) == taken


@dataclass
class Cellar:
    """An order delivered, undone and credited in any way, and what really left or came back, counted apart."""

    order: Order
    notes: dict[str, DeliveryNote]
    gone: Counter[str]

    def deliver(self, rank: int, quantity: int) -> None:
        rest = {part.line: part.quantity for part in rules.left(self.order)}
        if rest.get(rank, 0) < quantity:
            return
        name = f"n{len(self.order.deliveries)}"
        self.order = replace(self.order, deliveries=(*self.order.deliveries, out(name, (rank, quantity))))
        self.notes[name] = noted(self.order, name, rank, quantity)
        self.gone[self.order.lines[rank - 1].variant] += quantity

    def undo(self, at: int) -> None:
        if not self.notes:
            return
        note = self.notes[sorted(self.notes)[at % len(self.notes)]]
        (part,) = note.parts
        try:
            credit.require_still_out(self.order, note)
        except Conflict:
            return
        del self.notes[note.id]
        name = f"u{len(self.order.deliveries)}"
        undone = out(name, (part.line, -part.quantity), counters=note.id)
        self.order = replace(self.order, deliveries=(*self.order.deliveries, undone))
        self.gone[self.order.lines[part.line - 1].variant] -= part.quantity

    def give_back(self, *asked: tuple[int, int]) -> None:
        lines = [
            replace(sold(12, 100, 20), variant=self.order.lines[rank - 1].variant, returned=n) for rank, n in asked
        ]
        back = credit.brought_back(self.order, "ivc_2", "AV-1", lines)
        self.order = replace(self.order, returns=(*self.order.returns, *back))
        for one in back:
            assert one.quantity >= 0
            self.gone[one.variant] -= one.quantity


def noted(order: Order, id: str, rank: int, quantity: int) -> DeliveryNote:
    return DeliveryNote(id, id, DAY, NOW, order.id, order.number, DAY, Seller("Domaine", Place()), BUYER, "ht", "EUR",
                        "fr", HOME.code, (), (Part(rank, quantity),), Totals())  # fmt: skip


STEP = st.one_of(
    st.tuples(st.just("deliver"), st.sampled_from([1, 3, 4]), st.integers(1, 36)),
    st.tuples(st.just("undo"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("credit"), st.sampled_from([1, 3, 4]), st.integers(0, 40)),
)


@given(st.lists(STEP, max_size=14))
def test_the_cellar_never_gets_back_more_than_left(steps: list[tuple[str, int, int]]) -> None:
    """Whatever is delivered, undone and credited, two lines of one product among them."""
    made = order("invoiced")
    cellar = Cellar(replace(made, lines=(*made.lines, made.lines[0])), {}, Counter())
    for what, which, quantity in steps:
        if what == "deliver":
            cellar.deliver(which, quantity)
        elif what == "undo":
            cellar.undo(which)
        else:
            cellar.give_back((which, quantity), (1, 1))
        assert all(count >= 0 for count in cellar.gone.values())
        assert {id: n for id, n in credit.still_out(cellar.order).items() if n} == {
            id: n for id, n in cellar.gone.items() if n
        }


def test_a_note_whose_bottles_came_back_by_a_credit_note_is_not_undone() -> None:
    """24 and 12 out, 4 back: either note may still be undone, then no other that would count the 4 twice."""
    cellar = Cellar(order("invoiced"), {}, Counter())
    cellar.deliver(1, 24)
    cellar.deliver(1, 12)
    cellar.give_back((1, 4))
    assert credit.still_out(cellar.order)["var_1"] == 32
    cellar.undo(1)
    assert (cellar.gone["var_1"], list(cellar.notes)) == (20, ["n0"])
    with pytest.raises(Conflict) as refused:
        credit.require_still_out(cellar.order, cellar.notes["n0"])
    assert (refused.value.code, refused.value.data["credit_notes"]) == ("sales.delivery.came_back", ["AV-1"])


def test_an_order_typed_anew_after_its_note_was_undone_counts_what_it_has_now() -> None:
    ledger = (out("a", (3, 12)), out("b", (3, -12), counters="a"), out("c", (1, 6)))
    anew = order("invoiced", deliveries=ledger)
    anew = replace(anew, lines=anew.lines[:1])
    assert credit.still_out(anew) == {"var_1": 6}
