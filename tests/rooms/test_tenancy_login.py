"""Signing up and in through HTTP: two steps, locks, sessions, devices."""

from __future__ import annotations

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.call import ANONYMOUS, Call
from chalicelib.aws.http import Incoming
from chalicelib.aws.table import Item
from chalicelib.kernel.errors import TooMany, Unauthenticated
from chalicelib.tenancy.schemas.identity import LoginIn, SecondFactorIn
from chalicelib.tenancy.service import credentials, identify, sessions
from tests.rooms.tenancy_support import (
    PASSWORD,
    Clock,
    Person,
    bus_from_now,
    mails_to,
    register_of_leaks,
    with_totp,
)
from tests.support.api import Api
from tests.support.bus import Bus

_numbers = itertools.count(1)
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"}


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    """One bus for the module: each fact is handled once."""
    return bus_from_now()


@pytest.fixture
def person(api: Api) -> Person:
    return Person(api)


def test_signing_up_signs_in_and_the_cookie_is_out_of_reach_of_scripts(api: Api) -> None:
    email = f"Nouvelle{next(_numbers)}@Login.Example"
    answer = api.post("/signup", {"email": f" {email} ", "password": PASSWORD, "name": "Claire"})
    me = answer.ok(201)
    assert me["email"] == email.lower()
    assert (me["verified"], me["totp"], me["companies"]) == (False, False, [])
    assert "HttpOnly; SameSite=Lax" in answer.headers["set-cookie"]
    assert "password" not in json.dumps(me)
    assert api.get("/me").ok()["id"] == me["id"]


def test_an_address_has_one_login(person: Person) -> None:
    again = {"email": person.email.upper(), "password": PASSWORD, "name": "Une autre"}
    person.api.stranger().post("/signup", again).refused(409, "tenancy.signup.email_taken")


def test_signing_up_twice_with_one_idempotency_key_makes_one_login(api: Api) -> None:
    body = {"email": f"unique{next(_numbers)}@login.example", "password": PASSWORD, "name": "Claire"}
    key = {"Idempotency-Key": f"signup-{body['email']}"}
    first = api.post("/signup", body, key).ok(201)
    other = api.stranger()
    assert other.post("/signup", body, key).ok(201)["id"] == first["id"]
    assert other.get("/me").ok()["id"] == first["id"]
    other.post("/signup", {**body, "name": "Autre"}, key).refused(422, "http.idempotency_key_reused")


@pytest.mark.feature("SEC-X01")
@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("court", "tenancy.password.short"),
        ("password123", "tenancy.password.common"),
        ("football2026", "tenancy.password.common"),
        ("Claire.Essai", "tenancy.password.personal"),
    ],
)
def test_a_common_password_is_refused(api: Api, password: str, code: str) -> None:
    body = {"email": f"faible{next(_numbers)}@login.example", "password": password, "name": "Claire Essai"}
    problem = api.post("/signup", body).refused(422, code)
    assert problem["errors"][0]["field"] == "password"


@pytest.mark.feature("SEC-X01")
def test_a_leaked_password_is_refused_and_a_silent_register_refuses_nobody(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sign_up() -> Any:
        body = {"email": f"fuite{next(_numbers)}@login.example", "password": PASSWORD, "name": "Claire"}
        return api.stranger().post("/signup", body)

    with register_of_leaks(PASSWORD) as url:
        monkeypatch.setenv("CAVEAU_PWNED_URL", url)
        sign_up().refused(422, "tenancy.password.breached")
    with register_of_leaks("un autre mot de passe") as url:
        monkeypatch.setenv("CAVEAU_PWNED_URL", url)
        sign_up().ok(201)
    with register_of_leaks(PASSWORD, broken=True) as url:
        monkeypatch.setenv("CAVEAU_PWNED_URL", url)
        sign_up().ok(201)
    monkeypatch.setenv("CAVEAU_PWNED_URL", "http://127.0.0.1:9")
    sign_up().ok(201)


@pytest.mark.feature("SEC-X01")
def test_passwords_are_stored_as_argon2id_and_nothing_secret_in_clear(person: Person) -> None:
    id = person.api.get("/me").ok()["id"]
    stored = Item.get(f"G#user#{id}", "-").doc
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in stored
    token = person.api.cookies["caveau_session"]
    assert token.split(".")[1] not in stored + Item.get(f"G#sessions#{id}", "-").doc


def test_a_wrong_password_and_an_unknown_address_are_told_in_the_same_words(person: Person) -> None:
    wrong = person.log_in("pas le bon mot de passe")[1].refused(401, "tenancy.login.wrong")
    stranger = person.api.stranger()
    unknown = stranger.post("/login", {"email": "personne@ailleurs.example", "password": PASSWORD})
    assert unknown.refused(401, "tenancy.login.wrong")["detail"] == wrong["detail"]
    stranger.post("/login", {"email": "pas une adresse", "password": PASSWORD}).refused(401, "tenancy.login.wrong")


@pytest.mark.feature("SEC-11")
def test_five_wrong_passwords_lock_for_fifteen_minutes(person: Person, bus: Bus) -> None:
    for _ in range(4):
        person.log_in("pas le bon mot de passe")[1].refused(401, "tenancy.login.wrong")
    locked = person.log_in("pas le bon mot de passe")[1]
    locked.refused(429, "tenancy.login.locked")
    assert locked.headers["retry-after"] == "900"
    person.log_in()[1].refused(429, "tenancy.login.locked")
    bus.deliver()
    assert len(mails_to(person.email, "bloquée")) == 1

    def at(minutes: float) -> Call:
        return Call(ANONYMOUS, "0", datetime.now(UTC) + timedelta(minutes=minutes), "test")

    body = LoginIn(email=person.email, password=PASSWORD)
    browser = sessions.browser_of(at(0), None)
    with pytest.raises(TooMany):
        sessions.log_in(at(14.5), body, browser)
    assert sessions.log_in(at(15.1), body, browser).token


def test_a_right_password_forgets_the_wrong_ones(person: Person) -> None:
    for _ in range(2):
        for _ in range(4):
            person.log_in("pas le bon mot de passe")[1].refused(401)
        person.log_in()[1].ok(200)


@pytest.mark.feature("SEC-11")
def test_login_in_two_steps_and_a_code_works_once(person: Person) -> None:
    clock, _ = with_totp(person.api, PASSWORD)
    assert person.api.get("/me").ok()["totp"] is True
    other, answer = person.log_in()
    step = answer.ok(200)
    assert step["step"] == "second_factor"
    assert "caveau_session" not in other.cookies
    other.get("/me").refused(401, "tenancy.login.required")
    code = clock.code()
    other.post("/login/second-factor", {"challenge": step["challenge"], "code": code}).ok(200)
    assert other.get("/me").ok()["email"] == person.email
    third = person.api.stranger()
    used = third.post("/login/second-factor", {"challenge": step["challenge"], "code": code})
    used.refused(401, "tenancy.code.wrong")


@pytest.mark.feature("SEC-11")
def test_a_recovery_code_opens_once(person: Person) -> None:
    _, codes = with_totp(person.api, PASSWORD)
    assert len(codes) == 10
    for expected in (200, 401):
        other, answer = person.log_in()
        body = {"challenge": answer.ok()["challenge"], "recovery_code": codes[0].upper()}
        assert other.post("/login/second-factor", body).status == expected
    assert person.api.get("/me").ok()["recovery_left"] == 9


@pytest.mark.feature("SEC-11")
def test_five_wrong_codes_lock_for_fifteen_minutes(person: Person, bus: Bus) -> None:
    clock, codes = with_totp(person.api, PASSWORD)
    challenge = person.log_in()[1].ok()["challenge"]
    other = person.api.stranger()
    for n in range(5):
        answer = other.post("/login/second-factor", {"challenge": challenge, "code": f"00000{n}"})
        assert answer.status == (401 if n < 4 else 429), answer.content
    right = other.post("/login/second-factor", {"challenge": challenge, "code": clock.code()})
    right.refused(429, "tenancy.login.locked")
    recovery = other.post("/login/second-factor", {"challenge": challenge, "recovery_code": codes[0]})
    recovery.refused(429, "tenancy.login.locked")
    bus.deliver()
    assert len(mails_to(person.email, "bloquée")) == 1


def test_guesses_at_once_get_no_more_than_five_answers(person: Person) -> None:
    judged: list[int] = []
    call = Call(ANONYMOUS, "0", datetime.now(UTC), "test")

    def guess(n: int) -> bool:
        try:
            credentials.attempted(f"code:{person.email}", call, None, lambda: judged.append(n))
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(guess, range(24)))
    assert len(judged) <= 5


@pytest.mark.parametrize("challenge", ["", "abc", "AAAA" * 20])
def test_a_forged_challenge_opens_nothing(api: Api, challenge: str) -> None:
    api.post("/login/second-factor", {"challenge": challenge, "code": "123456"}).refused(401, "tenancy.login.challenge")


def test_a_challenge_dies_with_its_five_minutes_or_with_the_password(person: Person) -> None:
    with_totp(person.api, PASSWORD)
    challenge = person.log_in()[1].ok()["challenge"]
    late = Call(ANONYMOUS, "0", datetime.now(UTC) + timedelta(minutes=6), "test")
    with pytest.raises(Unauthenticated):
        sessions.second_step(late, SecondFactorIn(challenge=challenge, code="1"), sessions.browser_of(late, None))
    person.api.put("/me/password", {"current": PASSWORD, "password": "un tout autre mot de passe"}).ok(204)
    answer = person.api.stranger().post("/login/second-factor", {"challenge": challenge, "code": "123456"})
    answer.refused(401, "tenancy.login.challenge")


@pytest.mark.feature("SEC-X01")
def test_sessions_are_listed_and_closed_from_afar(person: Person) -> None:
    other, answer = person.log_in(headers=FIREFOX)
    answer.ok(200)
    items = person.api.get("/me/sessions").ok()["items"]
    assert [item["current"] for item in items] == [False, True]
    assert items[0]["device"] == "Firefox · Linux"
    assert "token" not in json.dumps(items)
    person.api.delete(f"/me/sessions/{items[0]['id']}").ok(204)
    other.get("/me").refused(401)
    person.api.get("/me").ok(200)
    person.api.delete(f"/me/sessions/{items[0]['id']}").refused(404, "tenancy.session.not_found")


def test_closing_all_others_keeps_this_one(person: Person) -> None:
    others = [person.log_in()[0] for _ in range(3)]
    person.api.delete("/me/sessions").ok(204)
    assert [other.get("/me").status for other in others] == [401, 401, 401]
    assert len(person.api.get("/me/sessions").ok()["items"]) == 1


def test_logging_out_takes_the_cookie_back(person: Person) -> None:
    token = dict(person.api.cookies)
    person.api.post("/logout").ok(204)
    assert "caveau_session" not in person.api.cookies
    again = Api(person.api.gateway, cookies=token)
    again.get("/me").refused(401)


@pytest.mark.feature("SEC-X01")
def test_a_worker_that_remembers_an_identity_forgets_it_within_a_minute(person: Person) -> None:
    """Another worker closes the session: this one goes on remembering for 30 seconds at most."""
    now = datetime.now(UTC)
    incoming = Incoming("GET", {}, dict(person.api.cookies), None, "10.0.0.1", now)
    actor = identify.identify(incoming)
    remembered = dict(identify._remembered)
    sessions.close(Call(actor, "0", now, "test"), actor.session or "")
    identify._remembered.update(remembered)
    assert identify.identify(replace(incoming, now=now + timedelta(seconds=29))).id == actor.id
    with pytest.raises(Unauthenticated):
        identify.identify(replace(incoming, now=now + timedelta(seconds=31)))


@pytest.mark.feature("SEC-X01")
def test_a_new_device_is_told_by_mail_and_a_known_one_is_not(person: Person, bus: Bus) -> None:
    bus.deliver()
    person.log_in(api=person.api)[1].ok(200)
    bus.deliver()
    assert mails_to(person.email, "connexion") == []
    other, answer = person.log_in(headers=FIREFOX)
    answer.ok(200)
    bus.deliver()
    (text,) = mails_to(person.email, "connexion")
    assert "Firefox · Linux" in text
    person.log_in(api=other)[1].ok(200)
    bus.deliver()
    assert len(mails_to(person.email, "connexion")) == 1


def test_name_and_language_with_protection_against_two_edits(person: Person) -> None:
    me = person.api.get("/me").ok()
    fresh = {"If-Match": f'"{me["version"]}"'}
    changed = person.api.put("/me", {"name": "Claire Dupont", "language": "en"}, fresh).ok(200)
    assert (changed["name"], changed["language"]) == ("Claire Dupont", "en")
    person.api.put("/me", {"name": "Autre", "language": "fr"}, fresh).refused(412, "http.stale_version")


@pytest.mark.feature("SEC-11")
def test_the_second_factor_goes_on_with_a_code_and_off_with_two_proofs(person: Person) -> None:
    api = person.api
    api.post("/me/totp", {"password": "faux mot de passe"}).refused(422, "tenancy.password.wrong")
    api.put("/me/totp", {"code": "123456"}).refused(409, "tenancy.totp.not_started")
    started = api.post("/me/totp", {"password": PASSWORD}).ok(201)
    assert started["uri"].startswith("otpauth://totp/Caveau:")
    assert started["secret"] in started["uri"]
    api.put("/me/totp", {"code": "000000"}).refused(401, "tenancy.code.wrong")
    assert api.get("/me").ok()["totp"] is False
    clock = Clock(started["secret"])
    codes = api.put("/me/totp", {"code": clock.code()}).ok(200)["codes"]
    api.post("/me/totp", {"password": PASSWORD}).refused(409, "tenancy.totp.on")
    renew = {"password": PASSWORD, "code": clock.code()}
    fresh = api.post("/me/totp/recovery-codes", renew).ok(201)["codes"]
    assert not set(fresh) & set(codes)
    off = {"password": PASSWORD, "recovery_code": codes[0]}
    api.post("/me/totp/off", off).refused(401, "tenancy.code.wrong")
    api.post("/me/totp/off", {**off, "recovery_code": fresh[0]}).ok(204)
    me = api.get("/me").ok()
    assert (me["totp"], me["recovery_left"]) == (False, 0)


def test_secrets_shown_once_are_repeated_to_the_same_key_and_never_stored_in_clear(person: Person) -> None:
    key = {"Idempotency-Key": f"totp-{person.email}"}
    first = person.api.post("/me/totp", {"password": PASSWORD}, key).ok(201)
    assert person.api.post("/me/totp", {"password": PASSWORD}, key).ok(201) == first
    id = person.api.get("/me").ok()["id"]
    held = Item.get(f"0#answer#{id}:{key['Idempotency-Key']}", "-").doc
    assert first["secret"] not in held
    assert first["secret"] not in Item.get(f"G#user#{id}", "-").doc


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/me"), ("POST", "/logout"), ("DELETE", "/me/sessions"), ("PUT", "/me/password"), ("POST", "/companies")],
)
def test_nobody_has_no_profile(api: Api, method: str, path: str) -> None:
    api.call(method, path, {}, {}).refused(401, "tenancy.login.required")


@pytest.mark.parametrize("cookie", ["", "usr_1", "usr_01AB.xyz", "usr_01AB#.xyz", "cav_1_2_3"])
def test_a_made_up_cookie_opens_nothing(api: Api, cookie: str) -> None:
    Api(api.gateway, cookies={"caveau_session": cookie}).get("/me").refused(401, "tenancy.login.required")
