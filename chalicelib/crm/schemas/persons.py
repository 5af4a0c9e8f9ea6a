"""Contracts of the rights of a person on his data, and their facts."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, Field

from chalicelib.kernel.contract import Contract, Fact


class ErasedOut(Contract):
    """How many items of a kind were blanked or removed."""

    kind: str
    count: int


class KeptOut(ErasedOut):
    """How many items of a kind stay as they are, and why (in the reader's language)."""

    reason: str


class ErasureOut(Contract):
    """What an erasure did. `rewritten_at`: when the history, its archive and its snapshots were blanked too, null while
    they are being so; `entries`: how many entries of the journal that touched."""

    customer: str
    at: AwareDatetime
    by_name: str
    erased: list[ErasedOut]
    kept: list[KeptOut]
    rewritten_at: AwareDatetime | None
    entries: int = Field(description="0 while `rewritten_at` is null")


class PersonErasedV1(Fact):
    """A person's items are blanked; their past still tells of him."""

    TYPE: ClassVar[str] = "crm.person.erased.v1"
    customer: str


class PersonForgottenV1(Fact):
    """The past is blanked too: whoever holds a copy makes it anew."""

    TYPE: ClassVar[str] = "crm.person.forgotten.v1"
    customer: str
    entries: int
