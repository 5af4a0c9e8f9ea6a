"""Who a request comes from: the one place where a cookie or an API key becomes an actor.

The one trick: a token names its own items, so identity, membership, role and obligation are ONE batch read; a
worker remembers the outcome for 30 seconds, so what is revoked is refused everywhere within 60.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.aws import secrets
from chalicelib.aws.call import PLATFORM, Actor
from chalicelib.aws.http import Incoming
from chalicelib.kernel.errors import Forbidden, NotFound, Unauthenticated
from chalicelib.tenancy.rules import identity, keys, members, settings, tokens
from chalicelib.tenancy.store import (
    API_KEYS,
    KEY_SECRETS,
    KEY_USES,
    MEMBERS,
    ONE,
    ROLES,
    SESSIONS,
    SETTINGS,
    USERS,
    read,
    touch_key,
)

COOKIE = "caveau_session"
REMEMBERED = timedelta(seconds=30)
MOST_REMEMBERED = 2000
USED_EVERY = timedelta(hours=1)
_COMPANY = re.compile(r"com_[0-9A-Z]{26}")
_remembered: dict[tuple[str, str], tuple[datetime, Actor]] = {}


def identify(request: Incoming) -> Actor:
    """The person or program behind a request, with what it may do in the company of the URL.

    Unauthenticated: no token, or one that opens nothing. NotFound: not a company of theirs. Forbidden: the
    company asks for a second factor and the person has none. Outside any company a person has what the platform
    (company zero) gives him.
    """
    if request.company is not None and not _COMPANY.fullmatch(request.company):
        raise _no_company()
    token = _token(request)
    mark = (secrets.fingerprint(token), request.company or "")
    known = _remembered.get(mark)
    if known and known[0] > request.now:
        return _speaking(known[1], request)
    claim = tokens.api_key_claim(token)
    actor = _program(claim, mark[0], request) if claim else _person(token, mark[0], request)
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[mark] = (request.now + REMEMBERED, actor)
    return _speaking(actor, request)


def _speaking(actor: Actor, request: Incoming) -> Actor:
    """In the language that the page is in now: a worker may remember the one of half a minute ago."""
    said = request.headers.get("caveau-language")
    return replace(actor, language=said) if said in ("fr", "en") and said != actor.language else actor


def forget() -> None:
    """Forget every identity this worker remembers (something was revoked here: be strict at once)."""
    _remembered.clear()


def _token(request: Incoming) -> str:
    """The API key when there is an Authorization header, else the session cookie: never one for the other."""
    authorization = request.headers.get("authorization")
    if authorization is None:
        token = request.cookies.get(COOKIE, "")
        if tokens.session_user(token):
            return token
        raise _nobody()
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() == "bearer" and tokens.api_key_claim(token.strip()):
        return token.strip()
    raise _nobody()


def _person(token: str, token_hash: str, request: Incoming) -> Actor:
    id = tokens.session_user(token) or ""
    refs: list[Any] = [(SESSIONS, id), (USERS, id), (MEMBERS, id)]
    if request.company:
        refs += [(ROLES, ONE), (SETTINGS, ONE)]
    found = read(request.company or PLATFORM, refs)
    session, user = identity.found(found[SESSIONS, id], token_hash, request.now), found[USERS, id]
    if session is None or user is None:
        raise _nobody()
    if not request.company:
        rights = members.platform_scopes(found[MEMBERS, id], user.totp is not None)
        return Actor("user", id, user.name, rights, language=user.language, session=session.id)
    member = found[MEMBERS, id]
    if member is None:
        raise _no_company()
    if user.totp is None and settings.value_of(found[SETTINGS, ONE], "totp_required") is True:
        raise Forbidden(
            "tenancy.totp.required",
            "Cette société exige la double authentification. Activez-la dans votre profil, puis revenez.",
            remedy="/api/v1/me/totp",
        )
    return Actor(
        "user",
        id,
        user.name,
        members.scopes_of(member, found[ROLES, ONE]),
        members.limited(member),
        user.language,
        session.id,
    )


def _program(claim: tokens.KeyClaim, token_hash: str, request: Incoming) -> Actor:
    found = read(claim.company, [(kind, claim.key) for kind in (API_KEYS, KEY_SECRETS, KEY_USES)])
    key = found[API_KEYS, claim.key]
    if key is None or not keys.opens(key, found[KEY_SECRETS, claim.key], token_hash, request.now):
        raise _nobody()
    if request.company is None:
        raise Forbidden("tenancy.key.no_person", "Une clé d'API n'est pas une personne : connectez-vous.")
    if request.company != claim.company:
        raise _no_company()
    use = found[KEY_USES, claim.key]
    if use is None or request.now - use.at >= USED_EVERY:
        touch_key(claim.company, claim.key, request.now)
    return Actor("key", claim.key, key.name, frozenset(key.scopes))


def _nobody() -> Unauthenticated:
    return Unauthenticated("tenancy.login.required", "Connectez-vous : votre accès est absent, fermé ou expiré.")


def _no_company() -> NotFound:
    return NotFound("tenancy.company.not_found", "Cette société n'existe pas, ou vous n'en êtes pas membre.")
