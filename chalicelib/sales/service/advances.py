"""What may be paid of a document, for the rooms that take money: an invoice, an order or a quote.

payable = sales.payable(unit, id)     # whose customer, how much is open; a quote that was ordered is its order, an
                                      # order that was invoiced its invoice
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.aws.unit import Unit
from chalicelib.kernel.errors import NotFound
from chalicelib.sales.rules.advance import OPEN, Advance, added, dropped
from chalicelib.sales.rules.order import Offer, Order
from chalicelib.sales.rules.receivable import Settlement
from chalicelib.sales.service.invoices import order_of
from chalicelib.sales.service.quotes import quote_of
from chalicelib.sales.service.receivables import receivable, receivable_refs
from chalicelib.sales.store import ADVANCES, ORDERS, QUOTES


@dataclass(frozen=True)
class Payable:
    """`amount` cents are open of the document `id`, 0 when nothing may be paid of it; `whole` is all that it claims."""

    kind: Literal["invoice", "order", "quote"]
    id: str
    number: str
    customer: str
    customer_name: str
    owner: str
    currency: str
    language: str
    amount: int
    whole: int


def payable(unit: Unit, id: str) -> Payable:
    """What is open of a document now. NotFound when there is none, or when it is another representative's."""
    if id.startswith(f"{QUOTES.prefix}_"):
        quote = quote_of(unit, id)
        return payable(unit, quote.order) if quote.order else _offered(unit, "quote", quote, (id,))
    if id.startswith(f"{ORDERS.prefix}_"):
        order = order_of(unit, id)
        if order.invoice and order.state != "cancelled":
            return payable(unit, order.invoice)
        return _offered(unit, "order", order, (id, order.quote or ""))
    if not id:
        raise NotFound("sales.invoice.not_found", "Cette facture n'existe pas ou plus.")
    unit.load(*receivable_refs(id))
    owed = receivable(unit, id)
    return Payable(
        "invoice", id, owed.number, owed.customer, owed.customer_name, owed.owner, owed.currency, owed.language,
        max(owed.balance, 0), owed.due,
    )  # fmt: skip


def _offered(unit: Unit, kind: Literal["quote", "order"], offer: Offer, ids: tuple[str, ...]) -> Payable:
    whole = offer.totals.gross if offer.state in OPEN[kind] else 0
    left = max(whole - sum(advance_of(unit, id).paid for id in ids if id), 0)
    return Payable(
        kind, offer.id, offer.number, offer.buyer.id, offer.buyer.name, offer.buyer.owner, offer.currency,
        offer.language, left, whole,
    )  # fmt: skip


def advance_of(unit: Unit, id: str) -> Advance:
    return unit.find(ADVANCES, id) or Advance(id)


def add_advance(unit: Unit, id: str, part: Settlement) -> None:
    """Note a payment of a quote or an order, or what of one was given back (below zero)."""
    unit.put(ADVANCES, id, added(advance_of(unit, id), part))


def drop_advance(unit: Unit, id: str, payment: str) -> None:
    """Note that a payment of a quote or an order was undone."""
    unit.put(ADVANCES, id, dropped(advance_of(unit, id), payment))


def advances_of(unit: Unit, order_id: str) -> list[str]:
    """The payments received for an order and its quote, in order."""
    order = unit.find(ORDERS, order_id)
    ids = (order.quote or "", order.id) if isinstance(order, Order) else ()
    parts = [part for id in ids if id for part in advance_of(unit, id).parts]
    return list(dict.fromkeys(part.source for part in parts if part.amount > 0))
