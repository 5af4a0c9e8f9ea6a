"""Use cases on ranges and capsules: two more books of the catalogue."""

from __future__ import annotations

from dataclasses import asdict, replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue.rules import Capsule, CapsuleBook, Range, RangeBook
from chalicelib.catalogue.schemas import CapsuleIn, CapsuleOut, CapsulesOut, RangeIn, RangeOut, RangesOut
from chalicelib.catalogue.service.reading import capsules, ranges
from chalicelib.catalogue.service.write_books import unique
from chalicelib.catalogue.store import CAPSULES, RANGES
from chalicelib.kernel.book import WHOLE, entry, with_entry
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.volume import shown

COLOURS = {
    "none": "neutre",
    "green": "verte",
    "blue": "bleue",
    "wine": "lie-de-vin",
    "orange": "orange",
    "yellow": "jaune",
    "grey": "grise",
    "red": "rouge",
    "white": "blanche",
}


def list_ranges(call: Call) -> RangesOut:
    unit = reading(call)
    items = [_range_out(unit, one) for one in sorted(ranges(unit).items, key=lambda one: one.name)]
    return RangesOut(items=items, version=unit.version(RANGES, WHOLE))


@use_case("catalogue.range.create")
def create_range(unit: Unit, asked: RangeIn) -> RangeOut:
    return _saved_range(unit, unit.new_id(RANGES.prefix), asked)


@use_case("catalogue.range.change")
def change_range(unit: Unit, id: str, asked: RangeIn) -> RangeOut:
    if entry(ranges(unit).items, id) is None:
        raise NotFound("catalogue.range.not_found", "Cette gamme n'existe pas ou plus.")
    unit.expect(RANGES, WHOLE, unit.call.if_match)
    return _saved_range(unit, id, asked)


def _saved_range(unit: Unit, id: str, asked: RangeIn) -> RangeOut:
    book = ranges(unit)
    doc = Range(id=id, **asked.model_dump())
    unique(doc.id, doc.code, book.items)
    unit.put(RANGES, WHOLE, RangeBook(with_entry(book.items, doc)))
    return _range_out(unit, doc)


def _range_out(unit: Unit, doc: Range) -> RangeOut:
    return RangeOut.model_validate({**asdict(doc), "version": unit.version(RANGES, WHOLE)})


def list_capsules(call: Call) -> CapsulesOut:
    unit = reading(call)
    ordered = sorted(capsules(unit).items, key=lambda one: (one.volume, one.colour, one.kind))
    return CapsulesOut(items=[_capsule_out(unit, one) for one in ordered], version=unit.version(CAPSULES, WHOLE))


@use_case("catalogue.capsule.create")
def create_capsule(unit: Unit, asked: CapsuleIn) -> CapsuleOut:
    return _saved_capsule(unit, unit.new_id(CAPSULES.prefix), asked)


@use_case("catalogue.capsule.change")
def change_capsule(unit: Unit, id: str, asked: CapsuleIn) -> CapsuleOut:
    if entry(capsules(unit).items, id) is None:
        raise NotFound("catalogue.capsule.not_found", "Cette capsule n'existe pas ou plus.")
    unit.expect(CAPSULES, WHOLE, unit.call.if_match)
    return _saved_capsule(unit, id, asked)


def _saved_capsule(unit: Unit, id: str, asked: CapsuleIn) -> CapsuleOut:
    """Conflict when the same colour, kind and volume exist already."""
    book = capsules(unit)
    doc = Capsule(id=id, **asked.model_dump())
    doc = doc if doc.name else replace(doc, name=_named(doc))
    if any(one.key == doc.key and one.id != id for one in book.items):
        detail = f"La capsule {_named(doc)} existe déjà. Reprenez-la, ou changez la couleur, le type ou la contenance."
        raise Conflict("catalogue.capsule.twice", detail, "colour")
    unit.put(CAPSULES, WHOLE, CapsuleBook(with_entry(book.items, doc)))
    return _capsule_out(unit, doc)


def _named(doc: Capsule) -> str:
    """ "CRD verte collective 75 cl", "neutre 1,5 L"."""
    kind = "" if doc.colour == "none" else {"collective": " collective", "personalised": " personnalisée"}[doc.kind]
    return f"{'' if doc.colour == 'none' else 'CRD '}{COLOURS[doc.colour]}{kind} {shown(doc.volume)}"


def _capsule_out(unit: Unit, doc: Capsule) -> CapsuleOut:
    return CapsuleOut.model_validate({**asdict(doc), "version": unit.version(CAPSULES, WHOLE)})
