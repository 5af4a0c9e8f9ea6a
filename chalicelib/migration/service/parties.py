"""The customers and products that a contact, a negotiated price or an open invoice names.

Nouns: *coming* (what this very import will create: in the preview it is not there yet). The one trick: they are found
by their guards, by key, like the customers and products themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.unit import Unit
from chalicelib.catalogue import rules as catalogue_rules
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Variant
from chalicelib.crm import rules as crm_rules
from chalicelib.crm import service as crm
from chalicelib.migration.rules.fields import CUSTOMER, PRODUCT
from chalicelib.migration.rules.imports import Task
from chalicelib.migration.service.customers import CODE
from chalicelib.migration.service.met import Met, saying
from chalicelib.migration.service.products import SKU

Coming = frozenset[tuple[str, str]]
"""(kind, folded code) of what the import creates before."""
KEYS = {CUSTOMER: crm_rules.code_key, PRODUCT: catalogue_rules.sku_key}


def coming(tasks: Iterable[Task]) -> Coming:
    """What the rows of an import will have created when the rows that name them are written."""
    return frozenset(
        (task.entry.kind, KEYS[task.entry.kind](task.entry.key))
        for task in tasks
        if task.entry.kind in KEYS and task.entry.record is not None
    )


def customers(unit: Unit, tasks: Sequence[Task]) -> dict[str, str]:
    """Code as written -> id of the customers that the rows name, those loaded."""
    codes = dict.fromkeys(str((task.entry.record or {})["customer"]) for task in tasks if task.entry.record)
    unit.load(*(guard_ref(CODE, crm_rules.code_key(code)) for code in codes))
    found = {code: id for code in codes if (id := unit.owner_of(CODE, crm_rules.code_key(code)))}
    if found:
        unit.load(*crm.refs(*found.values()))
    return found


def products(unit: Unit, tasks: Sequence[Task]) -> dict[str, Variant]:
    """Reference as written -> the variants that the rows name, those loaded."""
    skus = dict.fromkeys(str((task.entry.record or {})["reference"]) for task in tasks if task.entry.record)
    unit.load(*(guard_ref(SKU, catalogue_rules.sku_key(sku)) for sku in skus))
    ids = {sku: id for sku in skus if (id := unit.owner_of(SKU, catalogue_rules.sku_key(sku)))}
    known = catalogue.variants(unit, ids.values())
    return {sku: known[id] for sku, id in ids.items() if id in known}


def unknown(task: Task, kind: str, code: str, known: Coming) -> Met:
    """A row that names a customer or a product the company does not have: it comes with the import, or the row is
    refused."""
    if (kind, KEYS[kind](code)) in known:
        return Met(task, "create")
    refused = saying(task, f"{task.entry.kind}.unknown_{kind}", raw=code, wanted=code)
    return Met(replace(refused, entry=replace(refused.entry, record=None)), "none")
