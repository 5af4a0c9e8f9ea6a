"""The steps of an import as tasks: what the workflow of infra/import.asl.json calls.

`start` reads the files of an import that waits for its preview; else it
answers how many chunks there are and which to do (the last first, for an undo); `chunk` writes or
undoes one; `finish` closes; `stop` says that no try helped. Refusals are answers ("failed"), so that the workflow
branches on them.
"""

from __future__ import annotations

from typing import Any

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.kernel.errors import CaveauError, Unavailable
from chalicelib.migration.service import drafts, run, undo
from chalicelib.migration.service.drafts import the_import
from chalicelib.migration.service.prepare import readable
from chalicelib.migration.service.work import in_the_name_of, resume

Answer = dict[str, Any]
STOPPED = "L'import s'est arrêté : une étape n'a pas pu être écrite. Reprenez-le, il continuera où il en était."
UNREAD = "La lecture des fichiers s'est arrêtée avant la fin. Relancez-la ; si elle s'arrête encore, partagez l'export."
__all__ = ["chunk", "finish", "resume", "start", "stop"]


def start(call: Call, id: str) -> Answer:
    """{"import_id", "state", "chunks": [numbers still to do, in order]}"""
    doc = the_import(reading(call), id)
    if doc.state == "preparing":
        drafts.prepare(in_the_name_of(call, doc), id)
        return _answer(call, id, [])
    if doc.state == "undoing":
        return _answer(call, id, list(range(doc.chunk, 0, -1)))
    try:
        last = run.start(in_the_name_of(call, doc), id)
    except Unavailable:
        raise
    except CaveauError as refusal:
        run.fail(in_the_name_of(call, doc), id, readable(refusal))
        last = 0
    return _answer(call, id, list(range(doc.chunk + 1, last + 1)))


def chunk(call: Call, id: str, number: int) -> Answer:
    """{"import_id", "state", "done", "total"} once the chunk is written or undone."""
    doc = the_import(reading(call), id)
    if doc.state == "undoing":
        undo.undo_chunk(in_the_name_of(call, doc), id, number)
    else:
        run.chunk(in_the_name_of(call, doc), id, number)
    after = the_import(reading(call), id)
    return {"import_id": id, "state": after.state, "done": after.done, "total": after.total}


def finish(call: Call, id: str) -> Answer:
    """Close the run or the undo; nothing happens while chunks are left."""
    doc = the_import(reading(call), id)
    mine = in_the_name_of(call, doc)
    if doc.state == "undoing":
        undo.undo_books(mine, id)
        undo.finish_undo(mine, id)
    elif doc.state == "running":
        run.finish(mine, id)
    return _answer(call, id, [])


def stop(call: Call, id: str) -> Answer:
    """A step failed after all its tries: the import says so and may be asked for again. An undo stays to be resumed."""
    doc = the_import(reading(call), id)
    mine = in_the_name_of(call, doc)
    drafts.unread(mine, id, UNREAD)
    run.fail(mine, id, STOPPED)
    return _answer(call, id, [])


def _answer(call: Call, id: str, numbers: list[int]) -> Answer:
    return {"import_id": id, "state": the_import(reading(call), id).state, "chunks": numbers}
