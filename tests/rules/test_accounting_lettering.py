"""Lettering: lines get one letter on the day they sum to zero, and lose it when a payment is undone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounting.rules.chart import Chart, Journal
from chalicelib.accounting.rules.entries import Entry, Line
from chalicelib.accounting.rules.lettering import Group, Open, customer_lines, letter, settle, tie, untie

DAY = date(2026, 11, 22)


def entry(source: str, parts: list[tuple[str, int]], suffix: str = "") -> Entry:
    """An entry of `source` with customer lines (invoice, signed cents) and their counterpart."""
    lines = [Line("411000", "Clients", "", debit=max(a, 0), credit=max(-a, 0), aux="C1", aux_label="x", invoice=i)
             for i, a in parts]  # fmt: skip
    total = sum(amount for _, amount in parts)
    lines.insert(0, Line("512000", "Banque", "", debit=max(-total, 0), credit=max(total, 0)))
    return Entry(
        f"ent_{source}{suffix}", 1, 2026, source, "", "", Journal("BQ", "Banque"), DAY, source, DAY, "", "EUR", "cus_1",
        DAY, tuple(lines),
    )  # fmt: skip


def sold(invoice: str, amount: int) -> Entry:
    return entry(invoice, [(invoice, amount)])


def booked(*entries: Entry) -> tuple[Open, list[Group]]:
    opened, groups = Open(), []
    for one in entries:
        opened, made = settle(opened, customer_lines(one))
        groups += made
    return opened, groups


def refs(group: Group) -> list[tuple[str, int]]:
    return sorted((line.entry, line.line) for line in group.lines)


@pytest.mark.parametrize(("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")])
def test_letters_go_on_after_z(number: int, text: str) -> None:
    assert letter(number) == text


@pytest.mark.feature("6.1-X02")
def test_an_invoice_and_its_payment_share_a_letter() -> None:
    opened, groups = booked(sold("i1", 34560), entry("p1", [("i1", -34560)]))
    assert opened == Open((), 1)
    assert [(group.letter, refs(group)) for group in groups] == [("A", [("ent_i1", 1), ("ent_p1", 1)])]


def test_only_customer_lines_are_lettered() -> None:
    assert [line.line for line in customer_lines(sold("i1", 100))] == [1]
    assert Chart().customers == "411000"


def test_a_part_payment_waits_for_the_rest() -> None:
    opened, groups = booked(sold("i1", 34560), entry("p1", [("i1", -10000)]))
    assert groups == []
    assert len(opened.lines) == 2
    opened, groups = settle(opened, customer_lines(entry("p2", [("i1", -24560)])))
    assert opened.lines == ()
    assert refs(groups[0]) == [("ent_i1", 1), ("ent_p1", 1), ("ent_p2", 1)]


def test_the_payment_may_be_booked_before_its_invoice() -> None:
    opened, groups = booked(entry("p1", [("i1", -100)]), sold("i1", 100))
    assert opened.lines == ()
    assert len(groups) == 1


@pytest.mark.feature("2.4-07")
def test_one_transfer_for_two_invoices_makes_two_letters_and_leaves_the_rest_open() -> None:
    transfer = entry("p1", [("i1", -30000), ("i2", -15000), ("", -5000)])
    opened, groups = booked(sold("i1", 30000), sold("i2", 15000), transfer)
    assert [group.letter for group in groups] == ["A", "B"]
    assert [(line.entry, line.line, line.amount) for line in opened.lines] == [("ent_p1", 3, -5000)]


def test_the_rest_of_a_payment_given_later_settles_too() -> None:
    opened, _ = booked(entry("p1", [("", -5000)]), sold("i1", 3000), sold("i2", 2000))
    opened, groups = settle(tie(opened, "p1", ["i1"]), [])
    assert groups == []
    opened, groups = settle(tie(opened, "p1", ["i2"]), [])
    assert opened.lines == ()
    assert refs(groups[0]) == [("ent_i1", 1), ("ent_i2", 1), ("ent_p1", 1)]


def test_a_cancelled_payment_opens_the_invoice_again_and_matches_its_mirror() -> None:
    paid = entry("p1", [("i1", -100)])
    opened, groups = booked(sold("i1", 100), paid)
    mirror = entry("p1", [("i1", 100)], "_cancel")
    opened, after = settle(untie(opened, paid, groups), customer_lines(mirror, cancels=True))
    assert [(line.entry, line.amount) for line in opened.lines] == [("ent_i1", 100)]
    assert [(group.letter, refs(group)) for group in after] == [("B", [("ent_p1", 1), ("ent_p1_cancel", 1)])]
    opened, again = settle(opened, customer_lines(entry("p2", [("i1", -100)])))
    assert opened.lines == ()
    assert [(group.letter, refs(group)) for group in again] == [("C", [("ent_i1", 1), ("ent_p2", 1)])]


def test_cancelling_one_of_two_payments_leaves_the_other_in_place() -> None:
    first, second = entry("p1", [("i1", -60)]), entry("p2", [("i1", -40)])
    opened, groups = booked(sold("i1", 100), first, second)
    mirror = entry("p1", [("i1", 60)], "_cancel")
    opened, after = settle(untie(opened, first, groups), customer_lines(mirror, cancels=True))
    assert sorted((line.entry, line.amount) for line in opened.lines) == [("ent_i1", 100), ("ent_p2", -40)]
    assert len(after) == 1


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 400)), min_size=1, max_size=12), st.randoms())
def test_nothing_is_lost_and_every_letter_sums_to_zero(parts: list[tuple[int, int]], random: object) -> None:
    """Invoices paid by any parts, booked in any order: lettered once in full, and what is open is what is unpaid."""
    due = {i: sum(a for n, a in parts if n == i) for i, _ in parts}
    entries = [sold(f"i{i}", amount) for i, amount in due.items()]
    entries += [entry(f"p{n}", [(f"i{i}", -amount)]) for n, (i, amount) in enumerate(parts)]
    random.shuffle(entries)  # type: ignore[attr-defined]
    opened, groups = booked(*entries[:-1])
    assert sum(line.amount for line in opened.lines) == -sum(x.amount for x in customer_lines(entries[-1]))
    opened, more = settle(opened, customer_lines(entries[-1]))
    assert opened.lines == ()
    seen = [ref for group in [*groups, *more] for ref in refs(group)]
    assert len(seen) == len(set(seen)) == len(entries)
    assert all(sum(line.amount for line in group.lines) == 0 for group in [*groups, *more])
