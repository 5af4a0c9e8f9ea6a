"""A fiftieth of the large estate, made by the same code: are its figures those of a real company?"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.kernel.clock import paris_date
from chalicelib.readmodel.registry import house
from scripts.client import Client
from scripts.demo import Demo, demo
from scripts.estate import pace, wines
from scripts.estate.founding import mailed
from scripts.estate.houses import LARGE
from scripts.estate.people import CATEGORIES, Books, Crowd
from scripts.local import LocalSystem, end
from tests.support.server import serve

SIZE = LARGE.size.part(0.02)
TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.slow


@dataclass
class Shown:
    system: LocalSystem
    found: Demo
    client: Client

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/{self.found.estate.founded.company}/{path}{'?' if query else ''}{urlencode(query)}")

    def all(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Every row of a list."""
        page = self.get(path, limit=500, **query)
        rows: list[dict[str, Any]] = page["items"]
        while page["next"]:
            page = self.get(path, limit=500, cursor=page["next"], **query)
            rows += page["items"]
        assert len(rows) == page["count"]
        return rows


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    with serve(web=1, entries=1) as system:
        found = demo(system, SIZE)
        client = Client(system.url)
        client.post("/login", {"email": LARGE.email, "password": LARGE.password})
        yield Shown(system, found, client)
        if found.after:
            found.after.terminate()
            end(found.after)


def test_there_is_as_much_of_everything_as_asked(shown: Shown) -> None:
    made = shown.found.estate.made
    assert (made["customers"], made["orders"]) == (100, 120)
    counts = {path: shown.get(path, limit=1)["count"] for path in ("customers", "variants", "orders", "invoices")}
    assert counts == {name: made[name] for name in counts}
    assert shown.get("payments", limit=1)["count"] == made["payments"] > 60
    assert len(shown.get("grids")["items"]) == 4
    again = demo(shown.system, SIZE)
    assert (again.estate.founded.company, again.after) == (shown.found.estate.founded.company, None), "it is made once"


def test_quotes_of_every_fate_and_goods_that_left(shown: Shown) -> None:
    quotes, orders, notes = (shown.all(path) for path in ("quotes", "orders", "delivery-notes"))
    assert {one["state"] for one in quotes} >= {"draft", "sent", "accepted", "refused"}
    assert {one["id"] for one in orders if one["quote"]} == {one["order"] for one in quotes if one["order"]}
    shipped = [one for one in orders if one["shipped"] == "shipped"]
    assert {one["id"] for one in shipped} == {one["order"] for one in notes}
    assert sum(one["cols"] for one in shipped) == sum(one["cols"] for one in notes)
    assert len(shipped) > len(orders) / 2


def test_the_first_list_finds_a_snapshot(shown: Shown) -> None:
    place = f"readmodel/{shown.found.estate.founded.company}/{house().schema_hash}"
    assert list((shown.system.folder / "s3").glob(f"**/{place}/*.db.zz"))


def test_numbers_follow_each_other_and_the_days(shown: Shown) -> None:
    invoices = shown.all("invoices", sort="number")
    by_year: dict[str, list[dict[str, Any]]] = {}
    for one in invoices:
        by_year.setdefault(one["number"][:8], []).append(one)
        assert one["issued_on"][:4] == one["number"][3:7]
    for start, some in by_year.items():
        assert [one["number"] for one in some] == [f"{start}{n:04d}" for n in range(1, len(some) + 1)]
        assert [one["issued_on"] for one in some] == sorted(one["issued_on"] for one in some)
    assert len(by_year) >= 3
    assert max(one["issued_on"] for one in invoices) <= paris_date(datetime.now(UTC)).isoformat()


def test_what_is_owed_is_what_was_not_paid(shown: Shown) -> None:
    invoices, payments, orders = (shown.all(path) for path in ("invoices", "payments", "orders"))
    for one in invoices:
        assert one["gross"] == one["net"] + one["vat"] == one["paid"] + one["balance"]
        assert one["balance"] >= 0
    assert sum(one["paid"] for one in invoices) == sum(one["amount"] - one["unallocated"] for one in payments)
    assert sum(one["gross"] for one in orders if one["state"] == "invoiced") == sum(one["gross"] for one in invoices)
    status = {one["status"] for one in invoices}
    assert {"paid", "unpaid"} <= status
    first = shown.get(f"invoices/{invoices[0]['id']}")
    assert first["warnings"] == [], "an e-invoicing platform would take it"


def test_the_books_of_every_year_are_accepted(shown: Shown) -> None:
    company, booked = shown.found.estate.founded.company, 0
    days = [one["issued_on"] for one in shown.all("invoices")] + [one["received_on"] for one in shown.all("payments")]
    years = sorted({day[:4] for day in days})
    assert len(years) >= 3
    for year in years:
        file = shown.client.call("GET", f"/{company}/accounting/fec?year={year}", headers={"Accept": "text/plain"})
        lines = [line.split("\t") for line in file.decode().splitlines()[1:]]
        debit, credit = (sum(Decimal(line[n].replace(",", ".")) for line in lines) for n in (11, 12))
        assert debit == credit > 0
        booked += len({(line[0], line[2]) for line in lines})
        checked = shown.client.post(f"/{company}/accounting/fec/check", file)
        assert (checked["accepted"], checked["findings"]) == (True, [])
    assert booked == shown.found.estate.made["invoices"] + shown.found.estate.made["payments"], (
        "every invoice and payment is booked"
    )


def test_representatives_follow_businesses(shown: Shown) -> None:
    rows = shown.all("customers", where=json.dumps({"field": "agent", "op": "empty", "value": False}))
    assert {row["agent"] for row in rows} == {"Julien Fontanel", "Maud Tessandier", "Baptiste Orsel"}
    assert {row["kind"] for row in rows} == {"business"}
    agent = Client(shown.system.url)
    agent.post("/login", {"email": "maud@grandchamp.example", "password": LARGE.password})
    own = agent.get(f"/{shown.found.estate.founded.company}/customers?limit=1")["count"]
    assert 0 < own == sum(row["agent"] == "Maud Tessandier" for row in rows)


def test_everything_works_again_after_the_filling(shown: Shown) -> None:
    """The relay, the entries and the web that rested: a mail goes out."""
    began, company = datetime.now(UTC), shown.found.estate.founded.company
    shown.client.post(f"/{company}/invitations", {"email": "stagiaire@grandchamp.example", "role": "reader"})
    assert mailed(shown.system.url, "stagiaire@grandchamp.example", "/invitation", began)


# --- without a system: chance, and what it draws


def crowd(seed: int) -> Crowd:
    codes = {code: f"id_{code}" for code, *_ in CATEGORIES}
    grids = {code: f"id_{code}" for code, *_ in wines.GRIDS}
    return Crowd(random.Random(seed), Books(codes, grids, ("usr_1",)))


def test_the_same_seed_draws_the_same_people() -> None:
    one, same, other = ([made.client(TODAY) for _ in range(60)] for made in (crowd(1), crowd(1), crowd(2)))
    assert one == same != other


def test_four_hundred_bottles_of_eleven_vintages() -> None:
    bottles = wines.bottles(TODAY, 400)
    assert len({one.sku for one in bottles}) == 400
    assert {one.year for one in bottles if one.year} == set(range(2015, 2026))
    assert {375, 750, 1500, 3000, 5000} <= {one.size for one in bottles}
    assert len({wines.barcode(n) for n in range(1, 401)}) == 400


def test_seasons_and_growth() -> None:
    first = TODAY - timedelta(days=LARGE.size.days)
    busy = pace.orders_by_day(random.Random(1), first, TODAY, 6000)
    assert sum(busy.values()) == 6000
    assert (min(busy) > first, max(busy) <= TODAY) == (True, True)
    months = [sum(n for day, n in busy.items() if (day.year, day.month) == (2025, m)) for m in (1, 8, 12)]
    assert months[2] > 2 * months[0] > 0
    years = [sum(n for day, n in busy.items() if start <= day < end) for start, end in _years()]
    assert years == sorted(years)
    assert not any(day.weekday() == 6 for day in busy)


def _years() -> list[tuple[date, date]]:
    return [(date(2023 + n, 11, 23), date(2024 + n, 11, 23)) for n in range(3)]
