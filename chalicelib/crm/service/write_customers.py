"""Use cases on customers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import rules
from chalicelib.crm.rules import Count, Customer, Found
from chalicelib.crm.schemas import (
    CustomerChangedV1,
    CustomerCreatedV1,
    CustomerDeletedV1,
    CustomerIn,
    CustomerOut,
    CustomerSaveIn,
    Kept,
    WarningOut,
)
from chalicelib.crm.schemas.sharing import SharedCustomerDeletedV1
from chalicelib.crm.service.labels import label_ids, label_refs, labels
from chalicelib.crm.service.reading import categories, customer, naming, naming_ref, offered, refs
from chalicelib.crm.service.registers import attach
from chalicelib.crm.service.representatives import may_follow, representative_refs
from chalicelib.crm.service.ties import tied
from chalicelib.crm.store import CODE, COUNTS, CUSTOMERS, FINDINGS, LINKS, code_ref
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.identifiers import Problem
from chalicelib.tenancy import service as tenancy


def get_customer(call: Call, id: str) -> CustomerOut:
    unit = reading(call)
    unit.load(*refs(id), *label_refs())
    return shown(unit, customer(unit, id))


@use_case("crm.customer.create")
def create_customer(unit: Unit, asked: CustomerIn) -> CustomerOut:
    """One customer. Refused with every field in error; Conflict when the code is taken."""
    made = create_customers(unit, [asked])[0]
    attach(unit, unit.get(CUSTOMERS, made.id), asked.lookups if isinstance(asked, CustomerSaveIn) else ())
    return made


@use_case("crm.customers.create")
def create_customers(unit: Unit, asked: Sequence[CustomerIn]) -> list[CustomerOut]:
    """Several at once, all or none, in one read (two when codes are to be given). Items: two each (the customer and its
    code), one for each distinct category, grid and depot they name, one more when codes are to be given."""
    unit.load(*refs(), *label_refs(), *(ref for one in asked for ref in _named_refs(one)), *_numbering(unit, asked))
    codes = _codes(unit, asked)
    several = len(asked) > 1
    return [
        _created(unit, one, code, f"{n}." if several else "")
        for n, (one, code) in enumerate(zip(asked, codes, strict=True))
    ]


def _named_refs(asked: CustomerIn) -> Iterator[Ref]:
    """What a customer names: his code, his category and grid, his representative."""
    if asked.code:
        yield code_ref(asked.code)
    yield from (naming_ref(id) for id in (asked.category_id, asked.grid_id, asked.depot_id) if id)
    if asked.representative:
        yield from representative_refs(asked.representative)


def _numbering(unit: Unit, asked: Sequence[CustomerIn]) -> tuple[Ref, ...]:
    if all(one.code for one in asked):
        return ()
    return tenancy.refs("customer_number", on=unit.today)


def _created(unit: Unit, asked: CustomerIn, code: str, path: str) -> CustomerOut:
    id = unit.new_id(CUSTOMERS.prefix)
    doc = _doc(unit, id, code, asked)
    if unit.actor.only_own:
        doc = replace(doc, representative=unit.actor.id)
    doc, found = _checked(unit, doc, None, path)
    unit.guard(CODE, rules.code_key(doc.code), id, _taken(doc.code, path))
    unit.put(CUSTOMERS, id, doc)
    recounted(unit, None, doc)
    unit.emit(CustomerCreatedV1(customer=id, code=doc.code, kind=doc.kind))
    return shown(unit, doc, found)


def _codes(unit: Unit, asked: Sequence[CustomerIn]) -> list[str]:
    """The code of each: its own, else the next number that nobody holds (imported codes may have taken some)."""
    named = {rules.code_key(one.code) for one in asked if one.code}
    wanted = sum(not one.code for one in asked)
    given: list[str] = []
    while len(given) < wanted:
        drawn = [tenancy.next_number(unit, "customer_number") for _ in range(wanted - len(given))]
        unit.load(*map(code_ref, drawn))
        given += [code for code in drawn if _free(unit, code) and rules.code_key(code) not in named]
    rest = iter(given)
    return [one.code or next(rest) for one in asked]


def _free(unit: Unit, code: str) -> bool:
    return unit.owner_of(CODE, rules.code_key(code)) is None


@use_case("crm.customer.change")
def change_customer(unit: Unit, id: str, asked: CustomerIn) -> CustomerOut:
    """The customer replaced by what is given. One limited to own customers cannot give them away. Conflict for one
    that was merged into another."""
    unit.load(*refs(id), *label_refs(), *_named_refs(asked))
    known = customer(unit, id)
    unit.expect(CUSTOMERS, id, unit.call.if_match)
    if known.merged_into:
        raise Conflict("crm.customer.merged", "Ce client est fusionné dans un autre. Modifiez celui qui reste.")
    doc = replace(_doc(unit, id, asked.code or known.code, asked), in_use=known.in_use)
    if unit.actor.only_own:
        doc = replace(doc, representative=known.representative)
    doc, found = _checked(unit, doc, known, "")
    if rules.code_key(doc.code) != rules.code_key(known.code):
        unit.guard(CODE, rules.code_key(doc.code), id, _taken(doc.code, ""))
        unit.release(CODE, rules.code_key(known.code))
    unit.put(CUSTOMERS, id, doc)
    attach(unit, doc, asked.lookups if isinstance(asked, CustomerSaveIn) else ())
    recounted(unit, known, doc)
    if doc.representative != known.representative:
        tied(unit, id, known.representative, doc.representative, unit.today)
    unit.emit(CustomerChangedV1(customer=id, archived=doc.archived))
    return shown(unit, doc, found)


@use_case("crm.customers.delete")
def delete_customers(unit: Unit, ids: Sequence[str]) -> list[Kept]:
    """Remove customers that no document names; gives those that stay, and why. An unknown id is gone already.
    Items: two each, and the counts of what they named. Only of a shared one are the other companies told: an import
    undone deletes thousands, and each such fact starts a worker."""
    unit.load(*((kind, id) for kind in (CUSTOMERS, FINDINGS, LINKS) for id in ids))
    docs = [doc for id in ids if (doc := unit.find(CUSTOMERS, id))]
    unit.load(*(code_ref(doc.code) for doc in docs), *((COUNTS, id) for doc in docs for id in sorted(rules.named(doc))))
    for doc in docs:
        if not doc.in_use:
            unit.release(CODE, rules.code_key(doc.code))
            unit.delete(CUSTOMERS, doc.id)
            unit.delete(FINDINGS, doc.id)
            recounted(unit, doc, None)
            unit.emit(CustomerDeletedV1(customer=doc.id, code=doc.code))
            if unit.find(LINKS, doc.id) is not None:
                unit.emit(SharedCustomerDeletedV1(customer=doc.id))
    return [_kept(doc) for doc in docs if doc.in_use]


def _kept(known: Customer) -> Kept:
    return Kept(
        id=known.id,
        rule="crm.customer.in_use",
        detail=f"Le client {known.code} est nommé par un document. Archivez-le.",
    )


def recounted(unit: Unit, before: Customer | None, after: Customer | None) -> None:
    """Keep the counts of what customers name (category, grid, labels)."""
    old, new = rules.named(before), rules.named(after)
    for id in sorted(old ^ new):
        unit.put(COUNTS, id, Count(naming(unit, id) + (1 if id in new else -1)))


def _doc(unit: Unit, id: str, code: str, asked: CustomerIn) -> Customer:
    labels = {"tags": label_ids(unit, "tag", asked.tags), "zones": label_ids(unit, "zone", asked.zones)}
    unit.load(*(naming_ref(one) for ids in labels.values() for one in ids))
    return CUSTOMERS.adapter.validate_python({**asked.model_dump(), **labels, "id": id, "code": code})


def _checked(unit: Unit, doc: Customer, known: Customer | None, path: str) -> tuple[Customer, list[Found]]:
    """The customer as stored, with its warnings; Refused with everything that blocks."""
    clean, found = rules.checked(doc)
    found += [Found(field, problem) for field, problem in _unknown(unit, clean, known)]
    refusals = [one.problem.on(f"{path}{one.field}") for one in found if one.problem.blocks]
    if refusals:
        raise Refused.many(refusals)
    return clean, found


def _unknown(unit: Unit, doc: Customer, known: Customer | None) -> Iterator[tuple[str, Problem]]:
    """What the customer newly names and does not exist. What he named already stays, gone or not: whoever corrects a
    telephone is not asked to replace a member who left."""
    before = set(_choices(known)) if known else set()
    if unit.actor.only_own:
        before.add(unit.actor.id)
    category, grid, depot, member = (id if id not in before else None for id in _choices(doc))
    if category and entry(categories(unit).items, category) is None:
        detail = "Cette catégorie n'existe pas. Choisissez-en une autre."
        yield "category_id", Problem("crm.category.unknown", detail)
    if grid and not offered(unit, grid):
        yield "grid_id", Problem("crm.grid.unknown", "Ce tarif n'existe pas. Choisissez-en un autre.")
    if depot and not offered(unit, depot):
        yield "depot_id", Problem("crm.depot.unknown", "Ce dépôt n'existe pas. Choisissez-en un autre.")
    if member and not may_follow(unit, member):
        detail = "Cette personne n'est ni membre de la société ni représentant. Choisissez quelqu'un d'autre."
        yield "representative", Problem("crm.representative.unknown", detail)


def _choices(doc: Customer) -> tuple[str | None, ...]:
    return doc.category_id, doc.grid_id, doc.depot_id, doc.representative


def _taken(code: str, path: str) -> Conflict:
    return Conflict(
        "crm.customer.code_taken", f"Le code {code} est celui d'un autre client. Prenez-en un autre.", f"{path}code"
    )


def shown(unit: Unit, doc: Customer, found: Iterable[Found] | None = None) -> CustomerOut:
    """The customer as the API gives it, with the warnings found (or found again)."""
    told = rules.checked(doc)[1] if found is None else found
    return CustomerOut.model_validate(
        {
            **CUSTOMERS.plain(doc),
            "tags": rules.names(labels(unit), doc.tags),
            "zones": rules.names(labels(unit), doc.zones),
            "version": unit.version(CUSTOMERS, doc.id),
            "display_name": doc.display_name,
            "warnings": [_warning(one) for one in told],
        }
    )


def _warning(found: Found) -> WarningOut:
    problem = found.problem
    return WarningOut(field=found.field, rule=problem.code, detail=problem.detail, proposal=problem.proposal)
