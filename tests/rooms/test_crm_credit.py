"""Credit insurance through the API: the figures of an order and its confirmation, by the company's setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bench.meter import Meter
from chalicelib.aws.call import system_call
from chalicelib.crm.service.credit import tell_endings
from chalicelib.kernel.clock import paris_date
from tests.rooms.sales_support import Shop, open_shop
from tests.rooms.tenancy_support import address, colleague, mails_to
from tests.support.bus import Bus


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def control(shop: Shop, value: str) -> None:
    shop.api.put("/{c}/settings", {"values": {"credit_control": value}}).ok()


def cover(shop: Shop, limit: int | None, **given: Any) -> Any:
    return shop.api.put(f"/{{c}}/customers/{shop.customer('bistrot')}/credit", {"limit": limit, **given}).ok()


def line_of(shop: Shop, cents_ht: str) -> dict[str, Any]:
    """One bottle at that price: TTC is 1.2 times."""
    return {
        "customer": shop.customer("bistrot"),
        "lines": [{"variant": shop.wines[0], "quantity": 1, "unit_price": cents_ht}],
    }


@pytest.mark.feature("4.1-17")
def test_open_and_ordered_beyond_the_limit_warn_or_block(shop: Shop) -> None:
    cover(shop, 500_000, insurer="COFACE", reference="B-4711")
    first = shop.api.post("/{c}/orders", {**line_of(shop, "2500.00"), "confirm": True}).ok(201)  # 3,000.00 TTC
    assert (first["totals"]["gross"], first["warnings"]) == (300_000, [])
    invoice = shop.api.post(f"/{{c}}/orders/{first['id']}/invoice").ok(201)
    shop.api.post("/{c}/orders", {**line_of(shop, "833.33"), "confirm": True}).ok(201)  # 1,000.00 TTC, on order
    now = shop.api.get(f"/{{c}}/customers/{shop.customer('bistrot')}/credit").ok()
    assert (now["open"], now["ordered"], now["available"]) == (300_000, 100_000, 100_000)

    exact, beyond = line_of(shop, "833.33"), line_of(shop, "833.34")
    assert shop.api.post("/{c}/orders/price", exact).ok()["totals"]["gross"] == 100_000
    assert shop.api.post("/{c}/orders/price", beyond).ok()["totals"]["gross"] == 100_001
    assert shop.api.post("/{c}/orders/price", exact).ok()["warnings"] == []
    (told,) = shop.api.post("/{c}/orders/price", beyond).ok()["warnings"]
    assert told["rule"] == "crm.credit.exceeded"

    control(shop, "block")
    shown = shop.api.post("/{c}/orders/price", beyond).ok()
    assert (shown["warnings"], len(shown["blocks"])) == ([], 1)
    shop.api.post("/{c}/orders", {**beyond, "confirm": True}).refused(422, "crm.credit.exceeded")
    draft = shop.api.post("/{c}/orders", beyond).ok(201)
    shop.api.post(f"/{{c}}/orders/{draft['id']}/transitions", {"to": "validated"}).refused(422, "crm.credit.exceeded")

    control(shop, "warn")
    done = shop.api.post(f"/{{c}}/orders/{draft['id']}/transitions", {"to": "validated"}).ok()
    assert (done["state"], [one["rule"] for one in done["warnings"]]) == ("validated", ["crm.credit.exceeded"])
    shop.api.post(f"/{{c}}/orders/{draft['id']}/transitions", {"to": "cancelled"}).ok()

    control(shop, "block")
    shop.pay(1, [(invoice["id"], 1)])  # one cent less is owed
    assert shop.api.post("/{c}/orders", {**beyond, "confirm": True}).ok(201)["state"] == "validated"


def test_a_payment_that_settles_nothing_counts_too(shop: Shop) -> None:
    cover(shop, 100_000)
    control(shop, "block")
    beyond = {**line_of(shop, "833.34"), "confirm": True}
    shop.api.post("/{c}/orders", beyond).refused(422, "crm.credit.exceeded")
    shop.pay(1, [])
    shop.api.post("/{c}/orders", beyond).ok(201)


@pytest.mark.feature("4.1-17")
def test_an_ended_cover_covers_nothing_and_its_end_is_announced(shop: Shop) -> None:
    today = paris_date(datetime.now(UTC))
    told = [cover(shop, 500_000, until=str(today + timedelta(days=n)))["warning"] for n in (31, 30, 0, -1)]
    assert told == ["", "crm.credit.ending", "crm.credit.ending", "crm.credit.ended"]
    control(shop, "block")
    asked = {**line_of(shop, "1.00"), "confirm": True}
    shop.api.post("/{c}/orders", asked).refused(422, "crm.credit.ended")
    alert = shop.api.get("/{c}/statistics/dashboard").ok()["alerts"]["covers_ending"]
    assert alert == {"count": 1, "amount": 500_000}
    cover(shop, 500_000, until=str(today + timedelta(days=31)))
    assert shop.api.get("/{c}/statistics/dashboard").ok()["alerts"]["covers_ending"] == {"count": 0, "amount": 0}
    shop.api.post("/{c}/orders", asked).ok(201)


def test_confirming_still_costs_two_round_trips(shop: Shop) -> None:
    asked = {**line_of(shop, "10.00")}
    shop.api.post("/{c}/orders", asked).ok(201)
    cover(shop, 1, insurer="COFACE")
    other = {**asked, "customer": shop.customer("autre", name="Autre", siret="", vat_number="")}
    draft = shop.api.post("/{c}/orders", other).ok(201)
    meter = Meter()
    shop.api.post("/{c}/orders", {**other, "confirm": True}).ok(201)
    assert dict(meter.reading.calls) == {"BatchGetItem": 1, "TransactWriteItems": 1}
    meter.start()
    shop.api.post(f"/{{c}}/orders/{draft['id']}/transitions", {"to": "validated"}).ok()
    assert dict(meter.reading.calls) == {"BatchGetItem": 1, "TransactWriteItems": 1}


def limits(shop: Shop) -> list[int]:
    return [row["credit_limit"] for row in shop.api.get("/{c}/customers", fields="credit_limit").ok()["items"]]


def test_rights_versions_and_repeats(shop: Shop, new_estate: Any) -> None:
    path = f"/{{c}}/customers/{shop.customer('bistrot')}/credit"
    key = {"Idempotency-Key": "cover-once"}
    first = shop.api.put(path, {"limit": 100, "insurer": "COFACE"}, headers=key).ok()
    assert shop.api.put(path, {"limit": 100, "insurer": "COFACE"}, headers=key).ok() == first
    assert first["version"] == 1
    shop.api.put(path, {"limit": 200}, headers={"If-Match": '"1"'}).ok()
    shop.api.put(path, {"limit": 300}, headers={"If-Match": '"1"'}).refused(412, "http.stale_version")
    shop.api.put(path, {"limit": -1}).refused(422)
    assert limits(shop) == [200]
    assert shop.api.put(path, {"limit": None}).ok()["version"] == 0
    assert limits(shop) == [0]
    shop.api.stranger().get(path).refused(401)
    other = new_estate()
    other.api.into(shop.estate.company).get(path).refused(404)
    other.api.get(path).refused(404, "crm.customer.not_found")
    other.api.put(path, {"limit": 1}).refused(404, "crm.customer.not_found")


@pytest.mark.feature("4.1-17")
def test_who_follows_a_customer_is_told_by_task_and_mail_before_his_cover_ends(shop: Shop, bus: Bus) -> None:
    bus.deliver()
    email = address()
    follower = colleague(shop.estate, bus, "representative", email).get("/me").ok()["id"]
    id = shop.customer("bistrot")
    shop.api.put(f"/{{c}}/customers/{id}/follower", {"user": follower}).ok()
    today = paris_date(datetime.now(UTC))
    cover(shop, 500_000, until=str(today + timedelta(days=40)), insurer="COFACE")

    def night(days: int) -> list[str]:
        call = system_call("crm_recheck_numbers")
        tell_endings(replace(call, now=call.now + timedelta(days=days)).within(shop.api.company))
        tasks = shop.api.get("/{c}/tasks", sort="created_at").ok()["items"]
        assert {one["subject"] for one in tasks} <= {id}
        return [one["assignee"] for one in tasks]

    assert night(9) == [], "thirty-one days before"
    version = shop.api.get(f"/{{c}}/customers/{id}/credit").ok()["version"]
    assert night(10) == [follower]
    assert night(11) == [follower], "told once"
    assert shop.api.get(f"/{{c}}/customers/{id}/credit").ok()["version"] == version
    bus.deliver()
    (text,) = mails_to(email, "Garantie à renouveler")
    assert "Garantie à renouveler" in text
    cover(shop, 500_000, until=str(today + timedelta(days=400)))
    assert night(300) == [follower]
    assert night(371) == [follower, follower], "a cover renewed is told of before its new end"
