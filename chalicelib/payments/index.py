"""The list of payments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.kernel.erasing import keeps
from chalicelib.readmodel import FIGURES, Change, Column, Row, Table, projection, wording
from chalicelib.readmodel.timeline import tells

STATES = wording(recorded=("Enregistré", "Recorded"), cancelled=("Annulé", "Cancelled"))

PAYMENTS = Table(
    "payments",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("number", "text", search=True, index=True, fr="Numéro", en="Number"),
        Column("state", "choice", fr="État", en="State", words=STATES),
        Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
        Column("customer_code", "text", search=True, fr="Code client", en="Customer code"),
        Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
        Column("method", "id", index=True, fr="Id. mode", en="Method id"),
        Column("method_label", "text", search=True, fr="Mode de règlement", en="Payment method"),
        Column("received_on", "date", index=True, fr="Reçu le", en="Received on"),
        Column("amount", "cents", fr="Montant", en="Amount"),
        Column("unallocated", "cents", fr="Non affecté", en="Unallocated"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("reference", "text", search=True, fr="Référence", en="Reference"),
        Column("invoices", "text", search=True, fr="Factures", en="Invoices"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
        Column("agent", "text", names="owner", fr="Représentant", en="Representative"),
        Column("recorded_at", "instant", fr="Enregistré le", en="Recorded at"),
        Column("cancelled_on", "date", fr="Annulé le", en="Cancelled on"),
    ],
    owner="owner",
    sort="-received_on,-number",
    title="number",
)

IN_FILES = tuple(column.name for column in PAYMENTS.columns if column.type != "id")
"""The columns of a file when none are asked: names, no ids."""
_PAYMENT = (
    "id", "number", "state", "customer", "customer_code", "customer_name", "method", "method_label", "received_on",
    "amount", "currency", "reference", "owner", "recorded_at", "cancelled_on",
)  # fmt: skip


@projection(PAYMENTS, kind="payment")
def payment_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {
        **{name: doc[name] for name in _PAYMENT},
        "unallocated": _unallocated(doc),
        "invoices": ", ".join(part["number"] for part in doc["allocations"]),
    }


tells(
    PAYMENTS, "payment", of="customer", at="recorded_at", title="number", detail="method_label", amount="amount",
    scope="payments:read",
)  # fmt: skip
keeps(
    "payment",
    "Règlement, passé en comptabilité : la loi impose de le garder dix ans (code de commerce, article L123-22).",
    "Payment, booked: the law has it kept for ten years (French commercial code, article L123-22).",
)


@projection(FIGURES, kind="payment")
def credit_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """What a customer paid and nothing was settled with, though crm knows no payment."""
    if left := _unallocated(doc):
        yield {"of": doc["customer"], "name": "credit", "day": doc["received_on"], "amount": left}


def _unallocated(doc: dict[str, Any]) -> int:
    if doc["state"] == "cancelled":
        return 0
    return int(doc["amount"] - sum(part["amount"] for part in doc["allocations"]))
