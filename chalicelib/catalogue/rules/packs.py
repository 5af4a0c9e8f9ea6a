"""Gift boxes (*coffrets*): what they are made of, and how many can be made.

Nouns: *part* (so many cols of a variant). The one trick: a box may hold a box, so what it is made of is looked at down
to the bottles, and a box that would hold itself is refused with the way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.catalogue.rules.products import PackPart, Variant
from chalicelib.kernel.errors import FieldError

DEEPEST = 4
"""Boxes inside boxes."""


def pack_problems(variant: Variant, known: Mapping[str, Variant]) -> list[FieldError]:
    """Everything that must refuse the parts of a box. `known`: every variant met on the way down."""
    found: list[FieldError] = []
    seen: set[str] = set()
    for n, part in enumerate(variant.parts):
        wine = known.get(part.variant_id)
        if wine is None and part.variant_id != variant.id:
            detail = "Ce composant n'existe pas. Choisissez un autre article."
            found.append(FieldError(f"parts.{n}.variant_id", "catalogue.pack.unknown", detail))
        elif wine is not None and not wine.goods:
            detail = f"« {wine.label} » est une prestation : elle n'entre pas dans un coffret. Retirez-la."
            found.append(FieldError(f"parts.{n}.variant_id", "catalogue.pack.service", detail))
        if part.variant_id in seen:
            detail = "Ce composant est donné deux fois. Ajoutez les quantités."
            found.append(FieldError(f"parts.{n}.variant_id", "catalogue.pack.twice", detail))
        seen.add(part.variant_id)
        if way := _way_back(variant, part, known):
            detail = f"Un coffret ne peut pas se contenir lui-même : {' > '.join(way)}. Retirez ce composant."
            found.append(FieldError(f"parts.{n}.variant_id", "catalogue.pack.cycle", detail))
    return found


def _way_back(box: Variant, part: PackPart, known: Mapping[str, Variant]) -> list[str]:
    """The SKUs from the box back to itself through a part; empty when it does not come back."""
    if part.variant_id == box.id:
        return [box.sku, box.sku]
    inner = known.get(part.variant_id)
    if inner is None:
        return []
    for below in inner.parts:
        if below.variant_id == box.id:
            return [box.sku, inner.sku, box.sku]
        if inner.id != box.id and (way := _way_back(box, below, {k: v for k, v in known.items() if k != inner.id})):
            return [box.sku, inner.sku, *way[1:]]
    return []


def components(variant: Variant, known: Mapping[str, Variant], count: int = 1) -> dict[str, int]:
    """The bottles of `count` boxes: variant id -> cols; the variant itself when it is no box."""
    if not variant.parts:
        return {variant.id: count}
    found: dict[str, int] = {}
    for part in variant.parts:
        inner = known.get(part.variant_id)
        below = components(inner, known, part.quantity * count) if inner else {part.variant_id: part.quantity * count}
        for id, cols in below.items():
            found[id] = found.get(id, 0) + cols
    return found


def assemblable(parts: Sequence[PackPart], available: Mapping[str, int]) -> int:
    """How many boxes can be made on the fly: the least, over the parts, of what is there divided by what is needed."""
    return min((max(0, available.get(part.variant_id, 0)) // part.quantity for part in parts), default=0)


def pack_volume(parts: Sequence[PackPart], known: Mapping[str, Variant]) -> int | None:
    """What a box holds in 10^-5 hL; None when the volume of a part is unknown."""
    volumes = [(known[part.variant_id].volume if part.variant_id in known else None, part.quantity) for part in parts]
    if not volumes or any(volume is None for volume, _ in volumes):
        return None
    return sum((volume or 0) * quantity for volume, quantity in volumes)
