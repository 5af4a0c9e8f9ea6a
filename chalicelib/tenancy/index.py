"""The lists of tenancy: webhook deliveries. People, members and logins are read by key and never come
here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from chalicelib.kernel.contract import Contract
from chalicelib.readmodel import Change, Column, Table, projection


class DeliveryRow(Contract):
    """One line of the list of deliveries."""

    id: str
    webhook: str
    event: str
    topic: str
    state: Literal["waiting", "delivered", "dead"]
    tries: int
    replays: int
    created_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None
    status: int | None
    error: str


DELIVERY_LIST = Table(
    "webhook_deliveries",
    [
        Column("id", "id"),
        Column("webhook", "id", index=True, fr="Webhook", en="Webhook"),
        Column("event", "text", search=True, fr="Événement", en="Event"),
        Column("topic", "text", search=True, fr="Sujet", en="Topic"),
        Column("state", "choice", index=True, fr="État", en="State"),
        Column("tries", "int", fr="Essais", en="Tries"),
        Column("replays", "int", fr="Renvois", en="Replays"),
        Column("created_at", "instant", index=True, fr="Créée le", en="Created"),
        Column("next_at", "instant", index=True, fr="Prochain essai", en="Next try"),
        Column("delivered_at", "instant", fr="Livrée le", en="Delivered"),
        Column("status", "int", fr="Réponse", en="Answer"),
        Column("error", "text", fr="Erreur", en="Error"),
    ],
    sort="-created_at",
    title="topic",
)


@projection(DELIVERY_LIST, kind="webhook_delivery")
def delivery_rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    """The delivery without its body."""
    yield {
        **{column.name: doc[column.name] for column in DELIVERY_LIST.columns if column.name not in ("id", "webhook")},
        "id": change.id,
        "webhook": doc["endpoint"],
    }


COMPANY_LIST = Table(
    "companies",
    [
        Column("id", "id"),
        Column("name", "text", search=True, fr="Société", en="Company"),
        Column("created_at", "instant", fr="Fondée le", en="Founded on"),
    ],
)


@projection(COMPANY_LIST, kind="registered_company")
def companies(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    """Company zero's own list: every company there is."""
    yield {"id": change.id, "name": doc["name"], "created_at": doc["created_at"]}
