"""Tasks and reminders: who has to do what, by when, about which record.

Nouns: a `Subject` (any record of the company), a `Task` (a **tâche** has a day, a **rappel** an hour), a `Note`. The
one trick: a subject is a kind, an id and the name it had: tenancy knows that records exist and who may see them, never
what is in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.errors import Refused, require_transition

TRANSITIONS = {("todo", "doing"), ("todo", "done"), ("doing", "done"), ("doing", "todo"), ("done", "todo")}
# what may carry tasks and notes -> the right one needs to see it, and the kind whose rows say who may see which
SUBJECTS: dict[str, tuple[str, str]] = {
    "quote": ("sales:read", "quote"),
    "order": ("sales:read", "order"),
    "delivery_note": ("sales:read", "delivery_note"),
    "invoice": ("sales:read", "receivable"),
    "customer": ("crm:read", "customer"),
    "product": ("catalogue:read", "product"),
    "variant": ("catalogue:read", "variant"),
    "payment": ("payments:read", "payment"),
}


@dataclass(frozen=True)
class Subject:
    """The record something is about; `label` is what it was called then ("C-2026-0012 · Le Bistrot du Port")."""

    kind: str
    id: str
    label: str


@dataclass(frozen=True)
class Task:
    """`sort`: task or reminder. A reminder has `due_at` (an instant); `due_on` is then its day in Paris. The assignee's
    name is kept as it was, so that the history reads as names."""

    sort: str
    title: str
    assignee: str
    assignee_name: str
    created_by: str
    created_by_name: str
    created_at: datetime
    state: str = "todo"
    text: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    subject: Subject | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class Note:
    """What someone wrote on a record; his own to change."""

    subject: Subject
    text: str
    author: str
    author_name: str
    created_at: datetime
    changed_at: datetime | None = None


def due(sort: str, due_on: date | None, due_at: datetime | None) -> tuple[date | None, datetime | None]:
    """(day, instant) as stored. Refused for a reminder without an hour."""
    if sort == "reminder" and due_at is None:
        raise Refused("tenancy.task.no_hour", "Un rappel a un jour et une heure. Choisissez-les.", field="due_at")
    if sort == "task":
        return due_on, None
    return (paris_date(due_at) if due_at else due_on), (due_at.astimezone(UTC) if due_at else None)


def moved(task: Task, to: str, now: datetime) -> Task:
    """The task in that state. IllegalTransition when one does not lead to the other."""
    require_transition(TRANSITIONS, task.state, to, "tenancy.task.transition")
    return replace(task, state=to, done_at=now if to == "done" else None)


def overdue(state: str, due_on: date | None, due_at: datetime | None, now: datetime) -> bool:
    """Past its hour (a reminder) or its day (a task), and not done."""
    if state == "done":
        return False
    return due_at <= now if due_at else due_on is not None and due_on < paris_date(now)
