"""The lists of mandates and of debits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.debits.rules.debit import LOST, SETTLED
from chalicelib.kernel.erasing import keeps
from chalicelib.readmodel import Change, Column, Row, Table, projection, wording
from chalicelib.readmodel.persons import holds

MANDATE_STATES = wording(
    pending=("En attente", "Pending"), active=("Actif", "Active"), cancelled=("Annulé", "Cancelled")
)
PARTNERS = wording(gocardless=("GoCardless", "GoCardless"), own=("Fichier bancaire", "Bank file"))
SCHEMES = wording(CORE=("CORE", "CORE"), B2B=("B2B", "B2B"))
DEBIT_STATES = wording(
    submitted=("Demandé", "Submitted"), confirmed=("Encaissé", "Confirmed"), paid_out=("Versé", "Paid out"),
    failed=("Rejeté", "Failed"), charged_back=("Contesté", "Charged back"), cancelled=("Annulé", "Cancelled"),
)  # fmt: skip

MANDATES = Table(
    "mandates",
    [
        Column("id", "id", fr="Id. client", en="Customer id"),
        Column("customer_code", "text", search=True, fr="Code client", en="Customer code"),
        Column("customer_name", "text", search=True, fr="Client", en="Customer"),
        Column("partner", "choice", fr="Par", en="Through", words=PARTNERS),
        Column("state", "choice", index=True, fr="État", en="State", words=MANDATE_STATES),
        Column("scheme", "choice", fr="Schéma", en="Scheme", words=SCHEMES),
        Column("rum", "text", search=True, fr="RUM", en="Mandate reference"),
        Column("iban_end", "text", fr="Compte (fin)", en="Account (end)"),
        Column("email", "text", search=True, fr="E-mail", en="E-mail"),
        Column("invited_on", "date", fr="Invité le", en="Invited on"),
        Column("signed_on", "date", fr="Signé le", en="Signed on"),
        Column("active_on", "date", fr="Actif depuis", en="Active since"),
        Column("cause", "text", fr="Motif", en="Cause"),
        Column("reference", "id", index=True, fr="Id. du partenaire", en="Partner's id"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
        Column("updated_at", "instant", fr="Changé le", en="Changed at"),
    ],
    owner="owner",
    sort="-updated_at",
    title="customer_name",
)

DEBITS = Table(
    "debits",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("invoice", "id", index=True, fr="Id. facture", en="Invoice id"),
        Column("number", "text", search=True, index=True, fr="Facture", en="Invoice"),
        Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
        Column("customer_code", "text", search=True, fr="Code client", en="Customer code"),
        Column("customer_name", "text", search=True, fr="Client", en="Customer"),
        Column("state", "choice", index=True, fr="État", en="State", words=DEBIT_STATES),
        Column("due_on", "date", index=True, fr="Échéance", en="Due on"),
        Column("charge_on", "date", index=True, fr="Prélevé le", en="Charged on"),
        Column("amount", "cents", fr="Montant", en="Amount"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("attempt", "int", fr="Présentation", en="Attempt"),
        Column("alert", "bool", index=True, fr="À traiter", en="To deal with"),
        Column("cause", "text", fr="Motif", en="Cause"),
        Column("payment", "id", fr="Id. règlement", en="Payment id"),
        Column("file", "id", index=True, fr="Id. fichier", en="File id"),
        Column("reference", "text", search=True, fr="Référence", en="Reference"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
        Column("asked_at", "instant", fr="Demandé le", en="Asked at"),
        Column("moved_on", "date", fr="Changé le", en="Changed on"),
    ],
    owner="owner",
    sort="-charge_on,number",
    title="number",
)

_MANDATE = tuple(column.name for column in MANDATES.columns)
_COLLECTION = ("invoice", "number", "customer", "customer_code", "customer_name", "currency", "owner")
_DEBIT = (
    "state", "due_on", "charge_on", "amount", "attempt", "cause", "payment", "file", "reference", "asked_at",
    "moved_on",
)  # fmt: skip


@projection(MANDATES, kind="mandate")
def mandate_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {name: doc[name] for name in _MANDATE}


@projection(DEBITS, kind="collection")
def debit_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    asked = [one for one in doc["debits"] if one["cause"] != SETTLED]
    last = {one["due_on"]: one["rank"] for one in asked}
    for one in doc["debits"]:
        yield {
            **{name: doc[name] for name in _COLLECTION},
            **{name: one[name] for name in _DEBIT},
            "id": f"{doc['invoice']}-{one['rank']}",
            "alert": one["state"] in LOST and last[one["due_on"]] == one["rank"] and not doc["settled"],
        }


holds(MANDATES, "id")
holds(DEBITS, "customer")
keeps(
    "mandate",
    "Mandat de prélèvement, preuve du droit de prélever : gardé avec les règlements qu'il a permis (dix ans).",
    "Direct debit mandate, proof of the right to debit: kept with the payments that it allowed (ten years).",
)
keeps(
    "collection",
    "Prélèvement d'une facture, preuve de son règlement : gardé dix ans avec elle (code de commerce, L123-22).",
    "Direct debit of an invoice, proof of its payment: kept ten years with it (French commercial code, L123-22).",
)
keeps(
    "debit_file",
    "Fichier de prélèvements donné à la banque : gardé dix ans (code de commerce, article L123-22).",
    "File of direct debits given to the bank: kept ten years (French commercial code, article L123-22).",
)
