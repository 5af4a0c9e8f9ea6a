"""Contracts of families, packagings, ranges, tags and capsules."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.catalogue.schemas.fields import Account, Name, Volume
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Id, LabelName, Line, Percent, Version


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


class RangeIn(Contract):
    """A range: products belong to none, one or several."""

    code: Annotated[Code, Field(min_length=1)]
    name: Name
    name_en: Line = ""
    archived: bool = False


class RangeOut(RangeIn):
    """`version` is that of the whole set."""

    id: str
    version: Version


class RangesOut(Contract):
    items: list[RangeOut]
    version: Version


class TagIn(Contract):
    """A tag of products. Two have two names, accents and case aside."""

    name: LabelName


class TagOut(TagIn):
    """`version` is that of the whole set."""

    id: str
    version: Version


class TagsOut(Contract):
    items: list[TagOut] = Field(description="by name")
    version: Version


class TaggingIn(Contract):
    """Tags put on some products and taken from them, by name or id; one to put that does not exist yet is created."""

    products: list[Id] = Field(
        default=[], max_length=50, description="none: the tags are created and nothing bears them"
    )
    add: list[LabelName] = Field(default=[], max_length=50)
    remove: list[LabelName] = Field(default=[], max_length=50)


class TaggedOut(Contract):
    """What changed: `products` the ids of those that bear other tags than before."""

    products: list[str]


class CapsuleIn(Contract):
    """A capsule. `colour`: that of the fiscal mark, `none` for a neutral one. The same three exist once."""

    name: Line = Field(default="", description="left out: made of colour, kind and volume")
    colour: Literal["none", "green", "blue", "wine", "orange", "yellow", "grey", "red", "white"]
    kind: Literal["collective", "personalised"] = "collective"
    volume: Volume
    archived: bool = False


class CapsuleOut(CapsuleIn):
    """`version` is that of the whole set."""

    id: str
    version: Version


class CapsulesOut(Contract):
    items: list[CapsuleOut]
    version: Version
