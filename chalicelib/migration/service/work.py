"""A slice of an import's work, for whoever calls it: a fact on the bus, a schedule, a state machine.

The one trick: a slice stops after a while and tells a fact that brings the next one, so no call lasts long,
whatever the size of the import; and since every step looks at what is written, a slice too many does nothing.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

from chalicelib.aws.call import Actor, Call, system_call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.clock import instant, iso
from chalicelib.kernel.errors import CaveauError, Unavailable
from chalicelib.migration.rules.imports import Import
from chalicelib.migration.schemas import ImportContinuedV1
from chalicelib.migration.service import run, undo
from chalicelib.migration.service.drafts import the_import
from chalicelib.migration.service.moves import ALL
from chalicelib.migration.service.prepare import readable
from chalicelib.migration.store import IMPORTS, RUNS, Runs

SLICE = 20.0
"""Seconds after which a slice gives way."""
STALLED = timedelta(seconds=60)


def work(call: Call, id: str, seconds: float = SLICE) -> None:
    """Run or undo an import for `seconds` at most, then tell the fact that goes on."""
    doc = the_import(reading(call), id)
    mine = in_the_name_of(call, doc)
    until = time.monotonic() + seconds
    if doc.state == "running":
        _run(mine, id, until)
    elif doc.state == "undoing":
        _undo(mine, id, until)


def in_the_name_of(call: Call, doc: Import) -> Call:
    """The call in the name of the person who asked for the import: the history says so."""
    person = doc.person
    actor = Actor(person.kind, person.id, person.name, frozenset({"*"}), language=person.language)
    return replace(call, actor=actor, if_match=None, idempotency=None)


def _run(call: Call, id: str, until: float) -> None:
    try:
        last = run.start(call, id)
        for number in range(the_import(reading(call), id).chunk + 1, last + 1):
            run.chunk(call, id, number)
            if time.monotonic() > until and number < last:
                _go_on(call, id, number)
                return
        run.finish(call, id)
    except Unavailable:
        raise  # a passing fault: the fact comes back, and the work goes on where it was
    except CaveauError as refusal:
        run.fail(call, id, readable(refusal))


def _undo(call: Call, id: str, until: float) -> None:
    for number in range(the_import(reading(call), id).chunk, 0, -1):
        undo.undo_chunk(call, id, number)
        if time.monotonic() > until and number > 1:
            _go_on(call, id, number)
            return
    undo.undo_books(call, id)
    undo.finish_undo(call, id)


@use_case("migration.import.go_on")
def _go_on(unit: Unit, id: str, number: int) -> None:
    doc = the_import(unit, id)
    unit.put(IMPORTS, id, replace(doc, advanced_at=iso(unit.at)))
    unit.emit(ImportContinuedV1(import_id=id, chunk=number))


def resume(call: Call) -> None:
    """Go on with the imports of all companies that stopped without saying why (a killed process, a lost
    message)."""
    runs = reading(call).find(RUNS, ALL) or Runs()
    for name in runs.items:
        company, _, id = name.partition("/")
        mine = system_call("migration", company, call.now, call.request_id)
        doc = the_import(reading(mine), id)
        if call.now - instant(doc.advanced_at) > STALLED:
            work(mine, id)
