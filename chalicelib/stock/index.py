"""Lists of stock: what stands where, what moved it, what is promised and to which order.

The one trick: the rows of a level come from the item that orders decide on, those of movements from the movements
themselves: that both add up is a thing one can see, and a test does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from chalicelib.kernel.clock import paris_date
from chalicelib.readmodel import NAMES, Change, Column, Row, Table, projection, wording

CAUSES = wording(
    opening=("Stock initial", "Opening stock"), inventory=("Inventaire", "Inventory"),
    correction=("Correction", "Correction"), transfer=("Transfert", "Transfer"),
    delivery=("Livraison", "Delivery"), counter=("Retour de livraison", "Delivery undone"),
    withdrawal=("Reprise annulée", "Taking over undone"), **{"return": ("Retour de client", "Customer's return")},
)  # fmt: skip

_WHERE = (
    Column("depot", "id", index=True, fr="Id. dépôt", en="Depot id"),
    Column("depot_name", "text", names="depot", fr="Dépôt", en="Depot"),
)
_WHAT = (
    Column("variant", "id", index=True, fr="Id. produit", en="Product id"),
    Column("sku", "text", search=True, fr="Référence", en="SKU"),
    Column("label", "text", search=True, fr="Désignation", en="Designation"),
)

LEVELS = Table(
    "stock",
    [
        Column("id", "id"),
        *_WHAT,
        *_WHERE,
        Column("physical", "int", fr="En stock", en="In stock"),
        Column("reserved", "int", fr="Réservé", en="Reserved"),
        Column("available", "int", index=True, fr="Disponible", en="Available"),
        Column("updated_at", "instant", fr="Dernier changement", en="Last change"),
    ],
    sort="label,sku,depot",
    title="label",
)

MOVEMENTS = Table(
    "stock_movements",
    [
        Column("id", "id"),
        Column("movement", "id", index=True),
        Column("on", "date", index=True, fr="Date", en="Date"),
        Column("at", "instant", fr="Saisi le", en="Written at"),
        Column("backdated", "bool", fr="Antidaté", en="Back-dated"),
        Column("cause", "choice", index=True, fr="Cause", en="Cause", words=CAUSES),
        *_WHAT,
        *_WHERE,
        Column("quantity", "int", fr="Quantité", en="Quantity"),
        Column("source", "id", fr="Id. document", en="Document id"),
        Column("number", "text", search=True, fr="Document", en="Document"),
        Column("reason", "text", search=True, fr="Motif", en="Reason"),
        Column("actor", "id", fr="Id. auteur", en="Author id"),
        Column("author", "text", names="actor", fr="Auteur", en="Author"),
    ],
    sort="-on,-at",
    title="label",
)

RESERVED = Table(
    "stock_reserved",
    [
        Column("id", "id"),
        Column("order", "id", index=True, fr="Id. commande", en="Order id"),
        Column("number", "text", search=True, fr="Commande", en="Order"),
        *_WHAT,
        *_WHERE,
        Column("quantity", "int", fr="Réservé", en="Reserved"),
        Column("at", "instant", fr="Depuis", en="Since"),
    ],
    sort="-at,sku",
    title="label",
)

LEVELS_IN_FILES = tuple(column.name for column in LEVELS.columns if column.type != "id")
"""The columns of a file when none are asked: names, no ids."""


@projection(LEVELS, kind="stock_level")
def level_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for place in doc["places"]:
        yield {
            "id": f"{doc['variant']}-{place['depot']}",
            **{name: doc[name] for name in ("variant", "sku", "label")},
            **place,
            "available": place["physical"] - place["reserved"],
            "updated_at": change.at,
        }


@projection(MOVEMENTS, kind="stock_movement")
def movement_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    written = paris_date(datetime.fromisoformat(doc["at"]))
    for n, line in enumerate(doc["lines"]):
        yield {
            "id": f"{doc['id']}-{n}",
            "movement": doc["id"],
            "backdated": date.fromisoformat(doc["on"]) < written,
            **{name: doc[name] for name in ("on", "at", "cause", "source", "number", "reason", "actor")},
            **{name: line[name] for name in ("variant", "sku", "label", "depot", "quantity")},
        }


@projection(RESERVED, kind="reservation")
def reserved_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for line in doc["lines"]:
        yield {
            "id": f"{doc['order']}-{line['variant']}",
            **{name: doc[name] for name in ("order", "number", "depot", "at")},
            **line,
        }


@projection(NAMES, kind="depots")
def depot_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])
