"""The dashboard: figures to the cent, equal to the lists they open, within what each person may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from chalicelib.statistics.rules import last_months, year_before
from tests.rooms.sales_support import Shop, open_shop
from tests.rooms.tenancy_support import address, colleague
from tests.support.api import Estate
from tests.support.bus import Bus


def test_periods() -> None:
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(date(2026, 11, 22)) == date(2025, 11, 22)
    months = last_months(date(2026, 2, 28))
    assert (months[0], months[-1], len(months)) == (date(2025, 3, 1), date(2026, 2, 1), 12)


@pytest.fixture(scope="module")
def shop(new_estate: Callable[..., Estate]) -> Shop:
    return open_shop(new_estate, wines=1)


def test_figures_are_those_of_the_lists_and_a_representative_has_his_own(shop: Shop) -> None:
    agent = colleague(shop.estate, Bus(), "representative", address()).into(shop.estate.company)
    who = agent.get("/me").ok()["id"]
    category = shop.api.post("/{c}/customer-categories", {"code": "CHR", "name": "Restaurants"}).ok(201)["id"]
    shop.customer("agent", name="Chez l'agent", representative=who, category_id=category)
    shop.invoice(quantity=36)  # 36 x 8.00 = 288.00
    shop.invoice(quantity=12, customer="agent")  # 12 x 8.50 = 102.00
    paid = shop.invoice(quantity=1)  # 9.00, paid
    shop.pay(paid["totals"]["gross"], [(paid["id"], paid["totals"]["gross"])])
    shop.order(quantity=2)  # 18.00 HT, 21.60 TTC, draft
    today = shop.api.get("/{c}/statistics/dashboard").ok()["today"]
    shop.order(quantity=10, confirm=True, planned_on=today)  # 90.00 HT, 108.00 TTC

    seen = shop.api.get("/{c}/statistics/dashboard").ok()
    assert seen["turnover"]["amount"] == 28_800 + 10_200 + 900
    assert seen["turnover"]["last_amount"] == 0
    assert seen["months"][-1] == {"month": f"{today[:8]}01", "amount": 39_900, "last_amount": 0}
    assert len(seen["months"]) == 12
    assert seen["to_validate"] == {"count": 1, "amount": 2160}
    assert seen["to_invoice"] == {"count": 1, "amount": 10_800} == seen["alerts"]["to_invoice"]
    listed = shop.api.get(
        "/{c}/invoices", where='{"field": "status", "op": "in", "value": ["unpaid", "partly_paid"]}', sums="balance"
    ).ok()
    assert (
        seen["unpaid"]
        == {"count": 2, "amount": 34_560 + 12_240}
        == {
            "count": listed["count"],
            "amount": listed["sums"]["balance"],
        }
    )
    assert [(one["name"], one["amount"], one["count"]) for one in seen["customers"]] == [
        ("Le Bistrot d'Élise", 29_700, 2),
        ("Chez l'agent", 10_200, 1),
    ]
    assert [(one["name"], one["amount"]) for one in seen["categories"]] == [("", 29_700), ("Restaurants", 10_200)]
    assert [(one["name"], one["amount"]) for one in seen["grids"]] == [("CHR", 39_900)]

    own = agent.get("/{c}/statistics/dashboard").ok()
    assert own["turnover"]["amount"] == 10_200
    assert own["unpaid"] == {"count": 1, "amount": 12_240}
    assert [one["name"] for one in own["customers"]] == ["Chez l'agent"]
    assert own["to_invoice"] == {"count": 0, "amount": 0}
    cellar = colleague(shop.estate, Bus(), "cellar", address()).into(shop.estate.company)
    cellar.get("/{c}/statistics/dashboard").refused(403, "http.scope")


def test_an_empty_company_has_a_dashboard_of_zeros(new_estate: Callable[..., Estate]) -> None:
    seen = new_estate().api.get("/{c}/statistics/dashboard").ok()
    assert seen["turnover"]["amount"] == 0
    assert seen["customers"] == []
    assert seen["overdue"]["count"] == 0
    assert date.fromisoformat(seen["turnover"]["until"]) - date.fromisoformat(seen["turnover"]["since"]) < timedelta(31)
