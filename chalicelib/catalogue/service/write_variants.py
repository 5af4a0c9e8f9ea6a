"""Use cases on variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import rules
from chalicelib.catalogue.rules import MOST_VARIANTS, PackPart, Product, Variant
from chalicelib.catalogue.schemas import (
    ComponentOut,
    Inherited,
    Kept,
    VariantDeletedV1,
    VariantIn,
    VariantOut,
    VariantSavedV1,
)
from chalicelib.catalogue.service.reading import capsules, families, refs, variant, with_parts
from chalicelib.catalogue.store import FAMILIES, GTIN, PRODUCTS, SKU, VARIANTS, guard_refs
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, FieldError, Refused
from chalicelib.kernel.inheritance import Resolved
from chalicelib.kernel.volume import equivalents_shown


def get_variant(call: Call, id: str) -> VariantOut:
    unit = reading(call)
    unit.load(*refs([id]))
    return _out(unit, variant(unit, id))


@use_case("catalogue.variant.create")
def create_variant(unit: Unit, asked: VariantIn) -> VariantOut:
    """One variant. Refused with every field in error; Conflict when the SKU or a GTIN is another's."""
    return create_variants(unit, [asked])[0]


@use_case("catalogue.variants.create")
def create_variants(unit: Unit, asked: Sequence[VariantIn]) -> list[VariantOut]:
    """Several at once, all or none, in one read. Items: two each (the variant and its SKU), one for each
    GTIN, one for each distinct product."""
    products = _products(unit, asked)
    docs = [_new(unit, one, products[one.product_id]) for one in asked]
    unit.load(*(ref for doc in docs for ref in guard_refs(doc)))
    for n, doc in enumerate(docs):
        path = f"{n}." if len(docs) > 1 else ""
        owner = unit.get(PRODUCTS, doc.product_id)
        _check(unit, doc, owner, path)
        if len(owner.variants) >= MOST_VARIANTS:
            raise Refused(
                "catalogue.product.full",
                f"Un produit a au plus {MOST_VARIANTS} déclinaisons. Créez un autre produit.",
                f"{path}product_id",
            )
        unit.put(PRODUCTS, owner.id, replace(owner, variants=(*owner.variants, doc.id)))
        hold(unit, doc, None, path)
    return [_saved(unit, doc) for doc in docs]


def _products(unit: Unit, asked: Sequence[VariantIn]) -> dict[str, Product]:
    """The products named, read with all that can be known to be needed. Refused for one that does not
    exist."""
    wanted = list(dict.fromkeys(one.product_id for one in asked))
    unit.load((FAMILIES, WHOLE), *((PRODUCTS, id) for id in wanted))
    found = {id: doc for id in wanted if (doc := unit.find(PRODUCTS, id))}
    unknown = [
        FieldError(
            f"{n}.product_id" if len(asked) > 1 else "product_id",
            "catalogue.product.unknown",
            "Ce produit n'existe pas. Choisissez-en un autre.",
        )
        for n, one in enumerate(asked)
        if one.product_id not in found
    ]
    if unknown:
        raise Refused.many(unknown)
    return found


def _new(unit: Unit, asked: VariantIn, owner: Product) -> Variant:
    return _doc(unit.new_id(VARIANTS.prefix), asked, owner)


def _doc(id: str, asked: VariantIn, owner: Product) -> Variant:
    parts = tuple(PackPart(**part.model_dump()) for part in asked.parts)
    doc = Variant(id=id, of=rules.facts(owner, asked.vintage_id), parts=parts, **asked.model_dump(exclude={"parts"}))
    return rules.labelled(rules.cleaned(doc))


def _check(unit: Unit, doc: Variant, owner: Product, path: str) -> None:
    problems = rules.variant_problems(doc, owner)
    if doc.parts:
        problems += rules.pack_problems(doc, with_parts(unit, doc))
    found = [replace(error, field=f"{path}{error.field}") for error in problems]
    found += capsule_problems(unit, doc, path)
    if found:
        raise Refused.many(found)


def capsule_problems(unit: Unit, doc: Variant | Product, path: str) -> list[FieldError]:
    """Capsules named that do not exist."""
    named = {"crd_capsule": doc.crd_capsule, "neutral_capsule": doc.neutral_capsule}
    if not any(named.values()):
        return []
    known = {one.id for one in capsules(unit).items}
    detail = "Cette capsule n'existe pas. Choisissez-en une autre."
    return [
        FieldError(f"{path}{field}", "catalogue.capsule.unknown", detail)
        for field, id in named.items()
        if id is not None and id not in known
    ]


def hold(unit: Unit, doc: Variant, known: Variant | None, path: str) -> None:
    """Take the SKU and the GTINs; give back those the variant had before."""
    unit.guard(SKU, rules.sku_key(doc.sku), doc.id, _taken("sku", doc.sku, path))
    for field, number in rules.gtins(doc).items():
        unit.guard(GTIN, rules.gtin_key(number), doc.id, _taken(field, number, path))
    if known is None:
        return
    if rules.sku_key(known.sku) != rules.sku_key(doc.sku):
        unit.release(SKU, rules.sku_key(known.sku))
    kept = {rules.gtin_key(number) for number in rules.gtins(doc).values()}
    for number in rules.gtins(known).values():
        if rules.gtin_key(number) not in kept:
            unit.release(GTIN, rules.gtin_key(number))


def _taken(field: str, value: str, path: str) -> Conflict:
    word = "La référence" if field == "sku" else "Le code-barres"
    return Conflict(
        f"catalogue.variant.{field}_taken",
        f"{word} {value} appartient à un autre produit. Corrigez l'un des deux.",
        f"{path}{field}",
    )


@use_case("catalogue.variant.change")
def change_variant(unit: Unit, id: str, asked: VariantIn) -> VariantOut:
    """The variant replaced by what is given; it stays of its product."""
    unit.load(*refs([id]), (PRODUCTS, asked.product_id))
    known = variant(unit, id)
    unit.expect(VARIANTS, id, unit.call.if_match)
    if asked.product_id != known.product_id:
        raise Refused(
            "catalogue.variant.other_product",
            "Une déclinaison reste à son produit. Créez-en une autre et archivez celle-ci.",
            "product_id",
        )
    owner = unit.get(PRODUCTS, known.product_id)
    doc = replace(_doc(id, asked, owner), in_use=known.in_use, stocked=known.stocked)
    _check(unit, doc, owner, "")
    unit.load(*guard_refs(doc), *guard_refs(known))
    hold(unit, doc, known, "")
    return _saved(unit, doc)


@use_case("catalogue.variants.delete")
def delete_variants(unit: Unit, ids: Sequence[str]) -> list[Kept]:
    """Remove variants that no document names; gives those that stay, and why. An unknown id is gone
    already. Items: as many as their creation wrote."""
    unit.load(*((VARIANTS, id) for id in ids))
    docs = [doc for id in ids if (doc := unit.find(VARIANTS, id))]
    unit.load(*((PRODUCTS, doc.product_id) for doc in docs), *(ref for doc in docs for ref in guard_refs(doc)))
    for doc in docs:
        if not doc.named:
            _delete(unit, doc)
    return [_kept(doc) for doc in docs if doc.named]


def _delete(unit: Unit, doc: Variant) -> None:
    owner = unit.get(PRODUCTS, doc.product_id)
    unit.put(PRODUCTS, owner.id, replace(owner, variants=tuple(id for id in owner.variants if id != doc.id)))
    unit.release(SKU, rules.sku_key(doc.sku))
    for number in rules.gtins(doc).values():
        unit.release(GTIN, rules.gtin_key(number))
    unit.delete(VARIANTS, doc.id)
    unit.emit(VariantDeletedV1(variant=doc.id, sku=doc.sku))


def _kept(doc: Variant) -> Kept:
    return Kept(
        id=doc.id,
        rule="catalogue.variant.in_use",
        detail=f"La référence {doc.sku} est nommée par un document. Archivez-la.",
    )


def _saved(unit: Unit, doc: Variant) -> VariantOut:
    unit.put(VARIANTS, doc.id, doc)
    unit.emit(VariantSavedV1(variant=doc.id, sku=doc.sku, offered=doc.offered))
    return _out(unit, doc)


def _out(unit: Unit, doc: Variant) -> VariantOut:
    plain = VARIANTS.plain(doc)
    of = plain.pop("of")
    plain.pop("stocked")
    book = families(unit)
    found: dict[str, Resolved[str] | Resolved[Decimal]] = {
        "vat_rate": rules.vat_rate(doc, book),
        "sales_account": rules.sales_account(doc, book),
        "crd_capsule": rules.capsule(doc, "paid"),
        "neutral_capsule": rules.capsule(doc, "suspended"),
    }
    return VariantOut.model_validate(
        {
            **plain,
            **{name: of[name] for name in ("family_id", "kind", "colour", "year", "ranges", "customs")},
            "product": of["name"],
            "version": unit.version(VARIANTS, doc.id),
            "offered": doc.offered,
            "in_use": doc.named,
            **{f"effective_{name}": _inherited(resolved) for name, resolved in found.items()},
            "defaults": {name: _default(resolved) for name, resolved in found.items()},
            "equivalents": equivalents_shown(doc.volume) if doc.volume and doc.goods else None,
            "components": _components(unit, doc),
        }
    )


def _components(unit: Unit, doc: Variant) -> list[ComponentOut]:
    known = with_parts(unit, doc) if doc.parts else {}
    return [
        ComponentOut(
            variant_id=part.variant_id,
            quantity=part.quantity,
            sku=known[part.variant_id].sku,
            label=known[part.variant_id].label,
        )
        for part in doc.parts
        if part.variant_id in known
    ]


def _inherited(found: Resolved[str] | Resolved[Decimal]) -> Inherited:
    return Inherited(value=None if found.value is None else str(found.value), level=found.level)


def _default(found: Resolved[str] | Resolved[Decimal]) -> Inherited:
    """What the variant would inherit if it said nothing."""
    below = found.default_at("variant")
    return Inherited(value=None if below is None else str(below.value), level=below.level if below else "")
