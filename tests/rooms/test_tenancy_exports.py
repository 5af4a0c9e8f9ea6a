"""An export too long for an answer is made afterwards, by the same operation, with the rights of who asked for it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws import later
from chalicelib.aws.call import PLATFORM, Actor, Call
from chalicelib.kernel.asked import Asked
from chalicelib.tenancy.service import exports
from tests.infra.test_serve import Answer
from tests.rooms.sales_support import open_shop
from tests.rooms.tenancy_support import address, bus_from_now, colleague, mails_to
from tests.support.api import Estate
from tests.support.bus import Bus

PATH = "/{c}/customers/export"
CUSTOMERS = 12
CSV = {"accept": "text/csv"}


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    return bus_from_now()


@pytest.fixture(scope="module")
def estate(new_estate: Callable[..., Estate], bus: Bus) -> Estate:
    estate: Estate = new_estate()
    for number in range(CUSTOMERS):
        estate.api.post("/{c}/customers", {"kind": "business", "name": f"Cave {number:02}"}).ok(201)
    return estate


@pytest.fixture(autouse=True)
def short_of_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten rows are too many for an answer; every row is told."""
    monkeypatch.setattr(later, "most_rows", lambda: CUSTOMERS - 2)
    monkeypatch.setattr(later, "STEP", 1)
    monkeypatch.setattr(exports, "EVERY", 0.0)


def asked(estate: Estate, **query: Any) -> dict[str, Any]:
    reply = estate.api.get(PATH, format="csv", headers=CSV, **query)
    assert reply.status == 202, reply.content
    assert reply.headers["location"] == f"/api/v1/{estate.company}/exports/{reply.json['id']}"
    made: dict[str, Any] = reply.json
    return made


def names(content: bytes) -> list[str]:
    return [row["Nom"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")]


def test_few_rows_are_answered_at_once(estate: Estate) -> None:
    where = json.dumps({"field": "name", "op": "eq", "value": "Cave 03"})
    reply = estate.api.get(PATH, format="csv", where=where, headers=CSV)
    assert (reply.status, names(reply.content)) == (200, ["Cave 03"])


def test_many_rows_are_made_afterwards_and_fetched(estate: Estate, bus: Bus) -> None:
    made = asked(estate, sort="-name")
    assert (made["state"], made["rows"], made["done"], made["path"]) == ("making", CUSTOMERS, 0, None)
    bus.deliver()
    ready = estate.api.get(f"/{{c}}/exports/{made['id']}").ok()
    assert (ready["state"], ready["done"], ready["failure"]) == ("ready", CUSTOMERS, "")
    fetched = Answer("GET", ready["path"])
    assert names(fetched.body) == [f"Cave {number:02}" for number in reversed(range(CUSTOMERS))]
    assert (len(fetched.body), fetched.headers["content-type"]) == (ready["size"], "text/csv; charset=utf-8")
    assert ready["name"] in fetched.headers["content-disposition"]
    bus.deliver()
    assert estate.api.get(f"/{{c}}/exports/{made['id']}").ok()["size"] == ready["size"]


def test_how_far_it_is_can_be_seen(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    made = asked(estate)
    exports._noting(estate.company, made["id"])(7, CUSTOMERS)
    assert estate.api.get(f"/{{c}}/exports/{made['id']}").ok()["done"] == 7


def test_it_is_for_who_asked_and_nobody_else(estate: Estate, bus: Bus, new_estate: Callable[..., Estate]) -> None:
    made = asked(estate)
    bus.deliver()
    other = colleague(estate, bus, "office", address())
    other.get(f"/{{c}}/exports/{made['id']}").refused(404, "tenancy.export.not_found")
    new_estate().api.get(f"/{{c}}/exports/{made['id']}").refused(404, "tenancy.export.not_found")


def test_it_is_made_with_the_rights_of_who_asked(estate: Estate, bus: Bus) -> None:
    """A representative limited to his own customers has none of the twelve: nothing is long for him."""
    limited = colleague(estate, bus, "representative", address())
    reply = limited.get(PATH, format="csv", headers=CSV)
    assert (reply.status, names(reply.content)) == (200, [])
    limited.get("/{c}/accounting/fec").refused(403)


def test_what_the_operation_refuses_is_the_failure_told(estate: Estate, bus: Bus) -> None:
    nobody = Actor("user", "usr_x", "X", frozenset({"company:read"}))
    call = Call(nobody, estate.company, datetime.now(UTC), "req")
    where, made = exports.put_off(call, Asked("chalicelib.crm.api", "GET", "/{company}/customers/export"), 99)
    assert where == f"/{estate.company}/exports/{made.id}"
    bus.deliver()
    told = exports.get(call, made.id)
    assert (told.state, told.path) == ("failed", None)
    assert "crm:read" in told.failure


def test_one_that_stopped_without_a_word_has_failed_and_a_day_later_it_is_gone(estate: Estate, bus: Bus) -> None:
    me = Actor("user", estate.api.get("/me").ok()["id"], "Moi")
    made = asked(estate)["id"]
    after = [timedelta(minutes=21), timedelta(days=1, minutes=1)]
    late, gone = (Call(me, estate.company, datetime.now(UTC) + wait, "req") for wait in after)
    assert exports.get(late, made).state == "failed"
    bus.deliver()
    assert exports.get(late, made).state == "ready"
    assert (exports.get(gone, made).state, exports.get(gone, made).path) == ("gone", None)


def test_who_waited_is_told_by_mail_once(estate: Estate, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    email = estate.api.get("/me").ok()["email"]
    asked(estate)
    bus.deliver()
    assert mails_to(email, "export") == []
    monkeypatch.setattr("chalicelib.tenancy.rules.exports.WORTH_A_MAIL", timedelta(0))
    id = asked(estate)["id"]
    bus.deliver()
    (text,) = mails_to(email, "export")
    assert f"/c/{estate.company}/exports/{id}" in text


def test_the_fec_too(new_estate: Callable[..., Estate], bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = open_shop(new_estate, wines=1)
    shop.invoice()
    whole = shop.api.get("/{c}/accounting/fec", headers={"accept": "text/plain"})
    assert whole.status == 200
    monkeypatch.setattr(later, "most_rows", lambda: 1)
    reply = shop.api.get("/{c}/accounting/fec")
    assert reply.status == 202, reply.content
    bus.deliver()
    ready = shop.api.get(f"/{{c}}/exports/{reply.json['id']}").ok()
    assert (ready["state"], ready["name"][9:12]) == ("ready", "FEC")
    assert Answer("GET", ready["path"]).body == whole.content


def test_the_platform_has_no_long_exports_of_its_own() -> None:
    """Exports belong to a company: no operation outside one answers with a file."""
    from chalicelib.aws.http import OPERATIONS, Download

    assert PLATFORM == "0"
    outside = [one.path for one in OPERATIONS if one.answer is Download and not one.path.startswith("/{company}")]
    assert outside == []
