"""The list of invoices and credit notes, every line sold, and what a customer is found by though crm knows none of it.

The one trick: an invoice never changes, so its row comes from its receivable, the item that moves beside it: a list
says what is still due without joining anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.kernel.exchange import part
from chalicelib.kernel.money import share
from chalicelib.readmodel import FIGURES, Change, Column, Figure, Row, Table, projection
from chalicelib.readmodel.persons import holds
from chalicelib.readmodel.timeline import tells
from chalicelib.sales.index import columns
from chalicelib.sales.rules.credit import KIND as CREDIT_NOTE
from chalicelib.sales.rules.deposit import KIND as DEPOSIT
from chalicelib.sales.rules.former import KIND as FORMER
from chalicelib.sales.rules.receivable import Instalment, left_of, status

INVOICES = Table(
    "invoices",
    [
        *columns.HEAD,
        Column("kind", "choice", index=True, fr="Nature", en="Kind", words=columns.KINDS),
        Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
        Column("customer_code", "text", search=True, fr="Code client", en="Customer code"),
        Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
        Column("issued_on", "date", index=True, fr="Date", en="Date"),
        Column("due_on", "date", index=True, fr="Échéance", en="Due on"),
        Column("status", "choice", index=True, fr="Règlement", en="Payment", words=columns.STATUSES),
        Column("cols", "int", fr="Cols", en="Bottles"),
        *columns.AMOUNTS,
        Column("paid", "cents", fr="Réglé", en="Paid", euros="home_paid"),
        Column("balance", "cents", fr="Reste dû", en="Balance", euros="home_balance"),
        Column("home_paid", "cents", fr="Réglé en euros", en="Paid in euros"),
        Column("home_balance", "cents", fr="Reste dû en euros", en="Balance in euros"),
        Column("language", "choice", fr="Langue", en="Language", words=columns.LANGUAGES),
        Column("reference", "text", search=True, fr="Référence du client", en="Customer reference"),
        Column("order", "id", fr="Id. commande", en="Order id"),
        Column("order_number", "text", search=True, fr="Numéro de commande", en="Order number"),
        Column("paid_on", "date", fr="Dernier règlement", en="Last payment"),
        Column("credited", "cents", fr="Avoirs", en="Credited", euros="home_credited"),
        Column("home_credited", "cents", fr="Avoirs en euros", en="Credited in euros"),
        Column("corrects", "id", index=True, fr="Id. facture corrigée", en="Corrected invoice id"),
        Column("corrects_number", "text", search=True, fr="Facture corrigée", en="Corrected invoice"),
        *columns.AGENT,
        Column("updated_at", "instant", fr="Modifiée le", en="Changed at"),
        Column(
            "einvoice",
            "choice",
            fr="Facturation électronique",
            en="E-invoicing",
            words=columns.EINVOICES,
            figure=Figure("einvoice", "one"),
        ),
        Column(
            "pay_link",
            "choice",
            fr="Lien de paiement",
            en="Payment link",
            words=columns.PAY_LINKS,
            figure=Figure("pay_link", "one"),
        ),
    ],
    owner="owner",
    sort="-issued_on,-number",
    title="number",
)

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
"""Every invoiced line, and every credited one (negative), in euros: what a customer bought, by year and product."""

INSTALMENTS = Table(
    "instalments",
    [
        Column("id", "id"),
        Column("invoice", "id", index=True),
        Column("customer", "id", index=True),
        Column("due_on", "date", index=True),
        Column("balance", "cents"),
        Column("owner", "id"),
    ],
    owner="owner",
    sort="due_on,id",
    title="due_on",
)
"""What is still due of each instalment of the invoices that have a schedule, so that what is late is told apart."""

_INVOICE = (
    "number", "kind", "customer", "customer_code", "customer_name", "issued_on", "due_on", "cols", "net", "vat",
    "currency", "language", "reference", "order", "order_number", "owner",
)  # fmt: skip


@projection(INVOICES, kind="receivable")
def invoice_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    paid = sum(part["amount"] for part in doc["settlements"])
    rest = _left(doc)
    yield {
        **{name: doc[name] for name in _INVOICE},
        "id": doc["invoice"],
        "due_on": rest[0][0] if rest else doc["due_on"],
        "gross": doc["due"],
        **_home(doc),
        "paid": paid,
        "balance": doc["due"] - paid,
        "status": status(doc["due"], paid),
        "paid_on": max((part["on"] for part in doc["settlements"]), default=None),
        "credited": sum(one["net"] + one["vat"] for one in doc.get("credits", ())),
        **{name: doc.get(name, "") for name in ("corrects", "corrects_number")},
        "updated_at": change.at,
    }


@projection(INSTALMENTS, kind="receivable")
def instalment_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for due_on, balance in _left_home(doc):
        same = {name: doc[name] for name in ("invoice", "customer", "owner")}
        yield {**same, "id": f"{doc['invoice']}-{due_on}", "due_on": due_on, "balance": balance}


def _left(doc: dict[str, Any]) -> list[tuple[str, int]]:
    """Day and cents of what is still due of a schedule, by day; nothing for an invoice without one."""
    schedule = [Instalment(one["due_on"], one["amount"]) for one in doc.get("schedule", ())]
    found: dict[str, int] = {}
    for one, rest in zip(schedule, left_of(schedule, sum(x["amount"] for x in doc["settlements"])), strict=True):
        if rest > 0:
            found[str(one.due_on)] = found.get(str(one.due_on), 0) + rest
    return list(found.items())


def _home(doc: dict[str, Any]) -> Row:
    """HT, TTC and what is due of a receivable in euro cents: its own figures unless it is in another currency."""
    home = doc.get("home") or {name: doc[name] for name in ("net", "vat", "due")}
    paid = sum(one["amount"] if one.get("home") is None else one["home"] for one in doc["settlements"])
    credited = sum(one["net"] + one["vat"] for one in doc.get("credits", ()))
    return {
        "home_net": home["net"],
        "home_vat": home["vat"],
        "home_gross": home["due"],
        "home_paid": paid,
        "home_balance": home["due"] - paid,
        "home_credited": part(home["due"], credited, doc["due"]) if doc.get("home") else credited,
    }


def _left_home(doc: dict[str, Any]) -> list[tuple[str, int]]:
    """The same as `_left` in euro cents."""
    rest = _left(doc)
    euros = share(_home(doc)["home_balance"], [amount for _, amount in rest]) if doc.get("home") and rest else None
    return [(day, cents) for (day, _), cents in zip(rest, euros, strict=True)] if euros else rest


@projection(SOLD, kind="invoice")
def sold_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    sign = -1 if doc["kind"] == CREDIT_NOTE else 1
    home = doc.get("home")
    for n, line in enumerate(doc["lines"]):
        if not line["variant"]:  # a deposit, or its credit note, sells nothing
            continue
        net = home["lines"][n] if home else line["net"]
        yield {
            "id": f"{doc['id']}-{n}",
            "customer": doc["buyer"]["id"],
            "invoice": doc["id"],
            "issued_on": doc["issued_on"],
            "year": int(doc["issued_on"][:4]),
            **{name: line[name] for name in ("variant", "sku", "label", "goods", "volume")},
            "quantity": sign * line["quantity"],
            "net": sign * net,
            "owner": doc["buyer"]["owner"],
        }


holds(SOLD, "customer")
tells(
    INVOICES, "invoice", of="customer", at="issued_on", title="number", detail="status", amount="home_gross",
    scope="sales:read",
)  # fmt: skip


@projection(FIGURES, kind="receivable")
def owed_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    home = _home(doc)
    if doc["kind"] != FORMER:  # sold and declared by the former program
        yield {"of": doc["customer"], "name": "turnover", "day": doc["issued_on"], "amount": home["home_net"]}
    if balance := home["home_balance"]:
        for due_on, amount in _left_home(doc) or [(doc["due_on"], balance)]:
            yield {"of": doc["customer"], "name": "unpaid", "day": due_on, "amount": amount}


@projection(FIGURES, kind="invoice")
def bought_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    if doc["kind"] in (CREDIT_NOTE, DEPOSIT):
        return
    for variant in dict.fromkeys(line["variant"] for line in doc["lines"]):
        yield {"of": doc["buyer"]["id"], "name": "bought", "day": doc["issued_on"], "what": variant}
