"""The second factor: switched on with a code, off with two proofs, its recovery codes renewed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Conflict
from chalicelib.tenancy.rules import second_factor
from chalicelib.tenancy.rules.second_factor import Totp
from chalicelib.tenancy.schemas import identity as schemas
from chalicelib.tenancy.service import credentials
from chalicelib.tenancy.service.handed import Handed, handed
from chalicelib.tenancy.service.identify import forget
from chalicelib.tenancy.service.sessions import spend_code
from chalicelib.tenancy.store import USERS

T = TypeVar("T")


def start(call: Call, body: schemas.PasswordIn) -> Handed:
    """A secret to put in an authenticator; nothing is asked at login until a code confirms it."""
    credentials.require_password(call, reading(call).get(USERS, call.actor.id), body.password)
    return _start(call, second_factor.new_secret(os.urandom(20)))


@use_case("tenancy.totp.start")
def _start(unit: Unit, secret: str) -> Handed:
    id = unit.actor.id
    user = unit.get(USERS, id)
    if user.totp:
        raise Conflict("tenancy.totp.on", "La double authentification est déjà active. Désactivez-la d'abord.")
    unit.put(USERS, id, replace(user, totp_pending=secrets.seal(secret, f"totp:{id}")))
    return handed({}, secret, second_factor.provisioning_uri(secret, user.email))


def confirm(call: Call, body: schemas.TotpConfirmIn) -> Handed:
    """Switch it on with a first code; gives ten recovery codes. Unauthenticated when the code is wrong."""
    codes = second_factor.new_recovery_codes(os.urandom(100))
    done = _with_code(call, lambda: _confirm(call, body.code, codes))
    forget()
    return done


@use_case("tenancy.totp.confirm")
def _confirm(unit: Unit, code: str, codes: list[str]) -> Handed | None:
    id = unit.actor.id
    user = unit.get(USERS, id)
    if user.totp_pending is None:
        raise Conflict("tenancy.totp.not_started", "Commencez par afficher le code à scanner.")
    secret = secrets.unseal(user.totp_pending, f"totp:{id}")
    step = second_factor.accepted_step(secret, code, unit.at, last_step=0)
    if step is None:
        return None
    unit.put(
        USERS,
        id,
        replace(
            user,
            totp=Totp(user.totp_pending, unit.at, step),
            totp_pending=None,
            recovery=tuple(second_factor.recovery_hash(id, one) for one in codes),
        ),
    )
    return handed({}, *codes)


def switch_off(call: Call, body: schemas.ProofIn) -> None:
    """No second factor any more. The password, and a code (or a recovery code), are asked."""
    credentials.require_password(call, reading(call).get(USERS, call.actor.id), body.password)
    _with_code(call, lambda: _switch_off(call, body))
    forget()


@use_case("tenancy.totp.switch_off")
def _switch_off(unit: Unit, body: schemas.ProofIn) -> bool | None:
    id = unit.actor.id
    _require_on(unit, id)
    if not spend_code(unit, id, body.code, body.recovery_code):
        return None
    unit.put(USERS, id, replace(unit.get(USERS, id), totp=None, totp_pending=None, recovery=()))
    return True


def renew_codes(call: Call, body: schemas.ProofIn) -> Handed:
    """Ten new recovery codes; the old ones are worth nothing."""
    credentials.require_password(call, reading(call).get(USERS, call.actor.id), body.password)
    codes = second_factor.new_recovery_codes(os.urandom(100))
    return _with_code(call, lambda: _renew_codes(call, body, codes))


@use_case("tenancy.totp.renew_codes")
def _renew_codes(unit: Unit, body: schemas.ProofIn, codes: list[str]) -> Handed | None:
    id = unit.actor.id
    _require_on(unit, id)
    if not spend_code(unit, id, body.code, body.recovery_code):
        return None
    hashes = tuple(second_factor.recovery_hash(id, one) for one in codes)
    unit.put(USERS, id, replace(unit.get(USERS, id), recovery=hashes))
    return handed({}, *codes)


def _with_code(call: Call, judge: Callable[[], T | None]) -> T:
    """What `judge` gives; Unauthenticated when it finds the code wrong, counted like one at login."""
    answer = credentials.attempted(credentials.code_lock(call.actor.id), call, call.actor.id, judge)
    if answer is None:
        raise credentials.wrong_code()
    return answer


def _require_on(unit: Unit, id: str) -> None:
    if unit.get(USERS, id).totp is None:
        raise Conflict("tenancy.totp.off", "La double authentification n'est pas active.")
