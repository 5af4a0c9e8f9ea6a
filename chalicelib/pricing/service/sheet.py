"""The price sheet: the consolidated view of prices, as pages and as a file.

Nouns: a `Tiers` (the tiers of one variant, by grid, and their version). The one trick: the variants' list says which
variants and in which order, so every search, filter and sort of the catalogue works on prices too.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.catalogue import service as catalogue
from chalicelib.pricing import index
from chalicelib.pricing.rules import Grid
from chalicelib.pricing.schemas import PriceRow, TierIO
from chalicelib.pricing.service.reading import grids
from chalicelib.readmodel import Row, export, lists
from chalicelib.readmodel.lists import ListQuery, Page

IDS_A_QUESTION = 300


@dataclass
class Tiers:
    """The prices of one variant as the read model holds them: grid id -> tiers. `version` is for If-Match."""

    version: int = 0
    grids: dict[str, list[TierIO]] = field(default_factory=dict)


def list_prices(call: Call, query: ListQuery) -> Page[PriceRow]:
    """The consolidated view: a page of the variants' list, each with all its prices."""
    page = catalogue.list_variants(call, query)
    ids = [row.id for row in page.items]
    found: dict[str, Tiers] = {}
    for start in range(0, len(ids), IDS_A_QUESTION):
        found |= _tiers(call, ids[start : start + IDS_A_QUESTION])
    items = []
    for row in page.items:
        tiers = found.get(row.id, Tiers())
        items.append(PriceRow(**dict(row), prices_version=tiers.version, prices=tiers.grids))
    return Page[PriceRow](items=items, next=page.next, count=page.count, sums=page.sums, deleted=page.deleted)


def export_prices(call: Call, query: ListQuery, fmt: str) -> tuple[bytes, str, str]:
    """The same as a file, one row for each tier of each grid of each variant: (content, content type, file name)."""
    chosen = catalogue.each_variant(call, query, list)
    found = _tiers(call)
    book = grids(reading(call)).items
    places = max((grid.decimals for grid in book), default=2)
    columns = [replace(one, places=places) if one.name == "price" else one for one in index.SHEET]
    language = call.actor.language
    cells = (line for row in chosen for line in _lines(row, found.get(row["id"], Tiers()), book, language))
    return export.file(index.PRICES.name, columns, cells, fmt, language, call.now)


def _lines(row: Row, tiers: Tiers, book: Sequence[Grid], language: str) -> Iterator[list[Any]]:
    """The lines of one variant, in the order of index.SHEET."""
    label = row["label_en" if language == "en" else "label"]
    for grid in book:
        name = (grid.name_en if language == "en" else "") or grid.name
        for tier in tiers.grids.get(grid.id, ()):
            priced = (grid.code, name, grid.basis.value, grid.currency, tier.from_qty, tier.price)
            yield [row["sku"], label, row["year"], row["volume"], *priced, tier.valid_from, tier.valid_to, tier.franco]


def _tiers(call: Call, ids: Collection[str] | None = None) -> dict[str, Tiers]:
    """The prices of these variants (None: of all)."""
    where = json.dumps({"field": "variant_id", "op": "in", "value": list(ids)}) if ids is not None else None
    return lists.each(call, index.PRICES, ListQuery(where=where), _gathered)


def _gathered(rows: Iterator[Row]) -> dict[str, Tiers]:
    found: dict[str, Tiers] = {}
    for row in rows:
        tiers = found.setdefault(row["variant_id"], Tiers(row["version"]))
        tier = TierIO(**{name: row[name] for name in ("from_qty", "price", "valid_from", "valid_to", "franco")})
        tiers.grids.setdefault(row["grid_id"], []).append(tier)
    return found
