"""Identifiers that sort by time: `cus_01JDABC…`.

The one trick: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32, behind a prefix that names the
kind, so a pasted id says what it is and a list by id is a list by age.
"""

from __future__ import annotations

from datetime import datetime

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def base32(value: int, length: int) -> str:
    """`value` in Crockford's base 32, left-padded to `length` characters."""
    digits = []
    for _ in range(length):
        value, rest = divmod(value, 32)
        digits.append(ALPHABET[rest])
    return "".join(reversed(digits))


def new_id(prefix: str, now: datetime, rnd: bytes) -> str:
    """An id for `prefix` made at `now` (aware) from 10 random bytes."""
    millis = int(now.timestamp() * 1000)
    return f"{prefix}_{base32(millis, 10)}{base32(int.from_bytes(rnd[:10]), 16)}"
