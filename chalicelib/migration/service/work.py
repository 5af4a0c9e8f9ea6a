"""In whose name an import is written, and what tells a stopped one to go on.

The one trick: the workflow of infra/import.asl.json does all the work, on AWS and on a laptop; every step looks at what
is written, so starting it once too often does nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.aws.call import Actor, Call, system_call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.clock import instant, iso
from chalicelib.migration.rules.imports import Import
from chalicelib.migration.schemas import ImportStartedV1
from chalicelib.migration.service.drafts import the_import
from chalicelib.migration.service.watching import ALL
from chalicelib.migration.store import IMPORTS, RUNS, Runs

STALLED = timedelta(seconds=90)
"""Longer than a step waits between its tries (scripts/workflow.py)."""


def in_the_name_of(call: Call, doc: Import) -> Call:
    """The call in the name of the person who asked for the import: the history says so."""
    person = doc.person
    actor = Actor(person.kind, person.id, person.name, frozenset({"*"}), language=person.language)
    return replace(call, actor=actor, if_match=None, idempotency=None)


def resume(call: Call) -> None:
    """Start the workflow again for the imports of all companies that stopped without saying why (a killed stack)."""
    runs = reading(call).find(RUNS, ALL) or Runs()
    for name in runs.items:
        company, _, id = name.partition("/")
        mine = system_call("migration", company, call.now, call.request_id)
        if call.now - instant(the_import(reading(mine), id).advanced_at) > STALLED:
            _told_again(mine, id)


@use_case("migration.import.resume")
def _told_again(unit: Unit, id: str) -> None:
    doc = the_import(unit, id)
    if doc.state in ("preparing", "running", "undoing"):
        unit.put(IMPORTS, id, replace(doc, advanced_at=iso(unit.at)))
        unit.emit(ImportStartedV1(import_id=id))
