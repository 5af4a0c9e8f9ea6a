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
        Column("version", "int", fr="Version", en="Version"),
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    sort="variant_id,grid_id,from_qty,valid_from",
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
)
"""The columns of the price sheet as a file."""


@projection(PRICES, kind="tariff")
def price_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for grid_id, tiers in doc["prices"].items():
        for tier in tiers:
            yield {
                **tier,
                "variant_id": doc["variant_id"],
                "grid_id": grid_id,
                "version": change.v,
                "updated_at": change.at,
            }


@projection(NAMES, kind="grids")
def grid_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])
