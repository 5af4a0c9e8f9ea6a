"""What crosses the border about files."""

from __future__ import annotations

from pydantic import Field

from chalicelib.kernel.contract import Contract


class FileQuery(Contract):
    """`name` as the person knows it; `content_type` as the browser says it (never trusted to decide
    anything)."""

    name: str = Field(min_length=1, max_length=200)
    content_type: str = Field("application/octet-stream", max_length=100, pattern=r"^[\w.+-]+/[\w.+-]+$")


class FileOut(Contract):
    """`id` is the SHA-256 of the content, `size` in bytes."""

    id: str
    name: str
    content_type: str
    size: int


class TransferIn(Contract):
    """A file about to be sent: the SHA-256 of its content in hexadecimal, and its exact size in bytes."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=1, le=1 << 40)


class TransferOut(Contract):
    """PUT the bytes to `path` on the same origin, with exactly that Content-Type and Content-Length, within 15
    minutes."""

    path: str
    content_type: str
