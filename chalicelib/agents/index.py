"""Lists of agents: representatives, statements (open and issued), commissions; and the facts to follow.

The one trick: an open statement is read off the ledger of its representative and an issued one off its own item, so one
list shows both and a statement moves in it without being copied.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from chalicelib.agents.rules.statements import Ledger, Sum, bounds, open_periods
from chalicelib.agents.store import statement_id
from chalicelib.payments.schemas import PaymentAllocatedV1, PaymentCancelledV1, PaymentRecordedV1
from chalicelib.readmodel import NAMES, Change, Column, Row, Table, projection, wording
from chalicelib.readmodel.following import facts_table, follows
from chalicelib.readmodel.persons import holds
from chalicelib.sales.schemas import CreditNoteIssuedV1, InvoiceIssuedV1

STATES = wording(open=("En cours", "Open"), issued=("Émis", "Issued"), paid=("Payé", "Paid"))
CAUSES = wording(
    invoice=("Facture", "Invoice"), payment=("Règlement", "Payment"), credit_note=("Avoir", "Credit note"),
    cancellation=("Règlement annulé", "Payment undone"),
)  # fmt: skip
LEVELS = wording(
    line=("Ligne", "Line"), customer=("Client", "Customer"), product=("Produit", "Product"), base=("Base", "Base"),
    grid=("Tarif", "Price grid"),
)  # fmt: skip
HOLDERS = wording(agent=("Représentant", "Representative"), family=("Famille", "Family"), default=("–", "–"))

AGENTS = Table(
    "agents",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("code", "text", search=True, index=True, fr="Code", en="Code"),
        Column("name", "text", search=True, fr="Nom", en="Name"),
        Column("email", "text", search=True, fr="E-mail", en="E-mail"),
        Column("family", "id", fr="Id. famille", en="Family id"),
        Column("login", "bool", fr="Utilisateur", en="User"),
        Column("copied", "bool", fr="En copie", en="In copy"),
        Column("archived", "bool", index=True, fr="Archivé", en="Archived"),
        Column("owner", "id", fr="Id. utilisateur", en="User id"),
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    owner="owner",
    sort="name",
    title="name",
)

STATEMENTS = Table(
    "commission_statements",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("number", "text", search=True, index=True, fr="Numéro", en="Number"),
        Column("state", "choice", index=True, fr="État", en="State", words=STATES),
        Column("agent", "id", index=True, fr="Id. représentant", en="Representative id"),
        Column("agent_name", "text", search=True, fr="Représentant", en="Representative"),
        Column("period", "text", search=True, fr="Période", en="Period"),
        Column("since", "date", index=True, fr="Du", en="From"),
        Column("until", "date", index=True, fr="Au", en="To"),
        Column("base", "cents", fr="Base HT", en="Base excl. VAT"),
        Column("amount", "cents", fr="Commission", en="Commission"),
        Column("lines", "int", fr="Lignes", en="Lines"),
        Column("issued_on", "date", fr="Émis le", en="Issued on"),
        Column("paid_on", "date", fr="Payé le", en="Paid on"),
    ],
    owner="agent",
    sort="-until,agent_name",
    title="period",
)

COMMISSIONS = Table(
    "commissions",
    [
        Column("id", "id"),
        Column("agent", "id", index=True),
        Column("month", "date", index=True),
        Column("on", "date", fr="Date", en="Date"),
        Column("cause", "choice", fr="Origine", en="Origin", words=CAUSES),
        Column("document", "text", fr="Document", en="Document"),
        Column("invoice", "id"),
        Column("invoice_number", "text", fr="Facture", en="Invoice"),
        Column("customer", "id", index=True),
        Column("customer_name", "text", fr="Client", en="Customer"),
        Column("rank", "int"),
        Column("label", "text", fr="Ligne", en="Line"),
        Column("base", "cents", fr="Base HT", en="Base excl. VAT"),
        Column("rate", "percent", fr="Taux (%)", en="Rate (%)"),
        Column("level", "choice", fr="Niveau", en="Level", words=LEVELS),
        Column("holder", "choice", words=HOLDERS),
        Column("amount", "cents", fr="Commission", en="Commission"),
    ],
    owner="agent",
    sort="on,document,rank",
    title="invoice_number",
)
FACTS = facts_table("commission_facts")
follows(
    FACTS,
    InvoiceIssuedV1.TYPE,
    CreditNoteIssuedV1.TYPE,
    PaymentRecordedV1.TYPE,
    PaymentAllocatedV1.TYPE,
    PaymentCancelledV1.TYPE,
)
holds(COMMISSIONS, "customer")


@projection(AGENTS, kind="agent")
def agent_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    shown = {name: doc[name] for name in ("id", "code", "name", "email", "family", "copied", "archived")}
    login = doc["id"].startswith("usr_")
    yield {**shown, "login": login, "owner": doc["id"] if login else "", "updated_at": change.at}


@projection(NAMES, kind="agent")
def agent_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """Those without login: a user is already called by his name."""
    if not doc["id"].startswith("usr_"):
        yield {"id": doc["id"], "name": doc["name"]}


@projection(STATEMENTS, kind="commission_statement")
def statement_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {column.name: doc[column.name] for column in STATEMENTS.columns}


@projection(STATEMENTS, kind="commission_ledger")
def open_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    months = {month: Sum(**one) for month, one in doc["months"].items()}
    closed = date.fromisoformat(doc["closed"]) if doc["closed"] else None
    ledger = Ledger(doc["agent"], doc["name"], doc["period"], closed, months)
    for period, total in open_periods(ledger):
        since, until = bounds(period)
        yield {
            "id": statement_id(ledger.agent, period),
            "number": "",
            "state": "open",
            "agent": ledger.agent,
            "agent_name": ledger.name,
            "period": period,
            "since": since.isoformat(),
            "until": until.isoformat(),
            "base": total.base,
            "amount": total.amount,
            "lines": total.lines,
            "issued_on": None,
            "paid_on": None,
        }


@projection(COMMISSIONS, kind="commission")
def commission_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    lines = {line["rank"]: line for line in doc["lines"]}
    for movement in doc["movements"]:
        for part in movement["parts"]:
            line = lines[part["rank"]]
            yield {
                "id": f"{movement['id']}:{doc['invoice']}:{part['rank']}",
                "agent": doc["agent"],
                **{name: movement[name] for name in ("month", "on", "cause")},
                "document": movement["number"],
                "invoice": doc["invoice"],
                "invoice_number": doc["number"],
                **{name: doc[name] for name in ("customer", "customer_name")},
                "rank": part["rank"],
                "label": line["label"],
                "base": part["base"],
                "rate": line["rate"]["rate"],
                "level": line["rate"]["level"],
                "holder": line["rate"]["holder"],
                "amount": part["amount"],
            }
