"""How a sale is told to the tax office: by e-invoice to a business in France, else by report."""

from __future__ import annotations

from typing import Literal

from chalicelib.sales.rules.party import Buyer
from chalicelib.sales.rules.vat import territory

Regime = Literal["B2B", "B2BINT", "B2C"]


def regime(buyer: Buyer) -> Regime:
    """The BAR note of the French rules (XP Z12-012)."""
    if not buyer.business:
        return "B2C"
    return "B2B" if territory(buyer.address.country, buyer.address.postcode) == "france" else "B2BINT"


EINVOICE_STATES: dict[str, tuple[str, str]] = {
    "pending": ("À transmettre", "To send"),
    "failed": ("Non transmise", "Not sent"),
    "sent": ("Transmise", "Sent"),
    "deposited": ("Déposée", "Deposited"),
    "issued": ("Émise", "Issued"),
    "received": ("Reçue", "Received"),
    "available": ("Mise à disposition", "Made available"),
    "taken": ("Prise en charge", "Taken in charge"),
    "approved": ("Approuvée", "Approved"),
    "partly_approved": ("Approuvée en partie", "Partly approved"),
    "disputed": ("En litige", "Disputed"),
    "suspended": ("Suspendue", "Suspended"),
    "completed": ("Complétée", "Completed"),
    "refused": ("Refusée", "Refused"),
    "payment_sent": ("Paiement transmis", "Payment sent"),
    "collected": ("Encaissée", "Collected"),
    "rejected": ("Rejetée", "Rejected"),
}
"""What a platform says of an invoice, in French and English: lists of sales show it, the room above tells it."""
