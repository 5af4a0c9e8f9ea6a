"""What the catalogue tells."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.kernel.contract import Fact


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
