"""Use cases on customers that may be one: found, shown, merged.

The one trick: what is looked alike is asked of the lists and only warns; merging decides on the two records, read by
key, and tells a fact that orders, invoices and payments follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import index, rules
from chalicelib.crm.rules import Customer
from chalicelib.crm.schemas import (
    CustomerMergedV1,
    CustomerOut,
    TwinGroup,
    TwinGroupsOut,
    TwinOut,
    TwinsOut,
    WarningOut,
)
from chalicelib.crm.service import credit
from chalicelib.crm.service.labels import label_refs
from chalicelib.crm.service.reading import customer, naming_ref, refs
from chalicelib.crm.service.write_customers import recounted, shown
from chalicelib.crm.store import CUSTOMERS
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery

MOST_GROUPS = 200
SHARED = {"siret": "même SIRET", "vat": "même n° de TVA", "email": "même e-mail", "place": "même nom et code postal"}


def twins(call: Call, id: str) -> TwinsOut:
    """The customers that share a mark with this one."""
    return TwinsOut(items=_twins(call, customer(reading(call), id)))


def like(call: Call, doc: Customer) -> list[TwinOut]:
    """The customers of the caller's company that share a mark with this one, which may be another company's."""
    return _twins(call, doc)


def with_twins(call: Call, out: CustomerOut) -> CustomerOut:
    """The customer as shown, warned of those who look like him."""
    known = CUSTOMERS.adapter.validate_python({**out.model_dump(include=set(_FIELDS)), "tags": (), "zones": ()})
    said = [_warning(one) for one in _twins(call, known)]
    return out.model_copy(update={"warnings": [*out.warnings, *said]}) if said else out


_FIELDS = ("id", "code", "kind", "name", "first_name", "siret", "vat_number", "billing", "emails", "merged_into")


def groups(call: Call) -> TwinGroupsOut:
    """All the customers that share a mark, mark by mark."""

    def gather(rows: Iterator[Row]) -> list[TwinGroup]:
        found: list[TwinGroup] = []
        for mark, same in groupby(rows, key=lambda row: str(row["mark"])):
            several = list(same)
            if len({row["customer"] for row in several}) > 1:
                kind, _, value = mark.partition(":")
                found.append(TwinGroup(mark=kind, value=value, customers=[_twin(row, [kind]) for row in several]))
        return found

    found = lists.each(call, index.MARKS, ListQuery(sort="mark,code"), gather)
    return TwinGroupsOut(items=found[:MOST_GROUPS], count=len(found))


def merged_into(call: Call, id: str) -> list[str]:
    """The ids of the customers that were found to be this one."""
    where = json.dumps({"field": "merged_into", "op": "eq", "value": id})
    asked = ListQuery(where=where, fields="id")
    found: list[str] = lists.each(call, index.CUSTOMERS, asked, lambda rows: [row["id"] for row in rows])
    return found


def _twins(call: Call, known: Customer) -> list[TwinOut]:
    marks = rules.marks(known)
    if not marks:
        return []
    where = {
        "and": [{"field": "mark", "op": "in", "value": marks}, {"field": "customer", "op": "ne", "value": known.id}]
    }

    def gather(rows: Iterator[Row]) -> list[TwinOut]:
        found: dict[str, TwinOut] = {}
        for row in rows:
            twin = found.setdefault(row["customer"], _twin(row, []))
            twin.shares.append(str(row["mark"]).partition(":")[0])
        return list(found.values())

    return lists.each(call, index.MARKS, ListQuery(where=json.dumps(where), sort="code,mark"), gather)[:20]


def _twin(row: Row, shares: list[str]) -> TwinOut:
    return TwinOut(id=row["customer"], code=row["code"], name=row["name"], town=row["town"] or "", shares=shares)


def _warning(twin: TwinOut) -> WarningOut:
    why = ", ".join(SHARED[share] for share in dict.fromkeys(twin.shares))
    detail = f"Ressemble au client {twin.code}, {twin.name} ({why}). Vérifiez, et fusionnez-les si c'est le même."
    return WarningOut(field="", rule="crm.customer.twin", detail=detail, customer=twin.id)


@use_case("crm.customer.merge")
def merge(unit: Unit, id: str, into: str) -> CustomerOut:
    """The customer `id` found to be `into`: that one stays, completed; the other is archived and points at it. Orders,
    invoices due and payments follow by a fact; what was issued says for ever what it said. Gives the one that stays."""
    unit.load(*refs(id, into), *label_refs())
    gone, kept = customer(unit, id), customer(unit, into)
    if id == into:
        raise Refused("crm.merge.same", "C'est la même fiche. Choisissez-en une autre.", "into")
    if gone.merged_into or kept.merged_into:
        raise Conflict("crm.merge.done", "L'une des deux fiches est déjà fusionnée. Prenez celle qui reste.")
    unit.expect(CUSTOMERS, id, unit.call.if_match)
    after = rules.merged(kept, gone)
    unit.load(*(naming_ref(one) for one in rules.named(kept) ^ rules.named(after)))
    unit.put(CUSTOMERS, into, after)
    unit.put(CUSTOMERS, id, rules.left(gone, kept))
    recounted(unit, kept, after)
    credit.follow(unit, id, into)
    unit.emit(CustomerMergedV1(customer=id, into=into))
    return shown(unit, after)
