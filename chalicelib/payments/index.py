"""The lists of payments and of deposit slips."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.kernel.clock import instant
from chalicelib.kernel.erasing import keeps
from chalicelib.payments.rules.link import OVER, state_of
from chalicelib.readmodel import FIGURES, Change, Column, Row, Table, projection, wording
from chalicelib.readmodel.timeline import tells
from chalicelib.sales.rules.advance import PAY_LINK_STATES

STATES = wording(recorded=("Enregistré", "Recorded"), cancelled=("Annulé", "Cancelled"))
KINDS = wording(
    transfer=("Virement", "Transfer"),
    cheque=("Chèque", "Cheque"),
    card=("Carte", "Card"),
    cash=("Espèces", "Cash"),
    direct_debit=("Prélèvement", "Direct debit"),
    bill=("Traite", "Bill"),
    other=("Autre", "Other"),
    credit_note=("Avoir", "Credit note"),
)

PAID_KINDS = wording(invoice=("Facture", "Invoice"), order=("Commande", "Order"), quote=("Devis", "Quote"))

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
        Column("method_kind", "choice", fr="Nature", en="Kind", words=KINDS),
        Column("method_label", "text", search=True, fr="Mode de règlement", en="Payment method"),
        Column("received_on", "date", index=True, fr="Reçu le", en="Received on"),
        Column("amount", "cents", fr="Montant", en="Amount", euros="home"),
        Column("unallocated", "cents", fr="Non affecté", en="Unallocated", euros="home_left"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("home", "cents", fr="Montant en euros", en="Amount in euros"),
        Column("home_left", "cents", fr="Non affecté en euros", en="Unallocated in euros"),
        Column("reference", "text", search=True, fr="Référence", en="Reference"),
        Column("invoices", "text", search=True, fr="Factures", en="Invoices"),
        Column("slip", "id", index=True, fr="Id. remise", en="Slip id"),
        Column("slip_number", "text", search=True, fr="Remise en banque", en="Deposit slip"),
        Column("refund_of_number", "text", search=True, fr="Remboursement de", en="Refund of"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
        Column("agent", "text", names="owner", fr="Représentant", en="Representative"),
        Column("recorded_at", "instant", fr="Enregistré le", en="Recorded at"),
        Column("cancelled_on", "date", fr="Annulé le", en="Cancelled on"),
    ],
    owner="owner",
    sort="-received_on,-number",
    title="number",
)

SLIPS = Table(
    "deposit_slips",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("number", "text", search=True, index=True, fr="Numéro", en="Number"),
        Column("kind", "choice", fr="Nature", en="Kind", words=KINDS),
        Column("deposited_on", "date", index=True, fr="Remise le", en="Deposited on"),
        Column("bank", "text", search=True, fr="Banque", en="Bank"),
        Column("count", "int", fr="Règlements", en="Payments"),
        Column("total", "cents", fr="Total", en="Total", euros="home_total"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("home_total", "cents", fr="Total en euros", en="Total in euros"),
        Column("made_by", "text", fr="Faite par", en="Made by"),
        Column("made_at", "instant", fr="Faite le", en="Made at"),
    ],
    sort="-deposited_on,-number",
    title="number",
)

LINKS = Table(
    "payment_links",
    [
        Column("id", "id", fr="Facture", en="Invoice"),
        Column("kind", "choice", fr="Nature", en="Kind", words=PAID_KINDS),
        Column("number", "text", search=True, fr="Numéro", en="Number"),
        Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
        Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
        Column("state", "choice", fr="État", en="State", words=wording(**PAY_LINK_STATES)),
        Column("amount", "cents", fr="Montant", en="Amount"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
        Column("disputed", "bool", fr="Contesté", en="Disputed"),
        Column("updated_at", "instant", fr="Changé le", en="Changed at"),
    ],
    owner="owner",
    sort="-updated_at",
    title="number",
)

PAYOUTS = Table(
    "payouts",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("partner", "choice", fr="Partenaire", en="Partner"),
        Column("reference", "text", search=True, fr="Référence", en="Reference"),
        Column("paid_on", "date", index=True, fr="Versé le", en="Paid on"),
        Column("gross", "cents", fr="Règlements", en="Payments"),
        Column("fees", "cents", fr="Frais", en="Fees"),
        Column("net", "cents", fr="Versé", en="Paid out"),
        Column("payments", "int", fr="Nombre", en="Number"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("gap", "cents", fr="Écart", en="Gap"),
    ],
    sort="-paid_on,reference",
    title="reference",
)

IN_FILES = tuple(column.name for column in PAYMENTS.columns if column.type != "id")
"""The columns of a file when none are asked: names, no ids."""
_PAYMENT = (
    "id", "number", "state", "customer", "customer_code", "customer_name", "method", "method_kind", "method_label",
    "received_on", "amount", "currency", "reference", "owner", "recorded_at", "cancelled_on",
)  # fmt: skip


@projection(PAYMENTS, kind="payment")
def payment_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {
        **{name: doc[name] for name in _PAYMENT},
        "unallocated": _unallocated(doc),
        "home": doc["home"] if doc.get("rate") else doc["amount"],
        "home_left": _home_left(doc),
        "invoices": ", ".join(dict.fromkeys(part["number"] for part in doc["allocations"])),
        **{name: doc.get(name) or "" for name in ("slip", "slip_number", "refund_of_number")},
    }


@projection(SLIPS, kind="deposit_slip")
def slip_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    plain = ("id", "number", "kind", "deposited_on", "bank", "currency", "made_by", "made_at")
    yield {
        **{name: doc[name] for name in plain},
        "count": len(doc["lines"]),
        "total": sum(line["amount"] for line in doc["lines"]),
        "home_total": sum(line["amount"] if line.get("home") is None else line["home"] for line in doc["lines"]),
    }


@projection(LINKS, kind="payment_link")
def link_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    plain = ("id", "number", "customer", "customer_name", "currency", "owner", "updated_at")
    yield {
        **{name: doc[name] for name in plain},
        "kind": doc.get("kind", "invoice"),
        "state": _link_state(doc),
        "amount": doc["attempts"][-1]["amount"] if doc["attempts"] else 0,
        "disputed": any(one["status"] not in OVER for one in doc.get("disputes", ())),
    }


@projection(FIGURES, kind="payment_link")
def link_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """An invoice shows in what state its link is, though sales knows none."""
    yield {"of": doc["id"], "name": "pay_link", "what": _link_state(doc)}


def _link_state(doc: dict[str, Any]) -> str:
    """As `rules.link.PayLink.state`."""
    sent_at = doc.get("sent_at")
    if not doc["attempts"]:
        return "sent" if sent_at else "created"
    last = doc["attempts"][-1]
    ended = instant(last.get("moved_at") or last["created_at"])
    return state_of(last["state"], ended, instant(sent_at) if sent_at else None)


@projection(PAYOUTS, kind="payout")
def payout_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    plain = ("id", "partner", "reference", "paid_on", "gross", "fees", "net", "currency")
    yield {**{name: doc[name] for name in plain}, "payments": len(doc["parts"]), "gap": doc.get("gap", 0)}


tells(
    PAYMENTS, "payment", of="customer", at="recorded_at", title="number", detail="method_label", amount="home",
    scope="payments:read",
)  # fmt: skip
keeps(
    "payment",
    "Règlement, passé en comptabilité : la loi impose de le garder dix ans (code de commerce, article L123-22).",
    "Payment, booked: the law has it kept for ten years (French commercial code, article L123-22).",
)
keeps(
    "payment_link",
    "Lien de paiement d'une facture, preuve de son règlement : gardé dix ans avec elle (code de commerce, L123-22).",
    "Link to pay an invoice, proof of its payment: kept ten years with it (French commercial code, article L123-22).",
)
keeps(
    "deposit_slip",
    "Remise en banque, passée en comptabilité : la loi impose de la garder dix ans (code de commerce, L123-22).",
    "Deposit slip, booked: the law has it kept for ten years (French commercial code, article L123-22).",
)


@projection(FIGURES, kind="payment")
def credit_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """What a customer paid and nothing was settled with, though crm knows no payment."""
    if left := _home_left(doc):
        yield {"of": doc["customer"], "name": "credit", "day": doc["received_on"], "amount": left}


def _home_left(doc: dict[str, Any]) -> int:
    """What is not allocated, in euro cents."""
    left = _unallocated(doc)
    return int(doc["home_left"]) if left and doc.get("rate") else left


def _unallocated(doc: dict[str, Any]) -> int:
    """As `rules.Payment.unallocated`."""
    if doc["state"] == "cancelled" or doc.get("refund_of"):
        return 0
    gone = [*doc["allocations"], *doc.get("refunds", ())]
    return int(doc["amount"] - sum(part["amount"] for part in gone))
