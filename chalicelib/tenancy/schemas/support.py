"""Contracts of the support chat, the plans and the suggestions, as a company and as the platform's desk see them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact

ThreadState = Literal["open", "closed"]
SuggestionState = Literal["open", "planned", "done", "declined"]


class ThreadIn(Contract):
    subject: str = Field(min_length=1, max_length=150)
    text: str = Field(min_length=1, max_length=4000)
    page: str = Field(default="", max_length=300, description="The address one writes from.")


class MessageIn(Contract):
    text: str = Field(min_length=1, max_length=4000)
    page: str = Field(default="", max_length=300, description="The address one writes from.")


class SeenIn(Contract):
    seen: int = Field(ge=0, le=1000, description="How many messages, from the first, have been seen.")


class DeskIn(Contract):
    """What the desk notes: messages seen, closed or open again."""

    seen: int | None = Field(default=None, ge=0, le=1000)
    state: ThreadState | None = None


class MessageOut(Contract):
    side: Literal["person", "support"]
    name: str
    at: datetime
    text: str
    page: str
    by_mail: bool = Field(description="Came as a reply to an e-mail.")


class ThreadOut(Contract):
    id: str
    subject: str
    state: ThreadState
    opened_at: datetime
    company_name: str
    person_name: str
    messages: list[MessageOut] = Field(description="In the order they were written.")
    unread: int = Field(description="Messages of the other side not yet seen.")
    version: int


class ThreadRow(Contract):
    id: str
    subject: str
    state: ThreadState
    company_name: str
    person_name: str
    opened_at: datetime
    last_at: datetime
    last_text: str
    messages: int
    unread_by_person: int
    unread_by_support: int


class SupportLineOut(Contract):
    phone: str
    hours: str = Field(description="In the language of who asks.")


class SupportOut(Contract):
    items: list[ThreadRow] = Field(description="One's own exchanges, the latest first.")
    unread: int
    plan: str
    plan_label: str
    line: SupportLineOut | None = Field(description="Null when the plan has no telephone.")


class SupportLineIn(Contract):
    phone: str = Field(min_length=1, max_length=40)
    hours_fr: str = Field(min_length=1, max_length=200)
    hours_en: str = Field(min_length=1, max_length=200)


class PlanIn(Contract):
    plan: str = Field(max_length=40)


class CompanyPlanOut(Contract):
    company: str
    plan: str


class PlansOut(Contract):
    plans: list[str]
    line: SupportLineIn | None
    items: list[CompanyPlanOut] = Field(description="The companies that chose another plan than the basic one.")


class SuggestionIn(Contract):
    title: str = Field(min_length=3, max_length=150)
    text: str = Field(default="", max_length=4000)


class CommentIn(Contract):
    text: str = Field(min_length=1, max_length=2000)


class JudgementIn(Contract):
    state: SuggestionState
    answer: str = Field(default="", max_length=2000)


class CommentOut(Contract):
    by: Literal["colleague", "estate", "platform"]
    name: str = Field(description="Empty when it is of another company.")
    at: datetime
    text: str


class SuggestionRow(Contract):
    id: str
    title: str
    text: str
    state: SuggestionState
    votes: int
    comments: int
    at: datetime
    answer: str
    voted: bool
    mine: bool


class SuggestionOut(Contract):
    id: str
    title: str
    text: str
    state: SuggestionState
    votes: int
    at: datetime
    answer: str
    voted: bool
    mine: bool
    author: str = Field(description="Empty when it is of another company.")
    comments: list[CommentOut]
    version: int


class SuggestionJudgedV1(Fact):
    """Planned or done: those who voted are told."""

    TYPE: ClassVar[str] = "tenancy.suggestion.judged.v1"
    suggestion: str
    state: str
