"""Lists of prices: one row for each tier of each grid of each variant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.readmodel import NAMES, Change, Column, Row, Table, projection, wording

PRICES = Table(
    "prices",
    [
        Column("variant_id", "id", index=True, fr="Déclinaison", en="Variant"),
        Column("grid_id", "id", index=True, fr="Tarif", en="Price grid"),
        Column("from_qty", "int", fr="À partir de", en="From"),
        Column("price", "decimal", fr="Prix", en="Price"),
        Column("valid_from", "date", fr="Du", en="From day"),
        Column("valid_to", "date", fr="Au", en="To day"),
        Column("franco", "bool", fr="Franco", en="Delivered"),
        Column("version", "int", fr="Version", en="Version"),
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    sort="variant_id,grid_id,from_qty,valid_from",
    title="variant_id",
)

CHANGES = Table(
    "price_changes",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("title", "text", search=True, fr="Changement", en="Change"),
        Column("cells", "int", fr="Prix", en="Prices"),
        Column("undone", "bool", fr="Annulé", en="Undone"),
        Column("user", "text", fr="Utilisateur", en="User"),
        Column("made_at", "instant", fr="Le", en="At"),
    ],
    sort="-made_at",
)

AGREEMENTS = Table(
    "agreements",
    [
        Column("customer_id", "id", index=True, fr="Id. client", en="Customer id"),
        Column("variant_id", "id", index=True, fr="Id. article", en="Item id"),
        Column("from_qty", "int", fr="À partir de", en="From"),
        Column("price", "decimal", fr="Prix", en="Price"),
        Column("basis", "choice", fr="Base", en="Basis"),
        Column("valid_from", "date", fr="Du", en="From day"),
        Column("valid_to", "date", fr="Au", en="To day"),
    ],
    within=("customers", "customer_id"),
    sort="customer_id,variant_id,from_qty,valid_from",
    title="variant_id",
)

SHEET = (
    Column("sku", "text", fr="Référence", en="SKU"),
    Column("label", "text", fr="Désignation", en="Designation"),
    Column("year", "int", fr="Millésime", en="Vintage"),
    Column("volume", "int", fr="Contenance (mL)", en="Volume (mL)"),
    Column("grid_code", "text", fr="Tarif", en="Price grid"),
    Column("grid", "text", fr="Nom du tarif", en="Name of the grid"),
    Column("basis", "choice", fr="Base", en="Basis", words=wording(HT=("HT", "excl. VAT"), TTC=("TTC", "incl. VAT"))),
    Column("currency", "choice", fr="Devise", en="Currency"),
    Column("from_qty", "int", fr="À partir de", en="From"),
    Column("price", "decimal", fr="Prix", en="Price"),
    Column("valid_from", "date", fr="Du", en="From day"),
    Column("valid_to", "date", fr="Au", en="To day"),
    Column("franco", "bool", fr="Franco", en="Delivered"),
)
"""The columns of the price sheet as a file."""


@projection(PRICES, kind="tariff")
def price_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for grid_id, tiers in doc["prices"].items():
        for tier in tiers:
            yield {
                "franco": False,
                **tier,
                "variant_id": doc["variant_id"],
                "grid_id": grid_id,
                "version": change.v,
                "updated_at": change.at,
            }


@projection(CHANGES, kind="price_change")
def change_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {name: doc[name] for name in ("id", "title", "cells", "undone", "user", "made_at")}


@projection(AGREEMENTS, kind="agreement")
def agreement_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for variant_id, tiers in doc["prices"].items():
        for tier in tiers:
            named = {name: tier[name] for name in ("from_qty", "price", "valid_from", "valid_to")}
            yield {**named, "customer_id": doc["customer_id"], "variant_id": variant_id, "basis": doc["basis"]}


@projection(NAMES, kind="grids")
def grid_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])
