"""Tasks, reminders, notes on records, my day."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas import tasks as schemas
from chalicelib.tenancy.service import notes, tasks


@endpoint("GET /{company}/day", scope="tasks:read")
def get_day(call: Call, query: schemas.DayQuery) -> schemas.DayOut:
    """What waits for the person asking: reminders and tasks, late, of the day, coming."""
    return tasks.day(call, query)


@endpoint("GET /{company}/colleagues", scope="tasks:read")
def list_colleagues(call: Call) -> schemas.ColleaguesOut:
    """Whom a task may be given to."""
    return tasks.colleagues(call)


@endpoint("GET /{company}/tasks", scope="tasks:read")
def list_tasks(call: Call, query: ListQuery) -> Page[schemas.TaskRow]:
    return tasks.listed(call, query)


@endpoint("POST /{company}/tasks", scope="tasks:write", status=201)
def create_task(call: Call, body: schemas.TaskIn) -> schemas.TaskOut:
    """A task or a reminder; who it is given to gets a mail."""
    return tasks.create(call, body)


@endpoint("GET /{company}/tasks/{id}", scope="tasks:read")
def get_task(call: Call, id: str) -> schemas.TaskOut:
    return tasks.shown(call, id)


@endpoint("PUT /{company}/tasks/{id}", scope="tasks:write")
def change_task(call: Call, id: str, body: schemas.TaskIn) -> schemas.TaskOut:
    """Title, text, due date, assignee."""
    return tasks.change(call, id, body)


@endpoint("DELETE /{company}/tasks/{id}", scope="tasks:write", status=204)
def delete_task(call: Call, id: str) -> None:
    tasks.delete(call, id)


@endpoint("POST /{company}/tasks/{id}/transitions", scope="tasks:write")
def move_task(call: Call, id: str, body: schemas.TaskMoveIn) -> schemas.TaskOut:
    """To do, in hand, done."""
    return tasks.move(call, id, body)


@endpoint("GET /{company}/notes", scope="tasks:read")
def list_notes(call: Call, query: schemas.NotesQuery) -> schemas.NotesOut:
    """The notes of one record, newest first."""
    return notes.listed(call, query)


@endpoint("POST /{company}/notes", scope="tasks:write", status=201)
def write_note(call: Call, body: schemas.NoteIn) -> schemas.NoteOut:
    return notes.write(call, body)


@endpoint("PUT /{company}/notes/{id}", scope="tasks:write")
def change_note(call: Call, id: str, body: schemas.NoteTextIn) -> schemas.NoteOut:
    return notes.change(call, id, body)


@endpoint("DELETE /{company}/notes/{id}", scope="tasks:write", status=204)
def delete_note(call: Call, id: str) -> None:
    notes.delete(call, id)
