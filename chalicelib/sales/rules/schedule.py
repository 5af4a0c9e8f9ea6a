"""The instalment schedule (échéancier) of an order: what is to be paid when, as typed, then in cents and days.

Nouns: a `Planned` instalment, as the order says it. The one trick: every instalment but the last is rounded by itself
and the last takes the rest, so they sum to the document whatever the percents.
Specification: docs/algorithms/instalments_and_deposits.md. Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.kernel.dates import CASH, payment_term
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.money import percent_of
from chalicelib.sales.rules.receivable import Instalment

MOST = 24
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Planned:
    """A part of what is due: a `percent` of the total or an `amount`, neither for the last, which takes the rest. It
    falls due `on` a day, or by a payment `term` counted from the invoice."""

    percent: Decimal | None = None
    amount: int | None = None
    on: date | None = None
    term: str = ""


def cut(plan: Sequence[Planned], total: int) -> list[int]:
    """Cents of each instalment, in the order typed; they sum to `total`. 30/40/30 of 1000.01 is 300.00, 400.00,
    300.01."""
    parts = [_typed(one, total) for one in plan[:-1]]
    return [*parts, total - sum(parts)] if plan else []


def falls_due(one: Planned, issued_on: date) -> date:
    """The day of an instalment of a document of that day: nothing falls due before it is invoiced."""
    if one.on is not None:
        return max(one.on, issued_on)
    return (payment_term(one.term) or CASH).due(issued_on)


def instalments(plan: Sequence[Planned], total: int, issued_on: date) -> tuple[Instalment, ...]:
    """What a document of that day and total claims, the first due first; nothing when the order has no schedule, or
    nothing is due."""
    if total <= 0:
        return ()
    made = [Instalment(falls_due(one, issued_on), cents) for one, cents in zip(plan, cut(plan, total), strict=True)]
    return tuple(sorted(made, key=lambda one: one.due_on))


def problems(plan: Sequence[Planned], total: int, ordered_on: date) -> list[FieldError]:
    """Everything that is wrong in a schedule. The sums are judged once the order is worth something."""
    found = [error for at, one in enumerate(plan) for error in _wrong(at, one, at == len(plan) - 1, ordered_on)]
    return found or list(_sums(plan, total))


def require_fitting(plan: Sequence[Planned], total: int, ordered_on: date) -> None:
    """Raise Refused (everything at once) for a schedule that does not fit its order."""
    if errors := problems(plan, total, ordered_on):
        raise Refused.many(errors)


def _typed(one: Planned, total: int) -> int:
    return one.amount if one.amount is not None else percent_of(total, one.percent or Decimal(0))


def _wrong(at: int, one: Planned, last: bool, ordered_on: date) -> Iterator[FieldError]:
    field, named = f"schedule.{at}", f"Échéance {at + 1}"
    if one.percent is not None and one.amount is not None:
        detail = f"{named} : un pourcentage ou un montant, pas les deux. Effacez l'un."
        yield FieldError(f"{field}.amount", "sales.schedule.both", detail)
    elif one.percent is None and one.amount is None and not last:
        detail = f"{named} : indiquez un pourcentage ou un montant. Seule la dernière prend le reste."
        yield FieldError(f"{field}.percent", "sales.schedule.share", detail)
    elif one.percent == 0 or one.amount == 0:
        yield FieldError(f"{field}.percent", "sales.schedule.nothing", f"{named} : rien à payer. Retirez-la.")
    if (one.on is None) == (not one.term):
        detail = f"{named} : indiquez une date, ou un délai à partir de la facture."
        yield FieldError(f"{field}.on", "sales.schedule.when", detail)
    elif one.term and payment_term(one.term) is None:
        detail = f"{named} : délai inconnu. Choisissez-le dans la liste (cash, net-30, eom-30…)."
        yield FieldError(f"{field}.term", "sales.schedule.term", detail)
    elif one.on is not None and one.on < ordered_on:
        detail = f"{named} : la date est avant la commande ({ordered_on:%d/%m/%Y}). Choisissez-en une après."
        yield FieldError(f"{field}.on", "sales.schedule.before", detail)


def _sums(plan: Sequence[Planned], total: int) -> Iterator[FieldError]:
    if not plan:
        return
    last = plan[-1]
    if all(one.percent is not None for one in plan):
        percents = sum((one.percent or Decimal(0) for one in plan), Decimal(0))
        if percents != WHOLE:
            shown = f"{percents.normalize():f}".replace(".", ",")
            detail = f"Les pourcentages font {shown} % au lieu de 100. Corrigez-les, ou laissez vide la dernière."
            yield FieldError("schedule", "sales.schedule.percents", detail)
            return
    if total <= 0:
        return
    rest = cut(plan, total)[-1]
    if rest <= 0:
        detail = "Les échéances dépassent le total de la commande. Réduisez-les."
        yield FieldError("schedule", "sales.schedule.too_much", detail)
    elif any(one.amount is not None for one in plan) and _says(last) and _typed(last, total) != rest:
        detail = "Les échéances ne font pas le total de la commande. Laissez vide la dernière : elle prend le reste."
        yield FieldError(f"schedule.{len(plan) - 1}.amount", "sales.schedule.sum", detail)


def _says(one: Planned) -> bool:
    return one.percent is not None or one.amount is not None
