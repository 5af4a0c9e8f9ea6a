"""What crosses the border about exports made afterwards."""

from __future__ import annotations

from typing import ClassVar, Literal

from chalicelib.kernel.contract import Contract, Fact


class ExportOut(Contract):
    """`rows`: those there were when it was asked, `done`: those written so far. `path`: where to fetch it on the same
    origin, good for 15 minutes (ask again for another); `size` in bytes; `failure`: why it could not be made."""

    id: str
    state: Literal["making", "ready", "failed", "gone"]
    rows: int
    done: int
    name: str
    size: int
    path: str | None
    failure: str


class ExportAskedV1(Fact):
    """Somebody asked for more than an answer holds."""

    TYPE: ClassVar[str] = "tenancy.export.asked.v1"

    export: str


class ExportReadyV1(Fact):
    """The file is there for a day."""

    TYPE: ClassVar[str] = "tenancy.export.ready.v1"

    export: str
