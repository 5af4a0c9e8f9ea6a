"""Euros per company: metered from DynamoDB's own answers, with no write per request; an idle company costs nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.aws import meter
from chalicelib.aws.call import system_call
from chalicelib.aws.table import Item
from chalicelib.tenancy.rules.cost import euros
from chalicelib.tenancy.service import cost, desk
from tests.rooms.sales_support import open_shop
from tests.rooms.tenancy_support import address, with_totp
from tests.support.api import Api
from tests.support.backups import back_up, empty_places
from tests.support.estates import PASSWORD

IDLE_EUROS = Decimal("0.05")
NOTHING = dict.fromkeys(meter.FIELDS, 0)


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
