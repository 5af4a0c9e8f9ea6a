"""A row and what the company already has under its key.

Nouns: *met* (a task, what to do of it, the record it meets). The one trick: preview and run meet rows with
the same functions, the run inside the very transaction that writes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, Literal

from chalicelib.migration.rules.findings import finding
from chalicelib.migration.rules.imports import Task

Action = Literal["create", "update", "unchanged", "none"]


@dataclass(frozen=True, slots=True)
class Met:
    """`record`: the id met, "" for none; `now`: its fingerprint when the row says the same. `action` none:
    the row gives nothing (refused, skipped, noted)."""

    task: Task
    action: Action
    record: str = ""
    now: str = ""


def stamp(*docs: Any) -> str:
    """The fingerprint of plain documents, whatever the order of their keys."""
    text = json.dumps(docs, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def existing(task: Task, record: str, differs: list[str], now: str) -> Met:
    """A row whose key somebody holds: the same, changed in the file since the last import, or changed in
    Caveau. `now`: the record's present fingerprint."""
    kind = task.entry.kind
    if not differs:
        return Met(saying(task, f"{kind}.exists.unchanged"), "unchanged", record, now)
    shown = ", ".join(differs)
    if task.left and task.left == now:
        return Met(saying(task, f"{kind}.exists.updated", differs=shown), "update", record)
    return Met(saying(task, f"{kind}.exists.kept", raw=task.entry.key, differs=shown), "none", record)


def saying(task: Task, code: str, field: str = "", raw: str = "", **data: object) -> Task:
    """The task with one more finding."""
    entry = task.entry
    return replace(task, entry=replace(entry, findings=(*entry.findings, finding(code, field, raw, **data))))
