"""What a line of an order says in its own words stays when the order is changed in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import Screen, until
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def test_an_order_changed_in_the_browser_keeps_the_words_of_its_lines(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    own = "Cuvée du mariage de Léa & Tom"
    lines = [
        {"variant": estate.ids["variant1"], "quantity": 12, "label": own, "commission": "4.5"},
        {"variant": estate.ids["variant2"], "quantity": 6},
    ]
    order = estate.post("/orders", {"customer": estate.ids["customer1"], "lines": lines})

    def said() -> list[tuple[str, str, Any]]:
        found = estate.get(f"/orders/{order['id']}")["lines"]
        return [(line["asked_label"], line["label"], line["commission"]) for line in found]

    product = said()[1][1]
    kept = [(own, own, said()[0][2]), ("", product, None)]
    assert said() == kept
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders/{order['id']}")
    screen.field("reference").fill("BC-77")
    page.keyboard.press("Control+s")
    screen.toast("Enregistré.")
    assert estate.get(f"/orders/{order['id']}")["reference"] == "BC-77"
    assert said() == kept, "a field of the order was changed, not its lines"
    screen.button("Détails de la ligne 1").click()
    words = page.get_by_label("Désignation propre")
    expect(words).to_have_value(own)
    words.fill("Cuvée du mariage")
    page.keyboard.press("Escape")
    screen.button("Détails de la ligne 2").click()
    expect(words).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    until(lambda: [line[0] for line in said()] == ["Cuvée du mariage", ""])
