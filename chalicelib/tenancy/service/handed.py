"""Answers that hold a secret shown once, and may still be repeated to the same `Idempotency-Key`.

The one trick: a use case returns the secret sealed, so the answer kept for a repeat never holds it in clear;
the view opens the seal, whether the answer is new or repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from chalicelib.aws import secrets
from chalicelib.aws.unit import Replayed

PLACE = "handed"


@dataclass(frozen=True)
class Handed:
    """`out` is the open part (JSON values); `sealed` the secrets, one per line."""

    out: dict[str, Any]
    sealed: str

    @property
    def secrets(self) -> list[str]:
        return secrets.unseal(self.sealed, PLACE).split("\n")


def handed(out: dict[str, Any], *values: str) -> Handed:
    return Handed(out, secrets.seal("\n".join(values), PLACE))


def once(work: Callable[[], Handed]) -> Handed:
    """The answer of `work`, or the one already given to this key."""
    try:
        return work()
    except Replayed as replay:
        return TypeAdapter(Handed).validate_json(replay.answer.body)
