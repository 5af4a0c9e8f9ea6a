"""The backups as shown, and the facts that carry one from part to part."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact


class CopyOut(Contract):
    """A backup in one place."""

    region: str
    state: Literal["writing", "good", "failed"]
    objects: int
    size: int = Field(description="Bytes, sealed and packed.")
    sha256: str = Field(description="Of the manifest, which names the SHA-256 of every other object.")
    storage_class: str
    sites: int = Field(description="Availability Zones that this storage class keeps it in, at least.")
    problem: str


class NightOut(Contract):
    id: str
    started_at: datetime
    finished_at: datetime | None
    state: Literal["running", "complete", "partial", "failed"]
    items: int
    size: int
    copies: list[CopyOut]


class RehearsalOut(Contract):
    """A backup restored into an empty table and compared."""

    id: str
    at: datetime
    backup: str
    region: str
    good: bool
    items: int
    entries: int
    links: int = Field(description="Sealed documents whose chain was checked.")
    replayed: int = Field(description="Journal entries of the archive put back over the backup.")
    lost: int
    seconds: int
    faults: list[str]


class BackupsOut(Contract):
    nights: list[NightOut] = Field(description="Newest first.")
    rehearsals: list[RehearsalOut] = Field(description="Newest first.")
    nights_kept: int
    months_kept: int


class BackupAdvancedV1(Fact):
    """Part `parts` of a backup is in its places: go on with the next."""

    TYPE: ClassVar[str] = "tenancy.backup.advanced.v1"
    backup: str
    parts: int


class BackupDoneV1(Fact):
    TYPE: ClassVar[str] = "tenancy.backup.done.v1"
    backup: str
    state: str


class RehearsedV1(Fact):
    TYPE: ClassVar[str] = "tenancy.backup.rehearsed.v1"
    rehearsal: str
    good: bool
