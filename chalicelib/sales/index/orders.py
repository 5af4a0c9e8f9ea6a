"""Lists of quotes, orders and delivery notes, and of every line that left.

The one trick: a delivery note's row comes from its order, the item that moves beside it, so a list says what was undone
without joining anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from chalicelib.kernel.exchange import HOME, euros
from chalicelib.readmodel import FIGURES, Change, Column, Row, Table, projection
from chalicelib.readmodel.timeline import tells
from chalicelib.sales.index import columns
from chalicelib.sales.rules import erasing as erasing
from chalicelib.sales.rules.delivery import DELIVERABLE, shipped_state

QUOTES = Table(
    "quotes",
    [
        *columns.HEAD,
        Column("state", "choice", index=True, fr="État", en="State", words=columns.QUOTE_STATES),
        *columns.BUYER,
        Column("ordered_on", "date", index=True, fr="Date", en="Date"),
        Column("valid_until", "date", index=True, fr="Valable jusqu'au", en="Valid until"),
        Column("accepted_on", "date", fr="Accepté le", en="Accepted on"),
        *columns.GRID,
        *columns.SOLD,
        Column("reason", "text", fr="Motif du refus", en="Reason of refusal"),
        Column("order", "id", fr="Id. commande", en="Order id"),
        Column("order_number", "text", search=True, fr="Numéro de commande", en="Order number"),
        *columns.AGENT,
        Column("created_at", "instant", fr="Créé le", en="Created at"),
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    owner="owner",
    sort="-ordered_on,-number",
    title="number",
)

DELIVERIES = Table(
    "delivery_notes",
    [
        *columns.HEAD,
        Column("state", "choice", index=True, fr="État", en="State", words=columns.NOTE_STATES),
        Column("issued_on", "date", index=True, fr="Date", en="Date"),
        *columns.BUYER,
        Column("cols", "int", fr="Cols", en="Bottles"),
        Column("order", "id", index=True, fr="Id. commande", en="Order id"),
        Column("order_number", "text", search=True, fr="Numéro de commande", en="Order number"),
        Column("reference", "text", search=True, fr="Référence du client", en="Customer reference"),
        Column("invoice", "id", fr="Id. facture", en="Invoice id"),
        Column("invoice_number", "text", search=True, fr="Numéro de facture", en="Invoice number"),
        *columns.AGENT,
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    owner="owner",
    sort="-issued_on,-number",
    title="number",
)

ORDERS = Table(
    "orders",
    [
        *columns.HEAD,
        Column("state", "choice", index=True, carries=columns.SUMMED, fr="État", en="State", words=columns.STATES),
        *columns.BUYER,
        Column("ordered_on", "date", index=True, fr="Date", en="Date"),
        Column("planned_on", "date", fr="À facturer le", en="To invoice on"),
        Column("invoice_from", "date", fr="Facturable dès le", en="May be invoiced from"),
        *columns.GRID,
        Column("payment_term", "choice", fr="Délai de règlement", en="Payment term"),
        Column("payment_method", "choice", fr="Mode de règlement", en="Payment method"),
        Column("tags", "tags", fr="Ids. étiquettes", en="Tag ids"),
        Column("tag_names", "text", lists="tags", fr="Étiquettes", en="Tags"),
        *columns.SOLD,
        Column("shipped", "choice", index=True, fr="Livraison", en="Shipping", words=columns.SHIPPED),
        Column("quote", "id", fr="Id. devis", en="Quote id"),
        Column("quote_number", "text", search=True, fr="Numéro de devis", en="Quote number"),
        Column("invoice", "id", fr="Id. facture", en="Invoice id"),
        Column("invoice_number", "text", search=True, fr="Numéro de facture", en="Invoice number"),
        *columns.AGENT,
        Column("created_at", "instant", fr="Créée le", en="Created at"),
        Column("updated_at", "instant", fr="Modifiée le", en="Changed at"),
    ],
    owner="owner",
    sort="-ordered_on,-number",
    title="number",
)

SHIPPED_LINES = Table(
    "shipped",
    [
        Column("id", "id"),
        Column("note", "id"),
        Column("order", "id", index=True),
        Column("issued_on", "date"),
        Column("variant", "id", index=True),
        Column("sku", "text"),
        Column("label", "text"),
        Column("quantity", "int"),
        Column("volume", "int"),
    ],
    within=("orders", "order"),
    sort="-issued_on,sku",
    title="sku",
)
"""Every line of every delivery note: what left, billed or free, and came back (negative)."""

_ORDER = (
    "id", "number", "state", "ordered_on", "planned_on", "currency", "reference", "invoice", "invoice_number",
    "created_at", "updated_at", "payment_term", "payment_method",
)  # fmt: skip
_QUOTE = (
    "id", "number", "state", "ordered_on", "valid_until", "accepted_on", "currency", "reference", "reason", "order",
    "order_number", "created_at", "updated_at",
)  # fmt: skip


@projection(QUOTES, kind="quote")
def quote_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {**{name: doc[name] for name in _QUOTE}, **_buyer(doc), **_sold(doc)}


@projection(ORDERS, kind="order")
def order_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {
        **{name: doc[name] for name in _ORDER},
        **{name: doc.get(name) for name in ("quote", "quote_number")},
        **_buyer(doc),
        **_sold(doc),
        "shipped": _shipped(doc),
        "invoice_from": (doc["planned_on"] or doc["ordered_on"]) if doc["state"] == "validated" else None,
        "tags": doc.get("tags", []),
    }


@projection(DELIVERIES, kind="order")
def delivery_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    notes = doc.get("deliveries", ())
    undone = {one["counters"] for one in notes}
    for one in notes:
        yield {
            "id": one["note"],
            "number": one["number"],
            "state": "counter" if one["counters"] else "cancelled" if one["note"] in undone else "issued",
            "issued_on": one["on"],
            "cols": one["cols"],
            **_buyer(doc),
            "order": doc["id"],
            "order_number": doc["number"],
            **{name: doc[name] for name in ("reference", "invoice", "invoice_number", "updated_at")},
        }


def _buyer(doc: dict[str, Any]) -> Row:
    buyer = doc["buyer"]
    return {
        "customer": buyer["id"],
        "customer_code": buyer["code"],
        "customer_name": buyer["name"],
        "town": buyer["address"]["town"],
        "country": buyer["address"]["country"],
        "owner": buyer["owner"],
    }


def _home(doc: dict[str, Any]) -> Row:
    """HT, VAT and TTC in euro cents, at the rate of the document; nothing of one in a currency without a rate."""
    totals, rate = doc["totals"], doc.get("rate")
    if doc["currency"] == HOME:
        net, gross = totals["net"], totals["gross"]
    elif rate is None:
        return {}
    else:
        net, gross = (euros(totals[name], Decimal(rate["rate"])) for name in ("net", "gross"))
    return {"home_net": net, "home_vat": gross - net, "home_gross": gross}


def _sold(doc: dict[str, Any]) -> Row:
    totals, grid = doc["totals"], doc["grid"]["grid"]
    return {
        **{name: totals[name] for name in ("cols", "net", "vat", "gross")},
        **_home(doc),
        "grid": grid["id"] if grid else None,
        "lines": len(doc["lines"]),
    }


def _shipped(doc: dict[str, Any]) -> str | None:
    """How far a confirmed order is, by the ledger of its notes."""
    if doc["state"] not in DELIVERABLE:
        return None
    return shipped_state(doc["totals"]["cols"], sum(one["cols"] for one in doc.get("deliveries", ())))


@projection(SHIPPED_LINES, kind="delivery_note")
def shipped_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    sign = -1 if doc["counters"] else 1
    for n, line in enumerate(doc["lines"]):
        yield {
            "id": f"{doc['id']}-{n}",
            "note": doc["id"],
            "order": doc["order"],
            "issued_on": doc["issued_on"],
            **{name: line[name] for name in ("variant", "sku", "label", "volume")},
            "quantity": sign * (line["quantity"] + line.get("free", 0)),
        }


tells(
    QUOTES, "quote", of="customer", at="created_at", title="number", detail="state", amount="home_gross",
    scope="sales:read",
)  # fmt: skip
tells(
    ORDERS, "order", of="customer", at="created_at", title="number", detail="state", amount="home_gross",
    scope="sales:read",
)  # fmt: skip
tells(DELIVERIES, "delivery", of="customer", at="issued_on", title="number", detail="state", scope="sales:read")


@projection(FIGURES, kind="order")
def ordered_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from packed_in(doc, change)
    if doc["state"] != "cancelled":
        net = _home(doc).get("home_net", 0)
        yield {"of": doc["buyer"]["id"], "name": "ordered", "day": doc["ordered_on"], "amount": net}
    if doc["state"] == "validated":  # confirmed, not invoiced: what it will be owed
        gross = _home(doc).get("home_gross", 0) - _deposited(doc)
        yield {"of": doc["buyer"]["id"], "name": "engaged", "day": doc["ordered_on"], "amount": gross}


@projection(FIGURES, kind="quote")
def packed_in(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """The packagings that an offer names: they cannot be deleted."""
    for packaging in dict.fromkeys(line["packaging"] for line in doc["lines"] if line.get("packaging")):
        yield {"of": packaging, "name": "packed", "what": doc["id"]}


def _deposited(doc: dict[str, Any]) -> int:
    """What its deposit invoices claim already."""
    return sum(part["net"] + part["vat"] for one in doc.get("deposits", ()) for part in one["shares"])
