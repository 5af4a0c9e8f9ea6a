"""API keys: made, listed, revoked."""

from __future__ import annotations

import os

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Forbidden, NotFound, Refused
from chalicelib.tenancy.rules import keys as rules
from chalicelib.tenancy.rules import tokens
from chalicelib.tenancy.rules.keys import ApiKey, KeyBook, KeySecret, KeyUse
from chalicelib.tenancy.schemas import keys as schemas
from chalicelib.tenancy.service.handed import Handed, handed
from chalicelib.tenancy.service.identify import forget
from chalicelib.tenancy.store import API_KEYS, KEY_BOOKS, KEY_SECRETS, KEY_USES, ONE


@use_case("tenancy.key.create")
def create(unit: Unit, body: schemas.KeyIn) -> Handed:
    """A key with scopes of one's own; its token is in this answer only.

    Forbidden to a key, to whoever is limited to own customers, and beyond one's own scopes.
    """
    if unit.actor.kind != "user" or unit.actor.only_own:
        raise Forbidden("tenancy.key.maker", "Une clé se crée par une personne qui voit toute la société.")
    if body.expires_at and body.expires_at <= unit.at:
        raise Refused("tenancy.key.expired", "Cette date d'expiration est déjà passée.", field="expires_at")
    scopes = rules.key_scopes(tuple(body.scopes), unit.actor.scopes)
    id = unit.new_id("key")
    token = tokens.api_key_token(unit.company, id, os.urandom(tokens.SECRET_BYTES))
    unit.load((KEY_BOOKS, ONE))
    unit.put(KEY_BOOKS, ONE, rules.with_key(unit.find(KEY_BOOKS, ONE) or KeyBook(), id))
    key = ApiKey(body.name, scopes, token[-4:], unit.actor.id, unit.at, body.expires_at)
    unit.put(API_KEYS, id, key)
    unit.put(KEY_SECRETS, id, KeySecret(secrets.fingerprint(token)))
    return handed(_out(unit, id, key, None).model_dump(mode="json"), token)


def listed(call: Call) -> schemas.KeysOut:
    """Every key, newest first, revoked ones included."""
    unit = reading(call)
    ids = (unit.find(KEY_BOOKS, ONE) or KeyBook()).ids
    unit.load(*((kind, id) for id in ids for kind in (API_KEYS, KEY_USES)))
    found = [(id, unit.find(API_KEYS, id), unit.find(KEY_USES, id)) for id in reversed(ids)]
    return schemas.KeysOut(items=[_out(unit, id, key, use) for id, key, use in found if key])


def revoke(call: Call, id: str) -> None:
    """The key opens nothing any more (everywhere within 60 s). Asked again, it leaves the list."""
    _revoke(call, id)
    forget()


@use_case("tenancy.key.revoke")
def _revoke(unit: Unit, id: str) -> None:
    unit.load((API_KEYS, id), (KEY_SECRETS, id), (KEY_BOOKS, ONE))
    key, book = unit.find(API_KEYS, id), unit.find(KEY_BOOKS, ONE) or KeyBook()
    if key is None or id not in book.ids:
        raise NotFound("tenancy.key.not_found", "Cette clé n'existe pas ou plus.")
    unit.expect(API_KEYS, id, unit.call.if_match)
    if key.revoked_at:
        unit.put(KEY_BOOKS, ONE, rules.without_key(book, id))
        return
    unit.put(API_KEYS, id, rules.revoked(key, unit.at))
    unit.delete(KEY_SECRETS, id)


def _out(unit: Unit, id: str, key: ApiKey, use: KeyUse | None) -> schemas.KeyOut:
    return schemas.KeyOut(
        id=id,
        name=key.name,
        scopes=list(key.scopes),
        ending=key.ending,
        created_by=key.created_by,
        created_at=key.created_at,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
        last_used_at=use.at if use else None,
        version=unit.version(API_KEYS, id),
    )
