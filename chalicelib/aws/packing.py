"""How a document travels and rests: JSON text, deflated when it is long.

The one trick: a first byte says which (`J` plain, `Z` deflated), so short items stay readable in a console and an
order with its price traces costs a quarter of the write units.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import BINARY

PLAIN_UNDER = 700
LEVEL = 3


def pack(text: str) -> bytes:
    """The stored bytes of a JSON text."""
    raw = text.encode()
    if len(raw) < PLAIN_UNDER:
        return b"J" + raw
    return b"Z" + zlib.compress(raw, LEVEL)


def unpack(stored: bytes) -> str:
    """The JSON text of stored bytes."""
    body = stored[1:]
    return (body if stored[:1] == b"J" else zlib.decompress(body)).decode()


def canonical(value: Any) -> str:
    """The one JSON text of a value: compact, keys in their order of declaration, accents kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Packed(Attribute[str]):
    """A pynamodb attribute holding a JSON text, packed."""

    attr_type = BINARY

    def serialize(self, value: str) -> bytes:
        return pack(value)

    def deserialize(self, value: bytes) -> str:
        return unpack(value)
