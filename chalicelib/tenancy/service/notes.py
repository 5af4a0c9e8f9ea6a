"""Notes on records: whoever sees the record reads them; only their author changes them."""

from __future__ import annotations

import json
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Forbidden, NotFound
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import index
from chalicelib.tenancy.rules.tasks import Note
from chalicelib.tenancy.schemas import tasks as schemas
from chalicelib.tenancy.service.records import require_sight, subject
from chalicelib.tenancy.store import NOTES

MOST = 200


def listed(call: Call, query: schemas.NotesQuery) -> schemas.NotesOut:
    """The notes of one record, newest first."""
    require_sight(call, query.kind, query.id)
    where = {"and": [_leaf("subject_kind", query.kind), _leaf("subject", query.id)]}
    everyones = replace(call, actor=replace(call.actor, only_own=False))  # the record is in sight: so is what it bears
    rows = lists.page(everyones, index.NOTE_LIST, ListQuery(where=json.dumps(where), limit=MOST)).items
    unit = reading(call)
    unit.load(*((NOTES, row["id"]) for row in rows))
    found = [(row["id"], unit.find(NOTES, row["id"])) for row in rows]
    return schemas.NotesOut(items=[_out(unit, id, note) for id, note in found if note])


@use_case("tenancy.note.write")
def write(unit: Unit, body: schemas.NoteIn) -> schemas.NoteOut:
    id = unit.new_id("not")
    note = Note(subject(unit, body.subject), body.text, unit.actor.id, unit.actor.name, unit.at)
    return _out(unit, id, unit.put(NOTES, id, note))


@use_case("tenancy.note.change")
def change(unit: Unit, id: str, body: schemas.NoteTextIn) -> schemas.NoteOut:
    note = _own(unit, id)
    unit.expect(NOTES, id, unit.call.if_match)
    return _out(unit, id, unit.put(NOTES, id, replace(note, text=body.text, changed_at=unit.at)))


@use_case("tenancy.note.delete")
def delete(unit: Unit, id: str) -> None:
    _own(unit, id)
    unit.delete(NOTES, id)


def _own(unit: Unit, id: str) -> Note:
    note = unit.find(NOTES, id)
    if note is None:
        raise NotFound("tenancy.note.not_found", "Cette note n'existe pas ou plus. Rechargez la page.")
    require_sight(unit.call, note.subject.kind, note.subject.id)
    if note.author != unit.actor.id:
        raise Forbidden("tenancy.note.not_yours", "Cette note est d'un collègue. Écrivez la vôtre au-dessus.")
    return note


def _leaf(field: str, value: str) -> dict[str, str]:
    return {"field": field, "op": "eq", "value": value}


def _out(unit: Unit, id: str, note: Note) -> schemas.NoteOut:
    return schemas.NoteOut(
        id=id,
        text=note.text,
        author=note.author,
        author_name=note.author_name,
        created_at=note.created_at,
        changed_at=note.changed_at,
        version=unit.version(NOTES, id),
    )
