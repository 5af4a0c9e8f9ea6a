"""API keys through HTTP: scopes, revocation, limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws import limits
from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.http import Incoming
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.tenancy.service import identify, keys
from tests.rooms.tenancy_support import (
    address,
    bus_from_now,
    colleague,
)
from tests.support.api import Api, Estate
from tests.support.bus import Bus

FOUND = Callable[..., Estate]


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    """One bus for the module: each fact is handled once."""
    return bus_from_now()


@pytest.mark.feature("1.3-04")
def test_a_key_opens_what_its_scopes_allow_until_it_is_revoked(new_estate: FOUND) -> None:
    estate = new_estate()
    made = estate.api.post("/{c}/api-keys", {"name": "Boutique", "scopes": ["tenancy:read"]}).ok(201)
    key = Api(estate.api.gateway, estate.company, key=made["secret"])
    key.get("/{c}/settings").ok()
    key.put("/{c}/settings", {"values": {}}).refused(403, "http.scope")
    key.get("/{c}/profile").refused(403, "http.scope")
    key.get("/me").refused(403, "tenancy.key.no_person")
    listed = estate.api.get("/{c}/api-keys").ok()["items"]
    assert listed[0]["last_used_at"] is not None
    assert made["secret"] not in json.dumps(listed)
    assert listed[0]["ending"] == made["secret"][-4:]
    estate.api.delete(f"/{{c}}/api-keys/{made['key']['id']}").ok(204)
    key.get("/{c}/settings").refused(401, "tenancy.login.required")
    assert estate.api.get("/{c}/api-keys").ok()["items"][0]["revoked_at"] is not None
    estate.api.delete(f"/{{c}}/api-keys/{made['key']['id']}").ok(204)
    assert estate.api.get("/{c}/api-keys").ok()["items"] == []
    estate.api.delete(f"/{{c}}/api-keys/{made['key']['id']}").refused(404, "tenancy.key.not_found")


@pytest.mark.feature("1.3-04")
def test_a_worker_that_remembers_a_key_forgets_it_within_a_minute(new_estate: FOUND) -> None:
    estate = new_estate()
    made = estate.api.post("/{c}/api-keys", {"name": "Export", "scopes": ["crm:read"]}).ok(201)
    now = datetime.now(UTC)
    headers = {"authorization": f"Bearer {made['secret']}"}
    incoming = Incoming("GET", headers, {}, estate.company, "10.0.0.1", now)
    owner = identify.identify(Incoming("GET", {}, estate.api.cookies, estate.company, "10.0.0.1", now))
    assert identify.identify(incoming).kind == "key"
    remembered = dict(identify._remembered)
    keys.revoke(Call(owner, estate.company, now, "test"), made["key"]["id"])
    identify._remembered.update(remembered)
    assert identify.identify(replace(incoming, now=now + timedelta(seconds=29))).kind == "key"
    with pytest.raises(Unauthenticated):
        identify.identify(replace(incoming, now=now + timedelta(seconds=31)))


def test_a_key_is_of_one_company_and_never_falls_back_on_a_cookie(new_estate: FOUND) -> None:
    ours, theirs = new_estate(), new_estate()
    made = ours.api.post("/{c}/api-keys", {"name": "Boutique", "scopes": ["tenancy:read"]}).ok(201)
    Api(ours.api.gateway, theirs.company, key=made["secret"]).get("/{c}/settings").refused(404)
    forged = made["secret"][:-1] + ("0" if made["secret"][-1] != "0" else "1")
    for wrong in (forged, "cav_1_2_3", "nothing"):
        Api(ours.api.gateway, ours.company, wrong, dict(ours.api.cookies)).get("/{c}/settings").refused(401)


def test_a_key_cannot_make_keys_or_hold_what_its_maker_has_not(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    for scopes, code in (
        (["members:write"], "tenancy.key.scope_barred"),
        (["keys:write"], "tenancy.key.scope_barred"),
        (["wine:drink"], "tenancy.key.scope"),
    ):
        estate.api.post("/{c}/api-keys", {"name": "X", "scopes": scopes}).refused(422, code)
    past = {"name": "X", "scopes": ["crm:read"], "expires_at": "2020-01-01T00:00:00Z"}
    estate.api.post("/{c}/api-keys", past).refused(422, "tenancy.key.expired")
    naive = {"name": "X", "scopes": ["crm:read"], "expires_at": "2999-01-01T00:00:00"}
    estate.api.post("/{c}/api-keys", naive).refused(422, "schema.timezone_aware")
    made = estate.api.post("/{c}/roles", {"name": "Clés", "scopes": ["keys:write", "crm:read"]}).ok(201)
    member = colleague(estate, bus, made["items"][-1]["id"], address()).into(estate.company)
    member.post("/{c}/api-keys", {"name": "X", "scopes": ["sales:read"]}).refused(403, "tenancy.key.beyond_own")
    member.post("/{c}/api-keys", {"name": "X", "scopes": ["crm:read"]}).ok(201)


def test_one_idempotency_key_makes_one_api_key_and_shows_it_again(new_estate: FOUND) -> None:
    api = new_estate().api
    key = {"Idempotency-Key": "ma-cle"}
    first = api.post("/{c}/api-keys", {"name": "Boutique", "scopes": ["crm:read"]}, key).ok(201)
    again = api.post("/{c}/api-keys", {"name": "Boutique", "scopes": ["crm:read"]}, key).ok(201)
    assert again == first
    assert len(api.get("/{c}/api-keys").ok()["items"]) == 1
    api.post("/{c}/api-keys", {"name": "Autre", "scopes": ["crm:read"]}, key).refused(422)


@pytest.mark.feature("1.3-X04")
def test_beyond_its_limit_a_key_is_told_when_to_come_back(new_estate: FOUND, monkeypatch: pytest.MonkeyPatch) -> None:
    estate = new_estate()
    made = [estate.api.post("/{c}/api-keys", {"name": n, "scopes": ["company:read"]}).ok(201) for n in ("A", "B")]
    one, other = (Api(estate.api.gateway, estate.company, key=key["secret"]) for key in made)
    monkeypatch.setattr(limits, "config", lambda: replace(config(), rate_factor=1))
    limits.count(f"rate:{made[0]['key']['id']}:{int(datetime.now(UTC).timestamp()) // 60}", 700, 120)
    answer = one.get("/{c}/access")
    answer.refused(429, "http.rate_limit")
    assert 1 <= int(answer.headers["retry-after"]) <= 61
    other.get("/{c}/access").ok()
