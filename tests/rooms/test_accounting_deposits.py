"""Deposits in the books: 4191 until they are deducted, their VAT when the money comes, the legal file balanced."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from chalicelib.accounting.rules.fec_check import check_fec
from tests.rooms.sales_support import Shop, open_shop
from tests.rooms.test_accounting import fec, records


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def balances(shop: Shop) -> dict[str, int]:
    """Account -> debit less credit, in cents, those at zero left out; the file holds no fault."""
    content = fec(shop)
    assert check_fec(content) == []
    found: dict[str, int] = defaultdict(int)
    for one in records(content):
        debit, credit = (int(one[side].replace(",", "")) for side in ("Debit", "Credit"))
        found[one["CompteNum"]] += debit - credit
    return {account: cents for account, cents in found.items() if cents}


def confirmed(shop: Shop) -> Any:
    """A confirmed order of 1000.01 TTC, VAT 166.67 at 20 %."""
    line = {"variant": shop.wines[0], "quantity": 1, "unit_price": "833.34"}
    body = {"customer": shop.customer("bistrot"), "lines": [line], "confirm": True}
    return shop.api.post("/{c}/orders", body).ok(201)


def deposit(shop: Shop, order: Any, **asked: Any) -> Any:
    return shop.api.post(f"/{{c}}/orders/{order['id']}/deposits", asked).ok(201)


@pytest.mark.feature("11.4-02")
def test_a_deposit_of_300_is_at_4191_with_its_vat_on_receipt_and_cleared_by_the_invoice(shop: Shop) -> None:
    order = confirmed(shop)
    made = deposit(shop, order, amount=30_000)
    assert balances(shop) == {"411000": 30_000, "419100": -30_000}
    shop.pay(30_000, [(made["id"], 30_000)])
    assert balances(shop) == {"512000": 30_000, "419100": -30_000, "445870": 5_000, "445710": -5_000}
    shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert balances(shop) == {"512000": 30_000, "411000": 70_001, "701100": -83_334, "445710": -16_667}


@pytest.mark.feature("M11")
def test_a_campaign_of_30_40_30_leaves_4191_at_zero(shop: Shop) -> None:
    order = confirmed(shop)
    for percent, cents, vat in (("30", 30_000, 5_000), ("40", 40_000, 6_667)):
        made = deposit(shop, order, percent=percent)
        assert (made["totals"]["gross"], made["totals"]["vat"]) == (cents, vat)
        shop.pay(cents, [(made["id"], cents)])
    assert balances(shop)["419100"] == -70_000
    final = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert final["balance"] == 30_001
    shop.pay(30_001, [(final["id"], 30_001)])
    assert balances(shop) == {"512000": 100_001, "701100": -83_334, "445710": -16_667}
    letters = [one["EcritureLet"] for one in records(fec(shop)) if one["CompteNum"] == "411000"]
    assert len(letters) == 6
    assert all(letters)


def test_vat_follows_the_money_in_parts_and_back(shop: Shop) -> None:
    order = confirmed(shop)
    made = deposit(shop, order, amount=30_000)
    first = shop.pay(10_001, [(made["id"], 10_001)])
    assert balances(shop)["445710"] == -1_667
    shop.pay(19_999, [(made["id"], 19_999)])
    assert balances(shop)["445710"] == -5_000
    shop.api.post(f"/{{c}}/payments/{first['id']}/cancel", {"reason": "Rejeté"}).ok()
    assert balances(shop)["445710"] == -3_333
    later = shop.pay(10_001, [])
    allocated = {"allocations": [{"invoice": made["id"], "amount": 10_001}]}
    shop.api.post(f"/{{c}}/payments/{later['id']}/allocations", allocated).ok()
    assert balances(shop)["445710"] == -5_000


def test_a_deposit_undone_leaves_only_what_the_customer_gave(shop: Shop) -> None:
    order = confirmed(shop)
    made = deposit(shop, order, percent="30")
    shop.pay(30_000, [(made["id"], 30_000)])
    shop.api.post(f"/{{c}}/invoices/{made['id']}/credit", {}).ok(201)
    assert balances(shop) == {"512000": 30_000, "411000": -30_000}
    shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert balances(shop) == {"512000": 30_000, "411000": 70_001, "701100": -83_334, "445710": -16_667}


def test_a_deposit_of_all_leaves_an_invoice_of_nothing_due(shop: Shop) -> None:
    order = confirmed(shop)
    made = deposit(shop, order, percent="100")
    shop.pay(100_001, [(made["id"], 100_001)])
    shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert balances(shop) == {"512000": 100_001, "701100": -83_334, "445710": -16_667}
