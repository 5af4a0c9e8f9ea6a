"""Lists of e-invoicing: invoices at the platform, the files that leave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.einvoicing.rules import statuses
from chalicelib.einvoicing.rules.einvoice import EInvoice
from chalicelib.einvoicing.store import EINVOICES as KIND
from chalicelib.kernel.erasing import keeps
from chalicelib.readmodel import FIGURES, Change, Column, Row, Table, projection, wording
from chalicelib.readmodel.persons import holds
from chalicelib.sales.rules.regime import EINVOICE_STATES

KINDS = wording(
    invoice=("Facture", "Invoice"), credit_note=("Avoir", "Credit note"),
    deposit_invoice=("Facture d'acompte", "Deposit invoice"),
)  # fmt: skip
REPORTS = wording(
    open=("En cours", "Running"), to_send=("À envoyer", "To send"), sent=("Envoyé", "Sent"),
    accepted=("Accepté", "Accepted"), refused=("Refusé", "Refused"), replaced=("Remplacé", "Replaced"),
)  # fmt: skip
REACH = wording(yes=("Oui", "Yes"), no=("Non", "No"))

EINVOICES = Table(
    "einvoices",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("number", "text", search=True, index=True, fr="Numéro", en="Number"),
        Column("kind", "choice", fr="Nature", en="Kind", words=KINDS),
        Column("state", "choice", index=True, fr="État", en="State", words=wording(**EINVOICE_STATES)),
        Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
        Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
        Column("issued_on", "date", index=True, fr="Date", en="Date"),
        Column("gross", "cents", fr="TTC", en="Gross"),
        Column("currency", "choice", fr="Devise", en="Currency"),
        Column("reach", "choice", fr="Client joignable", en="Buyer reachable", words=REACH),
        Column("reason", "text", fr="Motif", en="Reason"),
        Column("text", "text", fr="Précision", en="Details"),
        Column("problem", "text", fr="Problème", en="Problem"),
        Column("asked_at", "instant", fr="Demandée le", en="Asked at"),
        Column("sent_at", "instant", fr="Transmise le", en="Sent at"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
    ],
    owner="owner",
    sort="-issued_on,-number",
    title="number",
)

FLOWS = Table(
    "einvoice_flows",
    [
        Column("id", "id"),
        Column("sort", "choice"),
        Column("subject", "id"),
        Column("state", "choice", index=True),
        Column("asked_at", "instant"),
    ],
    sort="asked_at",
    title="id",
)
"""What leaves: the candidates of the hourly look."""

EREPORTS = Table(
    "ereports",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("number", "text", search=True, fr="Numéro", en="Number"),
        Column("sort", "choice", fr="Nature", en="Sort"),
        Column("type_code", "choice", fr="Type", en="Type"),
        Column("state", "choice", index=True, fr="État", en="State", words=REPORTS),
        Column("start_on", "date", index=True, fr="Du", en="From"),
        Column("end_on", "date", index=True, fr="Au", en="To"),
        Column("due_on", "date", index=True, fr="À envoyer avant le", en="Due on"),
        Column("net", "cents", fr="HT", en="Net"),
        Column("vat", "cents", fr="TVA", en="VAT"),
        Column("elsewhere", "cents", fr="TVA d'autres États", en="VAT of other states"),
        Column("count", "int", fr="Factures", en="Invoices"),
        Column("problem", "text", fr="Problème", en="Problem"),
        Column("replaces", "id", fr="Remplace", en="Replaces"),
        Column("made_at", "instant", fr="Établi le", en="Made at"),
        Column("sent_at", "instant", fr="Envoyé le", en="Sent at"),
    ],
    sort="-start_on,-number",
    title="number",
)

_EINVOICE = (
    "id", "number", "kind", "customer", "customer_name", "issued_on", "gross", "currency", "reach", "problem",
    "asked_at", "sent_at", "owner",
)  # fmt: skip


@projection(EINVOICES, kind="einvoice")
def einvoice_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    known = _read(doc)
    trouble = statuses.last(known.statuses) if known.state in statuses.TROUBLES else None
    yield {
        **{name: doc[name] for name in _EINVOICE},
        "state": known.state,
        "reason": trouble.reason if trouble else "",
        "text": trouble.text if trouble else "",
    }


@projection(FIGURES, kind="einvoice")
def einvoice_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """What the list of invoices shows of it."""
    yield {"of": doc["id"], "name": "einvoice", "day": doc["issued_on"], "amount": 0, "what": _read(doc).state}


@projection(FLOWS, kind="einvoice_flow")
def flow_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    if doc["state"] == "pending":
        yield {name: doc[name] for name in ("id", "sort", "subject", "state", "asked_at")}


_REPORT = (
    "id", "number", "sort", "type_code", "state", "due_on", "net", "vat", "elsewhere", "count", "problem", "replaces",
    "made_at", "sent_at",
)  # fmt: skip


@projection(EREPORTS, kind="ereport")
def report_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {**{name: doc[name] for name in _REPORT}, "start_on": doc["start"], "end_on": doc["end"]}


def _read(doc: dict[str, Any]) -> EInvoice:
    return KIND.adapter.validate_python(doc)


holds(EINVOICES, "customer")
keeps(
    "einvoice",
    "Suivi d'une facture émise : la loi impose de la garder dix ans.",
    "What became of an issued invoice: the law has it kept for ten years.",
)
