"""Companies, members, roles, keys and settings through HTTP."""

from __future__ import annotations

import csv
import io
import itertools
import json
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws import journal, limits
from chalicelib.aws.call import Actor, Call, Idempotency
from chalicelib.aws.config import config
from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.http import OPERATIONS, Incoming
from chalicelib.aws.unit import Replayed, Unit, use_case
from chalicelib.kernel.errors import Refused, Unauthenticated
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.schemas.companies import CompanyIn
from chalicelib.tenancy.service import companies, identify, invitations, keys
from tests.rooms.tenancy_support import PASSWORD, colleague, later, mails_to, token_to, verified, with_totp
from tests.support.api import Api, Estate
from tests.support.bus import Bus

_numbers = itertools.count(1)
FOUND = Callable[..., Estate]
IDENTITY = {
    "name": "Domaine des Essais",
    "siret": "404 833 048 00022",
    "vat_number": "FR83 404833048",
    "excise_number": "FR015000E0001",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "address": {"lines": ["12 rue du Chai"], "postcode": "33000", "town": "Bordeaux", "country": "France"},
}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (320).to_bytes(4) + (90).to_bytes(4) + b"\x08\x06\x00\x00\x00"


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    """One bus for the module: each fact is handled once."""
    return Bus()


def address() -> str:
    return f"collegue{next(_numbers)}@equipe.example"


def test_a_company_is_founded_with_its_numbers_checked(new_estate: FOUND) -> None:
    estate = new_estate(**IDENTITY)
    company = estate.api.get("/{c}/profile").ok()
    assert (company["siret"], company["vat_number"]) == ("40483304800022", "FR83404833048")
    assert company["address"]["country"] == "FR"
    assert (company["accent"], company["version"], company["warnings"]) == ("#7A1F3D", 1, [])
    refused = estate.api.post("/companies", {**IDENTITY, "siret": "40483304800023", "iban": "FR00"}).refused(422)
    assert [error["field"] for error in refused["errors"]] == ["siret", "iban"]
    odd = estate.api.post("/companies", {**IDENTITY, "excise_number": "FR0XX"}).ok(201)
    assert [warning["field"] for warning in odd["warnings"]] == ["excise_number"]


def test_founding_is_one_transaction_in_the_new_company_and_company_zero_learns_of_it(
    new_estate: FOUND, bus: Bus
) -> None:
    estate = new_estate(**IDENTITY)
    assert journal.heads(estate.company) == {"main": 1}
    (entry,) = journal.read(estate.company, "main", 1, 1)
    assert {change["kind"] for change in entry["changes"]} == {"company", "team", "member", "memberships"}
    assert [fact["type"] for fact in entry["facts"]] == ["tenancy.company.created.v1"]
    secret = [change for change in entry["changes"] if change["kind"] == "memberships"]
    assert all(change["doc"] is None for change in secret)
    before = bus.deliver()
    told = journal.read("0", "main", 1, journal.heads("0")["main"])
    registered = [change for one in told for change in one["changes"] if change["id"] == estate.company]
    assert [change["doc"]["siren"] for change in registered] == ["404833048"]
    assert before > 0
    assert Bus().deliver() > 0
    again = journal.read("0", "main", 1, journal.heads("0")["main"])
    assert sum(change["id"] == estate.company for one in again for change in one["changes"]) == 1


@pytest.mark.feature("1.3-05")
def test_one_idempotency_key_founds_one_company(new_estate: FOUND) -> None:
    estate = new_estate()
    key = {"Idempotency-Key": "fonder-une-fois"}
    answers = [estate.api.post("/companies", IDENTITY, key).ok(201) for _ in range(5)]
    assert len({answer["id"] for answer in answers}) == 1
    assert len(estate.api.get("/me").ok()["companies"]) == 2
    other = {**IDENTITY, "name": "Autre"}
    estate.api.post("/companies", other, key).refused(422, "http.idempotency_key_reused")


@pytest.mark.feature("1.3-05")
def test_five_workers_with_one_key_at_once_found_one_company(new_estate: FOUND) -> None:
    estate = new_estate()
    person = identify.identify(Incoming("GET", {}, estate.api.cookies, None, "10.0.0.1", datetime.now(UTC)))
    call = Call(person, "0", datetime.now(UTC), "test", idempotency=Idempotency("en-parallele", "digest"))

    def ask(_: int) -> str:
        try:
            return companies.found(call, CompanyIn(name="Une seule")).id
        except Replayed as replay:
            return str(json.loads(replay.answer.body)["id"])

    with ThreadPoolExecutor(5) as pool:
        assert len(set(pool.map(ask, range(5)))) == 1
    assert [one["name"] for one in estate.api.get("/me").ok()["companies"]].count("Une seule") == 1


@pytest.mark.feature("1.1-X02")
def test_two_edits_of_one_profile_lose_nothing_silently(new_estate: FOUND) -> None:
    api = new_estate(**IDENTITY).api
    seen = api.get("/{c}/profile")
    fresh = {"If-Match": seen.headers["etag"]}
    assert api.put("/{c}/profile", {**IDENTITY, "phone": "05 56 00 00 00"}, fresh).ok()["version"] == 2
    stale = api.put("/{c}/profile", {**IDENTITY, "phone": "05 56 11 11 11"}, fresh).refused(412, "http.stale_version")
    assert stale["current"] == 2
    assert api.get("/{c}/profile").ok()["phone"] == "+33556000000"


@pytest.mark.feature("1.5-05")
def test_eleven_colours_and_a_change_reaches_every_member(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    assert len(estate.api.stranger().get("/colours").ok()["items"]) == 11
    member = colleague(estate, bus, "reader", address())
    estate.api.put("/{c}/profile", {"name": "Nouveau Nom", "colour": "sapin"}).ok()
    bus.deliver()
    for api in (estate.api, member):
        assert [(one["name"], one["colour"]) for one in api.get("/me").ok()["companies"]] == [("Nouveau Nom", "sapin")]
    assert member.into(estate.company).get("/{c}/access").ok()["accent"] == "#0F6A5F"
    estate.api.put("/{c}/profile", {"name": "N", "colour": "rose"}).refused(422, "tenancy.company.colour")


def test_a_logo_is_a_png_or_jpeg_and_nothing_else(new_estate: FOUND) -> None:
    api = new_estate().api
    api.get("/{c}/logo").refused(404, "tenancy.logo.none")
    assert api.put("/{c}/logo", PNG).ok()["logo"] | {"file": ""} == {
        "file": "",
        "content_type": "image/png",
        "width": 320,
        "height": 90,
    }
    picture = api.get("/{c}/logo", {"Accept": "image/png"})
    assert (picture.status, picture.content, picture.headers["content-type"]) == (200, PNG, "image/png")
    for content in (b"<svg/>", b"%PDF-1.7", b""):
        api.put("/{c}/logo", content).refused(422, "tenancy.logo.type")
    api.put("/{c}/logo", PNG + b"0" * 1_000_000).refused(422, "tenancy.logo.size")
    assert api.delete("/{c}/logo").ok()["logo"] is None


@pytest.mark.feature("1.5-01")
@pytest.mark.feature("1.5-02")
def test_one_login_works_in_two_companies_with_two_roles(new_estate: FOUND, bus: Bus) -> None:
    ours, theirs = new_estate(), new_estate()
    verified(ours, bus)
    verified(theirs, bus)
    theirs.api.post("/{c}/invitations", {"email": ours.email, "role": "reader"}).ok(201)
    bus.deliver()
    token = token_to(ours.email, "/invitation")
    seen = ours.api.stranger().post("/invitations/seen", {"token": token}).ok()
    assert (seen["known"], seen["role"], seen["company"]) == (True, "reader", theirs.company)
    signup = {"token": token, "name": "X", "password": PASSWORD}
    ours.api.stranger().post("/invitations/signup", signup).refused(409, "tenancy.signup.email_taken")
    ours.api.post("/invitations/joined", {"token": token}).ok()
    ours.api.post("/invitations/joined", {"token": token}).refused(422, "tenancy.invitation.spent")
    there = ours.api.into(theirs.company)
    assert [one["role"] for one in ours.api.get("/me").ok()["companies"]] == ["owner", "reader"]
    assert there.get("/{c}/access").ok()["role"] == "reader"
    there.put("/{c}/profile", {"name": "Pris"}).refused(403, "http.scope")
    ours.api.put("/{c}/profile", {"name": "Chez nous"}).ok()
    assert theirs.api.get("/{c}/profile").ok()["name"] != "Chez nous"


@pytest.mark.feature("1.5-03")
@pytest.mark.parametrize("company", ["com_00000000000000000000000000", "0", "G", "com_1%23x", "main"])
def test_what_is_not_a_company_of_mine_does_not_exist(new_estate: FOUND, company: str) -> None:
    new_estate().api.get(f"/{company}/profile").refused(404, "tenancy.company.not_found")


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
    assert member.get("/{c}/access").ok()["scopes"] == ["company:read", "crm:read"]
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


def test_settings_are_shown_changed_and_explained(new_estate: FOUND) -> None:
    api = new_estate().api
    shown = api.get("/{c}/settings").ok()
    by_name = {one["name"]: one for one in shown["items"]}
    assert by_name["payment_term"] == {
        "name": "payment_term",
        "type": "term",
        "group": "invoicing",
        "label": "Délai de règlement",
        "choices": [],
        "levels": ["order", "customer", "customer_category", "price_grid", "invoice_options"],
        "level": "invoice_options",
        "default": "net-30",
        "own": None,
        "value": "net-30",
    }
    assert shown["version"] == 0
    changed = api.put("/{c}/settings", {"values": {"payment_term": "eom-45", "vat_on_debits": True}}).ok()
    assert changed["version"] == 1
    explained = api.get("/{c}/settings/payment_term").ok()
    assert (explained["value"], explained["level"]) == ("eom-45", "invoice_options")
    assert explained["trace"][-1] == {"level": "default", "value": "net-30", "outcome": "hidden"}
    api.put("/{c}/settings", {"values": {"payment_term": None}}, {"If-Match": '"1"'}).ok()
    api.put("/{c}/settings", {"values": {"payment_term": "cash"}}, {"If-Match": '"1"'}).refused(412)
    bad = api.put("/{c}/settings", {"values": {"payment_term": "x", "nothing": 1, "currency": "XXX"}}).refused(422)
    assert {error["field"] for error in bad["errors"]} == {"payment_term", "nothing", "currency"}
    api.get("/{c}/settings/nothing").refused(404, "tenancy.setting.unknown")


@use_case("test.number")
def _numbers_of(unit: Unit, series: str) -> str:
    unit.load(*tenancy.refs(series, on=unit.today))
    return tenancy.next_number(unit, series)


def test_other_rooms_draw_numbers_in_the_format_of_the_company(new_estate: FOUND) -> None:
    estate = new_estate()
    call = Call(Actor("user", "usr_1", "X"), estate.company, datetime(2026, 11, 22, 8, 0, tzinfo=UTC), "test")
    assert [_numbers_of(call, "invoice_number") for _ in range(2)] == ["FA-2026-0001", "FA-2026-0002"]
    next_year = replace(call, now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert _numbers_of(next_year, "invoice_number") == "FA-2027-0001"
    estate.api.put("/{c}/settings", {"values": {"invoice_number": "F{n:06d}"}}).ok()
    assert _numbers_of(call, "invoice_number") == "F000001"


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


@pytest.mark.feature("1.4-03")
@pytest.mark.feature("1.4-X02")
def test_history_says_who_changed_what_and_its_export_counts_the_same(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    member = colleague(estate, bus, "office", address()).into(estate.company)
    estate.api.put("/{c}/settings", {"values": {"payment_term": "net-60"}}).ok()
    estate.api.put("/{c}/settings", {"values": {"payment_term": "eom-30"}}).ok()
    estate.api.put("/{c}/profile", {"name": "Renommé"}).ok()
    me = estate.api.get("/me").ok()["id"]
    rows = estate.api.get("/{c}/history", kind="settings").ok()["items"]
    last = rows[0]
    assert (last["actor"]["id"], last["field"], last["before"], last["after"]) == (
        me,
        "values.payment_term",
        "net-60",
        "eom-30",
    )
    assert datetime.fromisoformat(last["at"]).utcoffset() == timedelta(0)
    member.delete("/{c}/access").ok(204)
    everyone = estate.api.get("/{c}/history", limit=500).ok()
    actors = Counter(row["actor"]["id"] for row in everyone["items"])
    assert actors[me] > 5
    assert len(actors) >= 3
    for user, count in actors.items():
        assert estate.api.get("/{c}/history", user=user).ok()["count"] == count
    mine = estate.api.get("/{c}/history", user=me).ok()
    exported = estate.api.get("/{c}/history/export", {"Accept": "text/csv"}, user=me, format="csv")
    assert exported.status == 200
    lines = list(csv.reader(io.StringIO(exported.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) - 1 == mine["count"]
    assert estate.api.get("/{c}/history", to="2020-01-01").ok()["count"] == 0


def test_no_secret_reaches_logs_urls_or_the_read_model(
    new_estate: FOUND, bus: Bus, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every secret a person or program ever holds, looked for in what the system writes elsewhere."""
    lines: list[str] = []
    handler = logging.StreamHandler(Lines(lines))
    estate, email = new_estate(), address()
    colleague(estate, bus, "office", email)
    log = logging.getLogger("caveau")
    before = log.level
    log.setLevel("DEBUG")
    log.addHandler(handler)
    try:
        clock, codes = with_totp(estate.api, estate.password)
        key = estate.api.post("/{c}/api-keys", {"name": "K", "scopes": ["company:read"]}).ok(201)["secret"]
        webhook = {"url": "https://partenaire.example/x", "topics": ["*"]}
        made = estate.api.post("/{c}/webhooks", webhook).ok(201)
        Api(estate.api.gateway, estate.company, key=key).get("/{c}/access").ok()
        estate.api.stranger().post("/login", {"email": email, "password": "secret-tapé-de-travers"})
        HANDLERS["tenancy_retry_webhooks"].run({}, None)
        estate.api.get("/{c}/history", limit=500).ok()
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
    secrets = [PASSWORD, estate.password, clock.totp.secret, *codes, key, made["secret"], "secret-tapé-de-travers"]
    secrets += [estate.api.cookies["caveau_session"].split(".")[1], token_to(email, "/invitation")]
    written = "".join(lines) + "".join(capsys.readouterr())
    assert "entry" in written
    files = b"".join(path.read_bytes() for path in Path(config().readmodel_dir).rglob("*") if path.is_file())
    assert estate.company.encode() in files
    for secret in secrets:
        assert secret not in written
        assert secret.encode() not in files
    assert email not in written


class Lines(io.StringIO):
    """What is logged, kept."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def write(self, text: str) -> int:
        self.lines.append(text)
        return len(text)


@pytest.mark.feature("1.4-03")
def test_no_route_alters_the_history(world: Any) -> None:
    assert {one.method for one in OPERATIONS if "/history" in one.path} == {"GET"}


@pytest.mark.feature("1.3-X03")
def test_what_changed_is_told_once_and_secrets_never(new_estate: FOUND) -> None:
    estate = new_estate()
    start = estate.api.get("/{c}/changes", after="now").ok()["next"]
    webhook = {"url": "https://partenaire.example/x", "topics": ["*"]}
    made = estate.api.post("/{c}/webhooks", webhook).ok(201)
    key = estate.api.post("/{c}/api-keys", {"name": "Boutique", "scopes": ["crm:read"]}).ok(201)
    page = estate.api.get("/{c}/changes", after=start).ok()
    assert {one["kind"] for one in page["items"]} == {"webhook", "webhook_book", "api_key", "api_key_book"}
    everything = json.dumps(page) + json.dumps(estate.api.get("/{c}/history", limit=500).ok())
    assert made["secret"] not in everything
    assert key["secret"] not in everything
    assert estate.api.get("/{c}/changes", after=page["next"]).ok()["items"] == []
    estate.api.delete(f"/{{c}}/webhooks/{made['webhook']['id']}").ok(204)
    gone = estate.api.get("/{c}/changes", after=page["next"], kinds="webhook").ok()["items"]
    assert [(one["id"], one["deleted"]) for one in gone] == [(made["webhook"]["id"], True)]
    estate.api.get("/{c}/changes", after="nonsense").refused(422)
