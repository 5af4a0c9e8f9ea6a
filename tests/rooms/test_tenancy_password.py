"""A password changed, forgotten and chosen again; an address proved: through HTTP and by mail."""

from __future__ import annotations

import pytest

from tests.rooms.tenancy_support import PASSWORD, Person, bus_from_now, mails_to, token_to
from tests.support.api import Api
from tests.support.bus import Bus


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    """One bus for the module: each fact is handled once."""
    return bus_from_now()


@pytest.fixture
def person(api: Api) -> Person:
    return Person(api)


def test_changing_the_password_signs_the_other_browsers_out(person: Person) -> None:
    other = person.log_in()[0]
    new = "syrah en côte rôtie"
    person.api.put("/me/password", {"current": "faux", "password": new}).refused(422, "tenancy.password.wrong")
    person.api.put("/me/password", {"current": PASSWORD, "password": "court"}).refused(422, "tenancy.password.short")
    person.api.put("/me/password", {"current": PASSWORD, "password": new}).ok(204)
    other.get("/me").refused(401)
    person.api.get("/me").ok(200)
    person.log_in()[1].refused(401)
    person.log_in(new)[1].ok(200)


def test_a_forgotten_password_is_chosen_again_by_mail_once(person: Person, bus: Bus) -> None:
    stranger = person.api.stranger()
    stranger.post("/password/forgotten", {"email": "inconnue@login.example"}).ok(204)
    stranger.post("/password/forgotten", {"email": person.email.upper()}).ok(204)
    bus.deliver()
    token = token_to(person.email, "/mot-de-passe")
    assert mails_to("inconnue@login.example") == []
    for _ in range(5):
        person.log_in("faux mot de passe")
    new = "cinsault en rosé clair"
    stranger.post("/password/reset", {"token": token, "password": "court"}).refused(422)
    stranger.post("/password/reset", {"token": token, "password": new}).ok(204)
    stranger.post("/password/reset", {"token": token, "password": new}).refused(422, "tenancy.link.expired")
    person.api.get("/me").refused(401)
    other, answer = person.log_in(new)
    answer.ok(200)
    assert other.get("/me").ok()["verified"] is True


def test_links_asked_again_and_again_stop_at_five(person: Person) -> None:
    stranger = person.api.stranger()
    answers = [stranger.post("/password/forgotten", {"email": person.email}).status for _ in range(6)]
    assert answers == [204] * 5 + [429]


def test_an_address_is_proved_once_by_its_own_login(person: Person, bus: Bus) -> None:
    bus.deliver()
    token = token_to(person.email, "/verification")
    other = Person(person.api.stranger())
    other.api.put("/me/verification", {"token": token}).refused(422, "tenancy.link.other_login")
    assert person.api.put("/me/verification", {"token": token}).ok(200)["verified"] is True
    person.api.put("/me/verification", {"token": token}).refused(422, "tenancy.link.expired")
    person.api.post("/me/verification").refused(409, "tenancy.user.verified")
    other.api.post("/me/verification").ok(204)
    bus.deliver()
    assert len(mails_to(other.email, "adresse")) == 2


def test_a_reset_link_proves_nothing_at_the_other_page(person: Person, bus: Bus) -> None:
    person.api.stranger().post("/password/forgotten", {"email": person.email}).ok(204)
    bus.deliver()
    token = token_to(person.email, "/mot-de-passe")
    person.api.put("/me/verification", {"token": token}).refused(422, "tenancy.link.expired")
