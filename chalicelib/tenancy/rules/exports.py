"""Exports too long for an answer: asked, made, fetched within a day.

Nouns: an `Export` (what was asked, by whom, what became of it), its *asker* (with the rights he had when he asked). The
one trick: nothing is told when it stops without a word: an export that is not there after a while has failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.kernel.asked import Asked

State = Literal["making", "ready", "failed", "gone"]
KEPT = timedelta(days=1)
"""What the scratch bucket keeps a file (infra/buckets.yaml)."""
PATIENCE = timedelta(minutes=20)
"""Three tries of a function, with AWS's pauses between them."""
WORTH_A_MAIL = timedelta(minutes=1)
"""Who waits longer has gone to do something else."""


@dataclass(frozen=True)
class Asker:
    kind: str
    id: str
    name: str
    scopes: tuple[str, ...]
    only_own: bool
    language: str


@dataclass(frozen=True)
class Export:
    """`state`: making, ready or failed; `path`: where the file lies on the scratch shelf; `size` in bytes."""

    asked: Asked
    asker: Asker
    rows: int
    asked_at: datetime
    state: State = "making"
    ended_at: datetime | None = None
    name: str = ""
    size: int = 0
    path: str = ""
    failure: str = ""


def state(export: Export, now: datetime) -> State:
    """making, ready, failed, or gone (a day after it was ready)."""
    if export.state == "making" and now - export.asked_at > PATIENCE:
        return "failed"
    if export.state == "ready" and export.ended_at and now - export.ended_at > KEPT:
        return "gone"
    return export.state


def worth_a_mail(export: Export) -> bool:
    """Whether a person waited so long that he is told by mail."""
    waited = (export.ended_at or export.asked_at) - export.asked_at
    return export.asker.kind == "user" and export.state == "ready" and waited >= WORTH_A_MAIL
