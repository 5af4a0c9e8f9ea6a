"""Promotions: what they name, when they apply, and which of them get in each other's way.

Nouns: *scope* (what is named of the catalogue), *promotion*, *wine* (what the catalogue says of the variant of a
line). The one trick: naming nothing means everything, for grids, channels and scope alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.dates import within
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.money import rounded

Channel = Literal["office", "shop", "till"]
CHANNELS: tuple[Channel, ...] = ("office", "shop", "till")


@dataclass(frozen=True, slots=True)
class Priceable:
    """What the catalogue says of a variant. `volume` in 10^-5 hL, None when unknown; services have no part in the
    count of an order; `rate` is its French VAT in percent."""

    variant_id: str
    goods: bool = True
    volume: int | None = None
    product_id: str = ""
    family_id: str = ""
    ranges: tuple[str, ...] = ()
    rate: Decimal = Decimal(20)

    @property
    def names(self) -> tuple[str, ...]:
        """What a promotion may name it by."""
        return (self.variant_id, self.product_id, self.family_id, *self.ranges)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a promotion names, by id. Nothing at all is everything."""

    ranges: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.ranges, *self.families, *self.products, *self.variants))

    def holds(self, wine: Priceable) -> bool:
        return not self.names or not self.names.isdisjoint(wine.names)


@dataclass(frozen=True, slots=True)
class Promotion:
    """Exactly one of `percent` and `per_col` (an amount off each col, in the grid's basis). Both days are included."""

    id: str
    code: str
    name: str
    name_en: str = ""
    percent: Decimal | None = None
    per_col: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    scope: Scope = Scope()
    grids: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    archived: bool = False

    def runs(self, grid_id: str, channel: str, on: date) -> bool:
        """May it apply to an order of this grid, from this channel, that day?"""
        return (
            not self.archived
            and within(on, self.valid_from, self.valid_to)
            and (not self.grids or grid_id in self.grids)
            and (not self.channels or channel in self.channels)
        )

    def reduced(self, price: Decimal, decimals: int) -> Decimal:
        """A grid price under this promotion, to the decimals of the grid; never below zero."""
        less = price * (self.percent or 0) / 100 if self.percent is not None else (self.per_col or Decimal(0))
        return max(Decimal(0), rounded(price - less, decimals))


@dataclass(frozen=True, slots=True)
class PromotionBook:
    """All the promotions of a company."""

    items: tuple[Promotion, ...] = ()


def promotion_problems(promotion: Promotion, others: Iterable[Promotion]) -> list[FieldError]:
    """Everything that must refuse the promotion; `others` may hold it as it was."""
    found: list[FieldError] = []
    if (promotion.percent is None) == (promotion.per_col is None):
        detail = "Donnez un pourcentage ou un montant par col, l'un des deux."
        found.append(FieldError("percent", "pricing.promotion.amount", detail))
    if promotion.valid_from and promotion.valid_to and promotion.valid_to < promotion.valid_from:
        detail = "La fin précède le début. Inversez les dates."
        found.append(FieldError("valid_to", "pricing.promotion.dates", detail))
    for other in _beside(promotion, others):
        if _same(promotion.scope, other.scope):
            detail = f"La promotion {other.code} vise déjà les mêmes articles ces jours-là. Changez les dates."
            found.append(FieldError("scope", "pricing.promotion.overlap", detail))
    return found


def promotion_doubts(promotion: Promotion, others: Iterable[Promotion]) -> list[FieldError]:
    """Other promotions that may meet this one on a line through other names: the cheaper will apply."""
    return [
        FieldError(
            "scope",
            "pricing.promotion.overlap",
            f"La promotion {other.code} peut viser un même article ces jours-là : la moins chère s'appliquera.",
        )
        for other in _beside(promotion, others)
        if not _same(promotion.scope, other.scope) and _may_meet(promotion.scope, other.scope)
    ]


def _beside(promotion: Promotion, others: Iterable[Promotion]) -> Sequence[Promotion]:
    """The other promotions in use whose days, grids and channels meet those of this one."""
    if promotion.archived:
        return ()
    return [
        other
        for other in others
        if other.id != promotion.id
        and not other.archived
        and _days_meet(promotion, other)
        and _meet(promotion.grids, other.grids)
        and _meet(promotion.channels, other.channels)
    ]


def _days_meet(one: Promotion, two: Promotion) -> bool:
    begins = max(one.valid_from or date.min, two.valid_from or date.min)
    return begins <= min(one.valid_to or date.max, two.valid_to or date.max)


def _meet(one: Collection[str], two: Collection[str]) -> bool:
    return not one or not two or not set(one).isdisjoint(two)


def _same(one: Scope, two: Scope) -> bool:
    return (not one.names and not two.names) or not one.names.isdisjoint(two.names)


def _may_meet(one: Scope, two: Scope) -> bool:
    """Could one variant be of both? Two that name only variants, or only products or families, share none."""
    if not one.names or not two.names:
        return True
    kinds = [{name for name in ("families", "products", "variants") if getattr(scope, name)} for scope in (one, two)]
    return bool(one.ranges or two.ranges) or kinds[0] != kinds[1] or len(kinds[0]) > 1
