"""Who earns, and by which terms: representatives, their families, the company's plan.

Nouns: `Terms` (what a family or a representative says; None inherits), a `Family`, an `Agent`, the `Plan` (families,
order of the levels, accounts). The one trick: terms resolve by the one inheritance mechanism, so 0 is a rate and None
alone is "par défaut".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import Conflict, FieldError, Refused
from chalicelib.kernel.inheritance import Resolved, Setting, resolve
from chalicelib.kernel.text import fold

Basis = Literal["invoiced", "paid"]
Period = Literal["month", "quarter"]
Level = Literal["customer", "product", "grid"]
HOLDERS = ("agent", "family", "default")
PRIORITY: tuple[Level, ...] = ("customer", "product", "grid")
MOST_RATES = 500
NAMED = ("rate", "basis", "period", "shipping")
"""The terms that inherit, by name."""


@dataclass(frozen=True)
class Rate:
    """`rate` percent for one customer, product or grid (`target`, its id)."""

    level: Level
    target: str
    rate: Decimal


@dataclass(frozen=True)
class Terms:
    """None inherits. `rate`: base rate in percent; `basis`: earned once invoiced, or as it is paid; `period` of the
    statements; `shipping`: carriage counts; `rates`: those of one customer, product or grid."""

    rate: Decimal | None = None
    basis: Basis | None = None
    period: Period | None = None
    shipping: bool | None = None
    rates: tuple[Rate, ...] = ()


DEFAULT = Terms(Decimal(0), "invoiced", "month", False)
"""What holds when neither representative nor family says."""


@dataclass(frozen=True)
class Family:
    """Representatives that share terms."""

    id: str
    name: str
    terms: Terms = Terms()


@dataclass(frozen=True)
class Plan:
    """`priority`: which level's rate wins, most important first; the base rate comes last. `account` is debited of the
    commissions of a statement, `counterpart` credited."""

    priority: tuple[Level, ...] = PRIORITY
    families: tuple[Family, ...] = ()
    account: str = "622200"
    counterpart: str = "408100"


@dataclass(frozen=True)
class Agent:
    """A representative. `id`: that of the user he is, or his own when he has no login; `code` names him in the
    books. `copied`: he is in copy of the documents mailed to his customers."""

    id: str
    name: str
    code: str
    email: str = ""
    copied: bool = False
    family: str | None = None
    terms: Terms = Terms()
    archived: bool = False


def term(agent: Agent, plan: Plan, name: str) -> Resolved[object]:
    """One of the terms `NAMED` of a representative, with the holder that says it."""
    holders = {"agent": agent.terms, "family": family_terms(agent, plan), "default": DEFAULT}
    return resolve(Setting(name, HOLDERS), {holder: getattr(terms, name) for holder, terms in holders.items()})


def family_terms(agent: Agent, plan: Plan) -> Terms:
    family = entry(plan.families, agent.family)
    return family.terms if family else Terms()


def basis_of(agent: Agent, plan: Plan) -> Basis:
    return "paid" if term(agent, plan, "basis").value == "paid" else "invoiced"


def period_of(agent: Agent, plan: Plan) -> Period:
    return "quarter" if term(agent, plan, "period").value == "quarter" else "month"


def check_rates(rates: Sequence[Rate], path: str) -> list[FieldError]:
    """The same customer, product or grid twice: nobody could tell which rate holds."""
    seen: set[tuple[str, str]] = set()
    errors = []
    for n, one in enumerate(rates):
        if (one.level, one.target) in seen:
            detail = "Ce client, ce produit ou ce tarif a déjà un taux. Gardez-en un seul."
            errors.append(FieldError(f"{path}rates.{n}.target", "agents.rate.twice", detail))
        seen.add((one.level, one.target))
    return errors


def check_plan(plan: Plan) -> None:
    """Refused with everything: levels that are not each there once, families of one name, rates given twice."""
    errors = [error for n, one in enumerate(plan.families) for error in check_rates(one.terms.rates, f"families.{n}.")]
    if sorted(plan.priority) != sorted(PRIORITY):
        detail = "Donnez les trois niveaux (client, produit, tarif), chacun une fois, dans l'ordre voulu."
        errors.append(FieldError("priority", "agents.plan.priority", detail))
    names = [fold(one.name) for one in plan.families]
    for n, name in enumerate(names):
        if name in names[:n]:
            detail = "Deux familles portent ce nom. Renommez-en une."
            errors.append(FieldError(f"families.{n}.name", "agents.family.name_taken", detail))
    if errors:
        raise Refused.many(errors)


def require_unused(gone: Sequence[str], agents: Sequence[tuple[str, str | None]]) -> None:
    """Conflict when a representative (name, family) still belongs to a family that goes."""
    for name, family in agents:
        if family in gone:
            detail = f"{name} appartient à cette famille. Changez d'abord sa famille."
            raise Conflict("agents.family.in_use", detail, "families")
