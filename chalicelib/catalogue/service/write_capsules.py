"""Use cases on capsules: a book whose entries are told apart by colour, kind and volume."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.shelf import Shelf
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue.rules import Capsule
from chalicelib.catalogue.schemas import CapsuleIn, CapsuleOut, CapsulesOut
from chalicelib.catalogue.store import CAPSULES
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.volume import shown

capsules = Shelf[Capsule, CapsuleOut](
    CAPSULES, CapsuleOut, "catalogue.capsule.not_found", "Cette capsule n'existe pas ou plus."
)

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


def list_capsules(call: Call) -> CapsulesOut:
    unit = reading(call)
    ordered = sorted(capsules.entries(unit), key=lambda one: (one.volume, one.colour, one.kind))
    return CapsulesOut(items=[capsules.shown(unit, one) for one in ordered], version=capsules.version(unit))


@use_case("catalogue.capsule.create")
def create_capsule(unit: Unit, asked: CapsuleIn) -> CapsuleOut:
    return _kept(unit, Capsule(id=unit.new_id(CAPSULES.prefix), **asked.model_dump()))


@use_case("catalogue.capsule.change")
def change_capsule(unit: Unit, id: str, asked: CapsuleIn) -> CapsuleOut:
    capsules.changing(unit, id)
    return _kept(unit, Capsule(id=id, **asked.model_dump()))


def _kept(unit: Unit, doc: Capsule) -> CapsuleOut:
    """Conflict when the same colour, kind and volume exist already."""
    doc = doc if doc.name else replace(doc, name=_named(doc))
    if any(one.key == doc.key and one.id != doc.id for one in capsules.entries(unit)):
        detail = f"La capsule {_named(doc)} existe déjà. Reprenez-la, ou changez la couleur, le type ou la contenance."
        raise Conflict("catalogue.capsule.twice", detail, "colour")
    capsules.put(unit, doc)
    return capsules.shown(unit, doc)


def _named(doc: Capsule) -> str:
    """ "CRD verte collective 75 cl", "neutre 1,5 L"."""
    kind = "" if doc.colour == "none" else {"collective": " collective", "personalised": " personnalisée"}[doc.kind]
    return f"{'' if doc.colour == 'none' else 'CRD '}{COLOURS[doc.colour]}{kind} {shown(doc.volume)}"
