"""The list of reminders, what is held back among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.readmodel import Change, Column, Row, Table, projection, wording
from chalicelib.readmodel.persons import holds

STATES = wording(
    pending=("À envoyer", "To send"), sent=("Envoyée", "Sent"), dropped=("Écartée", "Dropped"),
    superseded=("Dépassée", "Superseded"), lapsed=("Sans objet", "Lapsed"), disputed=("En litige", "Disputed"),
    excluded=("Client exclu", "Customer excluded"),
)  # fmt: skip

REMINDERS = Table(
    "reminders",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("state", "choice", index=True, fr="État", en="State", words=STATES),
        Column("level", "int", fr="Niveau", en="Level"),
        Column("invoice", "id", index=True, fr="Id. facture", en="Invoice id"),
        Column("number", "text", search=True, index=True, fr="Facture", en="Invoice"),
        Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
        Column("customer_code", "text", search=True, fr="Code client", en="Customer code"),
        Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
        Column("due_on", "date", index=True, fr="Échéance", en="Due on"),
        Column("made_on", "date", index=True, fr="Proposée le", en="Made on"),
        Column("sent_at", "instant", fr="Envoyée le", en="Sent at"),
        Column("balance", "cents", fr="Reste dû", en="Balance", euros="home_balance"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("home_balance", "cents", fr="Reste dû en euros", en="Balance in euros"),
        Column("fee", "cents", fr="Indemnité", en="Compensation"),
        Column("interest", "cents", fr="Intérêts", en="Interest"),
        Column("message", "id", fr="Id. courriel", en="Message id"),
        Column("reason", "text", fr="Motif", en="Reason"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
    ],
    owner="owner",
    sort="due_on,number",
    title="number",
)

_DUNNING = ("invoice", "number", "customer", "customer_code", "customer_name", "owner", "due_on", "balance")
_STEP = ("level", "state", "made_on", "sent_at", "fee", "interest", "message")


@projection(REMINDERS, kind="dunning")
def reminder_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for step in doc["steps"]:
        yield {
            **{name: doc[name] for name in _DUNNING},
            **{name: step[name] for name in _STEP},
            "id": f"{doc['invoice']}-{10 * step.get('rank', 0) + step['level']}",
            "due_on": step.get("due_on") or doc["due_on"],
            "currency": doc.get("currency") or "EUR",
            "home_balance": doc["balance"] if doc.get("home_balance") is None else doc["home_balance"],
            "reason": "",
        }


@projection(REMINDERS, kind="held_back")
def held_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for one in doc["items"]:
        invoice = one["kind"] == "invoice"
        yield {
            "id": one["id"],
            "state": "disputed" if invoice else "excluded",
            "level": 0,
            "invoice": one["id"] if invoice else "",
            "number": one["label"] if invoice else "",
            "customer": one["customer"],
            "customer_code": "",
            "customer_name": one["customer_name"],
            "due_on": None,
            "made_on": one["since"],
            "sent_at": None,
            "balance": 0,
            "currency": "EUR",
            "home_balance": 0,
            "fee": 0,
            "interest": 0,
            "message": "",
            "reason": one["reason"],
            "owner": one["owner"],
        }


holds(REMINDERS, "customer")
