"""The pro-forma: an order shown as the invoice it would be, to be paid beforehand or cleared by a customs office.

The one trick: it is that invoice, frozen under a number of its own series, with a sentence that says that it is none:
nothing is owed, declared or booked by it. Specification: docs/algorithms/quotes_and_deliveries.md.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.kernel.errors import Conflict
from chalicelib.sales.rules.invoice import Invoice, Mention
from chalicelib.sales.rules.order import Order
from chalicelib.tenancy.rules.settings import Declared, declare

KIND = "proforma"
NUMBER = "proforma_number"
STATES = frozenset({"draft", "pending", "validated"})
NO_INVOICE = Mention(
    "",
    "Ce document n'est pas une facture : il n'a pas de valeur fiscale et n'ouvre pas droit à déduction de TVA.",
    "This document is not an invoice: it has no fiscal value and gives no right to deduct VAT.",
)

declare(
    Declared(
        NUMBER, "number_format", "PF-{year}-{n:04d}", "numbering", "Numéro de pro-forma", "Pro forma number", most=35
    )
)


def require_open(order: Order) -> None:
    """Raise Conflict for an order that is invoiced or cancelled."""
    if order.state not in STATES:
        raise Conflict(
            "sales.proforma.order_state",
            "Une commande facturée ou annulée n'a plus de pro-forma. Imprimez sa facture.",
            state=order.state,
        )


def named(said: Invoice, id: str, number: str, order: Order) -> Invoice:
    """The invoice that the order would be, as its pro-forma."""
    return replace(
        said,
        id=id,
        number=number,
        kind=KIND,
        order=order.id,
        order_number=order.number,
        mentions=(NO_INVOICE, *said.mentions),
    )
