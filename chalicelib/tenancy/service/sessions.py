"""Signing in, in one step or two, and the list of open browsers."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound, Refused, Unauthenticated
from chalicelib.tenancy.rules import identity, second_factor, tokens
from chalicelib.tenancy.rules.devices import device_label
from chalicelib.tenancy.rules.emails import email_key, normal_email
from chalicelib.tenancy.rules.identity import Session, Sessions, User
from chalicelib.tenancy.schemas import identity as schemas
from chalicelib.tenancy.service import credentials
from chalicelib.tenancy.service.identify import forget
from chalicelib.tenancy.store import LOGIN, SESSIONS, USERS

CHALLENGE = "login-challenge"


@dataclass(frozen=True)
class Browser:
    """What is asking: its lasting device mark (a random text in a cookie), its name, its address."""

    device: str
    label: str
    address: str


@dataclass(frozen=True)
class Entered:
    """The answer of a login step, and the session token once there is one."""

    out: schemas.LoginOut
    token: str | None = None


def browser_of(call: Call, device: str | None) -> Browser:
    """The browser behind a call; a device mark is made when it has none."""
    known = device if device and len(device) == 32 and device.isalnum() else None
    mark = known or tokens.secret_text(os.urandom(tokens.SECRET_BYTES))
    return Browser(mark, device_label(call.headers.get("user-agent", "")), call.headers.get("address", "-"))


def log_in(call: Call, body: schemas.LoginIn, browser: Browser) -> Entered:
    """First step: address and password. Unauthenticated, in the same words, for a wrong one or an unknown
    one."""
    try:
        email = normal_email(body.email)
    except Refused:
        raise _wrong() from None
    reader = reading(replace(call, idempotency=None))
    id = reader.owner_of(LOGIN, email_key(email), globally=True)
    user = reader.find(USERS, id) if id else None
    name = credentials.password_lock(email)
    if not credentials.attempted(name, call, id, lambda: credentials.matches(user, body.password) or None):
        raise _wrong()
    if id is None or user is None:
        raise _wrong()
    if user.totp:
        return Entered(schemas.LoginOut(step="second_factor", challenge=_challenge(id, user, call.now)))
    return Entered(schemas.LoginOut(step="done"), _enter(replace(call, idempotency=None), id, browser))


@use_case("tenancy.login.open")
def _enter(unit: Unit, id: str, browser: Browser) -> str:
    return open_session(unit, id, browser)


def second_step(call: Call, body: schemas.SecondFactorIn, browser: Browser) -> Entered:
    """Second step: a time code or a recovery code. Unauthenticated when wrong, used, or the challenge is too
    old."""
    id, password_mark = _challenged(body.challenge, call.now)
    alone = replace(call, idempotency=None)

    def judge() -> str | None:
        return _enter_with_code(alone, id, password_mark, body, browser)

    token = credentials.attempted(credentials.code_lock(id), call, id, judge)
    if token is None:
        raise credentials.wrong_code()
    return Entered(schemas.LoginOut(step="done"), token)


@use_case("tenancy.login.open")
def _enter_with_code(
    unit: Unit, id: str, password_mark: str, body: schemas.SecondFactorIn, browser: Browser
) -> str | None:
    unit.load((USERS, id), (SESSIONS, id))
    user = unit.get(USERS, id)
    if _mark(user) != password_mark:
        raise _stale_challenge()
    if not spend_code(unit, id, body.code, body.recovery_code):
        return None
    return open_session(unit, id, browser)


def spend_code(unit: Unit, id: str, code: str | None, recovery_code: str | None) -> bool:
    """Use up a time code or a recovery code of a user, in this commit. False when it is not right."""
    user = unit.get(USERS, id)
    if user.totp is None:
        return False
    if recovery_code:
        left = second_factor.without_code(id, user.recovery, recovery_code)
        if left is None:
            return False
        unit.put(USERS, id, replace(user, recovery=left))
        return True
    secret = secrets.unseal(user.totp.secret, f"totp:{id}")
    step = second_factor.accepted_step(secret, code or "", unit.at, user.totp.last_step)
    if step is None:
        return False
    unit.put(USERS, id, replace(user, totp=second_factor.used(user.totp, step)))
    return True


def open_session(unit: Unit, id: str, browser: Browser) -> str:
    """A new login session of that user; gives its token. A device never seen before is told by mail."""
    token = tokens.session_token(id, os.urandom(tokens.SECRET_BYTES))
    sessions = unit.find(SESSIONS, id) or Sessions()
    session = Session(
        unit.new_id("ses"),
        secrets.fingerprint(token),
        unit.at,
        unit.at + timedelta(days=identity.SESSION_DAYS),
        browser.label,
        browser.address,
    )
    device = secrets.fingerprint(browser.device)
    if sessions.devices and not identity.knows(sessions, device):
        unit.emit(schemas.NewDeviceV1(user=id, session=session.id))
    opened = identity.opened(identity.remembering(sessions, device), session, unit.at)
    unit.put(SESSIONS, id, opened)
    return token


def listed(call: Call) -> schemas.SessionsOut:
    """The open browsers of the person, newest first."""
    sessions = reading(call).find(SESSIONS, call.actor.id) or Sessions()
    return schemas.SessionsOut(
        items=[
            schemas.SessionOut(
                id=one.id,
                opened_at=one.opened_at,
                expires_at=one.expires_at,
                device=one.device,
                address=one.address,
                current=one.id == call.actor.session,
            )
            for one in reversed(sessions.open)
            if one.expires_at > call.now
        ]
    )


def close(call: Call, session: str) -> None:
    """Sign one browser out. NotFound when the person has no such session."""
    _close(call, [session], True)
    forget()


def close_others(call: Call) -> None:
    """Sign every other browser out."""
    sessions = reading(call).find(SESSIONS, call.actor.id) or Sessions()
    _close(call, [one.id for one in sessions.open if one.id != call.actor.session], False)
    forget()


def log_out(call: Call) -> None:
    """Sign this browser out."""
    _close(replace(call, idempotency=None), [call.actor.session or ""], False)
    forget()


@use_case("tenancy.login.close")
def _close(unit: Unit, ids: list[str], must_exist: bool) -> None:
    sessions = unit.find(SESSIONS, unit.actor.id) or Sessions()
    if must_exist and not {one.id for one in sessions.open} & set(ids):
        raise NotFound("tenancy.session.not_found", "Cette connexion est déjà fermée.")
    unit.put(SESSIONS, unit.actor.id, identity.closed(sessions, ids))


def _challenge(id: str, user: User, now: datetime) -> str:
    """Sealed: who passed the first step, with which password, until when."""
    until = (now + identity.CHALLENGE_LIFE).timestamp()
    return secrets.seal(json.dumps([id, _mark(user), until]), CHALLENGE)


def _challenged(sealed: str, now: datetime) -> tuple[str, str]:
    try:
        id, mark, until = json.loads(secrets.unseal(sealed, CHALLENGE))
    except (ValueError, TypeError):
        raise _stale_challenge() from None
    if until <= now.timestamp():
        raise _stale_challenge()
    return str(id), str(mark)


def _mark(user: User) -> str:
    """Which password the first step was passed with, without saying anything of it."""
    return secrets.fingerprint(user.password_hash)[:16]


def _wrong() -> Unauthenticated:
    return Unauthenticated(
        "tenancy.login.wrong", "Adresse ou mot de passe inconnu. Vérifiez les deux, ou réinitialisez le mot de passe."
    )


def _stale_challenge() -> Unauthenticated:
    return Unauthenticated("tenancy.login.challenge", "Trop de temps a passé. Recommencez la connexion.")
