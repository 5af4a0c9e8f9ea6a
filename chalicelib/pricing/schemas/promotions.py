"""Contracts of promotions and of the prices agreed with a customer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Id, Line, Percent, Price, Version
from chalicelib.kernel.money import Basis
from chalicelib.pricing.schemas.grids import Channel, DoubtOut, TierIO


class ScopeIO(Contract):
    """What a promotion names, by id; nothing at all is everything."""

    ranges: list[Id] = Field(default=[], max_length=200)
    families: list[Id] = Field(default=[], max_length=200)
    products: list[Id] = Field(default=[], max_length=200)
    variants: list[Id] = Field(default=[], max_length=200)


class PromotionIn(Contract):
    """So much less on what it names. Exactly one of `percent` and `per_col`. Both days are included (Paris). No grid or
    channel named: all of them."""

    code: Annotated[Code, Field(min_length=1)]
    name: Annotated[Line, Field(min_length=1)]
    name_en: Line = ""
    percent: Percent | None = None
    per_col: Price | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    scope: ScopeIO = ScopeIO()
    grids: list[Id] = Field(default=[], max_length=200)
    channels: list[Channel] = Field(default=[], max_length=3)
    archived: bool = False


class PromotionOut(PromotionIn):
    """`version` is that of the whole set; `warnings`: other promotions that may meet it."""

    id: str
    version: Version
    warnings: list[DoubtOut]


class PromotionsOut(Contract):
    items: list[PromotionOut]
    version: Version


class AgreementIn(Contract):
    """All the prices agreed with one customer: variant id -> tiers. A variant left out has none any more."""

    basis: Basis = Basis.HT
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    prices: dict[Id, Annotated[list[TierIO], Field(max_length=50)]] = Field(max_length=300)


class AgreedOut(Contract):
    """What is agreed for one variant, with its name and what the customer's own grid says for one col today."""

    variant_id: str
    sku: str
    label: str
    tiers: list[TierIO]
    listed: Decimal | None


class AgreementOut(Contract):
    customer_id: str
    basis: Basis
    currency: str
    items: list[AgreedOut]
    version: Version
    warnings: list[DoubtOut]
