"""Contracts of the files kept with a record."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from chalicelib.kernel.contract import Contract


class AttachmentOut(Contract):
    """`file`: SHA-256 of the content; `size` in bytes."""

    file: str
    name: str
    content_type: str
    size: int
    by: str
    by_name: str
    at: datetime


class EarlierOut(Contract):
    """A version that was overwritten or taken off, and until when it can be given back."""

    file: AttachmentOut
    gone_at: datetime
    gone_by: str
    until: datetime


class AttachmentsOut(Contract):
    """Newest first, earlier versions too."""

    items: list[AttachmentOut]
    earlier: list[EarlierOut]
    version: int = Field(description="0 while the record never had a file.")
