"""Lists of quotes, orders, delivery notes, invoices and their credit notes.

The one trick: what never changes is listed from the item that moves beside it: an invoice's row comes from its
receivable, a delivery note's from its order, so a list says what is still due, or what was undone, without joining
anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.kernel.identifiers import country_name
from chalicelib.readmodel import FIGURES, Change, Column, Row, Table, projection, wording
from chalicelib.readmodel.persons import holds
from chalicelib.readmodel.timeline import tells
from chalicelib.sales.rules import erasing as erasing
from chalicelib.sales.rules.credit import KIND as CREDIT_NOTE
from chalicelib.sales.rules.delivery import DELIVERABLE, shipped_state
from chalicelib.sales.rules.former import KIND as FORMER
from chalicelib.sales.rules.receivable import status

STATES = wording(
    draft=("Brouillon", "Draft"), pending=("En attente", "Pending"), validated=("Validée", "Confirmed"),
    invoiced=("Facturée", "Invoiced"), cancelled=("Annulée", "Cancelled"),
)  # fmt: skip
QUOTE_STATES = wording(
    draft=("Brouillon", "Draft"), sent=("Envoyé", "Sent"), accepted=("Accepté", "Accepted"),
    refused=("Refusé", "Refused"), expired=("Expiré", "Expired"), cancelled=("Abandonné", "Dropped"),
)  # fmt: skip
NOTE_STATES = wording(
    issued=("Émis", "Issued"), cancelled=("Annulé", "Cancelled"), counter=("Annulation", "Cancellation"),
)  # fmt: skip
SHIPPED = wording(
    nothing=("Rien à livrer", "Nothing to ship"), to_ship=("À livrer", "To ship"),
    partly=("Livrée en partie", "Partly shipped"), shipped=("Livrée", "Shipped"),
)  # fmt: skip
KINDS = wording(
    invoice=("Facture", "Invoice"), credit_note=("Avoir", "Credit note"),
    former=("Facture reprise", "Invoice taken over"),
)  # fmt: skip
STATUSES = wording(
    unpaid=("À régler", "Unpaid"), partly_paid=("Réglée en partie", "Partly paid"), paid=("Réglée", "Paid"),
    overpaid=("Trop perçu", "Overpaid"),
)  # fmt: skip
LANGUAGES = wording(fr=("français", "French"), en=("anglais", "English"))

_HEAD = (
    Column("id", "id", fr="Identifiant", en="Id"),
    Column("number", "text", search=True, index=True, fr="Numéro", en="Number"),
)
_BUYER = (
    Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
    Column("customer_code", "text", search=True, fr="Code client", en="Customer code"),
    Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
    Column("town", "text", search=True, fr="Ville", en="Town"),
    Column("country", "choice", fr="Pays", en="Country", words=country_name),
)
_GRID = (
    Column("grid", "id", fr="Id. tarif", en="Price grid id"),
    Column("grid_name", "text", names="grid", fr="Tarif", en="Price grid"),
)
_SOLD = (
    Column("lines", "int", fr="Lignes", en="Lines"),
    Column("cols", "int", fr="Cols", en="Bottles"),
    Column("net", "cents", fr="HT", en="Net"),
    Column("vat", "cents", fr="TVA", en="VAT"),
    Column("gross", "cents", fr="TTC", en="Gross"),
    Column("currency", "choice", fr="Devise", en="Currency"),
    Column("reference", "text", search=True, fr="Référence du client", en="Customer reference"),
)
_AGENT = (
    Column("owner", "id", fr="Id. représentant", en="Representative id"),
    Column("agent", "text", names="owner", fr="Représentant", en="Representative"),
)
"""Columns that several documents have."""

QUOTES = Table(
    "quotes",
    [
        *_HEAD,
        Column("state", "choice", index=True, fr="État", en="State", words=QUOTE_STATES),
        *_BUYER,
        Column("ordered_on", "date", index=True, fr="Date", en="Date"),
        Column("valid_until", "date", index=True, fr="Valable jusqu'au", en="Valid until"),
        Column("accepted_on", "date", fr="Accepté le", en="Accepted on"),
        *_GRID,
        *_SOLD,
        Column("reason", "text", fr="Motif du refus", en="Reason of refusal"),
        Column("order", "id", fr="Id. commande", en="Order id"),
        Column("order_number", "text", search=True, fr="Numéro de commande", en="Order number"),
        *_AGENT,
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
        *_HEAD,
        Column("state", "choice", index=True, fr="État", en="State", words=NOTE_STATES),
        Column("issued_on", "date", index=True, fr="Date", en="Date"),
        *_BUYER,
        Column("cols", "int", fr="Cols", en="Bottles"),
        Column("order", "id", index=True, fr="Id. commande", en="Order id"),
        Column("order_number", "text", search=True, fr="Numéro de commande", en="Order number"),
        Column("reference", "text", search=True, fr="Référence du client", en="Customer reference"),
        Column("invoice", "id", fr="Id. facture", en="Invoice id"),
        Column("invoice_number", "text", search=True, fr="Numéro de facture", en="Invoice number"),
        *_AGENT,
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    owner="owner",
    sort="-issued_on,-number",
    title="number",
)

ORDERS = Table(
    "orders",
    [
        *_HEAD,
        Column("state", "choice", index=True, fr="État", en="State", words=STATES),
        *_BUYER,
        Column("ordered_on", "date", index=True, fr="Date", en="Date"),
        Column("planned_on", "date", fr="À facturer le", en="To invoice on"),
        Column("invoice_from", "date", fr="Facturable dès le", en="May be invoiced from"),
        *_GRID,
        Column("payment_term", "choice", fr="Délai de règlement", en="Payment term"),
        Column("payment_method", "choice", fr="Mode de règlement", en="Payment method"),
        Column("tags", "tags", fr="Ids. étiquettes", en="Tag ids"),
        Column("tag_names", "text", lists="tags", fr="Étiquettes", en="Tags"),
        *_SOLD,
        Column("shipped", "choice", index=True, fr="Livraison", en="Shipping", words=SHIPPED),
        Column("quote", "id", fr="Id. devis", en="Quote id"),
        Column("quote_number", "text", search=True, fr="Numéro de devis", en="Quote number"),
        Column("invoice", "id", fr="Id. facture", en="Invoice id"),
        Column("invoice_number", "text", search=True, fr="Numéro de facture", en="Invoice number"),
        *_AGENT,
        Column("created_at", "instant", fr="Créée le", en="Created at"),
        Column("updated_at", "instant", fr="Modifiée le", en="Changed at"),
    ],
    owner="owner",
    sort="-ordered_on,-number",
    title="number",
)

INVOICES = Table(
    "invoices",
    [
        *_HEAD,
        Column("kind", "choice", index=True, fr="Nature", en="Kind", words=KINDS),
        Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
        Column("customer_code", "text", search=True, fr="Code client", en="Customer code"),
        Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
        Column("issued_on", "date", index=True, fr="Date", en="Date"),
        Column("due_on", "date", index=True, fr="Échéance", en="Due on"),
        Column("status", "choice", index=True, fr="Règlement", en="Payment", words=STATUSES),
        Column("cols", "int", fr="Cols", en="Bottles"),
        Column("net", "cents", fr="HT", en="Net"),
        Column("vat", "cents", fr="TVA", en="VAT"),
        Column("gross", "cents", fr="TTC", en="Gross"),
        Column("paid", "cents", fr="Réglé", en="Paid"),
        Column("balance", "cents", fr="Reste dû", en="Balance"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("language", "choice", fr="Langue", en="Language", words=LANGUAGES),
        Column("reference", "text", search=True, fr="Référence du client", en="Customer reference"),
        Column("order", "id", fr="Id. commande", en="Order id"),
        Column("order_number", "text", search=True, fr="Numéro de commande", en="Order number"),
        Column("paid_on", "date", fr="Dernier règlement", en="Last payment"),
        Column("credited", "cents", fr="Avoirs", en="Credited"),
        Column("corrects", "id", index=True, fr="Id. facture corrigée", en="Corrected invoice id"),
        Column("corrects_number", "text", search=True, fr="Facture corrigée", en="Corrected invoice"),
        *_AGENT,
        Column("updated_at", "instant", fr="Modifiée le", en="Changed at"),
    ],
    owner="owner",
    sort="-issued_on,-number",
    title="number",
)

ORDERS_IN_FILES = tuple(column.name for column in ORDERS.columns if column.type not in {"id", "tags"})
QUOTES_IN_FILES = tuple(column.name for column in QUOTES.columns if column.type != "id")
DELIVERIES_IN_FILES = tuple(column.name for column in DELIVERIES.columns if column.type != "id")
INVOICES_IN_FILES = tuple(column.name for column in INVOICES.columns if column.type != "id")
"""The columns of a file when none are asked: names, no ids."""

SOLD = Table(
    "sold",
    [
        Column("id", "id"),
        Column("customer", "id", index=True),
        Column("invoice", "id"),
        Column("issued_on", "date"),
        Column("year", "int"),
        Column("variant", "id", index=True),
        Column("sku", "text"),
        Column("label", "text"),
        Column("goods", "bool"),
        Column("quantity", "int"),
        Column("volume", "int"),
        Column("net", "cents"),
        Column("owner", "id"),
    ],
    owner="owner",
    sort="-issued_on,sku",
    title="sku",
)
"""Every invoiced line, and every credited one (negative): what a customer bought, by year and product."""

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
"""Every line of every delivery note: what left, and came back (negative)."""

_ORDER = (
    "id", "number", "state", "ordered_on", "planned_on", "currency", "reference", "invoice", "invoice_number",
    "created_at", "updated_at", "payment_term", "payment_method",
)  # fmt: skip
_QUOTE = (
    "id", "number", "state", "ordered_on", "valid_until", "accepted_on", "currency", "reference", "reason", "order",
    "order_number", "created_at", "updated_at",
)  # fmt: skip
_INVOICE = (
    "number", "kind", "customer", "customer_code", "customer_name", "issued_on", "due_on", "cols", "net", "vat",
    "currency", "language", "reference", "order", "order_number", "owner",
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


def _sold(doc: dict[str, Any]) -> Row:
    totals, grid = doc["totals"], doc["grid"]["grid"]
    return {
        **{name: totals[name] for name in ("cols", "net", "vat", "gross")},
        "grid": grid["id"] if grid else None,
        "lines": len(doc["lines"]),
    }


def _shipped(doc: dict[str, Any]) -> str | None:
    """How far a confirmed order is, by the ledger of its notes."""
    if doc["state"] not in DELIVERABLE:
        return None
    return shipped_state(doc["totals"]["cols"], sum(one["cols"] for one in doc.get("deliveries", ())))


@projection(INVOICES, kind="receivable")
def invoice_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    paid = sum(part["amount"] for part in doc["settlements"])
    yield {
        **{name: doc[name] for name in _INVOICE},
        "id": doc["invoice"],
        "gross": doc["due"],
        "paid": paid,
        "balance": doc["due"] - paid,
        "status": status(doc["due"], paid),
        "paid_on": max((part["on"] for part in doc["settlements"]), default=None),
        "credited": sum(one["net"] + one["vat"] for one in doc.get("credits", ())),
        **{name: doc.get(name, "") for name in ("corrects", "corrects_number")},
        "updated_at": change.at,
    }


@projection(SOLD, kind="invoice")
def sold_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    sign = -1 if doc["kind"] == CREDIT_NOTE else 1
    for n, line in enumerate(doc["lines"]):
        yield {
            "id": f"{doc['id']}-{n}",
            "customer": doc["buyer"]["id"],
            "invoice": doc["id"],
            "issued_on": doc["issued_on"],
            "year": int(doc["issued_on"][:4]),
            **{name: line[name] for name in ("variant", "sku", "label", "goods", "volume")},
            **{name: sign * line[name] for name in ("quantity", "net")},
            "owner": doc["buyer"]["owner"],
        }


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
            "quantity": sign * line["quantity"],
        }


holds(SOLD, "customer")
tells(
    QUOTES, "quote", of="customer", at="created_at", title="number", detail="state", amount="gross",
    scope="sales:read",
)  # fmt: skip
tells(
    ORDERS, "order", of="customer", at="created_at", title="number", detail="state", amount="gross",
    scope="sales:read",
)  # fmt: skip
tells(DELIVERIES, "delivery", of="customer", at="issued_on", title="number", detail="state", scope="sales:read")
tells(
    INVOICES, "invoice", of="customer", at="issued_on", title="number", detail="status", amount="gross",
    scope="sales:read",
)  # fmt: skip


# What a customer is found by, though crm knows neither orders nor invoices.


@projection(FIGURES, kind="receivable")
def owed_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    if doc["kind"] != FORMER:  # sold and declared by the former program
        yield {"of": doc["customer"], "name": "turnover", "day": doc["issued_on"], "amount": doc["net"]}
    balance = doc["due"] - sum(part["amount"] for part in doc["settlements"])
    if balance:
        yield {"of": doc["customer"], "name": "unpaid", "day": doc["due_on"], "amount": balance}


@projection(FIGURES, kind="invoice")
def bought_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    if doc["kind"] == CREDIT_NOTE:
        return
    for variant in dict.fromkeys(line["variant"] for line in doc["lines"]):
        yield {"of": doc["buyer"]["id"], "name": "bought", "day": doc["issued_on"], "what": variant}


@projection(FIGURES, kind="order")
def ordered_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    if doc["state"] != "cancelled":
        yield {"of": doc["buyer"]["id"], "name": "ordered", "day": doc["ordered_on"], "amount": doc["totals"]["net"]}
    if doc["state"] == "validated" and doc["currency"] == "EUR":  # confirmed, not invoiced: what it will be owed
        yield {"of": doc["buyer"]["id"], "name": "engaged", "day": doc["ordered_on"], "amount": doc["totals"]["gross"]}
