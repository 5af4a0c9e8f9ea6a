"""The lists of tenancy: webhook deliveries, tasks, notes; in company zero the companies, support threads, suggestions
and plans. People, members and logins are read by key and never come here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.erasing import blanks, erases
from chalicelib.readmodel import Change, Column, Table, projection, wording
from chalicelib.readmodel.timeline import tells


class DeliveryRow(Contract):
    """One line of the list of deliveries."""

    id: str
    webhook: str
    event: str
    topic: str
    state: Literal["waiting", "delivered", "dead"]
    tries: int
    replays: int
    created_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None
    status: int | None
    error: str


DELIVERY_LIST = Table(
    "webhook_deliveries",
    [
        Column("id", "id"),
        Column("webhook", "id", index=True, fr="Webhook", en="Webhook"),
        Column("event", "text", search=True, fr="Événement", en="Event"),
        Column("topic", "text", search=True, fr="Sujet", en="Topic"),
        Column("state", "choice", index=True, fr="État", en="State"),
        Column("tries", "int", fr="Essais", en="Tries"),
        Column("replays", "int", fr="Renvois", en="Replays"),
        Column("created_at", "instant", index=True, fr="Créée le", en="Created"),
        Column("next_at", "instant", index=True, fr="Prochain essai", en="Next try"),
        Column("delivered_at", "instant", fr="Livrée le", en="Delivered"),
        Column("status", "int", fr="Réponse", en="Answer"),
        Column("error", "text", fr="Erreur", en="Error"),
    ],
    sort="-created_at",
    title="topic",
)


@projection(DELIVERY_LIST, kind="webhook_delivery")
def delivery_rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    """The delivery without its body."""
    yield {
        **{column.name: doc[column.name] for column in DELIVERY_LIST.columns if column.name not in ("id", "webhook")},
        "id": change.id,
        "webhook": doc["endpoint"],
    }


COMPANY_LIST = Table(
    "companies",
    [
        Column("id", "id"),
        Column("name", "text", search=True, fr="Société", en="Company"),
        Column("created_at", "instant", fr="Fondée le", en="Founded on"),
    ],
)


@projection(COMPANY_LIST, kind="registered_company")
def companies(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    """Company zero's own list: every company there is."""
    yield {"id": change.id, "name": doc["name"], "created_at": doc["created_at"]}


STATES = wording(todo=("À faire", "To do"), doing=("En cours", "In hand"), done=("Fait", "Done"))
SORTS = wording(task=("Tâche", "Task"), reminder=("Rappel", "Reminder"))
TASK_LIST = Table(
    "tasks",
    [
        Column("id", "id"),
        Column("sort", "choice", fr="Nature", en="Kind", words=SORTS),
        Column("title", "text", search=True, fr="Titre", en="Title"),
        Column("state", "choice", index=True, fr="État", en="State", words=STATES),
        Column("assignee", "id", index=True, fr="Id. de la personne", en="Person id"),
        Column("assignee_name", "text", names="assignee", fr="Pour", en="For"),
        Column("created_by", "id", fr="Id. de l'auteur", en="Author id"),
        Column("due_on", "date", index=True, fr="Échéance", en="Due on"),
        Column("due_at", "instant", fr="Heure", en="At"),
        Column("subject_kind", "choice", fr="Nature de la fiche", en="Kind of record"),
        Column("subject", "id", index=True, fr="Id. de la fiche", en="Record id"),
        Column("subject_label", "text", search=True, fr="Fiche", en="Record"),
        Column("created_at", "instant", fr="Créée le", en="Created at"),
        Column("done_at", "instant", fr="Faite le", en="Done at"),
    ],
    owner="assignee",
    also="created_by",
    sort="due_on,created_at",
    title="title",
)

_TASK = ("sort", "title", "state", "assignee", "created_by", "due_on", "due_at", "created_at", "done_at")


@projection(TASK_LIST, kind="task")
def task_rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    """Who is limited to his own customers sees the tasks he has to do and those he gave."""
    subject = doc["subject"] or {"kind": None, "id": None, "label": None}
    yield {
        **{name: doc[name] for name in _TASK},
        "id": change.id,
        "subject_kind": subject["kind"],
        "subject": subject["id"],
        "subject_label": subject["label"],
    }


NOTE_LIST = Table(
    "notes",
    [
        Column("id", "id"),
        Column("subject_kind", "choice"),
        Column("subject", "id", index=True),
        Column("author", "id"),
        Column("author_name", "text", names="author"),
        Column("text", "text"),
        Column("created_at", "instant"),
    ],
    owner="author",
    sort="-created_at",
    title="id",
)


@projection(NOTE_LIST, kind="note")
def note_rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    """Which notes a record has. The owner keeps the words of others out of the history of who is limited to his own
    customers; on a record that he sees he reads them all (service/notes.py)."""
    subject = doc["subject"]
    yield {
        "id": change.id,
        "subject_kind": subject["kind"],
        "subject": subject["id"],
        "author": doc["author"],
        "text": doc["text"][:300],
        "created_at": doc["created_at"],
    }


erases("note", blanks({"text": "", "subject.label": ""}), drop=True)
erases("task", blanks({"title": "", "text": "", "subject.label": ""}), drop=True)
erases("attachments", blanks({"items": [], "earlier": []}), drop=True)
tells(NOTE_LIST, "note", of="subject", at="created_at", title="text", where=("subject_kind", "customer"), shared=True)
tells(
    TASK_LIST, "task", of="subject", at="created_at", title="title", detail="state", scope="tasks:read",
    where=("subject_kind", "customer"),
)  # fmt: skip


THREAD_LIST = Table(
    "support_threads",
    [
        Column("id", "id"),
        Column("subject", "text", search=True),
        Column("state", "choice", index=True),
        Column("company", "id", index=True),
        Column("company_name", "text", search=True),
        Column("person", "id", index=True),
        Column("person_name", "text", search=True),
        Column("opened_at", "instant"),
        Column("last_at", "instant", index=True),
        Column("last_text", "text", search=True),
        Column("messages", "int"),
        Column("unread_by_person", "int"),
        Column("unread_by_support", "int", index=True),
        Column("to_mail", "int", index=True),
    ],
    sort="-last_at",
    title="subject",
)


@projection(THREAD_LIST, kind="support_thread")
def thread_rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    """Company zero's own list. What is unread or to be mailed is counted from the messages each side has seen."""
    messages = doc["messages"]

    def unseen(seen: int, side: str) -> int:
        return sum(one["side"] != side for one in messages[seen:])

    yield {
        **{name: doc[name] for name in ("subject", "state", "company", "company_name", "person", "person_name")},
        "id": change.id,
        "opened_at": doc["opened_at"],
        "last_at": messages[-1]["at"],
        "last_text": messages[-1]["text"][:200],
        "messages": len(messages),
        "unread_by_person": unseen(doc["seen_by_person"], "person"),
        "unread_by_support": unseen(doc["seen_by_support"], "support"),
        "to_mail": unseen(max(doc["seen_by_person"], doc["mailed"]), "person"),
    }


SUGGESTION_LIST = Table(
    "suggestions",
    [
        Column("id", "id"),
        Column("title", "text", search=True),
        Column("text", "text", search=True),
        Column("state", "choice", index=True),
        Column("votes", "int", index=True),
        Column("comments", "int"),
        Column("author", "id"),
        Column("at", "instant", index=True),
        Column("answer", "text"),
    ],
    sort="-votes,-at",
    title="title",
)


@projection(SUGGESTION_LIST, kind="suggestion")
def suggestion_rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    """Company zero's own list."""
    copied = ("title", "text", "state", "votes", "author", "at", "answer")
    yield {**{name: doc[name] for name in copied}, "id": change.id, "comments": len(doc["comments"])}


VOTE_LIST = Table("suggestion_votes", [Column("suggestion", "id", index=True), Column("person", "id")], title="person")


@projection(VOTE_LIST, kind="suggestion_vote")
def vote_rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    yield {"suggestion": doc["suggestion"], "person": doc["person"]}


PLAN_LIST = Table("company_plans", [Column("id", "id"), Column("plan", "choice")], sort="id")


@projection(PLAN_LIST, kind="company_plan")
def plan_rows(doc: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    yield {"id": change.id, "plan": doc["plan"]}
