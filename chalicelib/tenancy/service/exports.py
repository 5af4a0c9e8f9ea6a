"""Exports too long for an answer: made by the operation itself, outside the request, with the rights of who asked.

How far one is lies beside its file on the scratch shelf, not in the journal: it is worth nothing a minute later.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module

from chalicelib.aws import transfers
from chalicelib.aws.call import Actor, Call
from chalicelib.aws.http import OPERATIONS, Download
from chalicelib.aws.later import Pace
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.asked import Asked
from chalicelib.kernel.errors import CaveauError, NotFound
from chalicelib.tenancy.rules import exports as rules
from chalicelib.tenancy.rules.exports import Asker, Export
from chalicelib.tenancy.schemas.exports import ExportAskedV1, ExportOut, ExportReadyV1
from chalicelib.tenancy.store import EXPORTS

EVERY = 2.0
STOPPED = "L'export s'est arrêté. Demandez-le à nouveau, ou restreignez-le par des filtres."


def put_off(call: Call, asked: Asked, rows: int) -> tuple[str, ExportOut]:
    """Have it made; gives where to follow it."""
    made = _ask(call, asked, rows)
    return f"/{call.company}/exports/{made.id}", made


@use_case("tenancy.export.ask")
def _ask(unit: Unit, asked: Asked, rows: int) -> ExportOut:
    id, actor = unit.new_id(EXPORTS.prefix), unit.actor
    asker = Asker(actor.kind, actor.id, actor.name, tuple(sorted(actor.scopes)), actor.only_own, actor.language)
    export = Export(asked, asker, rows, unit.at)
    unit.put(EXPORTS, id, export)
    unit.emit(ExportAskedV1(export=id))
    return _out(id, export, unit.at, 0)


def get(call: Call, id: str) -> ExportOut:
    """How far an export is, for who asked for it. NotFound for anybody else."""
    export = reading(call).find(EXPORTS, id)
    if export is None or export.asker.id != call.actor.id:
        raise NotFound("tenancy.export.not_found", "Cet export n'existe pas ou plus. Demandez-le à nouveau.")
    return _out(id, export, call.now, _done(call.company, id) if export.state == "making" else export.rows)


def make(call: Call, id: str) -> None:
    """Make the file and leave it for fetching; what the operation refuses is the export's failure."""
    export = reading(call).get(EXPORTS, id)
    if export.state != "making":
        return
    who = export.asker
    actor = Actor(who.kind, who.id, who.name, frozenset(who.scopes), who.only_own, who.language)
    try:
        made = _run(replace(call, actor=actor, now=export.asked_at, pace=_noting(call.company, id)), export.asked)
    except CaveauError as refusal:
        _end(call, id, replace(export, state="failed", failure=refusal.detail or refusal.code))
        return
    path = made.path or transfers.shelved(made.content, made.content_type, transfers.disposition(made.filename))
    size = made.size or len(made.content)
    _end(call, id, replace(export, state="ready", name=made.filename, size=size, path=path))


def _run(call: Call, asked: Asked) -> Download:
    """The operation, called again without haste."""
    import_module(asked.module)
    operation = next(one for one in OPERATIONS if (one.method, one.path) == (asked.method, asked.path))
    call.require(operation.scope)
    given = {"query": operation.query.model_validate(asked.query)} if operation.query else {}
    made: Download = operation.function(call, **asked.params, **given)
    return made


@use_case("tenancy.export.end")
def _end(unit: Unit, id: str, export: Export) -> None:
    if unit.get(EXPORTS, id).state != "making":
        return
    unit.put(EXPORTS, id, replace(export, ended_at=datetime.now(UTC)))
    if export.state == "ready":
        unit.emit(ExportReadyV1(export=id))


def _noting(company: str, id: str) -> Pace:
    """A pace that notes the rows done, every two seconds."""
    last = [time.monotonic()]

    def note(done: int, rows: int) -> None:
        if time.monotonic() - last[0] >= EVERY:
            last[0] = time.monotonic()
            transfers.note(_mark(company, id), json.dumps({"done": done, "rows": rows}))

    return note


def _done(company: str, id: str) -> int:
    noted = transfers.noted(_mark(company, id))
    return int(json.loads(noted)["done"]) if noted else 0


def _mark(company: str, id: str) -> str:
    return f"transfers/{company}/{id}"


def _out(id: str, export: Export, now: datetime, done: int) -> ExportOut:
    state = rules.state(export, now)
    return ExportOut(
        id=id,
        state=state,
        rows=export.rows,
        done=done,
        name=export.name,
        size=export.size,
        path=transfers.link(export.path) if state == "ready" else None,
        failure=(export.failure or STOPPED) if state == "failed" else "",
    )
