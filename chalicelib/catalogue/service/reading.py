"""What the rooms above read of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from chalicelib.aws.call import Call
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.catalogue import index, rules
from chalicelib.catalogue.rules import DEEPEST, CapsuleBook, FamilyBook, PackagingBook, RangeBook, Variant
from chalicelib.catalogue.schemas import VariantRow
from chalicelib.catalogue.store import CAPSULES, FAMILIES, PACKAGINGS, RANGES, VARIANTS
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.inheritance import Resolved
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery, Page

T = TypeVar("T")


def refs(variant_ids: Iterable[str]) -> tuple[Ref, ...]:
    """What a sale of these variants reads here: the variants, the families, the packagings."""
    return (
        *((VARIANTS, id) for id in dict.fromkeys(variant_ids)),
        (FAMILIES, WHOLE),
        (PACKAGINGS, WHOLE),
    )


def list_variants(call: Call, query: ListQuery) -> Page[VariantRow]:
    """A page of the variants' list."""
    return lists.page(call, index.VARIANTS, query, VariantRow)


def each_variant(call: Call, query: ListQuery, work: Callable[[Iterator[Row]], T]) -> T:
    """Give `work` every row of the variants' list that the query means, in its order."""
    return lists.each(call, index.VARIANTS, query, work)


def variants(unit: Unit, ids: Iterable[str]) -> dict[str, Variant]:
    """The variants by id; those that do not exist are absent."""
    wanted = tuple(dict.fromkeys(ids))
    unit.load(*((VARIANTS, id) for id in wanted))
    return {id: found for id in wanted if (found := unit.find(VARIANTS, id)) is not None}


def variant(unit: Unit, id: str) -> Variant:
    """The variant; NotFound when there is none."""
    found = unit.find(VARIANTS, id)
    if found is None:
        raise NotFound("catalogue.variant.not_found", "Ce produit n'existe pas ou plus.")
    return found


def families(unit: Unit) -> FamilyBook:
    return unit.find(FAMILIES, WHOLE) or FamilyBook()


def packagings(unit: Unit) -> PackagingBook:
    return unit.find(PACKAGINGS, WHOLE) or PackagingBook()


def ranges(unit: Unit) -> RangeBook:
    return unit.find(RANGES, WHOLE) or RangeBook()


def capsule_refs() -> tuple[Ref, ...]:
    """What naming the capsule of a line reads."""
    return ((CAPSULES, WHOLE),)


def capsules(unit: Unit) -> CapsuleBook:
    return unit.find(CAPSULES, WHOLE) or CapsuleBook()


def with_parts(unit: Unit, wine: Variant) -> dict[str, Variant]:
    """Every variant met on the way down from a gift box, itself left out: one batch for each level."""
    found: dict[str, Variant] = {}
    wanted = {part.variant_id for part in wine.parts}
    for _ in range(DEEPEST + 1):
        new = variants(unit, sorted(wanted - set(found)))
        found |= new
        wanted = {part.variant_id for one in new.values() for part in one.parts}
        if wanted <= set(found):
            break
    return found


def vat_rate(unit: Unit, variant: Variant) -> Resolved[Decimal]:
    """The rate in France, in percent, and the level that gives it (variant, product or family)."""
    return rules.vat_rate(variant, families(unit))


def sales_account(unit: Unit, variant: Variant) -> Resolved[str]:
    """The sales account and the level that gives it; value None when no level says."""
    return rules.sales_account(variant, families(unit))


def mark_used(unit: Unit, ids: Iterable[str]) -> None:
    """A document now names these variants: they can be archived, not deleted. Writes nothing the second
    time."""
    for id, known in variants(unit, ids).items():
        if not known.in_use:
            unit.put(VARIANTS, id, replace(known, in_use=True))


def mark_stocked(unit: Unit, id: str, stocked: bool) -> None:
    """The opening stock of this variant was brought from another program, or (`stocked` False) taken back."""
    known = variant(unit, id)
    if known.stocked != stocked:
        unit.put(VARIANTS, id, replace(known, stocked=stocked))
