"""Contracts of the lists of the catalogue."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pydantic import Field

from chalicelib.kernel.contract import Contract


class ProductRow(Contract):
    """A product in a list. `vintages`: years joined by ", "."""

    id: str
    code: str
    name: str
    name_en: str
    family_id: str
    family: str | None
    kind: str
    colour: str
    appellation: str
    vintages: str
    variants: int
    ranges: list[str]
    tags: list[str] = Field(description="ids of tags")
    tag_names: str | None
    customs_code: str
    declarable: bool
    source: str
    archived: bool
    updated_at: datetime


class VariantRow(Contract):
    """A variant in a list."""

    id: str
    sku: str
    label: str
    label_en: str
    product_id: str
    family_id: str
    family: str | None
    kind: str
    colour: str
    appellation: str
    year: int | None
    volume: int | None
    gtin: str
    case_gtin: str
    marketable: bool
    offered: bool
    ranges: list[str]
    tags: list[str] | None = Field(default=None, description="ids of the tags of its product, when asked for")
    pack: bool
    customs_code: str
    nc8: str
    alcohol: Decimal | None
    declarable: bool
    source: str
    archived: bool
    updated_at: datetime


class Kept(Contract):
    """What could not be deleted, and why (French: cause, then remedy)."""

    id: str
    rule: str
    detail: str
