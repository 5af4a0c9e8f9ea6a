"""Use cases on products. The one trick: a changed product rewrites its copy in each of its variants, in the
same commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import rules
from chalicelib.catalogue.rules import FamilyUse, Product, Vintage
from chalicelib.catalogue.schemas import Kept, ProductDeletedV1, ProductIn, ProductOut, ProductSavedV1, VintageIO
from chalicelib.catalogue.service.reading import families, ranges, variants
from chalicelib.catalogue.service.tags import shown, tag_ids
from chalicelib.catalogue.service.write_variants import capsule_problems
from chalicelib.catalogue.store import CAPSULES, FAMILIES, FAMILY_USES, PRODUCTS, RANGES, TAGS, VARIANTS, VINTAGE
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import FieldError, NotFound, Refused
from chalicelib.kernel.text import squeeze

_BOOKS = ((FAMILIES, WHOLE), (RANGES, WHOLE), (CAPSULES, WHOLE), (TAGS, WHOLE))


def get_product(call: Call, id: str) -> ProductOut:
    unit = reading(call)
    return _out(unit, product(unit, id))


def product_out(unit: Unit, id: str) -> ProductOut:
    """The product as the API shows it, as this unit would leave it."""
    return _out(unit, product(unit, id))


def product(unit: Unit, id: str) -> Product:
    """The product; NotFound when there is none."""
    found = unit.find(PRODUCTS, id)
    if found is None:
        raise NotFound("catalogue.product.not_found", "Ce produit n'existe pas ou plus.")
    return found


@use_case("catalogue.product.create")
def create_product(unit: Unit, asked: ProductIn) -> ProductOut:
    return create_products(unit, [asked])[0]


@use_case("catalogue.products.create")
def create_products(unit: Unit, asked: Sequence[ProductIn]) -> list[ProductOut]:
    """Several at once, all or none, in one read. Items: one each, and one for each distinct family."""
    unit.load(*_BOOKS, *((FAMILY_USES, one.family_id) for one in asked))
    return [_created(unit, one, f"{n}." if len(asked) > 1 else "") for n, one in enumerate(asked)]


def _created(unit: Unit, asked: ProductIn, path: str) -> ProductOut:
    doc = _doc(unit, unit.new_id(PRODUCTS.prefix), asked, None)
    _check(unit, doc, path)
    _count(unit, doc.family_id, 1)
    return _saved(unit, doc)


@use_case("catalogue.product.change")
def change_product(unit: Unit, id: str, asked: ProductIn) -> ProductOut:
    """The product replaced by what is given; its variants follow. Refused for a vintage removed while
    variants are of it."""
    unit.load(*_BOOKS, (PRODUCTS, id), (FAMILY_USES, asked.family_id))
    known = product(unit, id)
    unit.expect(PRODUCTS, id, unit.call.if_match)
    doc = _doc(unit, id, asked, known)
    _check(unit, doc, "")
    _rewrite_variants(unit, doc)
    if doc.family_id != known.family_id:
        _count(unit, known.family_id, -1)
        _count(unit, doc.family_id, 1)
    return _saved(unit, doc)


@use_case("catalogue.products.delete")
def delete_products(unit: Unit, ids: Sequence[str]) -> list[Kept]:
    """Remove products without variants; gives those that stay, and why. An unknown id is gone already.
    Items: one each, and one for each distinct family."""
    unit.load(*((PRODUCTS, id) for id in ids))
    docs = [doc for id in ids if (doc := unit.find(PRODUCTS, id))]
    unit.load(*((FAMILY_USES, doc.family_id) for doc in docs))
    for doc in docs:
        if not doc.variants:
            unit.delete(PRODUCTS, doc.id)
            _count(unit, doc.family_id, -1)
            unit.emit(ProductDeletedV1(product=doc.id))
    return [_kept(doc) for doc in docs if doc.variants]


def _kept(doc: Product) -> Kept:
    return Kept(
        id=doc.id,
        rule="catalogue.product.in_use",
        detail=f"« {doc.name} » a {len(doc.variants)} déclinaisons. Archivez-le.",
    )


def _doc(unit: Unit, id: str, asked: ProductIn, known: Product | None) -> Product:
    given = asked.model_dump(exclude={"vintages", "ranges", "customs", "tags"})
    doc = Product(
        id=id,
        **given,
        vintages=_vintages(unit, asked.vintages, known),
        variants=known.variants if known else (),
        ranges=tuple(dict.fromkeys(asked.ranges)),
        tags=(known.tags if known else ()) if asked.tags is None else tag_ids(unit, asked.tags),
        customs=rules.customs_cleaned(rules.Customs(**asked.customs.model_dump())),
    )
    return replace(doc, name=squeeze(doc.name), name_en=squeeze(doc.name_en), code=squeeze(doc.code))


def _vintages(unit: Unit, asked: Sequence[VintageIO], known: Product | None) -> tuple[Vintage, ...]:
    """The vintages, latest first. Refused for an id that is not one of the product's, or is given twice."""
    own = {vintage.id for vintage in known.vintages} if known else set()
    for n, one in enumerate(asked):
        if one.id is not None and one.id not in own:
            raise Refused(
                "catalogue.vintage.unknown",
                "Ce millésime n'est pas de ce produit. Laissez son identifiant vide pour en créer un.",
                f"vintages.{n}.id",
            )
        own.discard(one.id or "")
    return tuple(
        Vintage(one.id or unit.new_id(VINTAGE), one.year, one.alcohol, one.archived)
        for one in sorted(asked, key=lambda one: -(one.year or 0))
    )


def _check(unit: Unit, doc: Product, path: str) -> None:
    found = [replace(error, field=f"{path}{error.field}") for error in rules.vintage_problems(doc.vintages)]
    if not doc.name:
        found.append(FieldError(f"{path}name", "catalogue.product.no_name", "Le nom est vide. Saisissez-le."))
    if entry(families(unit).items, doc.family_id) is None:
        found.append(
            FieldError(
                f"{path}family_id", "catalogue.family.unknown", "Cette famille n'existe pas. Choisissez-en une autre."
            )
        )
    found += _named_things(unit, doc, path)
    if found:
        raise Refused.many(found)


def _named_things(unit: Unit, doc: Product, path: str) -> list[FieldError]:
    """Ranges and capsules that do not exist."""
    known = {one.id for one in ranges(unit).items} if doc.ranges else set()
    found = [
        FieldError(f"{path}ranges.{n}", "catalogue.range.unknown", "Cette gamme n'existe pas. Choisissez-en une autre.")
        for n, id in enumerate(doc.ranges)
        if id not in known
    ]
    return found + capsule_problems(unit, doc, path)


def _rewrite_variants(unit: Unit, doc: Product) -> None:
    for id, variant in variants(unit, doc.variants).items():
        if variant.vintage_id is not None and entry(doc.vintages, variant.vintage_id) is None:
            raise Refused(
                "catalogue.vintage.in_use",
                f"La déclinaison {variant.sku} est de ce millésime. Archivez-le au lieu de le retirer.",
                "vintages",
            )
        unit.put(VARIANTS, id, rules.labelled(replace(variant, of=rules.facts(doc, variant.vintage_id))))


def _count(unit: Unit, family_id: str, by: int) -> None:
    known = unit.find(FAMILY_USES, family_id) or FamilyUse()
    unit.put(FAMILY_USES, family_id, FamilyUse(known.products + by))


def _saved(unit: Unit, doc: Product) -> ProductOut:
    unit.put(PRODUCTS, doc.id, doc)
    unit.emit(ProductSavedV1(product=doc.id, family=doc.family_id, archived=doc.archived))
    return _out(unit, doc)


def _out(unit: Unit, doc: Product) -> ProductOut:
    declarable = doc.customs.declarable or doc.kind == "service" or not (doc.colour or doc.appellation)
    more = {"version": unit.version(PRODUCTS, doc.id), "declarable": declarable, "tags": shown(unit, doc.tags)}
    plain = {**PRODUCTS.plain(doc), **more}
    return ProductOut.model_validate(plain)
