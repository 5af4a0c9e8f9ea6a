"""Saved views through the API: personal ones are nobody else's business, shared ones need a right, all have a
history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.rooms.tenancy_support import address, bus_from_now, colleague
from tests.support.api import Api, Estate
from tests.support.bus import Bus

LATE = {"list": "invoices", "name": "En retard", "query": "f=status.in.unpaid&sort=due_on&cursor=zzz"}


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    return bus_from_now()


@pytest.fixture(scope="module")
def estate(new_estate: Callable[..., Estate], bus: Bus) -> Estate:
    return new_estate()


@pytest.fixture(scope="module")
def office(estate: Estate, bus: Bus) -> Api:
    return colleague(estate, bus, "office", address())


@pytest.fixture(scope="module")
def reader(estate: Estate, bus: Bus) -> Api:
    return colleague(estate, bus, "reader", address())


def names(api: Api, of: str = "invoices") -> list[str]:
    return [one["name"] for one in api.get("/{c}/views", list=of).ok()["items"]]


def save(api: Api, **changed: Any) -> dict[str, Any]:
    made: dict[str, Any] = api.post("/{c}/views", {**LATE, **changed}).ok(201)
    return made


def test_a_personal_view_is_seen_by_its_owner_only(estate: Estate, office: Api, reader: Api) -> None:
    mine = save(reader)
    assert (mine["query"], mine["shared"], mine["mine"]) == ("f=status.in.unpaid&sort=due_on", False, True)
    assert names(reader) == ["En retard"]
    assert names(reader, "orders") == []
    assert names(office) == []
    path = f"/{{c}}/views/{mine['id']}"
    for other in (office, estate.api):
        other.get(path).refused(404, "tenancy.view.not_found")
        other.put(path, {"name": "Prise"}).refused(404)
        other.delete(path).refused(404)
    reader.post("/{c}/views", {**LATE, "name": "EN RETARD"}).refused(409, "tenancy.view.name_taken")
    reader.delete(path).ok(204)
    reader.get(path).refused(404)


def test_sharing_needs_the_right_to_share(office: Api, reader: Api) -> None:
    reader.post("/{c}/views", {**LATE, "shared": True}).refused(403, "tenancy.view.shared")
    shared = save(office, shared=True, name="À encaisser")
    path = f"/{{c}}/views/{shared['id']}"
    assert names(reader) == ["À encaisser"]
    seen = reader.get(path).ok()
    assert (seen["mine"], seen["author"]) == (False, "Personne office")
    reader.put(path, {"name": "Autre", "shared": True}).refused(403)
    reader.put(path, {"name": "Autre", "shared": False}).refused(403)
    reader.delete(path).refused(403)
    taken_back = office.put(path, {"name": "À encaisser", "query": "sort=due_on"}).ok()
    assert taken_back["shared"] is False
    assert names(reader) == []
    office.delete(path).ok(204)


def test_two_people_do_not_overwrite_each_other(estate: Estate, office: Api) -> None:
    shared = save(office, shared=True, name="Commune")
    path, stale = f"/{{c}}/views/{shared['id']}", {"If-Match": f'"{shared["version"]}"'}
    change = {"name": "Commune", "query": "q=bordeaux", "shared": True}
    assert estate.api.put(path, change, stale).ok()["version"] == shared["version"] + 1
    office.put(path, {**change, "query": "q=nantes"}, stale).refused(412)
    office.delete(path, stale).refused(412)
    assert estate.api.get(path).ok()["query"] == "q=bordeaux"


def test_the_history_says_who_changed_a_view(estate: Estate, office: Api) -> None:
    shared = save(office, shared=True, name="Suivie", list="orders")
    estate.api.put(f"/{{c}}/views/{shared['id']}", {"name": "Mieux suivie", "query": "q=x", "shared": True}).ok()
    rows = estate.api.get("/{c}/history", kind="view", id=shared["id"]).ok()["items"]
    told = {(one["actor"]["name"], one["field"], one["before"], one["after"]) for one in rows}
    owner = estate.api.get("/me").ok()["name"]
    assert (owner, "name", "Suivie", "Mieux suivie") in told
    assert ("Personne office", None, None, None) in {(who, field, None, None) for who, field, _, _ in told}
