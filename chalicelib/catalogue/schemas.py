"""Contracts of the catalogue: families, packagings, products, variants."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Code, Id, Line, Percent, Version

Name = Annotated[Line, Field(min_length=1)]
Account = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z]+$")]
Gtin = Annotated[str, Field(max_length=20)]
Colour = Literal["", "red", "rose", "white", "sparkling", "other"]
Kind = Literal["goods", "service"]


class FamilyIn(Contract):
    """A family of products. `vat_rate` is what its products get when they say nothing."""

    code: Annotated[Code, Field(min_length=1)]
    name: Name
    name_en: Line = ""
    kind: Literal["standard", "pack", "other"] = "standard"
    position: int = Field(default=0, ge=0, le=10_000, description="order in lists")
    vat_rate: Percent = Decimal(20)
    sales_account: Account | None = None
    archived: bool = False


class FamilyOut(FamilyIn):
    """`version` is that of the whole set."""

    id: str
    version: Version


class FamiliesOut(Contract):
    items: list[FamilyOut] = Field(description="by position, then name")
    version: Version


class PackagingIn(Contract):
    """A packaging: how many cols it holds, and its own weight in grams."""

    code: Annotated[Code, Field(min_length=1)]
    name: Name
    name_en: Line = ""
    quantity: int = Field(ge=1, le=10_000, description="cols")
    kind: Literal["carton", "case", "crate", "pallet", "other"] = "carton"
    tare: int = Field(default=0, ge=0, le=1_000_000, description="grams")
    archived: bool = False


class PackagingOut(PackagingIn):
    """`version` is that of the whole set."""

    id: str
    version: Version


class PackagingsOut(Contract):
    items: list[PackagingOut]
    version: Version


class VintageIO(Contract):
    """A vintage of a product. `id`: left out for a new one. `year`: null for wines without vintage."""

    id: Id | None = None
    year: int | None = Field(default=None, ge=1800, le=2200)
    alcohol: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None = Field(
        default=None, description="percent by volume"
    )
    archived: bool = False


class ProductIn(Contract):
    """A product with its vintages. `vat_rate`, `sales_account`: null = inherit from the family."""

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


class VariantIn(Contract):
    """One product of one vintage in one container. `volume` in units of 10^-5 hL (75 cl is 750).
    `own_label`: instead of the computed one. `vat_rate`, `sales_account`: null = inherit."""

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


class Inherited(Contract):
    """A value in force and the level that gives it: variant, product or family."""

    value: str | None
    level: str


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
    source: str
    archived: bool
    updated_at: datetime


class Kept(Contract):
    """What could not be deleted, and why (French: cause, then remedy)."""

    id: str
    rule: str
    detail: str


class ProductSavedV1(Fact):
    """A product was created or changed."""

    TYPE: ClassVar[str] = "catalogue.product.saved.v1"
    product: str
    family: str
    archived: bool


class ProductDeletedV1(Fact):
    """A product without variants was removed."""

    TYPE: ClassVar[str] = "catalogue.product.deleted.v1"
    product: str


class VariantSavedV1(Fact):
    """A variant was created or changed."""

    TYPE: ClassVar[str] = "catalogue.variant.saved.v1"
    variant: str
    sku: str
    offered: bool


class VariantDeletedV1(Fact):
    """A variant that no document named was removed."""

    TYPE: ClassVar[str] = "catalogue.variant.deleted.v1"
    variant: str
    sku: str
