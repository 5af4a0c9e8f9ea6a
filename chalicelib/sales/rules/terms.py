"""The legal ceiling of payment terms between businesses.

The one trick: a term is judged by its form where the law judges the form, and by the dates it gives on the day of the
order where it mixes both (end of month, then a day). Specification: docs/algorithms/vat_and_totals.md.

Source: C. com. L441-10 I and L441-11 II (drinks that bear circulation duty): 60 days from the date of the invoice, or
45 days end of month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from chalicelib.kernel.dates import PaymentTerm, end_of_month, payment_term
from chalicelib.kernel.errors import FieldError
from chalicelib.sales.rules.schedule import Planned
from chalicelib.sales.rules.vat import VatCase

NET_DAYS = 60
END_OF_MONTH_DAYS = 45
TOO_LATE = (
    f"dépasse le plafond légal entre professionnels : {NET_DAYS} jours nets ou {END_OF_MONTH_DAYS} jours fin de mois "
    "(code de commerce, article L441-10)."
)


def beyond_ceiling(
    term: str, case: VatCase, on: date, *, business: bool, schedule: Sequence[Planned] = ()
) -> list[FieldError]:
    """Why a term, or each instalment of a schedule, goes beyond what the law allows, for a sale of that day; nothing
    for an individual (who pays as agreed with him) or an export, which another law rules. It refuses nothing."""
    if not business or case.zone == "export":
        return []
    if schedule:
        return [found for at, one in enumerate(schedule) for found in _instalment(at, one, on)]
    found = payment_term(term)
    if found is None or not _beyond(found, on):
        return []
    return [FieldError("payment_term", "sales.term.ceiling", f"{found.label()} {TOO_LATE} Raccourcissez le délai.")]


def _instalment(at: int, one: Planned, on: date) -> list[FieldError]:
    term = payment_term(one.term)
    if one.on is not None:
        field, late = "on", one.on > _latest(on)
    else:
        field, late = "term", term is not None and _beyond(term, on)
    detail = f"L'échéance {at + 1} {TOO_LATE} Rapprochez-la."
    return [FieldError(f"schedule.{at}.{field}", "sales.term.ceiling", detail)] if late else []


def _latest(on: date) -> date:
    return max(on + timedelta(days=NET_DAYS), end_of_month(on + timedelta(days=END_OF_MONTH_DAYS)))


def _beyond(term: PaymentTerm, on: date) -> bool:
    if term.kind != "eom":
        return term.days > NET_DAYS
    if not term.day:
        return term.days > END_OF_MONTH_DAYS
    return term.due(on) > _latest(on)
