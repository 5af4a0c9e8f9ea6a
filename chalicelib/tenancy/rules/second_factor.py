"""The second factor: time codes (RFC 6238) that work once, and recovery codes that work once.

The one trick: a code is accepted only for a time step later than the last one used, and that step is stored
in the same commit, so two logins can never share a code.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.ids import base32
from chalicelib.tenancy.rules.tokens import same

STEP_SECONDS = 30
DRIFT_STEPS = 1
RECOVERY_CODES = 10
ISSUER = "Caveau"


@dataclass(frozen=True)
class Totp:
    """A second factor switched on: `secret` sealed, `last_step` the time step of the last accepted code."""

    secret: str
    confirmed_at: datetime
    last_step: int


def new_secret(rnd: bytes) -> str:
    """A base 32 secret of 160 bits, as authenticator applications take it."""
    return base64.b32encode(rnd[:20]).decode()


def provisioning_uri(secret: str, email: str) -> str:
    """The `otpauth://` address behind the QR code."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def accepted_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The time step for which `code` is right and not yet used; None when it is wrong, late or used."""
    import pyotp

    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP_SECONDS
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        if step > last_step and same(totp.generate_otp(step), digits):
            return step
    return None


def used(totp: Totp, step: int) -> Totp:
    """The factor once the code of `step` has been taken."""
    return replace(totp, last_step=step)


def new_recovery_codes(rnd: bytes) -> list[str]:
    """Ten codes `xxxx-xxxx-xxxx-xxxx` of 80 bits each, from 100 random bytes."""
    codes = []
    for start in range(0, RECOVERY_CODES * 10, 10):
        text = base32(int.from_bytes(rnd[start : start + 10]), 16).lower()
        codes.append("-".join(text[i : i + 4] for i in range(0, 16, 4)))
    return codes


def recovery_hash(user: str, code: str) -> str:
    """What is stored of a recovery code, bound to its user; spaces, dashes and case do not matter."""
    plain = "".join(char for char in code.lower() if char.isalnum())
    return hashlib.sha256(f"{user}:{plain}".encode()).hexdigest()


def without_code(user: str, hashes: tuple[str, ...], code: str) -> tuple[str, ...] | None:
    """The hashes left once `code` is spent; None when it is not one of them."""
    wanted = recovery_hash(user, code)
    left = tuple(stored for stored in hashes if not same(stored, wanted))
    return left if len(left) < len(hashes) else None
