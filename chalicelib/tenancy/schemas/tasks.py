"""Contracts of tasks, reminders, notes and my day."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from chalicelib.kernel.contract import Contract, Fact

SubjectKind = Literal["quote", "order", "delivery_note", "invoice", "customer", "product", "variant", "payment"]
State = Literal["todo", "doing", "done"]
Sort = Literal["task", "reminder"]
ID = r"^\w+$"


class SubjectIn(Contract):
    kind: SubjectKind
    id: str = Field(max_length=60, pattern=ID)
    label: str = Field(max_length=200, description="What the record is called now.")


class SubjectOut(Contract):
    kind: SubjectKind
    id: str
    label: str


class TaskIn(Contract):
    sort: Sort = "task"
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=4000)
    assignee: str | None = Field(default=None, max_length=60, description="A member; oneself when left out.")
    due_on: date | None = Field(default=None, description="Of a task: the day it is due, in Paris.")
    due_at: AwareDatetime | None = Field(default=None, description="Of a reminder: when it rings.")
    subject: SubjectIn | None = Field(default=None, description="The record it is about.")


class TaskOut(Contract):
    id: str
    sort: Sort
    title: str
    text: str
    state: State
    assignee: str
    assignee_name: str
    created_by: str
    created_by_name: str
    created_at: datetime
    due_on: date | None
    due_at: datetime | None
    done_at: datetime | None
    subject: SubjectOut | None
    overdue: bool
    version: int


class TaskRow(Contract):
    """One line of a list of tasks."""

    id: str
    sort: Sort
    title: str
    state: State
    assignee: str
    assignee_name: str | None = Field(description="As he is called now.")
    created_by: str
    due_on: date | None
    due_at: datetime | None
    subject_kind: str | None
    subject: str | None
    subject_label: str | None
    created_at: datetime
    done_at: datetime | None


class TaskMoveIn(Contract):
    to: State


class DayQuery(Contract):
    on: date | None = Field(default=None, description="A day in Paris; today when left out.")


class DayOut(Contract):
    """What waits for the person asking, on a day. Done ones are not there."""

    on: date
    reminders: list[TaskRow] = Field(description="Of that day, by hour.")
    overdue: list[TaskRow] = Field(description="Tasks and reminders of days before.")
    today: list[TaskRow] = Field(description="Tasks due that day.")
    coming: list[TaskRow] = Field(description="Due in the seven days after.")
    undated: list[TaskRow]


class ColleagueOut(Contract):
    id: str
    name: str


class ColleaguesOut(Contract):
    items: list[ColleagueOut]


class NotesQuery(Contract):
    kind: SubjectKind
    id: str = Field(max_length=60, pattern=ID)


class NoteIn(Contract):
    subject: SubjectIn
    text: str = Field(min_length=1, max_length=4000)


class NoteTextIn(Contract):
    text: str = Field(min_length=1, max_length=4000)


class NoteOut(Contract):
    id: str
    text: str
    author: str
    author_name: str
    created_at: datetime
    changed_at: datetime | None
    version: int


class NotesOut(Contract):
    """Newest first."""

    items: list[NoteOut]


class TaskAssignedV1(Fact):
    """Someone else's task now: a mail is due, unless he does not want any."""

    TYPE: ClassVar[str] = "tenancy.task.assigned.v1"
    task: str
    assignee: str
    by: str
