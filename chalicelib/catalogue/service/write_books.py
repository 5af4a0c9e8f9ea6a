"""Use cases on the two books of the catalogue: families and packagings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue.rules import Family, FamilyBook, FamilyUse, Packaging, PackagingBook, Range, sku_key
from chalicelib.catalogue.schemas import (
    FamiliesOut,
    FamilyIn,
    FamilyOut,
    PackagingIn,
    PackagingOut,
    PackagingsOut,
)
from chalicelib.catalogue.service.reading import families, packagings
from chalicelib.catalogue.store import FAMILIES, FAMILY_USES, PACKAGINGS
from chalicelib.kernel.book import WHOLE, entry, with_entry, without
from chalicelib.kernel.errors import Conflict, NotFound


def list_families(call: Call) -> FamiliesOut:
    unit = reading(call)
    ordered = sorted(families(unit).items, key=lambda one: (one.position, one.name))
    return FamiliesOut(items=[_family_out(unit, one) for one in ordered], version=unit.version(FAMILIES, WHOLE))


@use_case("catalogue.family.create")
def create_family(unit: Unit, asked: FamilyIn) -> FamilyOut:
    return _saved_family(unit, unit.new_id(FAMILIES.prefix), asked)


@use_case("catalogue.family.change")
def change_family(unit: Unit, id: str, asked: FamilyIn) -> FamilyOut:
    _book_with(unit, id)
    unit.expect(FAMILIES, WHOLE, unit.call.if_match)
    return _saved_family(unit, id, asked)


@use_case("catalogue.family.delete")
def delete_family(unit: Unit, id: str) -> None:
    """Remove a family without products. NotFound for an unknown one, Conflict for one in use."""
    unit.load((FAMILIES, WHOLE), (FAMILY_USES, id))
    book = _book_with(unit, id)
    if products := (unit.find(FAMILY_USES, id) or FamilyUse()).products:
        raise Conflict(
            "catalogue.family.in_use",
            f"Cette famille a {products} produits. Archivez-la, ou changez-les de famille.",
            products=products,
        )
    unit.put(FAMILIES, WHOLE, FamilyBook(without(book.items, id)))
    # Written even if no product ever was of it: one created at the same moment loses the race, and is refused.
    unit.put(FAMILY_USES, id, FamilyUse(gone=True))


def _book_with(unit: Unit, id: str) -> FamilyBook:
    """All the families; NotFound unless this one is among them."""
    book = families(unit)
    if entry(book.items, id) is None:
        raise NotFound("catalogue.family.not_found", "Cette famille n'existe pas ou plus.")
    return book


def _saved_family(unit: Unit, id: str, asked: FamilyIn) -> FamilyOut:
    book = families(unit)
    doc = Family(id=id, **asked.model_dump())
    unique(doc.id, doc.code, book.items)
    unit.put(FAMILIES, WHOLE, FamilyBook(with_entry(book.items, doc)))
    return _family_out(unit, doc)


def unique(id: str, code: str, items: Sequence[Family] | Sequence[Packaging] | Sequence[Range]) -> None:
    if any(sku_key(one.code) == sku_key(code) and one.id != id for one in items):
        raise Conflict("catalogue.code_taken", f"Le code {code} est déjà pris. Choisissez-en un autre.", "code")


def _family_out(unit: Unit, doc: Family) -> FamilyOut:
    return FamilyOut.model_validate({**asdict(doc), "version": unit.version(FAMILIES, WHOLE)})


def list_packagings(call: Call) -> PackagingsOut:
    unit = reading(call)
    items = [_packaging_out(unit, one) for one in packagings(unit).items]
    return PackagingsOut(items=items, version=unit.version(PACKAGINGS, WHOLE))


@use_case("catalogue.packaging.create")
def create_packaging(unit: Unit, asked: PackagingIn) -> PackagingOut:
    return _saved_packaging(unit, unit.new_id(PACKAGINGS.prefix), asked)


@use_case("catalogue.packaging.change")
def change_packaging(unit: Unit, id: str, asked: PackagingIn) -> PackagingOut:
    if entry(packagings(unit).items, id) is None:
        raise NotFound("catalogue.packaging.not_found", "Ce conditionnement n'existe pas ou plus.")
    unit.expect(PACKAGINGS, WHOLE, unit.call.if_match)
    return _saved_packaging(unit, id, asked)


def _saved_packaging(unit: Unit, id: str, asked: PackagingIn) -> PackagingOut:
    book = packagings(unit)
    doc = Packaging(id=id, **asked.model_dump())
    unique(doc.id, doc.code, book.items)
    unit.put(PACKAGINGS, WHOLE, PackagingBook(with_entry(book.items, doc)))
    return _packaging_out(unit, doc)


def _packaging_out(unit: Unit, doc: Packaging) -> PackagingOut:
    return PackagingOut.model_validate({**asdict(doc), "version": unit.version(PACKAGINGS, WHOLE)})
