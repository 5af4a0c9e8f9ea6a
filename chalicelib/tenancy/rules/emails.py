"""An e-mail address as an identity: normalised once, compared by its hash."""

from __future__ import annotations

import hashlib

from chalicelib.kernel.errors import Refused
from chalicelib.kernel.identifiers import EMAIL


def normal_email(text: str, field: str = "email") -> str:
    """The address as stored and compared (lower case, no surrounding space). Refused when it cannot be
    one."""
    problem = EMAIL.check(text)
    if problem:
        raise Refused.many([problem.on(field)])
    return EMAIL.clean(text)


def email_key(email: str) -> str:
    """What uniqueness is guarded on: the SHA-256 of a normalised address (no address in a key)."""
    return hashlib.sha256(email.encode()).hexdigest()
