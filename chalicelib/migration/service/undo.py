"""Undo: the chunks from last to first, then the books.

The one trick: a line says the fingerprint of the record as the import left it; another fingerprint means that
somebody has worked on it since, and then it stays, with the reason in the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.clock import iso
from chalicelib.migration.rules.imports import Import, LedgerLine, Page, page_id, page_of
from chalicelib.migration.schemas import ImportUndoneV1
from chalicelib.migration.service import books as needed
from chalicelib.migration.service import families
from chalicelib.migration.service.drafts import the_import
from chalicelib.migration.service.watching import ALL, unwatch
from chalicelib.migration.store import IMPORTS, LEDGER, RUNS


@use_case("migration.import.undo_chunk")
def undo_chunk(unit: Unit, id: str, number: int) -> None:
    """Undo one chunk. `chunk` of the import goes down with it, so an interrupted undo goes on where it
    was."""
    unit.load((IMPORTS, id), (LEDGER, page_id(id, number)))
    doc = the_import(unit, id)
    if doc.state != "undoing" or doc.chunk < number:
        return
    page = unit.find(LEDGER, page_id(id, number)) or page_of(id, number, ())
    lines = families.unmake(unit, page.rows)
    unit.put(LEDGER, page_id(id, number), page_of(id, number, lines))
    unit.put(IMPORTS, id, replace(_counted(doc, lines, page), chunk=number - 1, advanced_at=iso(unit.at)))


def _counted(doc: Import, lines: Iterable[LedgerLine], page: Page) -> Import:
    added = Counter(line.undone for line in lines if line.undone)
    undone = {name: doc.undone.get(name, 0) + added[name] for name in ("removed", "restored", "kept", "gone")}
    return replace(doc, undone=undone, done=max(0, doc.done - len(page.lines)))


def undo_books(call: Call, id: str) -> None:
    """Remove the grids, categories and families the import created, those that nothing uses any more."""
    doc = the_import(reading(call), id)
    for made in reversed(doc.books.made):
        _book_undone(call, id, made)


@use_case("migration.import.undo_book")
def _book_undone(unit: Unit, id: str, made: str) -> None:
    unit.load((IMPORTS, id), (LEDGER, page_id(id, 0)))
    needed.load(unit)
    doc = the_import(unit, id)
    page = unit.find(LEDGER, page_id(id, 0))
    if page is None or doc.state != "undoing":
        return
    lines = [needed.unmake(unit, line) if line.record == made else line for line in page.rows]
    settled = [line for line, before in zip(lines, page.rows, strict=True) if line.undone != before.undone]
    unit.put(LEDGER, page_id(id, 0), page_of(id, 0, lines))
    unit.put(IMPORTS, id, _counted(doc, settled, page_of(id, 0, ())))


@use_case("migration.import.undo_finish")
def finish_undo(unit: Unit, id: str) -> None:
    unit.load((IMPORTS, id), (RUNS, ALL))
    doc = the_import(unit, id)
    if doc.state == "undoing" and doc.chunk == 0:
        unit.put(IMPORTS, id, replace(doc, state="undone", advanced_at=iso(unit.at)))
        unwatch(unit, doc)
        unit.emit(ImportUndoneV1(import_id=id, undone=doc.undone))
