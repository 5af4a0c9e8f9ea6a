"""What was paid of a quote or an order before its invoice.

Noun: an `Advance`, one per quote and order that anything was paid of. The one trick: it is only read to say what is
still open; the money itself is the customer's credit, and pays the invoice once there is one. Amounts are cents.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.sales.rules.receivable import Settlement

OPEN = {"quote": ("draft", "sent", "accepted"), "order": ("draft", "pending", "validated")}
"""States in which a quote or an order may be paid; a quote that is ordered is paid as its order. A draft quote
is sent by the very e-mail that carries its button."""

PAY_LINK_STATES = {
    "created": ("Créé", "Created"),
    "sent": ("Envoyé", "Sent"),
    "opened": ("Ouvert", "Opened"),
    "paid": ("Payé", "Paid"),
    "expired": ("Expiré", "Expired"),
}
"""States of a link to pay a document by card, in French and English: a room above says them of an invoice."""


@dataclass(frozen=True)
class Advance:
    """`id` is that of the quote or order."""

    id: str
    parts: tuple[Settlement, ...] = ()

    @property
    def paid(self) -> int:
        return sum(one.amount for one in self.parts)


def added(advance: Advance, part: Settlement) -> Advance:
    """The advance with one more payment of it, or with one given back (below zero)."""
    return replace(advance, parts=(*advance.parts, part))


def dropped(advance: Advance, source: str) -> Advance:
    """The advance without a payment that was undone."""
    return replace(advance, parts=tuple(one for one in advance.parts if one.source != source))
