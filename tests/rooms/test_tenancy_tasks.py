"""Reminders, tasks and notes: whose day they are in, who is told by mail, on which record they hang."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

import pytest

from tests.rooms.sales_support import Shop, open_shop
from tests.rooms.tenancy_support import address, bus_from_now, colleague, mails_to, told_again
from tests.support.api import Api, Estate
from tests.support.bus import Bus

NEW = Callable[..., Estate]


@pytest.fixture(scope="module")
def shop(new_estate: NEW) -> Shop:
    return open_shop(new_estate, wines=1)


@pytest.fixture(scope="module")
def bob(shop: Shop) -> tuple[Api, str]:
    """A colleague of the office and his address."""
    email = address()
    return colleague(shop.estate, Bus(), "office", email).into(shop.estate.company), email


def id_of(api: Api) -> str:
    return str(api.get("/me").ok()["id"])


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in rows]


def day(api: Api, on: str) -> dict[str, list[str]]:
    found = api.get("/{c}/day", on=on).ok()
    return {name: titles(rows) for name, rows in found.items() if name != "on"}


def about(order: dict[str, Any]) -> dict[str, str]:
    return {"kind": "order", "id": order["id"], "label": f"{order['number']} · {order['customer_name']}"}


@pytest.mark.feature("1.4-04")
def test_a_reminder_is_in_the_day_of_whom_it_is_for_that_day_until_it_is_closed(
    shop: Shop, bob: tuple[Api, str]
) -> None:
    his, _ = bob
    asked = {"sort": "reminder", "title": "Appeler l'imprimeur", "assignee": id_of(his)}
    made = shop.api.post("/{c}/tasks", {**asked, "due_at": "2026-12-01T09:00:00+01:00"}).ok(201)
    assert (made["due_on"], made["due_at"]) == ("2026-12-01", "2026-12-01T08:00:00Z")
    assert day(his, "2026-12-01")["reminders"] == ["Appeler l'imprimeur"]
    assert day(his, "2026-11-30")["reminders"] == []
    assert day(his, "2026-12-02")["overdue"] == ["Appeler l'imprimeur"]
    assert "Appeler l'imprimeur" not in functools.reduce(operator.iadd, day(shop.api, "2026-12-01").values(), [])
    his.post(f"/{{c}}/tasks/{made['id']}/transitions", {"to": "done"}).ok()
    assert "Appeler l'imprimeur" not in functools.reduce(operator.iadd, day(his, "2026-12-01").values(), [])
    shop.api.post("/{c}/tasks", asked).refused(422, "tenancy.task.no_hour")


@pytest.mark.feature("1.4-05")
def test_a_task_on_an_order_its_assignee_its_day_its_state_and_its_history(shop: Shop, bob: tuple[Api, str]) -> None:
    order, his = shop.order(), bob[0]
    body = {"title": "Vérifier l'adresse", "due_on": "2026-11-20", "subject": about(order)}
    made = shop.api.post("/{c}/tasks", body).ok(201)
    assert (made["assignee_name"], made["state"], made["due_on"]) == ("Camille Vigneron", "todo", "2026-11-20")
    assert made["overdue"]
    where = f'{{"and": [{{"field": "subject", "op": "eq", "value": "{order["id"]}"}}]}}'
    listed = shop.api.get("/{c}/tasks", where=where).ok()["items"]
    assert [(row["title"], row["assignee_name"], row["due_on"]) for row in listed] == [
        ("Vérifier l'adresse", "Camille Vigneron", "2026-11-20")
    ]
    fresh = {"If-Match": f'"{made["version"]}"'}
    given = shop.api.put(f"/{{c}}/tasks/{made['id']}", {**body, "assignee": id_of(his)}, fresh).ok()
    shop.api.put(f"/{{c}}/tasks/{made['id']}", {**body, "title": "Autre"}, fresh).refused(412)
    assert given["assignee_name"] == "Personne office"
    history = shop.api.get("/{c}/history", kind="task", id=made["id"]).ok()["items"]
    changes = {row["field"]: (row["before"], row["after"]) for row in history if row["field"]}
    assert changes["assignee_name"] == ("Camille Vigneron", "Personne office")
    moved = his.post(f"/{{c}}/tasks/{made['id']}/transitions", {"to": "done"}).ok()
    assert moved["state"] == "done"
    assert moved["done_at"]
    assert not moved["overdue"]
    his.post(f"/{{c}}/tasks/{made['id']}/transitions", {"to": "doing"}).refused(409, "tenancy.task.transition")


@pytest.mark.feature("1.4-06")
def test_one_mail_for_a_task_none_to_oneself_none_when_not_wanted(shop: Shop, bob: tuple[Api, str]) -> None:
    his, email = bob
    bus, order = bus_from_now(), shop.order()
    body = {"title": "Préparer la dégustation", "due_on": "2026-12-03", "subject": about(order)}
    shop.api.post("/{c}/tasks", {**body, "assignee": id_of(his)}).ok(201)
    bus.deliver()
    (mail,) = mails_to(email, "Préparer la dégustation")
    assert "3 décembre 2026" in mail.replace("\u202f", " ").replace("\xa0", " ")
    assert order["number"] in mail
    assert f"/c/{shop.estate.company}/orders/{order['id']}" in mail
    told_again(shop.estate.company)
    assert len(mails_to(email, "Préparer la dégustation")) == 1
    before = len(mails_to(shop.estate.email))
    mine = shop.api.post("/{c}/tasks", {"title": "Pour moi"}).ok(201)
    bus.deliver()
    assert len(mails_to(shop.estate.email)) == before
    me = his.get("/me").ok()
    his.put("/me", {"name": me["name"], "language": "fr", "muted": ["tasks"]}).ok()
    assert his.get("/me").ok()["muted"] == ["tasks"]
    shop.api.put(f"/{{c}}/tasks/{mine['id']}", {"title": "Pour lui", "assignee": id_of(his)}).ok()
    bus.deliver()
    assert mails_to(email, "Pour lui") == []
    his.put("/me", {"name": me["name"], "language": "fr"}).ok()
    assert his.get("/me").ok()["muted"] == ["tasks"]
    his.put("/me", {"name": me["name"], "language": "fr", "muted": []}).ok()


def test_a_task_is_for_a_member_on_a_record_that_exists(shop: Shop) -> None:
    shop.api.post("/{c}/tasks", {"title": "X", "assignee": "usr_nobody"}).refused(422, "tenancy.task.assignee")
    ghost = {"kind": "order", "id": "ord_00000000000000000000000000", "label": "?"}
    shop.api.post("/{c}/tasks", {"title": "X", "subject": ghost}).refused(404, "tenancy.subject.not_found")
    shop.api.post("/{c}/notes", {"text": "X", "subject": ghost}).refused(404, "tenancy.subject.not_found")
    made = shop.api.post("/{c}/tasks", {"title": "À jeter"}).ok(201)
    shop.api.delete(f"/{{c}}/tasks/{made['id']}").ok(204)
    shop.api.get(f"/{{c}}/tasks/{made['id']}").refused(404, "tenancy.task.not_found")


def test_notes_are_read_by_who_sees_the_record_and_changed_by_their_author(shop: Shop, bob: tuple[Api, str]) -> None:
    order, his = shop.order(), bob[0]
    asked = {"kind": "order", "id": order["id"]}
    first = shop.api.post("/{c}/notes", {"text": "Livrer par la cour", "subject": about(order)}).ok(201)
    his.post("/{c}/notes", {"text": "Vu avec le client", "subject": about(order)}).ok(201)
    read = [(note["text"], note["author_name"]) for note in his.get("/{c}/notes", **asked).ok()["items"]]
    assert read == [("Vu avec le client", "Personne office"), ("Livrer par la cour", "Camille Vigneron")]
    his.put(f"/{{c}}/notes/{first['id']}", {"text": "Non"}).refused(403, "tenancy.note.not_yours")
    changed = shop.api.put(f"/{{c}}/notes/{first['id']}", {"text": "Livrer par la rue"}).ok()
    assert changed["text"] == "Livrer par la rue"
    assert changed["changed_at"]
    shop.api.delete(f"/{{c}}/notes/{first['id']}").ok(204)
    assert len(shop.api.get("/{c}/notes", **asked).ok()["items"]) == 1
    cellar = colleague(shop.estate, Bus(), "cellar", address()).into(shop.estate.company)
    cellar.get("/{c}/notes", **asked).refused(403)
    cellar.post("/{c}/tasks", {"title": "Laver les cuves"}).ok(201)


def test_who_is_limited_to_own_customers_sees_of_tasks_and_notes_what_he_sees_of_records(shop: Shop) -> None:
    agent = colleague(shop.estate, Bus(), "representative", address()).into(shop.estate.company)
    his = shop.customer("le sien", name="Le sien", representative=id_of(agent))
    other = shop.customer("pas le sien", name="Pas le sien")
    subjects = [{"kind": "customer", "id": id, "label": "?"} for id in (his, other)]
    for subject in subjects:
        shop.api.post("/{c}/notes", {"text": "Préfère le rouge", "subject": subject}).ok(201)
        shop.api.post("/{c}/tasks", {"title": "Relancer", "subject": subject}).ok(201)
    assert [note["text"] for note in agent.get("/{c}/notes", kind="customer", id=his).ok()["items"]] == [
        "Préfère le rouge"
    ]
    agent.get("/{c}/notes", kind="customer", id=other).refused(404, "tenancy.subject.not_found")
    agent.post("/{c}/tasks", {"title": "X", "subject": subjects[1]}).refused(404, "tenancy.subject.not_found")
    assert agent.get("/{c}/tasks").ok()["items"] == []
    given = shop.api.post("/{c}/tasks", {"title": "Pour l'agent", "assignee": id_of(agent)}).ok(201)
    assert titles(agent.get("/{c}/tasks").ok()["items"]) == ["Pour l'agent"]
    assert given["id"] in [row["id"] for row in agent.get("/{c}/day").ok()["undated"]]
    owner = id_of(shop.api)
    made = agent.post("/{c}/tasks", {"title": "Envoyer la fiche technique", "assignee": owner}).ok(201)
    assert titles(agent.get("/{c}/tasks", q="fiche").ok()["items"]) == ["Envoyer la fiche technique"]
    told = agent.get("/{c}/changes", kinds="task").ok()["items"]
    assert made["id"] in [one["id"] for one in told if not one["deleted"]]
    assert made["id"] not in [row["id"] for row in agent.get("/{c}/day").ok()["undated"]]
