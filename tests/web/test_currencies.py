"""Selling in dollars in the browser: a rate typed, an order in currency, its euros, the gain when it is paid."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow
SIZES = ((1440, 900), (1024, 768), (390, 844))


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def test_a_sale_in_dollars_from_the_rate_to_the_gain(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/rates")
    screen.button("Saisir un cours").click()
    dialog = page.get_by_role("dialog", name="Saisir un cours", exact=True)
    dialog.get_by_role("textbox", name="Pour 1 EUR", exact=True).fill("1,1")
    dialog.get_by_role("button", name="Enregistrer", exact=True).click()
    screen.toast("Cours enregistré.")
    days = page.get_by_role("table", name="Jour par jour", exact=True)
    expect(days.get_by_role("row").filter(has_text="USD").first).to_contain_text("1,1000")
    assert screen.axe() == []
    for width, height in SIZES:
        screen.resize((width, height))
        assert screen.sideways() == 0
        screen.keep(f"rates-{width}")
    screen.resize(SIZES[0])

    line = {"variant": estate.ids["variant1"], "quantity": 1, "unit_price": "1000.00"}
    order = estate.post("/orders", {"customer": estate.ids["customer1"], "lines": [line], "vat_relief": "ai2"})
    screen.go(f"/c/{estate.company}/orders/{order['id']}")
    screen.choice("Devise").click()
    page.get_by_role("option", name=re.compile("^USD")).click()
    totals = page.locator("[data-totals]")
    expect(totals.locator("[data-gross]")).to_contain_text("$")
    expect(totals.locator("[data-euros]")).to_have_text("909,09\u202f€")
    expect(totals.locator("[data-exchange]")).to_contain_text("1 EUR = 1,1000 USD (saisi")
    page.keyboard.press("Control+s")
    screen.toast("Enregistr")
    assert screen.axe() == []
    for width, height in SIZES:
        screen.resize((width, height))
        screen.keep(f"order-usd-{width}")
    screen.resize(SIZES[0])

    estate.post(f"/orders/{order['id']}/transitions", {"to": "validated"})
    invoice = estate.post(f"/orders/{order['id']}/invoice", {})
    assert invoice["home"]["gross"] == 90_909
    screen.go(f"/c/{estate.company}/invoices/{invoice['id']}")
    expect(page.locator("[data-euros]")).to_have_text("909,09\u202f€")
    screen.button("Encaisser").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Cours (USD pour 1 EUR)", exact=True).fill("1,08")
    screen.keep("payment-usd")
    dialog.get_by_role("button", name="Enregistrer le règlement", exact=True).click()
    expect(page.locator("[data-balance]")).to_have_text(re.compile("^0,00"))
    payment = estate.get("/payments?sort=-number")["items"][0]
    assert payment["home"] == 92_593
    screen.go(f"/c/{estate.company}/payments/{payment['id']}")
    expect(page.get_by_text("Gain de change\u202f: 16,84\u202f€", exact=True)).to_be_visible()
    screen.keep("payment-gain")
    screen.go(f"/c/{estate.company}/invoices")
    expect(page.locator("tr[data-row]").filter(has_text=invoice["number"])).to_contain_text("$")
    screen.keep("invoices-usd")
