"""A quote typed, sent, accepted, ordered; its goods leave in two notes; one is undone: in a real browser."""

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


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def badge(screen: Screen, words: str) -> None:
    """The state beside the name of the record."""
    expect(
        screen.page.locator("header").filter(has=screen.page.locator("h1")).get_by_text(words, exact=True)
    ).to_be_visible()


def view(screen: Screen, name: str) -> None:
    """One of the views of a list."""
    screen.page.get_by_role("navigation", name="Vues").get_by_role("button", name=name, exact=True).click()


def test_from_a_quote_to_a_note_that_is_undone(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/quotes/new")
    expect(screen.field("customer")).to_be_focused()
    page.keyboard.type("bistrot")
    expect(page.get_by_role("option", name=re.compile("Le Bistrot du Port"))).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("[data-cell=product]").first.focus()
    page.keyboard.type("R001")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cell=quantity]:focus")).to_have_count(1)
    page.keyboard.type("36")
    page.keyboard.press("Enter")
    expect(page.locator("[data-gross]")).to_have_text(re.compile("367,20"))  # 36 x 8.50, with VAT
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text(re.compile(r"DE-\d{4}-\d{4} · Le Bistrot du Port"))
    badge(screen, "Envoyé")
    screen.button("Accepté par le client").click()
    page.get_by_role("dialog").get_by_role("button", name="Noter l’accord").click()
    badge(screen, "Accepté")
    screen.button("Passer en commande").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"CO-\d{4}-\d{4} · Le Bistrot du Port"))
    expect(page.locator("[data-gross]")).to_have_text(re.compile("367,20"))
    chain = page.get_by_role("link", name=re.compile(r"Devis DE-"))
    expect(chain).to_be_visible()
    screen.button("Valider").click()
    badge(screen, "À livrer")
    screen.button("Livrer").click()
    dialog = page.get_by_role("dialog")
    leaves = dialog.get_by_label("Cols qui partent, ligne 1", exact=True)
    expect(leaves).to_have_value("36")
    leaves.fill("40")
    expect(dialog.get_by_text("au plus ce qui reste à livrer")).to_be_visible()
    leaves.fill("12")
    dialog.get_by_role("button", name=re.compile("Émettre le bon")).click()
    expect(page.locator("h1")).to_have_text(re.compile(r"BL-\d{4}-\d{4} · Le Bistrot du Port"))
    badge(screen, "Émis")
    expect(page.locator("[data-cols]")).to_have_text("12")
    order = page.get_by_role("link", name=re.compile(r"Commande CO-"))
    order.click()
    expect(page.locator("h1")).to_have_text(re.compile(r"CO-\d{4}-\d{4} · Le Bistrot du Port"))
    badge(screen, "Livrée en partie")
    page.get_by_role("link", name=re.compile(r"Bon de livraison BL-")).click()
    expect(page.locator("h1")).to_have_text(re.compile(r"BL-\d{4}-\d{4} · Le Bistrot du Port"))
    screen.button("Autres actions").click()
    page.get_by_role("menuitem", name="Annuler ce bon").click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler ce bon").click()
    badge(screen, "Annulé")
    page.get_by_role("link", name=re.compile(r"Commande CO-")).click()
    expect(page.locator("h1")).to_have_text(re.compile(r"CO-\d{4}-\d{4} · Le Bistrot du Port"))
    badge(screen, "À livrer")
    expect(page.get_by_role("link", name=re.compile(r"Bon de livraison BL-"))).to_have_count(2)


def test_the_lists_say_what_waits(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/quotes")
    quote = estate.get(f"/quotes/{estate.ids['quote']}")
    draft = estate.get(f"/quotes/{estate.ids['quote_draft']}")
    view(screen, "En attente de réponse")
    expect(page.get_by_role("row").filter(has_text=quote["number"])).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=draft["number"])).to_have_count(0)
    screen.open(f"/c/{estate.company}/delivery-notes")
    note = estate.get(f"/delivery-notes/{estate.ids['delivery_note']}")
    expect(page.get_by_role("row").filter(has_text=note["number"])).to_contain_text("24")
    screen.open(f"/c/{estate.company}/orders")
    view(screen, "À livrer")
    expect(page.get_by_role("row").filter(has_text=note["order_number"])).to_be_visible()
