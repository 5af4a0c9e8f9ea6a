"""The stock in the browser: the first depot, what is there, what an order says is available, a transfer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.support.crowd import within
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def test_a_line_says_what_is_available_and_warns_in_words(screens: Callable[..., Screen], estate: Estate) -> None:
    """240 in stock, 36 promised to the confirmed order."""
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders/{estate.ids['draft']}")
    quantity = page.locator("[data-cell=quantity]").nth(1)
    expect(page.locator("[data-stock=enough]")).to_have_text("204 dispo. (240 − 36)")
    quantity.fill("210")
    expect(page.locator("[data-stock=short]")).to_have_text("204 disponibles seulement")
    expect(page.get_by_text("210 cols demandés, 204 disponibles à Chai")).to_be_visible()


def test_the_stock_opens_the_movements_that_sum_to_it(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/stock")
    row = page.get_by_role("row").filter(has_text="Cuvée Prestige")
    expect(row).to_contain_text("18")
    row.get_by_role("link").first.click()
    page.wait_for_url(re.compile("stock/movements"))
    expect(page.get_by_role("row").filter(has_text="Stock initial")).to_contain_text("+18")


@pytest.mark.feature("1.1-04")
def test_what_one_validates_is_less_available_to_another_within_five_seconds(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    lines = [{"variant": estate.ids["variant2"], "quantity": 12}]
    order = estate.post("/orders", {"customer": estate.ids["customer2"], "lines": lines})["id"]
    one, two = screens(estate), screens(estate)
    level = two.open(f"/c/{estate.company}/stock").get_by_role("row").filter(has_text="Vieilles Vignes")
    expect(level).to_contain_text("204")
    one.open(f"/c/{estate.company}/orders/{order}")
    one.button("Valider").click()
    with within(5):
        expect(level).to_contain_text("192")
    one.toast("validée")


def test_a_new_house_is_led_to_its_first_depot_and_opening_stock(
    screens: Callable[..., Screen], system: LocalSystem
) -> None:
    house = estates.found(system.url, "Domaine du Premier Dépôt")
    screen = screens(house)
    page = screen.open(f"/c/{house.company}/stock")
    page.get_by_role("link", name="Nouveau dépôt", exact=True).click()
    dialog = page.get_by_role("dialog")
    screen.field("name").fill("Chai")
    screen.field("code").fill("CHAI")
    dialog.get_by_role("button", name=re.compile("Créer|Enregistrer")).click()
    expect(page.get_by_role("cell", name="Chai", exact=True)).to_be_visible()
    screen.open(f"/c/{house.company}/stock")
    expect(page.get_by_role("link", name="Saisir le stock initial", exact=True)).to_be_visible()
