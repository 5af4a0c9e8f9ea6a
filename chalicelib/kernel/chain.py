"""Hash chain: each link seals its payload and everything before it.

Nouns: *link* (position, digest of the previous link, own digest), *head* (the last link). The one trick:
the payload is hashed as canonical JSON (sorted keys, no spaces, no float), so the same document gives the
same digest on any machine.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """Position from 1; hexadecimal digests of 64 characters."""

    seq: int
    previous: str
    digest: str


def canonical(payload: Any) -> bytes:
    """The one JSON text of a payload. Raises TypeError for a float: two machines may print it differently."""
    _refuse_floats(payload)
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def extend(head: Link | None, payload: Any, key: bytes = b"") -> Link:
    """The link that follows `head` (None: the first). With a key the digest is an HMAC: only its holder can
    extend."""
    seq, previous = (head.seq + 1, head.digest) if head else (1, GENESIS)
    return Link(seq, previous, _digest(seq, previous, payload, key))


def broken_at(chain: Iterable[tuple[Link, Any]], key: bytes = b"", after: Link | None = None) -> int | None:
    """Position of the first link that does not follow from the ones before it; None when the chain is
    whole."""
    head = after
    for link, payload in chain:
        expected = extend(head, payload, key)
        if link != expected:
            return expected.seq
        head = link
    return None


def _digest(seq: int, previous: str, payload: Any, key: bytes) -> str:
    message = b"%d\n%s\n" % (seq, previous.encode()) + canonical(payload)
    if key:
        return hmac.new(key, message, hashlib.sha256).hexdigest()
    return hashlib.sha256(message).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a sealed payload holds no float")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("a sealed payload has text keys")
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
