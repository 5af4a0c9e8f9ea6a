"""The list of messages, and that of stopped addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.mailing.rules import settings as settings
from chalicelib.mailing.rules.messages import status
from chalicelib.readmodel import Change, Column, Row, Table, projection, wording
from chalicelib.readmodel.timeline import tells

STATUSES = wording(
    queued=("En attente", "Queued"), sending=("En cours", "Being sent"), sent=("Envoyé", "Sent"),
    delivered=("Remis", "Delivered"), opened=("Ouvert", "Opened"), failed=("Non parti", "Not sent"),
    bounced=("Refusé", "Bounced"), complained=("Signalé indésirable", "Marked as spam"),
    posted=("Posté", "Posted"), rejected=("Rejeté", "Rejected"),
)  # fmt: skip
SORTS = wording(
    quote=("Devis", "Quote"), order=("Commande", "Order"), delivery_note=("Bon de livraison", "Delivery note"),
    invoice=("Facture", "Invoice"), credit_note=("Avoir", "Credit note"), reminder_1=("Rappel 1", "Reminder 1"),
    reminder_2=("Rappel 2", "Reminder 2"), reminder_3=("Mise en demeure", "Formal notice"),
)  # fmt: skip
CHANNELS = wording(mail=("E-mail", "E-mail"), post=("Courrier", "Post"))
REASONS = wording(complained=("Signalé indésirable", "Marked as spam"), bounced=("Adresse inconnue", "Unknown address"))

MESSAGES = Table(
    "messages",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("status", "choice", index=True, fr="État", en="Status", words=STATUSES),
        Column("channel", "choice", fr="Envoi", en="Sent by means of", words=CHANNELS),
        Column("sort", "choice", fr="Nature", en="Sort", words=SORTS),
        Column("about_kind", "id", fr="Pièce (nature)", en="Document kind"),
        Column("about", "id", index=True, fr="Id. pièce", en="Document id"),
        Column("number", "text", search=True, index=True, fr="Numéro", en="Number"),
        Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
        Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
        Column("to", "text", search=True, fr="À", en="To"),
        Column("cc", "text", search=True, fr="Copie", en="Copy"),
        Column("subject", "text", search=True, fr="Objet", en="Subject"),
        Column("asked_at", "instant", index=True, fr="Demandé le", en="Asked at"),
        Column("sent_at", "instant", fr="Envoyé le", en="Sent at"),
        Column("delivered_at", "instant", fr="Remis le", en="Delivered at"),
        Column("opened_at", "instant", fr="Ouvert le", en="Opened at"),
        Column("reason", "text", fr="Motif", en="Reason"),
        Column("by_name", "text", fr="Envoyé par", en="Sent by"),
        Column("attachment_name", "text", fr="Pièce jointe", en="Attachment"),
        Column("attachment", "id", fr="Empreinte de la pièce jointe", en="Hash of the attachment"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
        Column("text", "text", fr="Texte", en="Text"),
        Column("cost", "cents", fr="Coût HT", en="Cost before VAT"),
        Column("job", "text", fr="N° chez le prestataire", en="Provider's number"),
    ],
    owner="owner",
    sort="-asked_at,-id",
    title="number",
)

STOPS = Table(
    "mail_stops",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("address", "text", search=True, index=True, fr="Adresse", en="Address"),
        Column("reason", "choice", fr="Motif", en="Reason", words=REASONS),
        Column("since", "instant", fr="Depuis", en="Since"),
        Column("customer", "id", fr="Id. client", en="Customer id"),
        Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
        Column("detail", "text", fr="Détail", en="Detail"),
        Column("message", "id", fr="Id. courriel", en="Message id"),
        Column("owner", "id", fr="Id. représentant", en="Representative id"),
    ],
    owner="owner",
    sort="-since,address",
    title="address",
)

_MESSAGE = (
    "id", "sort", "customer", "customer_name", "owner", "subject", "text", "asked_at", "sent_at", "by_name",
    "attachment_name", "attachment",
)  # fmt: skip
_STOP = ("id", "address", "reason", "since", "customer", "customer_name", "detail", "message", "owner")


@projection(MESSAGES, kind="message")
def message_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    happened = doc["happenings"]
    yield {
        **{name: doc[name] for name in _MESSAGE},
        "channel": "mail",
        "cost": None,
        "job": "",
        "status": status(doc["state"], [one["kind"] for one in happened]),
        "about_kind": doc["about"]["kind"],
        "about": doc["about"]["id"],
        "number": doc["about"]["number"],
        "to": ", ".join(doc["to"]),
        "cc": ", ".join(doc["cc"]),
        "delivered_at": _first(happened, "delivered"),
        "opened_at": _first(happened, "opened"),
        "reason": next((one["detail"] for one in reversed(happened) if one["detail"]), doc["reason"]),
    }


@projection(MESSAGES, kind="post")
def post_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    address = [line for line in doc["address"]["lines"] if line]
    yield {
        **{name: doc[name] for name in _MESSAGE if name != "text"},
        **{name: doc[name] for name in ("job", "reason")},
        "text": "",
        "channel": "post",
        "cost": doc["estimate"] if doc["cost"] is None else doc["cost"],
        "status": doc["state"],
        "about_kind": doc["about"]["kind"],
        "about": doc["about"]["id"],
        "number": doc["about"]["number"],
        "to": ", ".join(address),
        "cc": "",
        "delivered_at": doc["posted_at"],
        "opened_at": None,
    }


def _first(happened: list[dict[str, Any]], kind: str) -> str | None:
    return min((one["at"] for one in happened if one["kind"] == kind), default=None)


@projection(STOPS, kind="mail_stop")
def stop_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    if doc["cleared_at"] is None:
        yield {name: doc[name] for name in _STOP}


tells(
    MESSAGES, "message", of="customer", at="asked_at", title="subject", detail="to", by="by_name",
    scope="sales:read",
)  # fmt: skip
