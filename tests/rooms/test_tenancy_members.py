"""Members, invitations and roles through HTTP: who may give what to whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.aws.call import Actor, Call
from chalicelib.kernel.errors import Refused
from chalicelib.tenancy.rules.scopes import EVERYONE
from chalicelib.tenancy.service import invitations
from tests.rooms.tenancy_support import (
    PASSWORD,
    address,
    bus_from_now,
    colleague,
    later,
    mails_to,
    token_to,
    verified,
    with_totp,
)
from tests.support.api import Estate
from tests.support.bus import Bus

FOUND = Callable[..., Estate]


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    """One bus for the module: each fact is handled once."""
    return bus_from_now()


def test_inviting_waits_for_a_verified_address(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    body = {"email": address(), "role": "office"}
    estate.api.post("/{c}/invitations", body).refused(403, "tenancy.user.unverified")
    verified(estate, bus)
    made = estate.api.post("/{c}/invitations", body).ok(201)
    assert made["state"] == "pending"
    estate.api.post("/{c}/invitations", body).refused(409, "tenancy.invitation.pending")
    estate.api.post("/{c}/invitations", {"email": estate.email, "role": "office"}).refused(
        409, "tenancy.member.already"
    )
    estate.api.post("/{c}/invitations", {"email": "x", "role": "office"}).refused(422)
    estate.api.post("/{c}/invitations", {"email": address(), "role": "chef"}).refused(422, "tenancy.role.unknown")
    bus.deliver()
    (text,) = mails_to(body["email"])
    assert "Bureau" in text
    assert [one["id"] for one in estate.api.get("/{c}/invitations").ok()["items"]] == [made["id"]]
    estate.api.delete(f"/{{c}}/invitations/{made['id']}").ok(204)
    estate.api.delete(f"/{{c}}/invitations/{made['id']}").refused(404)
    token = token_to(body["email"], "/invitation")
    estate.api.stranger().post("/invitations/seen", {"token": token}).refused(422, "tenancy.invitation.spent")
    estate.api.stranger().post("/invitations/seen", {"token": "x"}).refused(422, "tenancy.invitation.spent")


def test_an_invitation_is_for_its_address_and_expires_after_seven_days(new_estate: FOUND, bus: Bus) -> None:
    estate, other = verified(new_estate(), bus), new_estate()
    email = address()
    estate.api.post("/{c}/invitations", {"email": email, "role": "office"}).ok(201)
    bus.deliver()
    token = token_to(email, "/invitation")
    other.api.post("/invitations/joined", {"token": token}).refused(403, "tenancy.invitation.other_address")
    call = Call(Actor("user", "usr_x", "X"), "0", later(days=7), "test")
    with pytest.raises(Refused) as refusal:
        invitations.seen(call, token)
    assert refusal.value.code == "tenancy.invitation.spent"


def test_a_login_made_by_someone_else_on_my_address_is_mine_once_i_am_invited(new_estate: FOUND, bus: Bus) -> None:
    """Whoever signed up with an address he does not own is put out when its owner comes in by a mailed
    link."""
    estate, email = verified(new_estate(), bus), address()
    squatter = estate.api.stranger()
    squatter.post("/signup", {"email": email, "password": PASSWORD, "name": "Squatteur"}).ok(201)
    with_totp(squatter, PASSWORD)
    estate.api.post("/{c}/invitations", {"email": email, "role": "office"}).ok(201)
    bus.deliver()
    token = token_to(email, "/invitation")
    owner = estate.api.stranger()
    assert owner.post("/invitations/seen", {"token": token}).ok()["known"] is False
    new = "carignan vieilles vignes"
    owner.post("/invitations/signup", {"token": token, "name": "Vraie", "password": new}).ok(201)
    squatter.get("/me").refused(401)
    me = owner.get("/me").ok()
    assert (me["name"], me["verified"], me["totp"]) == ("Vraie", True, False)
    estate.api.stranger().post("/login", {"email": email, "password": PASSWORD}).refused(401)


def test_joining_twice_with_one_key_gives_one_answer(new_estate: FOUND, bus: Bus) -> None:
    estate, email = verified(new_estate(), bus), address()
    estate.api.post("/{c}/invitations", {"email": email, "role": "cellar"}).ok(201)
    bus.deliver()
    body = {"token": token_to(email, "/invitation"), "name": "Marc", "password": PASSWORD}
    key = {"Idempotency-Key": f"join-{email}"}
    first, second = estate.api.stranger(), estate.api.stranger()
    assert first.post("/invitations/signup", body, key).ok(201) == second.post("/invitations/signup", body, key).ok(201)
    assert first.get("/me").ok()["id"] == second.get("/me").ok()["id"]


def test_members_are_listed_changed_and_removed(new_estate: FOUND, bus: Bus) -> None:
    estate, email = new_estate(), address()
    member = colleague(estate, bus, "office", email).into(estate.company)
    items = estate.api.get("/{c}/members").ok()["items"]
    assert {one["email"]: one["role"] for one in items} == {estate.email: "owner", email: "office"}
    id = next(one["id"] for one in items if one["email"] == email)
    owner = next(one["id"] for one in items if one["email"] == estate.email)
    member.put(f"/{{c}}/members/{id}", {"role": "owner"}).refused(403, "http.scope")
    changed = estate.api.put(f"/{{c}}/members/{id}", {"role": "cellar", "only_own": True}, {"If-Match": '"1"'}).ok()
    assert (changed["role"], changed["only_own"], changed["version"]) == ("cellar", True, 2)
    stale = estate.api.put(f"/{{c}}/members/{id}", {"role": "reader"}, {"If-Match": '"1"'})
    stale.refused(412, "http.stale_version")
    assert member.get("/{c}/access").ok()["role"] == "cellar"
    assert [one["role"] for one in member.get("/me").ok()["companies"]] == ["cellar"]
    estate.api.put(f"/{{c}}/members/{owner}", {"role": "office"}).refused(409, "tenancy.member.last_owner")
    estate.api.delete(f"/{{c}}/members/{owner}").refused(409, "tenancy.member.last_owner")
    estate.api.delete("/{c}/access").refused(409, "tenancy.member.last_owner")
    estate.api.delete(f"/{{c}}/members/{id}").ok(204)
    member.get("/{c}/access").refused(404, "tenancy.company.not_found")
    assert member.get("/me").ok()["companies"] == []
    estate.api.delete(f"/{{c}}/members/{id}").refused(404, "tenancy.member.not_found")


def test_a_member_may_leave(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    member = colleague(estate, bus, "reader", address()).into(estate.company)
    member.delete("/{c}/access").ok(204)
    member.get("/{c}/access").refused(404)
    assert len(estate.api.get("/{c}/members").ok()["items"]) == 1


def test_nobody_raises_himself_through_another(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    role = {"name": "Responsable du personnel", "scopes": ["members:write", "stock:read"]}
    made = estate.api.post("/{c}/roles", role).ok(201)
    id = next(one["id"] for one in made["items"] if one["name"] == role["name"])
    manager = colleague(estate, bus, id, address()).into(estate.company)
    owner = next(one for one in manager.get("/{c}/members").ok()["items"] if one["role"] == "owner")
    manager.post("/{c}/invitations", {"email": address(), "role": "owner"}).refused(403, "tenancy.role.beyond_own")
    manager.delete(f"/{{c}}/members/{owner['id']}").refused(403, "tenancy.role.beyond_own")
    manager.put(f"/{{c}}/members/{owner['id']}", {"role": id}).refused(403, "tenancy.role.beyond_own")
    wide = {"name": "Plus large", "scopes": ["sales:write"]}
    manager.post("/{c}/roles", wide).refused(403, "tenancy.role.beyond_own")
    manager.put(f"/{{c}}/roles/{id}", {**role, "scopes": ["members:write", "sales:write"]}).refused(
        403, "tenancy.role.beyond_own"
    )


@pytest.mark.feature("1.4-07")
def test_a_cellar_role_has_no_menu_for_prices_invoices_or_statistics(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    cellar = colleague(estate, bus, "cellar", address()).into(estate.company)
    scopes = set(cellar.get("/{c}/access").ok()["scopes"])
    assert "stock:write" in scopes
    assert not scopes & {"pricing:read", "sales:read", "statistics:read", "history:read", "members:read"}
    for path in ("/{c}/settings", "/{c}/members", "/{c}/api-keys", "/{c}/webhooks", "/{c}/history"):
        cellar.get(path).refused(403, "http.scope")


@pytest.mark.feature("1.4-08")
def test_a_representative_is_limited_to_his_own_customers(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    one = colleague(estate, bus, "representative", address()).into(estate.company)
    other = colleague(estate, bus, "office", address(), only_own=True).into(estate.company)
    assert one.get("/{c}/access").ok()["only_own"] is True
    assert other.get("/{c}/access").ok()["only_own"] is True
    assert estate.api.get("/{c}/access").ok()["only_own"] is False


def test_roles_of_the_company_are_made_changed_and_dropped(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    roles = estate.api.get("/{c}/roles").ok()
    assert (len(roles["items"]), roles["version"]) == (7, 0)
    assert {"scope": "stock:read", "label": "Stock : lire"} in roles["scopes"]
    made = estate.api.post("/{c}/roles", {"name": "Stagiaire", "scopes": ["stock:write"]}).ok(201)
    id = made["items"][-1]["id"]
    assert made["items"][-1]["scopes"] == ["stock:read", "stock:write"]
    member = colleague(estate, bus, id, address()).into(estate.company)
    assert "stock:write" in member.get("/{c}/access").ok()["scopes"]
    fresh = {"If-Match": f'"{made["version"]}"'}
    estate.api.put(f"/{{c}}/roles/{id}", {"name": "Stagiaire", "scopes": ["crm:read"]}, fresh).ok()
    assert set(member.get("/{c}/access").ok()["scopes"]) == {"crm:read"} | EVERYONE
    estate.api.put(f"/{{c}}/roles/{id}", {"name": "S", "scopes": ["crm:read"]}, fresh).refused(412)
    estate.api.delete(f"/{{c}}/roles/{id}").refused(409, "tenancy.role.in_use")
    estate.api.delete("/{c}/roles/owner").refused(404, "tenancy.role.not_found")
    member.delete("/{c}/access").ok(204)
    assert len(estate.api.delete(f"/{{c}}/roles/{id}").ok()["items"]) == 7


@pytest.mark.feature("SEC-11")
def test_a_company_may_require_the_second_factor(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    member = colleague(estate, bus, "reader", address()).into(estate.company)
    on = {"values": {"totp_required": True}}
    estate.api.put("/{c}/settings", on).refused(422, "tenancy.setting.totp_own_first")
    with_totp(estate.api, estate.password)
    estate.api.put("/{c}/settings", on).ok()
    estate.api.get("/{c}/access").ok()
    refused = member.get("/{c}/access").refused(403, "tenancy.totp.required")
    assert refused["remedy"] == "/api/v1/me/totp"
    with_totp(member, PASSWORD)
    assert member.get("/{c}/access").ok()["role"] == "reader"
