"""Use cases on the tags of products: one book.

The one trick: a product is saved with names, and a name that nobody used yet becomes a tag in the same commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.shelf import Shelf
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue.rules import Tag
from chalicelib.catalogue.schemas import TaggedOut, TaggingIn, TagIn, TagOut, TagsOut
from chalicelib.catalogue.store import PRODUCTS, TAGS
from chalicelib.kernel.book import WHOLE, entry, named, names
from chalicelib.kernel.errors import Conflict, NotFound, Refused
from chalicelib.kernel.text import fold, squeeze

MOST = 500
tags = Shelf[Tag, TagOut](TAGS, TagOut, "catalogue.tag.not_found", "Cette étiquette n'existe pas ou plus.")


def tag_ids(unit: Unit, said: Sequence[str]) -> tuple[str, ...]:
    """The ids of the tags meant, each once; those that do not exist yet are created in the caller's transaction."""
    found = []
    for name in said:
        known = named(tags.entries(unit), name)
        found.append((known or _kept(unit, Tag(unit.new_id(TAGS.prefix), squeeze(name)))).id)
    return tuple(dict.fromkeys(found))


def shown(unit: Unit, ids: Sequence[str]) -> list[str]:
    """What these tags are called now."""
    return names(tags.entries(unit), ids) if ids else []


def list_tags(call: Call) -> TagsOut:
    unit = reading(call)
    ordered = sorted(tags.entries(unit), key=lambda one: fold(one.name))
    return TagsOut(items=[tags.shown(unit, one) for one in ordered], version=tags.version(unit))


@use_case("catalogue.tag.change")
def change_tag(unit: Unit, id: str, asked: TagIn) -> TagOut:
    """The tag renamed, for all products that bear it at once. Conflict when another has the name."""
    tags.changing(unit, id)
    return tags.shown(unit, _kept(unit, Tag(id, squeeze(asked.name))))


@use_case("catalogue.tag.delete")
def delete_tag(unit: Unit, id: str) -> None:
    """Remove a tag: products that bear it lose it."""
    tags.entry(unit, id)
    tags.drop(unit, id)


@use_case("catalogue.products.tag")
def tag_products(unit: Unit, asked: TaggingIn) -> TaggedOut:
    """Put tags on products and take others away, all or none. NotFound for a product that is not there."""
    ids = tuple(dict.fromkeys(asked.products))
    unit.load((TAGS, WHOLE), *((PRODUCTS, id) for id in ids))
    added = tag_ids(unit, asked.add)
    gone = {one.id for said in asked.remove if (one := named(tags.entries(unit), said))} - set(added)
    changed = []
    for id in ids:
        doc = unit.find(PRODUCTS, id)
        if doc is None:
            raise NotFound("catalogue.product.not_found", "Ce produit n'existe pas ou plus.")
        wanted = tuple(one for one in dict.fromkeys((*doc.tags, *added)) if one not in gone)
        if wanted != doc.tags:
            unit.put(PRODUCTS, id, replace(doc, tags=wanted))
            changed.append(id)
    return TaggedOut(products=changed)


def _kept(unit: Unit, tag: Tag) -> Tag:
    items = tags.entries(unit)
    other = named(items, tag.name)
    if other is not None and other.id != tag.id:
        raise Conflict("catalogue.tag.taken", f"« {other.name} » existe déjà. Choisissez un autre nom.", "name")
    if len(items) >= MOST and entry(items, tag.id) is None:
        detail = f"Une société a {MOST} étiquettes de produits au plus. Supprimez-en."
        raise Refused("catalogue.tag.too_many", detail, "name")
    tags.put(unit, tag)
    return tag
