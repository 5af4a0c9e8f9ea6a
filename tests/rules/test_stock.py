"""The stock, pure: what is available, what a history adds up to, where an order leaves from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.stock.rules.depot import Depot, leaves_from, with_depot
from chalicelib.stock.rules.level import Level, Place, Wanted, shortages, summed
from chalicelib.stock.rules.movement import Moved, Movement, applied, folded, opposite
from chalicelib.stock.rules.reservation import Held, Reservation, lessened, taken

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DAY = date(2026, 11, 22)
CHAI, SHOP = "dep_chai", "dep_boutique"


def level(physical: int, reserved: int = 0, depot: str = CHAI) -> Level:
    return Level("wine", "R1", "Rouge", (Place(depot, physical, reserved),))


def movement(*lines: Moved, cause: str = "correction", on: date = DAY) -> Movement:
    return Movement("mov_1", cause, on, NOW, "usr_1", lines)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "rest"),
    [((60,), 50), ((50,), None), ((1,), None), ((30, 30), 20), ((51,), 50), ((50, 1), 0)],
)
def test_a_line_is_short_of_what_the_lines_above_it_leave(asked: tuple[int, ...], rest: int | None) -> None:
    lines = [Wanted(at, "wine", quantity, "R1", "Rouge") for at, quantity in enumerate(asked)]
    found = shortages(lines, {"wine": level(200, 150)}, CHAI, "Chai")
    assert [one.field for one in found] == ([] if rest is None else [f"lines.{len(asked) - 1}.quantity"])
    if rest is not None:
        assert f"{rest} disponibles à Chai (200 en stock, 150 réservés)" in found[0].detail


def test_nothing_is_asked_of_what_nothing_ever_moved() -> None:
    assert shortages([Wanted(0, "water", 1000)], {"wine": level(1)}, CHAI, "Chai") == []


def test_what_stands_in_another_depot_is_not_available_here() -> None:
    found = shortages([Wanted(0, "wine", 6, "R1", "Rouge")], {"wine": level(100, depot=SHOP)}, CHAI, "Chai")
    assert "0 disponibles" in found[0].detail


def test_lines_of_one_product_count_once() -> None:
    assert summed([Wanted(0, "a", 6), Wanted(1, "b", 1), Wanted(2, "a", 12)]) == {"a": 18, "b": 1}


def test_a_transfer_leaves_the_total_as_it_is() -> None:
    lines = (Moved(CHAI, "wine", -120), Moved(SHOP, "wine", 120))
    after = applied({"wine": level(200)}, lines)["wine"]
    assert (after.at(CHAI).physical, after.at(SHOP).physical) == (80, 120)
    back = applied({"wine": after}, opposite(lines))["wine"]
    assert (back.at(CHAI).physical, back.at(SHOP).physical) == (200, 0)


def test_a_level_keeps_the_name_it_had_when_a_line_says_none() -> None:
    assert applied({"wine": level(1)}, [Moved(CHAI, "wine", 1)])["wine"].label == "Rouge"
    assert applied({}, [Moved(CHAI, "wine", 1, "R2", "Blanc")])["wine"].sku == "R2"


def test_a_day_counts_what_is_dated_until_then() -> None:
    history = [movement(Moved(CHAI, "wine", 100), on=DAY - timedelta(days=9)), movement(Moved(CHAI, "wine", -30))]
    late = movement(Moved(CHAI, "wine", 5), on=DAY - timedelta(days=8))
    assert folded(history, DAY - timedelta(days=1)) == {(CHAI, "wine"): 100}
    assert folded([*history, late], DAY - timedelta(days=1)) == {(CHAI, "wine"): 105}
    assert folded([*history, late]) == {(CHAI, "wine"): 75}


def test_a_shipment_takes_no_more_than_what_is_held() -> None:
    held = Reservation("ord_1", "CO-1", CHAI, NOW, (Held("wine", 36), Held("white", 6)))
    assert taken(held, {"wine": 40, "rose": 3}) == {"wine": 36, "rose": 0}
    assert lessened(held.lines, {"wine": 24}) == (Held("wine", 12), Held("white", 6))
    assert lessened(held.lines, {"wine": 36}) == (Held("white", 6),)
    assert lessened((), {"wine": -12}) == (Held("wine", 12),)


def test_there_is_one_default_depot() -> None:
    first = with_depot((), Depot("a", "A", "Chai"))
    assert [one.default for one in first] == [True]
    second = with_depot(first, Depot("b", "B", "Boutique"))
    assert [one.default for one in second] == [True, False]
    third = with_depot(second, replace(second[1], default=True))
    assert [one.default for one in third] == [False, True]
    assert [one.default for one in with_depot(third, replace(third[1], default=False))] == [False, True]


@pytest.mark.parametrize(
    ("order", "customer", "expected"),
    [("b", "a", ("b", "order")), (None, "b", ("b", "customer")), (None, None, ("a", "company")),
     (None, "gone", ("a", "company")), (None, "old", ("a", "company"))],
)  # fmt: skip
def test_where_an_order_leaves_from(order: str | None, customer: str | None, expected: tuple[str, str]) -> None:
    items = (Depot("a", "A", "Chai", default=True), Depot("b", "B", "Boutique"), Depot("old", "O", "X", archived=True))
    found = leaves_from(items, order, customer)
    assert (found.value, found.level) == expected


def test_a_company_without_a_depot_keeps_no_stock() -> None:
    assert leaves_from((), None, None).value is None


# Random histories: whatever is promised, shipped, taken back, released and moved, levels are the fold.

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "hold", "ship", "back", "release"]),
        st.sampled_from(["red", "white"]),
        st.sampled_from([CHAI, SHOP]),
        st.integers(-50, 50),
        st.integers(0, 3),
    ),
    max_size=60,
)


class House:
    """What the use cases do, on plain dictionaries."""

    def __init__(self) -> None:
        self.levels: dict[str, Level] = {}
        self.movements: list[Movement] = []
        self.held: dict[int, Reservation] = {}

    def move(self, variant: str, depot: str, quantity: int, order: int) -> None:
        self._write(movement(Moved(depot, variant, quantity)))

    def hold(self, variant: str, depot: str, quantity: int, order: int) -> None:
        if variant not in self.levels or order in self.held or quantity <= 0:
            return
        self.held[order] = Reservation(str(order), "", depot, NOW, (Held(variant, quantity),))
        self.levels[variant] = self.levels[variant].moved(depot, reserved=quantity)

    def ship(self, variant: str, depot: str, quantity: int, order: int) -> None:
        held = self.held.get(order)
        if held is None or variant not in self.levels or quantity <= 0:
            return
        promised = taken(held, {variant: quantity})
        self._write(movement(Moved(held.depot, variant, -quantity, held=promised[variant]), cause="delivery"))
        self.held[order] = replace(held, lines=lessened(held.lines, promised))

    def back(self, variant: str, depot: str, quantity: int, order: int) -> None:
        sent = [one for one in self.movements if one.cause == "delivery"]
        held = self.held.get(order)
        if not sent or held is None or sent[-1].lines[0].depot != held.depot:
            return
        lines = opposite(sent[-1].lines)
        self.movements.remove(sent[-1])
        self.movements.append(replace(sent[-1], cause="correction"))
        self._write(movement(*lines, cause="counter"))
        self.held[order] = replace(held, lines=lessened(held.lines, {line.variant: line.held for line in lines}))

    def release(self, variant: str, depot: str, quantity: int, order: int) -> None:
        held = self.held.pop(order, None)
        if held is None:
            return
        for line in held.lines:
            self.levels[line.variant] = self.levels[line.variant].moved(held.depot, reserved=-line.quantity)

    def _write(self, one: Movement) -> None:
        self.levels |= applied(self.levels, one.lines)
        self.movements.append(one)


@settings(deadline=None)
@given(STEPS)
def test_levels_are_the_fold_of_movements_and_reservations(steps: list[tuple[str, str, str, int, int]]) -> None:
    house = House()
    for verb, *given_to in steps:
        getattr(house, verb)(*given_to)
    physical = folded(house.movements)
    reserved: dict[tuple[str, str], int] = {}
    for one in house.held.values():
        for line in one.lines:
            reserved[one.depot, line.variant] = reserved.get((one.depot, line.variant), 0) + line.quantity
    places = {(place.depot, id): place for id, one in house.levels.items() for place in one.places}
    assert {key: place.physical for key, place in places.items() if place.physical} == {
        key: bottles for key, bottles in physical.items() if bottles
    }
    assert {key: place.reserved for key, place in places.items() if place.reserved} == reserved
    assert all(place.reserved >= 0 for place in places.values())
