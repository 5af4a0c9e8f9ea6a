"""Direct debits: never more than the balance, whatever was asked; numbers that may stand in a file; the file itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.debits.rules import debit as rules
from chalicelib.debits.rules.creditor import ics_problem, rum_of, rum_problem
from chalicelib.debits.rules.debit import Debit, State
from chalicelib.debits.rules.filing import sequence
from chalicelib.debits.rules.mandate import Mandate, moved
from chalicelib.render.pain008 import SPACE, Creditor, Debited, pain008
from chalicelib.sales.rules.receivable import Instalment, Receivable, Settlement, settled

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ACCOUNT = "FR1420041010050500013M02606"
STATES: tuple[State, ...] = ("submitted", "confirmed", "paid_out", "failed", "charged_back", "cancelled")


def owed(*parts: tuple[int, int]) -> Receivable:
    """An invoice due in parts of (days from today, cents)."""
    cut = tuple(Instalment(DAY + timedelta(days=days), cents) for days, cents in sorted(parts))
    due = sum(one.amount for one in cut)
    return Receivable("inv_1", "FA-1", "invoice", "ord_1", "CO-1", "cus_1", "C1", "Bistrot", DAY, cut[0].due_on,
                      due, 0, due, schedule=cut)  # fmt: skip


def asked(rank: int, days: int, amount: int, state: State, on: date = DAY, attempt: int = 1) -> Debit:
    due_on = DAY + timedelta(days=days)
    return Debit(rank, due_on, attempt, amount, state, due_on, "MD1", NOW, on)


def cents(claim: Receivable, debits: tuple[Debit, ...] = (), retry: int = 5, **more: bool) -> list[int]:
    return [one.amount for one in rules.wanted(claim, debits, DAY, lead=5, retry=retry, **more)]


@pytest.mark.feature("2.4-05")
def test_each_instalment_is_asked_once_when_its_day_is_near() -> None:
    claim = owed((3, 30000), (5, 40000), (6, 30001))
    assert cents(claim) == [30000, 40000]
    assert cents(claim, (asked(1, 3, 30000, "submitted"),)) == [40000]
    assert cents(claim, by_hand=True) == [30000, 40000, 30001]


@pytest.mark.parametrize(
    ("state", "days_ago", "retry", "expected"),
    [
        ("failed", 5, 5, [30000]),
        ("failed", 4, 5, []),
        ("failed", 90, 0, []),
        ("charged_back", 90, 5, []),
        ("cancelled", 90, 5, []),
    ],
)
def test_what_failed_is_asked_once_more_by_setting(
    state: State, days_ago: int, retry: int, expected: list[int]
) -> None:
    past = asked(1, 0, 30000, state, DAY - timedelta(days=days_ago))
    assert cents(owed((0, 30000)), (past,), retry) == expected
    again = replace(past, rank=2, attempt=2)
    assert cents(owed((0, 30000)), (past, again), retry) == [], "twice is enough"


@given(
    st.lists(st.tuples(st.integers(-30, 30), st.integers(1, 50_000)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 60_000), st.sampled_from(STATES)), max_size=6),
    st.integers(0, 150_000),
    st.booleans(),
)
def test_an_invoice_is_never_asked_more_than_its_balance(
    parts: list[tuple[int, int]], past: list[tuple[int, int, State]], paid: int, by_hand: bool
) -> None:
    claim = settled(owed(*parts), Settlement("pay_1", "RG-1", paid, DAY))
    debits = tuple(
        asked(rank, parts[at % len(parts)][0], amount, state) for rank, (at, amount, state) in enumerate(past, 1)
    )
    kept = [one for one in debits if one not in rules.beyond(claim, debits)]
    under_way = sum(one.amount for one in kept if one.state == "submitted")
    assert under_way <= max(claim.balance, 0)
    assert under_way + sum(cents(claim, tuple(kept), by_hand=by_hand)) <= max(claim.balance, 0)


@given(st.lists(st.sampled_from(STATES), max_size=8))
def test_a_debit_walks_only_pairs_of_its_life_cycle(told: list[State]) -> None:
    now = asked(1, 0, 100, "submitted")
    for state in told:
        after = rules.moved(now, state, DAY)
        assert after is now or (now.state, after.state) in rules.TRANSITIONS
        now = after


def mandate(used: int = 0) -> Mandate:
    return Mandate("cus_1", "C1", "Bistrot", "", "own", "active", "CORE", NOW, used=used)


def test_the_first_of_a_mandate_is_said_even_within_a_file() -> None:
    assert [sequence(mandate(), before) for before in range(3)] == ["FRST", "RCUR", "RCUR"]
    assert sequence(mandate(used=1), 0) == "RCUR"


def test_a_mandate_told_late_is_where_it_was_told() -> None:
    ended = moved(mandate(), "cancelled", NOW, DAY, "customer")
    assert (ended.state, ended.cause) == ("cancelled", "customer")
    again = moved(ended, "active", NOW, DAY)
    assert (again.state, again.cause, again.active_on) == ("active", "", DAY)


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("FR72ZZZ123456", None),
        ("FR73ZZZ123456", "debits.ics.wrong"),
        ("FR72ZZZ12345", "debits.ics.wrong"),
        ("DE98ZZZ09999999999", None),
        ("", "debits.ics.none"),
    ],
)
def test_a_creditor_identifier_has_its_key(number: str, rule: str | None) -> None:
    found = ics_problem(number, "ics")
    assert (found and found.rule) == rule


@pytest.mark.parametrize(
    ("number", "right"), [("C00012-20261122", True), ("é", False), ("/A", False), ("A" * 36, False)]
)
def test_a_reference_of_a_mandate_has_sepa_signs_only(number: str, right: bool) -> None:
    assert (rum_problem(number, "rum") is None) is right
    assert rum_of("C.00 012", DAY) == "C00012-20261122"


def test_a_file_says_its_sums_by_block_and_whole() -> None:
    creditor = Creditor("Domaine des Trois Frères", "FR7630006000011234567890189", "AGRIFRPP", "FR72ZZZ123456")
    lines = [
        Debited(
            f"FA-{n}", 10_000 + n, "Café d'Été", "FR1420041010050500013M02606", "", f"RUM{n}", DAY, "CORE", kind, "x"
        )
        for n, kind in enumerate(("FRST", "RCUR", "RCUR"))
    ]
    root = fromstring(pain008("F1", NOW, creditor, DAY + timedelta(days=2), lines))
    found = {"": SPACE}

    def texts(path: str) -> list[str | None]:
        return [one.text for one in root.findall(path, found)]

    assert texts(".//GrpHdr/NbOfTxs") + texts(".//GrpHdr/CtrlSum") == ["3", "300.03"]
    assert texts(".//PmtInf/CtrlSum") == ["100.00", "200.03"]
    assert texts(".//PmtTpInf/SeqTp") == ["FRST", "RCUR"]
    assert set(texts(".//Dbtr/Nm")) == {"Cafe d'Ete"}
