"""Cursors: where a reader stands, as a text that means nothing to him.

The one trick: a cursor holds the last row seen (its sort values and its item), not a count, so rows that come or go
meanwhile are neither repeated nor missed; and it bears a mark of the question it belongs to.

Errors: Refused("list.cursor").
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from chalicelib.kernel.errors import Refused


def question(*parts: Any) -> int:
    """The mark of a question: same parts, same mark."""
    return zlib.crc32(json.dumps(parts, default=str).encode())


def write(mark: int, position: Any) -> str:
    text = json.dumps([mark, position], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(mark: int, cursor: str) -> Any:
    """The position of a cursor of the same question."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        found, position = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        raise wrong() from None
    if found != mark:
        raise wrong()
    return position


def wrong() -> Refused:
    return Refused("list.cursor", "Ce curseur n'est pas celui de cette liste. Reprenez au début.", "cursor")
