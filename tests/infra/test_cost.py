"""Euros per company: metered from DynamoDB's own answers, with no write per request; an idle company costs nothing."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.aws import meter
from chalicelib.aws.call import system_call
from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.table import Item
from chalicelib.tenancy.rules.cost import euros
from chalicelib.tenancy.service import cost, desk
from scripts.stack import Stack
from tests.rooms.sales_support import open_shop
from tests.rooms.tenancy_support import address, with_totp
from tests.support.api import Api
from tests.support.backups import back_up, empty_places
from tests.support.estates import PASSWORD

IDLE_EUROS = Decimal("0.05")
NOTHING = dict.fromkeys(meter.FIELDS, 0)


@pytest.fixture(scope="module", autouse=True)
def alone(stack: Stack, world: Any) -> None:
    """A table of these tests alone: a month is thirty nights over all that it holds."""
    stack.reset()


@pytest.fixture(scope="module")
def staff(world: Any) -> Api:
    email, api = address(), Api(world)
    api.post("/signup", {"email": email, "password": PASSWORD, "name": "Sam Support"}).ok()
    desk.appoint(system_call("test"), email)
    with_totp(api, PASSWORD)
    return api


def of(staff: Api, company: str) -> Any:
    return next(one for one in staff.get("/ops/cost").ok()["items"] if one["company"] == company)


def test_a_working_company_costs_what_it_used_and_an_idle_one_nearly_nothing(
    staff: Api, new_estate: Any, bus: Any
) -> None:
    empty_places()
    idle, shop = new_estate(), open_shop(new_estate, wines=1)
    for _ in range(3):
        shop.invoice()
    bus.deliver()
    back_up(bus)
    busy, quiet = of(staff, shop.estate.company), of(staff, idle.company)
    assert busy["requests"] >= 8
    assert busy["commits"] >= 6
    assert Decimal(busy["writes"]) > 6 * 8, "an invoice writes more than four items, twice a unit each"
    assert Decimal(busy["reads"]) > 20
    assert busy["stored"] > quiet["stored"] > 1000
    assert Decimal(quiet["euros"]) < IDLE_EUROS
    assert Decimal(quiet["euros"]) < Decimal(busy["euros"])
    assert set(busy["services"]) == {"table", "functions", "api", "events", "archive", "backups"}
    mine = shop.api.get("/{c}/cost").ok()["items"]
    assert [one["company"] for one in mine] == [shop.estate.company]


def runs(schedule: str) -> int:
    """How often it fires in thirty days."""
    if schedule.startswith("rate("):
        assert schedule == "rate(1 minute)", schedule
        return 30 * 24 * 60
    return 30 if schedule.split()[2] == "*" else 1


def month_of(bus: Any) -> Counter[str]:
    """What the house uses in a month in which nobody does anything: every schedule, as often as it fires, metered.

    Time is counted, not measured, so that a busy machine changes nothing: 100 ms a run, and 2 ms a unit. The restore
    test is left out: it works on a table of its own, and each item costs it one write a month."""
    used = Counter[str]()
    for handler in HANDLERS.values():
        if not handler.schedule or handler.name == "tenancy_rehearse_restore":
            continue
        if runs(handler.schedule) > 31:
            handler.run({}, None)  # what it finds new is found once, not at each of its runs
        bus.deliver()
        meter._tally.clear()
        handler.run({}, None)
        bus.deliver()
        once = Counter[str]()
        for heard in meter._tally.values():
            once.update(heard)
        once["milliseconds"] = 100 * once["entries"] + (once["reads"] + once["writes"]) // 50
        for name, count in once.items():
            used[name] += count * runs(handler.schedule)
    return used


@pytest.mark.feature("M12")
def test_a_month_of_sleep_costs_a_company_less_than_five_cents(
    staff: Api, new_estate: Any, bus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A month is simulated without and with ten more companies that do nothing; what they add is theirs."""
    monkeypatch.setattr(meter, "due", lambda: False)
    empty_places()
    alone = month_of(bus)
    sleeping = [new_estate() for _ in range(10)]
    bus.deliver()
    meter.write()
    together = month_of(bus)
    prices, _ = cost._prices()
    stored = of(staff, sleeping[0].company)["stored"]
    assert stored > 1000
    added = NOTHING | {name: max(0, together[name] - alone[name]) // len(sleeping) for name in meter.FIELDS}
    added["writes"] += 100 * (stored // 1000)  # the restore test
    added["reads"] += 5 * 100 * (1 + stored // 8192)  # a whole copy a week; the month above saw the nights between
    asleep = sum(euros(added, stored, prices).values())
    assert asleep < IDLE_EUROS
    shown = of(staff, sleeping[0].company)
    assert set(shown["services"]) == {"table", "functions", "api", "events", "archive", "backups"}
    assert Decimal(shown["euros"]) + asleep < IDLE_EUROS, "the month it was founded included"


def test_measuring_writes_nothing_per_request(new_estate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    estate = new_estate()
    meter.write()
    written: list[str] = []
    events = Item._get_connection().connection.client.meta.events
    events.register("provide-client-params.dynamodb", lambda model, **_: written.append(model.name), unique_id="seen")
    try:
        for _ in range(60):
            estate.api.get("/{c}/profile").ok()
        assert not meter.WRITES & set(written) - {"UpdateItem"}
        before = written.count("UpdateItem")  # the limiter's slices
        meter.write()
        assert written.count("UpdateItem") - before <= 2, "one addition a company, the platform's own included"
    finally:
        events.unregister("provide-client-params.dynamodb", unique_id="seen")


def test_what_is_counted_is_written_by_the_first_request_after_two_minutes(
    new_estate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container may be ended at any moment between two requests: what it has not written is lost with it."""
    estate = new_estate()
    meter.write()
    month = f"{system_call('test').today:%Y-%m}"

    def stored() -> int:
        found = meter.stored([estate.company], month).get(estate.company)
        return found.requests if found else 0

    before = stored()
    estate.api.get("/{c}/profile").ok()
    assert stored() == before, "in memory"
    monkeypatch.setattr(meter, "_written_at", [time.monotonic() - meter.SECONDS - 1])
    estate.api.get("/{c}/profile").ok()
    assert stored() == before + 2


def test_what_strangers_ask_is_nobodys_but_the_platforms(world: Any, new_estate: Any) -> None:
    estate = new_estate()
    meter.write()
    month = f"{system_call('test').today:%Y-%m}"
    before = meter.stored([estate.company, "com_nobody"], month)
    estate.api.stranger().get("/{c}/profile").refused(401)
    Api(world, "com_nobody").get("/{c}/profile").refused(404)
    meter.write()
    after = meter.stored([estate.company, "com_nobody"], month)
    assert after.get(estate.company) == before.get(estate.company)
    assert "com_nobody" not in after


def test_only_the_platforms_people_see_everybody(new_estate: Any) -> None:
    new_estate().api.get("/ops/cost").refused(403)


def test_euros_by_hand() -> None:
    """A thousand orders a month: 14 items written twice a unit, 12 read; each figure checked on paper."""
    prices, _ = cost._prices()
    used = NOTHING | {
        "requests": 10_000,
        "milliseconds": 500_000,
        "reads": 12_000_00,
        "writes": 28_000_00,
        "commits": 1000,
    }
    told = euros(used, 0, prices)
    assert told["table"] == Decimal("0.0208")  # 28,000 x 0.7423 + 12,000 x 0.1485, per million, x 0.92
    assert told["functions"] == Decimal("0.0095")  # 10,000 runs, 500 GB-seconds
    assert told["api"] == Decimal("0.0340")  # 10,000 x 3.70 per million
    assert told["archive"] == Decimal("0.0098")  # 1,000 objects in two regions
    assert sum(euros(NOTHING, 1_000_000, prices).values()) < Decimal("0.002"), "a megabyte asleep"
