"""The legal ceiling of payment terms between businesses.

The one trick: a term is judged by its form where the law judges the form, and by the dates it gives on the day of the
order where it mixes both (end of month, then a day). Specification: docs/algorithms/vat_and_totals.md.

Source: C. com. L441-10 I and L441-11 II (drinks that bear circulation duty): 60 days from the date of the invoice, or
45 days end of month.
"""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.kernel.dates import PaymentTerm, end_of_month, payment_term
from chalicelib.kernel.errors import FieldError
from chalicelib.sales.rules.vat import VatCase

NET_DAYS = 60
END_OF_MONTH_DAYS = 45


def beyond_ceiling(term: str, case: VatCase, on: date, *, business: bool) -> list[FieldError]:
    """Why a term goes beyond what the law allows, for a sale of that day; nothing for an individual (who pays as agreed
    with him) or an export, which another law rules. It refuses nothing."""
    found = payment_term(term)
    if not business or case.zone == "export" or found is None or not _beyond(found, on):
        return []
    detail = (
        f"{found.label()} dépasse le plafond légal entre professionnels : {NET_DAYS} jours nets ou "
        f"{END_OF_MONTH_DAYS} jours fin de mois (code de commerce, article L441-10). Raccourcissez le délai."
    )
    return [FieldError("payment_term", "sales.term.ceiling", detail)]


def _beyond(term: PaymentTerm, on: date) -> bool:
    if term.kind != "eom":
        return term.days > NET_DAYS
    if not term.day:
        return term.days > END_OF_MONTH_DAYS
    latest = max(on + timedelta(days=NET_DAYS), end_of_month(on + timedelta(days=END_OF_MONTH_DAYS)))
    return term.due(on) > latest
