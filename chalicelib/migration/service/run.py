"""The run: start (prepare, create the books), one chunk after the other, finish.

Each step may be called again, twice at once, or after a kill: it looks first at what is already written. The
one trick: a chunk's page is in the same transaction as its records, so the page is the proof.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import CaveauError, Refused
from chalicelib.migration.rules.findings import finding
from chalicelib.migration.rules.imports import (
    Books,
    Import,
    LedgerLine,
    Task,
    advanced,
    chunks,
    page_id,
    page_of,
    task_of,
)
from chalicelib.migration.rules.plan import Needs
from chalicelib.migration.schemas import ImportDoneV1
from chalicelib.migration.service import books as needed
from chalicelib.migration.service import families
from chalicelib.migration.service.drafts import the_import
from chalicelib.migration.service.prepare import met, prepared
from chalicelib.migration.service.watching import ALL, unwatch
from chalicelib.migration.store import IMPORTS, LEDGER, RUNS

# --- start ---------------------------------------------------------------------------------------------------------


def start(call: Call, id: str) -> int:
    """Prepare the import and create its books; gives the number of chunks. Done already: gives it at once."""
    doc = the_import(reading(call), id)
    if doc.state != "running" or doc.chunks:
        return doc.chunks
    done = prepared(call, doc)
    if done.plan.questions:
        raise Refused("migration.import.questions", " ".join(question.sentence for question in done.plan.questions))
    slices = list(chunks(done.tasks))
    for number, (first, end) in enumerate(slices, 1):
        _keep(call.company, id, number, done.source, done.tasks[first:end])
    return _started(call, id, done.plan.needs, len(slices), len(done.tasks))


@use_case("migration.import.start")
def _started(unit: Unit, id: str, needs: Needs, count: int, total: int) -> int:
    unit.load((IMPORTS, id), (LEDGER, page_id(id, 0)))
    needed.load(unit)
    doc = the_import(unit, id)
    if doc.state != "running" or unit.find(LEDGER, page_id(id, 0)) is not None:
        return doc.chunks
    books, lines = needed.made(unit, needs)
    page = page_of(id, 0, lines)
    unit.put(LEDGER, page_id(id, 0), page)
    unit.put(IMPORTS, id, replace(doc, books=books, chunks=count, total=total, advanced_at=iso(unit.at)))
    return count


def _path(company: str, id: str, number: int) -> str:
    return f"{company}/imports/{id}/{number:05d}"


def _keep(company: str, id: str, number: int, source: str, tasks: Sequence[Task]) -> None:
    text = json.dumps({"source": source, "tasks": [task.plain() for task in tasks]}, ensure_ascii=False)
    files.put_at(_path(company, id, number), zlib.compress(text.encode(), 3))


def _kept(company: str, id: str, number: int) -> tuple[str, list[Task]]:
    body = files.get_at(_path(company, id, number))
    if not body:
        raise Refused("migration.import.work_lost", "Les lignes préparées ont disparu. Préparez l'import à nouveau.")
    known = json.loads(zlib.decompress(body))
    return known["source"], [task_of(task) for task in known["tasks"]]


# --- a chunk -------------------------------------------------------------------------------------------------------


def chunk(call: Call, id: str, number: int) -> None:
    """Write one chunk. Nothing happens when its page exists already."""
    unit = reading(call)
    unit.load((IMPORTS, id), (LEDGER, page_id(id, number)))
    if unit.find(LEDGER, page_id(id, number)) is not None or the_import(unit, id).state != "running":
        return
    source, tasks = _kept(call.company, id, number)
    try:
        _written(call, id, number, source, tasks)
    except CaveauError:
        # One row that a room refuses must not stop the others: it is found, refused with the room's words, and the
        # chunk written without it.
        _written(call, id, number, source, _without_refused(call, id, tasks, source))


@use_case("migration.import.chunk")
def _written(unit: Unit, id: str, number: int, source: str, tasks: Sequence[Task]) -> None:
    unit.load((IMPORTS, id), (LEDGER, page_id(id, number)))
    needed.load(unit)
    doc = the_import(unit, id)
    if unit.find(LEDGER, page_id(id, number)) is not None or doc.state != "running":
        return
    page = page_of(id, number, _lines(unit, tasks, source, doc.books))
    unit.put(LEDGER, page_id(id, number), page)
    unit.put(IMPORTS, id, advanced(doc, page, iso(unit.at)))


def _lines(unit: Unit, tasks: Sequence[Task], source: str, books: Books) -> list[LedgerLine]:
    return families.write(unit, list(met(unit, tasks, books)), source, books)


def _without_refused(call: Call, id: str, tasks: Sequence[Task], source: str) -> list[Task]:
    books = the_import(reading(call), id).books
    return [_tried(call, task, source, books) for task in tasks]


def _tried(call: Call, task: Task, source: str, books: Books) -> Task:
    """The task, refused if a room refuses it alone (tried in a unit that is never committed)."""
    if task.entry.record is None:
        return task
    try:
        unit = reading(call)
        needed.load(unit)
        _lines(unit, [task], source, books)
    except CaveauError as refusal:
        said = finding(f"{task.entry.kind}.refused", detail=refusal.detail)
        entry = replace(task.entry, record=None, findings=(*task.entry.findings, said))
        return replace(task, entry=entry)
    return task


# --- finish --------------------------------------------------------------------------------------------------------


def finish(call: Call, id: str) -> None:
    """Close an import whose chunks are all written; the prepared rows are emptied."""
    doc = the_import(reading(call), id)
    if _finished(call, id):
        for number in range(1, doc.chunks + 1):
            files.put_at(_path(call.company, id, number), b"")


@use_case("migration.import.finish")
def _finished(unit: Unit, id: str) -> bool:
    unit.load((IMPORTS, id), (RUNS, ALL))
    doc = the_import(unit, id)
    if doc.state != "running" or doc.chunk < doc.chunks:
        return False
    unit.put(IMPORTS, id, replace(doc, state="done", advanced_at=iso(unit.at)))
    unwatch(unit, doc)
    unit.emit(ImportDoneV1(import_id=id, tally=doc.tally))
    return True


@use_case("migration.import.fail")
def fail(unit: Unit, id: str, why: str) -> None:
    """Stop an import that cannot go on, with the reason; what is written stays written and can be undone."""
    unit.load((IMPORTS, id), (RUNS, ALL))
    doc: Import = the_import(unit, id)
    if doc.state == "running":
        unit.put(IMPORTS, id, replace(doc, state="failed", failure=why[:500], advanced_at=iso(unit.at)))
        unwatch(unit, doc)
