"""The quote: an offer made to a customer, good until a day, that becomes an order once he accepts it.

Nouns: a `Quote`, the order `agreed` on. The one trick: a quote and an order are the same `Offer`, composed, priced and
printed by the same code, so the order made of an accepted quote is its lines and totals as they are, priced anew by
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.pricing.rules import Candidate, OrderDiscount, PricedLine
from chalicelib.sales.rules.order import Line, Offer, Order
from chalicelib.tenancy.rules.settings import Declared, declare

declare(
    Declared(
        "quote_validity",
        "int",
        30,
        "invoicing",
        "Validité des devis (jours)",
        "Validity of quotes (days)",
        most=730,
    )
)

TRANSITIONS = {
    ("draft", "sent"),
    ("draft", "cancelled"),
    ("cancelled", "draft"),
    ("sent", "draft"),
    ("sent", "accepted"),
    ("sent", "refused"),
    ("sent", "expired"),
    ("refused", "sent"),
    ("expired", "draft"),
    ("accepted", "sent"),
}


@dataclass(frozen=True)
class Quote(Offer):
    """A quote. `valid_until`: the last day on which it may be accepted; None: as long as the company's setting says,
    from the day it is sent. `accepted_on`: the day the customer said yes. `reason`: why he said no."""

    valid_until: date | None = None
    sent_at: datetime | None = None
    accepted_on: date | None = None
    reason: str = ""
    order: str | None = None
    order_number: str = ""

    @property
    def over(self) -> bool:
        return self.order is not None


def moves(quote: Quote) -> set[tuple[str, str]]:
    """The pairs a person may choose. What became an order stays accepted; expiring is the calendar's doing."""
    return set() if quote.order is not None else {pair for pair in TRANSITIONS if pair[1] != "expired"}


def allowed(quote: Quote) -> list[str]:
    """The states it may go to now."""
    return sorted(to for state, to in moves(quote) if state == quote.state)


def last_day(quote: Quote, today: date, days: int) -> date:
    """Until when it is good: what it says, else so many days from today. Refused when that day is past."""
    until = quote.valid_until or today + timedelta(days=days)
    if until < today:
        raise Refused(
            "sales.quote.validity",
            "La date de validité est passée. Choisissez un jour à venir.",
            "valid_until",
        )
    return until


def expired(quote: Quote, today: date) -> bool:
    """Has its last day passed while it waited for an answer?"""
    return quote.state == "sent" and quote.valid_until is not None and quote.valid_until < today


def require_editable(quote: Quote) -> None:
    """Raise Conflict unless the quote is a draft."""
    if quote.state != "draft":
        raise Conflict(
            "sales.quote.not_editable",
            "Un devis envoyé ne se modifie plus. Remettez-le en brouillon."
            if quote.order is None
            else "Ce devis est devenu une commande. Modifiez la commande, ou faites un autre devis.",
            state=quote.state,
        )


def accepted(quote: Quote, on: date, today: date) -> Quote:
    """The quote with the customer's yes, on a day. Refused for a day to come or before the quote,
    Conflict past its validity."""
    if not quote.ordered_on <= on <= today:
        raise Refused(
            "sales.quote.accepted_on",
            "Le jour de l'accord se trouve entre la date du devis et aujourd'hui. Corrigez-le.",
            "on",
        )
    if quote.valid_until is not None and on > quote.valid_until:
        raise Conflict(
            "sales.quote.expired",
            f"Ce devis valait jusqu'au {quote.valid_until:%d/%m/%Y}. Remettez-le en brouillon et prolongez-le, "
            "ou indiquez le jour où le client a dit oui.",
            valid_until=quote.valid_until.isoformat(),
        )
    return replace(quote, state="accepted", accepted_on=on)


def agreed(quote: Quote, id: str, number: str, *, on: date, at: datetime, by: str) -> Order:
    """The order of an accepted quote: every figure as agreed, each price now one's own, so that no tariff changes
    it."""
    if quote.state != "accepted":
        raise Conflict(
            "sales.quote.not_accepted",
            "Ce devis n'est pas accepté. Notez d'abord l'accord du client.",
            state=quote.state,
        )
    kept = {field.name: getattr(quote, field.name) for field in fields(Offer)}
    made = {"id": id, "number": number, "state": "draft", "ordered_on": on, "created_at": at, "created_by": by}
    order = Order(**{**kept, **made, "updated_at": at})
    return replace(
        order,
        discount=OrderDiscount(quote.discount.rate, Decimal(0), quote.discount.amount),
        lines=tuple(_agreed(line) for line in quote.lines),
        asked_shipping=quote.carriage.charged,
        asked_grid=quote.grid.grid.id if quote.grid.grid else None,
        quote=quote.id,
        quote_number=quote.number,
    )


def _agreed(line: Line) -> Line:
    priced = line.priced
    return replace(line, priced=replace(priced, manual=True, candidates=_won_by_hand(priced), next_tier=None))


def _won_by_hand(priced: PricedLine) -> tuple[Candidate, ...]:
    """What each source had proposed, the agreed price standing above them all."""
    mine = Candidate("manual", "won", priced.unit_price)
    rest = tuple(one for one in priced.candidates if one.source != "manual")
    return (mine, *(replace(one, outcome="beaten") if one.outcome == "won" else one for one in rest))
