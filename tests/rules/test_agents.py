"""Commissions: terms that inherit, which rate wins, what is earned to the cent, what a statement holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounting.rules.commissions import StatementTold, entry_of_statement
from chalicelib.agents.rules import agents as rules
from chalicelib.agents.rules import earnings
from chalicelib.agents.rules.agents import Agent, Family, Plan, Rate, Terms
from chalicelib.agents.rules.earnings import EarnedLine, Earning, Movement
from chalicelib.agents.rules.rates import About, Decided, rate_of
from chalicelib.agents.rules.statements import (
    Ledger,
    bounds,
    filed,
    filed_under,
    open_periods,
    settled,
)
from chalicelib.agents.schemas import StatementIssuedV1
from chalicelib.kernel.errors import CaveauError

D = Decimal
FOUR = (Rate("customer", "cus_1", D(3)), Rate("product", "prd_1", D(6)), Rate("grid", "grd_1", D(4)))
ALL = About("cus_1", "prd_1", "grd_1")
DAY = date(2026, 2, 10)


def agent(family: str | None = None, **terms: object) -> Agent:
    return Agent("agt_1", "Paul Négoce", "R001", family=family, terms=Terms(**terms))  # type: ignore[arg-type]


def earning(base: int = 100_000, rate: str = "5", basis: str = "invoiced", due: int = 120_000) -> Earning:
    line = EarnedLine(1, "Château", base, Decided(D(rate), "base", "agent", ()))
    return Earning("ivc_1", "FA-1", DAY, "agt_1", "cus_1", "C1", "Le Bistrot", basis, due, (line,))  # type: ignore[arg-type]


def counted(one: Earning, on: date = DAY) -> Earning:
    """The earning with the movement that its present state asks for."""
    parts = earnings.moved(one)
    if not parts:
        return one
    movement = Movement(f"f{len(one.movements)}", "payment", "", on, on.replace(day=1), parts)
    return replace(one, movements=(*one.movements, movement))


def total(one: Earning) -> tuple[int, int]:
    return sum(x.base for x in one.movements), sum(x.amount for x in one.movements)


@pytest.mark.feature("2.5-01")
def test_a_family_gives_its_terms_and_each_can_be_overridden_alone() -> None:
    plan = Plan(families=(Family("fam", "VRP", Terms(D(5), "paid", "quarter", True)),))
    inherits = agent("fam")
    values = {name: rules.term(inherits, plan, name) for name in rules.NAMED}
    assert {name: (one.value, one.level) for name, one in values.items()} == {
        "rate": (D(5), "family"), "basis": ("paid", "family"), "period": ("quarter", "family"),
        "shipping": (True, "family"),
    }  # fmt: skip
    for name, own in {"rate": D(7), "basis": "invoiced", "period": "month", "shipping": False}.items():
        one = agent("fam", **{name: own})
        assert (rules.term(one, plan, name).value, rules.term(one, plan, name).level) == (own, "agent")
        below = rules.term(one, plan, name).default_at("agent")
        assert below is not None
        assert (below.value, below.level) == (values[name].value, "family")
        assert all(rules.term(one, plan, other).level == "family" for other in rules.NAMED if other != name)
    alone = {
        name: (rules.term(agent(), plan, name).value, rules.term(agent(), plan, name).level) for name in rules.NAMED
    }
    assert alone == {
        "rate": (D(0), "default"), "basis": ("invoiced", "default"), "period": ("month", "default"),
        "shipping": (False, "default"),
    }  # fmt: skip


@pytest.mark.feature("2.5-02")
def test_the_customer_wins_over_the_product_the_grid_and_the_base() -> None:
    one, plan = agent(rate=D(5), rates=FOUR), Plan()
    found = rate_of(ALL, one, plan)
    assert (found.rate, found.level, found.holder) == (D(3), "customer", "agent")
    assert [(x.level, x.rate, x.outcome) for x in found.said if x.holder == "agent"] == [
        ("customer", D(3), "won"), ("product", D(6), "hidden"), ("grid", D(4), "hidden"), ("base", D(5), "hidden"),
    ]  # fmt: skip
    assert rate_of(replace(ALL, customer="cus_2"), one, plan).rate == D(6)
    assert rate_of(About(grid="grd_1"), one, plan).rate == D(4)
    assert rate_of(About(), one, plan).rate == D(5)


@pytest.mark.feature("2.5-02")
@pytest.mark.parametrize("priority", list(permutations(("customer", "product", "grid"))))
def test_the_order_of_the_levels_is_configured(priority: tuple[rules.Level, ...]) -> None:
    by_level = {"customer": D(3), "product": D(6), "grid": D(4)}
    found = rate_of(ALL, agent(rate=D(5), rates=FOUR), Plan(priority=priority))
    assert (found.rate, found.level) == (by_level[priority[0]], priority[0])


@pytest.mark.feature("2.5-02")
def test_zero_is_a_rate_and_never_inherits() -> None:
    plan = Plan(families=(Family("fam", "VRP", Terms(D(5), rates=(Rate("grid", "grd_1", D(2)),))),))
    free = agent("fam", rates=(Rate("customer", "cus_1", D(0)),))
    assert rate_of(ALL, free, plan).rate == D(0)
    assert rate_of(ALL, free, plan).level == "customer"
    assert rate_of(About(), agent("fam", rate=D(0)), plan).holder == "agent"
    grid = rate_of(About(grid="grd_1"), agent("fam", rate=D(9)), plan)
    assert (grid.rate, grid.level, grid.holder) == (D(2), "grid", "family")  # a nearer level beats a nearer holder
    assert rate_of(About(manual=D(0)), free, plan).level == "line"


def test_a_plan_that_cannot_be_told_is_refused() -> None:
    twice = (Rate("grid", "grd_1", D(1)), Rate("grid", "grd_1", D(2)))
    wrong = Plan(("grid", "grid", "product"), (Family("a", "VRP", Terms(rates=twice)), Family("b", "vrp")))
    with pytest.raises(CaveauError) as refused:
        rules.check_plan(wrong)
    assert [(one.field, one.rule) for one in refused.value.errors] == [
        ("families.0.rates.1.target", "agents.rate.twice"),
        ("priority", "agents.plan.priority"),
        ("families.1.name", "agents.family.name_taken"),
    ]
    with pytest.raises(CaveauError, match=r"agents\.family\.in_use"):
        rules.require_unused(["a"], [("Paul", "a")])


@pytest.mark.feature("2.5-06")
def test_earned_once_invoiced_or_as_it_is_paid() -> None:
    assert total(counted(earning())) == (100_000, 5_000)
    waiting = counted(earning(basis="paid"))
    assert total(waiting) == (0, 0)
    half = counted(earnings.paid(waiting, 60_000))
    assert total(half) == (50_000, 2_500)
    assert total(counted(earnings.paid(half, 60_000))) == (100_000, 5_000)
    assert total(counted(earnings.paid(half, -60_000))) == (0, 0)


@pytest.mark.feature("2.5-X01")
def test_the_base_is_what_is_left_after_discounts() -> None:
    assert total(counted(earning(base=28_800 - 2_880))) == (25_920, 1_296)


@pytest.mark.parametrize(
    ("base", "rate", "cents"),
    [(10, "5", 1), (9, "5", 0), (30, "5", 2), (-10, "5", -1), (-30, "5", -2), (33_333, "3.3333", 1_111), (1, "50", 1)],
)
def test_a_commission_is_rounded_line_by_line_half_away_from_zero(base: int, rate: str, cents: int) -> None:
    assert total(counted(earning(base=base, rate=rate)))[1] == cents


@given(
    nets=st.lists(st.integers(1, 90_000), min_size=1, max_size=6),
    rate=st.decimals(0, 100, places=4),
    cuts=st.lists(st.integers(1, 40_000), max_size=12),
)
def test_payments_in_any_cut_add_up_to_the_whole_commission(nets: list[int], rate: Decimal, cuts: list[int]) -> None:
    due = sum(nets) * 6 // 5 + 1
    lines = tuple(EarnedLine(n, "", net, Decided(rate, "base", "agent", ())) for n, net in enumerate(nets, 1))
    one = replace(earning(basis="paid", due=due), lines=lines)
    whole = total(counted(replace(one, basis="invoiced")))
    left = due
    for cut in cuts:
        one = counted(earnings.paid(one, min(cut, left)))
        left -= min(cut, left)
        assert 0 <= total(one)[1] <= whole[1]
    assert total(counted(earnings.paid(one, left))) == whole
    assert total(counted(earnings.credited(counted(earnings.paid(one, left)), due, list(enumerate(nets, 1))))) == (0, 0)


@given(parts=st.lists(st.integers(0, 30_000), min_size=1, max_size=5), order=st.randoms(use_true_random=False))
def test_facts_in_any_order_end_at_the_same_commission(parts: list[int], order: Random) -> None:
    steps = [partial(earnings.paid, amount=part) for part in parts]
    steps.append(partial(earnings.credited, gross=24_000, nets=[(1, 20_000)]))
    straight = shuffled = earning(basis="paid")
    for step in steps:
        straight = counted(step(straight))
    order.shuffle(steps)
    for step in steps:
        shuffled = counted(step(shuffled))
    assert total(straight) == total(shuffled)


def test_a_credit_note_takes_back_what_it_credits() -> None:
    whole = counted(earning())
    part = counted(earnings.credited(whole, 24_000, [(1, 20_000)]))
    assert [(x.base, x.amount) for x in part.movements] == [(100_000, 5_000), (-20_000, -1_000)]
    paid_half = counted(earnings.paid(earning(basis="paid"), 60_000))
    rest = counted(earnings.credited(paid_half, 60_000, [(1, 50_000)]))
    assert total(rest) == (50_000, 2_500)  # what was left to pay is credited: what was paid stays earned


@pytest.mark.feature("2.5-05")
def test_a_quarter_holds_its_days_once_and_a_later_day_goes_to_the_next() -> None:
    ledger = Ledger("agt_1", "Paul", "quarter")
    for n, on in enumerate((date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1))):
        movement = Movement(f"m{n}", "invoice", "", on, filed_under(on, ledger.closed), earnings.moved(earning()))
        ledger = filed(ledger, movement)
    assert [(name, one.amount) for name, one in open_periods(ledger)] == [("2026-Q1", 10_000), ("2026-Q2", 5_000)]
    after, since, until, held = settled(ledger, "2026-Q1", date(2026, 4, 1))
    assert (since, until, held.amount, held.lines) == (date(2026, 1, 1), date(2026, 3, 31), 10_000, 2)
    assert [(name, one.amount) for name, one in open_periods(after)] == [("2026-Q2", 5_000)]
    assert filed_under(date(2026, 3, 31), after.closed) == date(2026, 4, 1)  # frozen: what comes late is the next one's


@pytest.mark.parametrize(
    ("period", "today", "code"),
    [
        ("2026-Q1", date(2026, 3, 31), "agents.statement.not_over"),
        ("2026-Q2", date(2026, 7, 1), "agents.statement.earlier_open"),
        ("2026-Q4", date(2027, 1, 1), "agents.statement.earlier_open"),
        ("2025-Q4", date(2026, 1, 1), "agents.statement.not_found"),
    ],
)
def test_a_statement_is_issued_in_its_turn(period: str, today: date, code: str) -> None:
    ledger = Ledger("agt_1", "Paul", "quarter")
    for month in (1, 5):
        on = date(2026, month, 10)
        ledger = filed(ledger, Movement("m", "invoice", "", on, on.replace(day=1), earnings.moved(earning())))
    with pytest.raises(CaveauError, match=code):
        settled(ledger, period, today)


@pytest.mark.parametrize("name", ["", "2026", "2026-Q0", "2026-Q5", "2026-13", "2026-00", "26-Q1", "2026-Q", "²026-Q1"])
def test_a_period_that_is_none(name: str) -> None:
    with pytest.raises(CaveauError, match=r"agents\.statement\.not_found"):
        bounds(name)


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.sampled_from(["month", "quarter"]))
def test_every_day_is_in_the_period_that_is_named_after_it(day: date, kind: rules.Period) -> None:
    from chalicelib.agents.rules.statements import period_of

    since, until = bounds(period_of(day, kind))
    assert since <= day <= until
    assert (until - since).days in ({27, 28, 29, 30} if kind == "month" else {89, 90, 91})


def test_the_books_read_the_fact_as_it_is_told() -> None:
    """Neither room imports the other; the entry balances and bears the statement's amount."""
    told = StatementIssuedV1(
        statement_id="agt_1-2026-Q1", number="RC-2026-0001", issued_on=DAY, agent_id="agt_1", agent_code="R001",
        agent_name="Paul", period="2026-Q1", base=100_000, amount=5_000, account="622200", counterpart="408100",
    )  # fmt: skip
    assert StatementTold.TYPE == StatementIssuedV1.TYPE
    draft = entry_of_statement(StatementTold.model_validate(told.model_dump(mode="json")))
    assert draft is not None
    assert [(x.account, x.debit, x.credit) for x in draft.lines] == [("622200", 5_000, 0), ("408100", 0, 5_000)]
    back = entry_of_statement(StatementTold.model_validate({**told.model_dump(mode="json"), "amount": -700}))
    assert back is not None
    assert [(x.account, x.debit, x.credit) for x in back.lines] == [("622200", 0, 700), ("408100", 700, 0)]
    assert entry_of_statement(StatementTold.model_validate({**told.model_dump(mode="json"), "amount": 0})) is None
