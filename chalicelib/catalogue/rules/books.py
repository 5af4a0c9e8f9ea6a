"""The books of the catalogue: families, packagings, ranges, capsules, tags.

Nouns: *family*, *packaging* (conditionnement), *range* (gamme), *capsule*, *tag* (étiquette). The one trick: each book
is one item, so a sale reads it whole with its batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

CapsuleColour = Literal["none", "green", "blue", "wine", "orange", "yellow", "grey", "red", "white"]
CapsuleKind = Literal["collective", "personalised"]


@dataclass(frozen=True, slots=True)
class Family:
    """`kind`: standard (wines, spirits…), pack (gift boxes) or other. `vat_rate` in percent is the last
    level of inheritance, so never None. `position` orders the families in lists."""

    id: str
    code: str
    name: str
    name_en: str = ""
    kind: Literal["standard", "pack", "other"] = "standard"
    position: int = 0
    vat_rate: Decimal = Decimal(20)
    sales_account: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class FamilyBook:
    items: tuple[Family, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyUse:
    """How many products a family has: what forbids deleting it. `gone`: it was deleted."""

    products: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Packaging:
    """`quantity` cols; `tare` in grams, without the bottles."""

    id: str
    code: str
    name: str
    name_en: str = ""
    quantity: int = 6
    kind: Literal["carton", "case", "crate", "pallet", "other"] = "carton"
    tare: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class PackagingBook:
    items: tuple[Packaging, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """A range (gamme): products belong to none, one or several."""

    id: str
    code: str
    name: str
    name_en: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class RangeBook:
    items: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A word a company puts on products (Primeur, Salon), as it puts others on customers and orders. Products hold its
    id, so renaming it renames it everywhere."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TagBook:
    items: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Capsule:
    """What closes a bottle and says whether its duties are paid. `colour` is that of the fiscal mark (the type of
    wine); `none` is a neutral capsule: for wine under suspension or exported. `volume` in 10^-5 hL."""

    id: str
    name: str
    colour: CapsuleColour
    kind: CapsuleKind
    volume: int
    archived: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        """What makes two capsules the same."""
        return self.colour, self.kind, self.volume


@dataclass(frozen=True, slots=True)
class CapsuleBook:
    items: tuple[Capsule, ...] = ()
