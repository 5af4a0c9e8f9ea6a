"""Rows of our own list of products, met with what the company has.

The one trick: a cell is compared with what the list writes for that product, since the list joins name, colour, vintage
and volume in one designation; in a company that has not the product, the designation is kept as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from chalicelib.aws.unit import Unit
from chalicelib.catalogue import rules as catalogue_rules
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Facts, Variant
from chalicelib.kernel.book import entry as book_entry
from chalicelib.kernel.text import squeeze
from chalicelib.migration.rules.cells import flag
from chalicelib.migration.rules.fields import label
from chalicelib.migration.rules.imports import Books, Task
from chalicelib.migration.service.met import Met, saying, stamp
from chalicelib.pricing import service as pricing
from chalicelib.pricing.rules import Tariff


def met(unit: Unit, task: Task, owner: str, books: Books) -> Met:
    """The row with the product `owner` ("": none), which it never changes: what the list says otherwise is said."""
    if not owner:
        return _taken(task)
    known = catalogue.variant(unit, owner)
    now = print_of(known, pricing.tariff(unit, owner))
    differs = [] if task.same == now else list(_differences(unit, known, (task.entry.record or {})["said"]))
    if not differs:
        return Met(saying(task, "product.exists.unchanged"), "unchanged", owner, now)
    return Met(saying(task, "product.exists.kept", raw=task.entry.key, differs=", ".join(differs)), "none", owner)


def print_of(known: Variant, prices: Tariff) -> str:
    """The fingerprint of a variant, its product's part and its prices, but for what its use by documents changes."""
    return stamp(asdict(replace(known, in_use=False, stocked=False)), asdict(prices))


def _differences(unit: Unit, known: Variant, said: dict[str, str]) -> Iterator[str]:
    """What the list says otherwise, as a person calls it; a column that the file has not says nothing."""
    family = book_entry(catalogue.families(unit).items, known.of.family_id)
    customs = known.of.customs
    texts = {
        "name": (known.label,),
        "name_en": (known.label_en,),
        "family": (family.name if family else "",),
        "nature": {"goods": ("Bien", "Goods"), "service": ("Service",)}[known.of.kind],
        "colour": catalogue_rules.COLOUR_WORDS.get(known.of.colour, ("",)),
        "appellation": (known.of.appellation,),
        "vintage": (str(known.of.year or ""),),
        "volume": (str(known.volume or ""),),
        "gtin": (known.gtin,),
        "case_gtin": (known.case_gtin,),
        "customs_code": (customs.inao or customs.label,),
        "nc8": (customs.nc8,),
    }
    for name, written in texts.items():
        if name in said and said[name] not in [squeeze(one) for one in written]:
            yield label("product", name)
    for name, value in (("active", known.marketable), ("box", bool(known.parts)), ("archived", known.archived)):
        if name in said and flag(said[name]) is not value:
            yield label("product", name)
    if "alcohol" in said and _strength(said["alcohol"]) != known.of.customs.alcohol:
        yield label("product", "alcohol")


def _strength(written: str) -> Decimal | None:
    plain = written.replace(",", ".")
    return Decimal(plain) if plain.replace(".", "", 1).isdigit() else None


def _taken(task: Task) -> Met:
    """A product of another company: made of what the list says, off sale, what it does not say told."""
    record = dict(task.entry.record or {})
    if record["box"]:
        task = saying(task, "product.listed.box", label("product", "box"), record["name"])
        return Met(replace(task, entry=replace(task.entry, record=None)), "none")
    said = record["said"]
    if said.get("customs_code") and not (record["inao"] or record["fiscal_label"]):
        task = saying(task, "product.listed.customs", label("product", "customs_code"), said["customs_code"])
    task = saying(task, "product.listed.lacks")
    record |= {"active": False, **_named(record)}
    return Met(replace(task, entry=replace(task.entry, record=record)), "create")


def _named(record: dict[str, Any]) -> dict[str, str]:
    """The name whose designation is the one written, when there is one; else the designation is kept beside it."""
    whole, english = record["name"], record["name_en"]
    words = whole.split(" ")
    names = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
    name = next((one for one in names if _labels(record, one)[0] == whole), whole)
    french, other = _labels(record, name)
    return {
        "name": name,
        "name_en": "",
        "own_label": "" if french == whole else whole,
        "own_label_en": "" if other == english else english,
    }


def _labels(record: dict[str, Any], name: str) -> tuple[str, str]:
    """The designations, French and English, that the catalogue gives a product of that name."""
    of = Facts(name=name, family_id="", colour=record["colour"], year=record["vintage"])
    made = catalogue_rules.labelled(Variant(id="", sku="", product_id="", of=of, volume=record["volume"]))
    return squeeze(made.label), squeeze(made.label_en)
