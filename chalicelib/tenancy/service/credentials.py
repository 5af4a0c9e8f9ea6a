"""Proofs of a person: passwords, codes, and the lock after five wrong ones.

The one trick: an attempt is counted before it is judged, so a thousand guesses at once get five answers, and
the count is forgotten by a right one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from chalicelib.aws import limits
from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.kernel.errors import Refused, TooMany, Unauthenticated
from chalicelib.tenancy import partners
from chalicelib.tenancy.rules.emails import email_key
from chalicelib.tenancy.rules.identity import User
from chalicelib.tenancy.rules.passwords import LONGEST, check_password
from chalicelib.tenancy.schemas.identity import LockedV1

T = TypeVar("T")
MOST_TRIES = 5
LOCK_SECONDS = 15 * 60
# Argon2id of no password at all: an unknown address costs the same time as a known one.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AvLxPio4bEZyl5ymcoSi8Q$Em2HzD/5u1Qj6wlEYygmfJkTB1/cTWeKpJMnD8rQ6YQ"


@cache
def _hasher() -> Any:
    """Argon2id with the second setting of the OWASP password storage sheet: 19 MiB, 2 passes, 1 lane (some 25
    ms)."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(password: str) -> str:
    text: str = _hasher().hash(_plain(password))
    return text


def _plain(password: str) -> str:
    """The same password however a keyboard composes its accents."""
    return unicodedata.normalize("NFKC", password)


def matches(user: User | None, password: str) -> bool:
    """Whether it is that user's password. Takes as long for nobody as for somebody."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    try:
        return bool(_hasher().verify(user.password_hash if user else _NOBODY, _plain(password))) and user is not None
    except (VerificationError, InvalidHashError):
        return False


def attempted(name: str, call: Call, user: str | None, judge: Callable[[], T | None]) -> T | None:
    """What `judge` gives, or None when it finds the proof wrong; the fifth wrong one locks `name` for 15
    minutes and tells its `user` by mail.

    Raises TooMany when it is locked, or becomes so.
    """
    stamp = call.now.timestamp()
    if limits.total(f"locked:{name}", stamp):
        raise _locked()
    tries = limits.count(f"tries:{name}", 1, LOCK_SECONDS, stamp)
    answer = judge() if tries <= MOST_TRIES else None
    if answer is not None:
        limits.reset(f"tries:{name}")
        return answer
    if tries >= MOST_TRIES:
        if limits.count(f"locked:{name}", 1, LOCK_SECONDS, stamp) == 1 and user:
            _tell_locked(replace(call, company=PLATFORM, idempotency=None), user)
        raise _locked()
    return None


@use_case("tenancy.login.lock")
def _tell_locked(unit: Unit, user: str) -> None:
    unit.emit(LockedV1(user=user))


def unlock(name: str) -> None:
    """Forget wrong attempts (the person proved himself another way)."""
    limits.reset(f"locked:{name}")
    limits.reset(f"tries:{name}")


def password_lock(email: str) -> str:
    """The name under which wrong passwords of an address are counted."""
    return f"password:{email_key(email)}"


def code_lock(user: str) -> str:
    """The name under which wrong codes of a user are counted."""
    return f"code:{user}"


def require_password(call: Call, user: User, password: str) -> None:
    """Refused unless it is the actor's password: asked again before anything that matters."""
    name = password_lock(user.email)
    if not attempted(name, call, call.actor.id, lambda: matches(user, password) or None):
        raise Refused("tenancy.password.wrong", "Ce n'est pas votre mot de passe actuel.", field="password")


def require_acceptable(password: str, *about: str) -> None:
    """Refused when too weak, or known from a leak (when the register of leaks answers)."""
    check_password(password, about=about, is_common=is_common)
    if partners.leaked(password) is partners.Leak.BREACHED:
        raise Refused(
            "tenancy.password.breached",
            "Ce mot de passe figure dans des fuites publiées. Choisissez-en un autre, ici et ailleurs.",
            field="password",
        )


def is_common(text: str) -> bool:
    """Whether a lower-case text is among the 30,000 passwords most found in leaks (zxcvbn's list)."""
    return text in _common()


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


def wrong_code() -> Unauthenticated:
    return Unauthenticated(
        "tenancy.code.wrong", "Code faux, ou déjà utilisé. Attendez le suivant, ou prenez un code de secours."
    )


def _locked() -> TooMany:
    return TooMany(
        "tenancy.login.locked",
        "Cinq essais faux : connexion bloquée 15 minutes. Réinitialisez le mot de passe si vous l'avez oublié.",
        retry_after=LOCK_SECONDS,
    )
