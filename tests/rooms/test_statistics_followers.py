"""Turnover by user: the customers each followed, on the days he followed them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.call import Actor, Call
from chalicelib.sales import service as sales
from chalicelib.tenancy.rules.scopes import SCOPES
from tests.rooms.sales_support import Shop, joined, open_shop


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def by_user(shop: Shop, **query: Any) -> dict[str, tuple[int, int]]:
    items = shop.api.get("/{c}/statistics/followers", **query).ok()["items"]
    return {one["id"]: (one["amount"], one["customers"]) for one in items}


@pytest.mark.feature("1.4-02")
def test_the_statistic_moves_with_a_customer_from_a_day_on(shop: Shop) -> None:
    alice, bob = (joined(shop, "office", name).get("/me").ok()["id"] for name in ("alice", "bob"))
    now = datetime.now(UTC)
    system = Actor(kind="user", id="usr_test", name="Test", scopes=SCOPES)
    names = ("un", "deux", "trois", "libre")
    for n, short in enumerate(names):
        shop.customer(short, name=short, siret="", vat_number="", representative=alice if n < 3 else None)
    for days in (20, 0):  # all of them twenty days ago, then today: a series never goes back in time
        for n, short in enumerate(names):
            order = shop.order(customer=short, quantity=(n + 1) * 6, confirm=True)
            call = Call(system, shop.estate.company, now - timedelta(days=days), "req")
            sales.issue(call, order["id"])
    start = (now - timedelta(days=30)).date().isoformat()
    each = {row["customer"]: row["net"] for row in shop.api.get("/{c}/invoices").ok()["items"]}
    whose = [each[shop.customers[short]] for short in names]
    before = by_user(shop, since=start)
    assert before == {alice: (2 * sum(whose[:3]), 3), "": (2 * whose[3], 1)}

    path = f"/{{c}}/customers/{shop.customers['trois']}/follower"
    cut = (now - timedelta(days=10)).date().isoformat()
    given = shop.api.put(path, {"user": bob, "since": cut}).ok()
    assert (given["user"], [one["user"] for one in given["ties"]]) == (bob, [alice, bob])
    after = by_user(shop, since=start)
    assert after == {
        alice: (2 * sum(whose[:2]) + whose[2], 3),  # the third one was still hers twenty days ago
        bob: (whose[2], 1),
        "": (2 * whose[3], 1),
    }
    told = shop.api.get("/{c}/statistics/followers", since=start).ok()
    assert told["amount"] == 2 * sum(whose)
    assert {one["id"]: one["name"] for one in told["items"]}[bob]
    assert by_user(shop, since=cut)[bob] == (whose[2], 1)


def test_a_customer_given_on_his_record_moves_from_today(shop: Shop) -> None:
    alice = joined(shop, "office", "alice").get("/me").ok()["id"]
    id = shop.customer("bistrot")
    known = shop.api.get(f"/{{c}}/customers/{id}").ok()
    ignored = ("id", "version", "display_name", "in_use", "merged_into", "warnings")
    body = {name: value for name, value in known.items() if name not in ignored}
    shop.api.put(f"/{{c}}/customers/{id}", {**body, "representative": alice}).ok()
    ties = shop.api.get(f"/{{c}}/customers/{id}/follower").ok()["ties"]
    assert [(one["user"], one["since"] is None) for one in ties] == [(None, True), (alice, False)]
    shop.invoice()
    assert set(by_user(shop)) == {alice}


def test_what_cannot_be(shop: Shop, new_estate: Any) -> None:
    path = f"/{{c}}/customers/{shop.customer('bistrot')}/follower"
    shop.api.put(path, {"user": "usr_nobody"}).refused(422, "crm.representative.unknown")
    shop.api.put(path, {"user": None, "since": "2999-01-01"}).refused(422, "crm.tie.future")
    me = shop.api.get("/me").ok()["id"]
    known = shop.api.get(path).ok()
    old = {"If-Match": f'"{known["version"]}"'}
    shop.api.put(path, {"user": me}, headers=old).ok()
    shop.api.put(path, {"user": None}, headers=old).refused(412, "http.stale_version")
    seller = joined(shop, "representative", "rep")
    seller.put(path, {"user": None}).refused(404, "crm.customer.not_found")
    shop.api.stranger().get(path).refused(401)
    shop.api.stranger().get("/{c}/statistics/followers").refused(401)
    other = new_estate()
    other.api.into(shop.estate.company).get("/{c}/statistics/followers").refused(404)
    other.api.get(path).refused(404, "crm.customer.not_found")
    cellar = joined(shop, "cellar", "chai")
    cellar.get("/{c}/statistics/followers").refused(403)
    cellar.put(path, {"user": None}).refused(403)
