"""Contracts of the time line of a customer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Line, Text


class TimelineQuery(Contract):
    """What is looked for. `since`, `until`: days of Paris, both included."""

    sorts: str | None = Field(None, max_length=300, description='only these, by commas: "order,call,change"')
    since: date | None = None
    until: date | None = None
    limit: int = Field(30, ge=1, le=200)
    cursor: str | None = Field(None, max_length=1000)


class ChangedField(Contract):
    """`field`: a dotted path; `before`, `after`: JSON values."""

    field: str
    before: Any
    after: Any


class TimelineEntry(Contract):
    """One line. `sort`: order, invoice, payment, note, task, call, email, visit, letter, change…; `kind` and `id` name
    the record behind it; `amount` in cents; `command` and `changes` of a change only. What has a day and no hour counts
    as noon."""

    sort: str
    at: AwareDatetime
    title: str
    detail: str = ""
    amount: int | None = None
    by: str = ""
    kind: str
    id: str
    command: str = ""
    changes: list[ChangedField] = Field(default_factory=list)


class TimelineOut(Contract):
    """The newest first. `sorts`: those the reader may filter by."""

    items: list[TimelineEntry]
    next: str | None
    sorts: list[str]


class ExchangeIn(Contract):
    """A call, an e-mail, a visit, a letter. `at`: now when not given; `person`: whom one spoke to."""

    sort: Literal["call", "email", "visit", "letter"]
    way: Literal["in", "out"] = "out"
    at: AwareDatetime | None = None
    title: Annotated[Line, Field(min_length=1)]
    text: Text = ""
    person: Line = ""


class ExchangeOut(ExchangeIn):
    id: str
    at: AwareDatetime
    by: str
    by_name: str
    version: int
