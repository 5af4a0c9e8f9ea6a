"""Contracts of products, vintages and variants."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from chalicelib.catalogue.schemas.fields import Account, Alcohol, Colour, Gtin, Kind, Name
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Id, LabelName, Line, Percent, Version


class CustomsIO(Contract):
    """What the customs want to know of a wine. `inao`: its product code, or `label`: the fiscal label of the DRM
    when it has none. `nc8`: combined nomenclature."""

    inao: Annotated[str, Field(max_length=12, pattern=r"^[0-9A-Za-z ]*$")] = ""
    label: Line = ""
    nc8: Annotated[str, Field(max_length=11, pattern=r"^(\d{4} ?\d{2} ?\d{2})?$")] = ""
    alcohol: Alcohol | None = None


class PartIO(Contract):
    """So many cols of one variant in a gift box."""

    variant_id: Id
    quantity: int = Field(ge=1, le=1000)


class VintageIO(Contract):
    """A vintage of a product. `id`: left out for a new one. `year`: null for wines without vintage."""

    id: Id | None = None
    year: int | None = Field(default=None, ge=1800, le=2200)
    alcohol: Alcohol | None = Field(default=None, description="null: that of the product")
    archived: bool = False


class ProductIn(Contract):
    """A product with its vintages. `vat_rate`, `sales_account`: null = inherit from the family. `tags`: names; one that
    does not exist yet is created; null leaves them as they are."""

    family_id: Id
    name: Name
    code: Code = ""
    name_en: Line = ""
    kind: Kind = "goods"
    colour: Colour = ""
    appellation: Line = ""
    vat_rate: Percent | None = None
    sales_account: Account | None = None
    vintages: list[VintageIO] = Field(default=[], max_length=60)
    source: Line = Field(default="", description="where an import found this product")
    archived: bool = False
    ranges: list[Id] = Field(default=[], max_length=50)
    crd_capsule: Id | None = Field(default=None, description="worn by duty-paid bottles")
    neutral_capsule: Id | None = Field(default=None, description="worn under suspension or for export")
    customs: CustomsIO = CustomsIO()
    tags: Annotated[list[LabelName], Field(max_length=50)] | None = None


class VintageOut(VintageIO):
    id: str


class ProductOut(Contract):
    id: str
    version: Version
    family_id: str
    name: str
    code: str
    name_en: str
    kind: Kind
    colour: Colour
    appellation: str
    vat_rate: Decimal | None
    sales_account: str | None
    vintages: list[VintageOut]
    variants: list[str] = Field(description="ids")
    source: str
    archived: bool
    ranges: list[str]
    crd_capsule: str | None
    neutral_capsule: str | None
    customs: CustomsIO
    declarable: bool = Field(description="it has what a DRM needs, or is not a wine")
    tags: list[str] = Field(description="names")


class VariantIn(Contract):
    """One product of one vintage in one container. `volume` in units of 10^-5 hL (75 cl is 750).
    `own_label`: instead of the computed one. `vat_rate`, `sales_account`, capsules: null = inherit."""

    product_id: Id
    vintage_id: Id | None = None
    sku: Annotated[Code, Field(min_length=1)]
    volume: int | None = Field(default=None, ge=1, le=100_000_000, description="10^-5 hL; null when unknown")
    gtin: Gtin = Field(default="", description="barcode of one col")
    case_gtin: Gtin = Field(default="", description="barcode of a case")
    vat_rate: Percent | None = None
    sales_account: Account | None = None
    marketable: bool = True
    own_label: Line = ""
    own_label_en: Line = ""
    source: Line = ""
    archived: bool = False
    crd_capsule: Id | None = None
    neutral_capsule: Id | None = None
    sales_unit: int = Field(default=1, ge=1, le=1000, description="sold by so many cols")
    weight: int | None = Field(default=None, ge=1, le=1_000_000, description="grams of one col")
    parts: list[PartIO] = Field(default=[], max_length=30, description="what a gift box is made of")
    lot: Code = Field(default="", description="what the label says of the bottling")
    ttb_id: str = Field(
        default="", pattern=r"^(\d{14})?$", description="label approval in the United States: 14 digits"
    )


class Inherited(Contract):
    """A value in force and the level that gives it: variant, product or family."""

    value: str | None
    level: str


class ComponentOut(Contract):
    """A part of a gift box, with its name."""

    variant_id: str
    quantity: int
    sku: str
    label: str


class VariantOut(VariantIn):
    id: str
    version: Version
    label: str
    label_en: str
    product: str = Field(description="name of the product")
    family_id: str
    kind: Kind
    colour: Colour
    year: int | None
    offered: bool = Field(description="proposed in order entry, till and shop")
    in_use: bool = Field(description="a document names it: archive it, it cannot be deleted")
    effective_vat_rate: Inherited
    effective_sales_account: Inherited
    effective_crd_capsule: Inherited
    effective_neutral_capsule: Inherited
    defaults: dict[str, Inherited] = Field(description='what "Par défaut" gives here, by field')
    equivalents: Decimal | None = Field(description="75 cl equivalents of one col")
    ranges: list[str]
    customs: CustomsIO
    components: list[ComponentOut]
