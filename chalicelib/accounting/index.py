"""Lists of accounting: the entries, their lines (the ledger, and the FEC), and the facts that may have to be booked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.accounting.rules.commissions import StatementTold
from chalicelib.kernel.erasing import keeps
from chalicelib.payments.schemas import (
    PaymentAllocatedV1,
    PaymentCancelledV1,
    PaymentRecordedV1,
    PaymentRefundedV1,
    PayoutPaidV1,
    SlipMadeV1,
)
from chalicelib.readmodel import Change, Column, Row, Table, projection
from chalicelib.readmodel.following import facts_table, follows
from chalicelib.readmodel.persons import holds
from chalicelib.sales.schemas import CreditNoteIssuedV1, InvoiceIssuedV1
from chalicelib.sales.schemas.deposits import DepositInvoicedV1
from chalicelib.sales.schemas.former import FormerOpenedV1, FormerWithdrawnV1

ENTRIES = Table(
    "entries",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("year", "int", index=True, fr="Exercice", en="Year"),
        Column("number", "int", index=True, fr="Numéro", en="Number"),
        Column("journal", "choice", fr="Journal", en="Journal"),
        Column("entry_date", "date", index=True, fr="Date", en="Date"),
        Column("piece", "text", search=True, fr="Pièce", en="Piece"),
        Column("label", "text", search=True, fr="Libellé", en="Label"),
        Column("customer", "id", index=True, fr="Client", en="Customer"),
        Column("source", "id", fr="Document", en="Document"),
        Column("total", "cents", fr="Total", en="Total"),
        Column("lines", "int", fr="Lignes", en="Lines"),
        Column("lettered", "bool", fr="Lettrée", en="Matched"),
        Column("validated_on", "date", fr="Validée le", en="Validated on"),
    ],
    sort="-year,-number",
    title="piece",
)

LINES = Table(
    "entry_lines",
    [
        Column("entry", "id", index=True, fr="Écriture", en="Entry"),
        Column("year", "int", index=True, fr="Exercice", en="Year"),
        Column("journal", "choice", fr="Journal", en="Journal"),
        Column("journal_label", "text", fr="Libellé du journal", en="Journal name"),
        Column("number", "int", index=True, fr="Numéro", en="Number"),
        Column("line_no", "int", fr="Ligne", en="Line"),
        Column("entry_date", "date", index=True, fr="Date", en="Date"),
        Column("account", "text", search=True, index=True, fr="Compte", en="Account"),
        Column("account_label", "text", fr="Libellé du compte", en="Account name"),
        Column("aux", "text", search=True, index=True, fr="Tiers", en="Third party"),
        Column("aux_label", "text", search=True, fr="Nom du tiers", en="Third party name"),
        Column("piece", "text", search=True, fr="Pièce", en="Piece"),
        Column("piece_date", "date", fr="Date de la pièce", en="Piece date"),
        Column("label", "text", search=True, fr="Libellé", en="Label"),
        Column("debit", "cents", fr="Débit", en="Debit"),
        Column("credit", "cents", fr="Crédit", en="Credit"),
        Column("letter", "text", fr="Lettrage", en="Letter"),
        Column("lettered_on", "date", fr="Lettré le", en="Matched on"),
        Column("validated_on", "date", fr="Validée le", en="Validated on"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("currency_amount", "cents", fr="Montant en devise", en="Foreign amount"),
    ],
    sort="-year,-number,line_no",
    title="piece",
)

BOOKABLE = facts_table("bookable_facts")


holds(ENTRIES, "customer")
keeps(
    "entry",
    "Écriture comptable : la loi impose de la garder dix ans (code de commerce, article L123-22).",
    "Entry of the books: the law has it kept for ten years (French commercial code, article L123-22).",
)


@projection(ENTRIES, kind="entry")
def entry_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    lines = doc["lines"]
    third = [line for line in lines if line["aux"]]
    yield {
        **{
            name: doc[name] for name in ("id", "year", "number", "piece", "label", "customer", "source", "validated_on")
        },
        "journal": doc["journal"]["code"],
        "entry_date": doc["on"],
        "total": sum(line["debit"] for line in lines),
        "lines": len(lines),
        "lettered": bool(third) and all(line["letter"] for line in third),
    }


_LINE = ("account", "account_label", "aux", "aux_label", "label", "debit", "credit", "letter", "lettered_on")


@projection(LINES, kind="entry")
def line_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for number, line in enumerate(doc["lines"]):
        yield {
            **{name: doc[name] for name in ("year", "number", "piece", "piece_date", "validated_on", "currency")},
            **{name: line[name] for name in _LINE},
            "currency_amount": line.get("foreign") or None,
            "entry": doc["id"],
            "journal": doc["journal"]["code"],
            "journal_label": doc["journal"]["label"],
            "entry_date": doc["on"],
            "line_no": number,
        }


follows(
    BOOKABLE,
    InvoiceIssuedV1.TYPE,
    DepositInvoicedV1.TYPE,
    CreditNoteIssuedV1.TYPE,
    PaymentRecordedV1.TYPE,
    PaymentAllocatedV1.TYPE,
    PaymentCancelledV1.TYPE,
    PaymentRefundedV1.TYPE,
    SlipMadeV1.TYPE,
    PayoutPaidV1.TYPE,
    FormerOpenedV1.TYPE,
    FormerWithdrawnV1.TYPE,
    StatementTold.TYPE,
)
