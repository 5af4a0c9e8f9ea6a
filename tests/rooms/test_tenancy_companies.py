"""Companies and settings through HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws import journal
from chalicelib.aws.call import Actor, Call, Idempotency
from chalicelib.aws.http import Incoming
from chalicelib.aws.unit import Replayed, Unit, use_case
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.schemas.companies import CompanyIn
from chalicelib.tenancy.service import companies, identify
from tests.rooms.tenancy_support import (
    PASSWORD,
    address,
    bus_from_now,
    colleague,
    token_to,
    told_again,
    verified,
)
from tests.support.api import Estate
from tests.support.bus import Bus

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
    return bus_from_now()


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
    registered = [change for change in of_the_platform() if change["id"] == estate.company]
    assert [change["doc"]["siren"] for change in registered] == ["404833048"]
    assert before > 0
    assert told_again(estate.company) > 0
    assert sum(change["id"] == estate.company for change in of_the_platform()) == 1


def of_the_platform() -> list[dict[str, Any]]:
    """Every change of company zero, lane by lane."""
    lanes = journal.heads("0").items()
    entries = [one for lane, last in lanes for one in journal.read("0", lane, 1, last)]
    return [change for one in entries for change in one["changes"]]


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
