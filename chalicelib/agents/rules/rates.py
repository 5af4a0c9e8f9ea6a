"""At which rate a line is commissioned, and why.

Nouns: a `Said` (what one level said), a `Decided` rate (the winner and all that was said). The one trick: every level
that may say a rate is one level of one setting, in the order that the plan gives; so the first that says anything
wins, 0 included, and the trace is that of the inheritance mechanism.

Order: the percent typed on the line, then the levels of the plan (customer, product, grid unless it says otherwise),
then the base; at each level the representative's own rate, then that of his family.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from chalicelib.agents.rules.agents import DEFAULT, Agent, Plan, Terms, family_terms
from chalicelib.kernel.inheritance import Setting, resolve

LINE, BASE = "line", "base"


@dataclass(frozen=True)
class About:
    """What a line is about: ids, "" for none. `manual`: the percent typed on it."""

    customer: str = ""
    product: str = ""
    grid: str = ""
    manual: Decimal | None = None


@dataclass(frozen=True)
class Said:
    """A level (line, customer, product, grid, base) at which a holder (agent, family, default) says a rate, in percent.
    `outcome`: won or hidden."""

    level: str
    holder: str
    rate: Decimal
    outcome: str


@dataclass(frozen=True)
class Decided:
    """The rate in percent, the level and the holder that won, and everything that was said, the winner first."""

    rate: Decimal
    level: str
    holder: str
    said: tuple[Said, ...]


def rate_of(about: About, agent: Agent, plan: Plan) -> Decided:
    """The rate of a line of that customer, product and grid."""
    holders = {"agent": agent.terms, "family": family_terms(agent, plan)}
    values: dict[str, Decimal | None] = {LINE: about.manual}
    for level in plan.priority:
        for holder, terms in holders.items():
            values[f"{level}.{holder}"] = _rate(terms, level, getattr(about, level))
    for holder, terms in (*holders.items(), ("default", DEFAULT)):
        values[f"{BASE}.{holder}"] = terms.rate
    found = resolve(Setting("commission_rate", tuple(values)), values)
    said = tuple(Said(*_place(step.level), step.value, step.outcome) for step in found.trace if step.value is not None)
    assert found.value is not None
    return Decided(found.value, *_place(found.level), said)


def _rate(terms: Terms, level: str, target: str) -> Decimal | None:
    return next((one.rate for one in terms.rates if one.level == level and one.target == target), None)


def _place(name: str) -> tuple[str, str]:
    level, _, holder = name.partition(".")
    return level, holder
