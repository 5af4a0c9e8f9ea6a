"""Use cases on the books of the catalogue whose entries have a code: families, packagings, ranges."""

from __future__ import annotations

import json
from typing import TypeVar

from chalicelib.aws.call import Call
from chalicelib.aws.shelf import Coded, Shelf, own_code
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue.rules import Family, FamilyUse, Packaging, Range
from chalicelib.catalogue.schemas import (
    FamiliesOut,
    FamilyIn,
    FamilyOut,
    PackagingIn,
    PackagingOut,
    PackagingsOut,
    RangeIn,
    RangeOut,
    RangesOut,
)
from chalicelib.catalogue.store import FAMILIES, FAMILY_USES, PACKAGINGS, RANGES
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.errors import Conflict
from chalicelib.readmodel import FIGURES, ListQuery, lists

PACKED = "packed"
"""The figure under which rooms above say what they pack in a packaging."""
C = TypeVar("C", bound=Coded)
G = TypeVar("G", bound=Contract)

families = Shelf[Family, FamilyOut](
    FAMILIES, FamilyOut, "catalogue.family.not_found", "Cette famille n'existe pas ou plus."
)
packagings = Shelf[Packaging, PackagingOut](
    PACKAGINGS, PackagingOut, "catalogue.packaging.not_found", "Ce conditionnement n'existe pas ou plus."
)
ranges = Shelf[Range, RangeOut](RANGES, RangeOut, "catalogue.range.not_found", "Cette gamme n'existe pas ou plus.")


def list_families(call: Call) -> FamiliesOut:
    unit = reading(call)
    ordered = sorted(families.entries(unit), key=lambda one: (one.position, one.name))
    return FamiliesOut(items=[families.shown(unit, one) for one in ordered], version=families.version(unit))


@use_case("catalogue.family.create")
def create_family(unit: Unit, asked: FamilyIn) -> FamilyOut:
    return _kept(unit, families, Family(id=unit.new_id(FAMILIES.prefix), **asked.model_dump()))


@use_case("catalogue.family.change")
def change_family(unit: Unit, id: str, asked: FamilyIn) -> FamilyOut:
    families.changing(unit, id)
    return _kept(unit, families, Family(id=id, **asked.model_dump()))


@use_case("catalogue.family.delete")
def delete_family(unit: Unit, id: str) -> None:
    """Remove a family without products. NotFound for an unknown one, Conflict for one in use."""
    unit.load((FAMILIES, WHOLE), (FAMILY_USES, id))
    families.entry(unit, id)
    if products := (unit.find(FAMILY_USES, id) or FamilyUse()).products:
        raise Conflict(
            "catalogue.family.in_use",
            f"Cette famille a {products} produits. Archivez-la, ou changez-les de famille.",
            products=products,
        )
    families.drop(unit, id)
    # Written even if no product ever was of it: one created at the same moment loses the race, and is refused.
    unit.put(FAMILY_USES, id, FamilyUse(gone=True))


def list_packagings(call: Call) -> PackagingsOut:
    unit = reading(call)
    items = [packagings.shown(unit, one) for one in packagings.entries(unit)]
    return PackagingsOut(items=items, version=packagings.version(unit))


@use_case("catalogue.packaging.create")
def create_packaging(unit: Unit, asked: PackagingIn) -> PackagingOut:
    return _kept(unit, packagings, Packaging(id=unit.new_id(PACKAGINGS.prefix), **asked.model_dump()))


@use_case("catalogue.packaging.change")
def change_packaging(unit: Unit, id: str, asked: PackagingIn) -> PackagingOut:
    packagings.changing(unit, id)
    return _kept(unit, packagings, Packaging(id=id, **asked.model_dump()))


@use_case("catalogue.packaging.delete")
def delete_packaging(unit: Unit, id: str) -> None:
    """Remove a packaging that no order and no quote names. NotFound for an unknown one, Conflict for one in use."""
    packagings.entry(unit, id)
    where = {"and": [{"field": "of", "op": "eq", "value": id}, {"field": "name", "op": "eq", "value": PACKED}]}
    if uses := lists.page(unit.call, FIGURES, ListQuery(where=json.dumps(where), limit=1)).count:
        raise Conflict(
            "catalogue.packaging.in_use",
            f"Ce conditionnement est nommé par {uses} commandes ou devis. Archivez-le.",
            uses=uses,
        )
    packagings.drop(unit, id)


def list_ranges(call: Call) -> RangesOut:
    unit = reading(call)
    ordered = sorted(ranges.entries(unit), key=lambda one: one.name)
    return RangesOut(items=[ranges.shown(unit, one) for one in ordered], version=ranges.version(unit))


@use_case("catalogue.range.create")
def create_range(unit: Unit, asked: RangeIn) -> RangeOut:
    return _kept(unit, ranges, Range(id=unit.new_id(RANGES.prefix), **asked.model_dump()))


@use_case("catalogue.range.change")
def change_range(unit: Unit, id: str, asked: RangeIn) -> RangeOut:
    ranges.changing(unit, id)
    return _kept(unit, ranges, Range(id=id, **asked.model_dump()))


def _kept(unit: Unit, shelf: Shelf[C, G], doc: C) -> G:
    """Conflict when another entry has its code."""
    detail = f"Le code {doc.code} est déjà pris. Choisissez-en un autre."
    own_code(doc, shelf.entries(unit), "catalogue.code_taken", detail)
    shelf.put(unit, doc)
    return shelf.shown(unit, doc)
