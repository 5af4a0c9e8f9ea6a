"""What is shown done before the server has answered comes back when it refuses; an empty page says how to begin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import TABLET, Screen, until
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def held(page: Page, address: str, method: str) -> list[Route]:
    """The requests of that method to that address, which wait for an answer."""
    kept: list[Route] = []
    page.route(address, lambda route: kept.append(route) if route.request.method == method else route.fallback())
    return kept


def refuse(route: Route) -> None:
    body = {"code": "http.scope", "title": "Refusé", "detail": "Ce droit vous manque.", "status": 403, "errors": []}
    route.fulfill(status=403, content_type="application/problem+json", json=body)


def test_a_note_goes_at_once_and_comes_back_when_the_server_refuses(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    subject = {"kind": "customer", "id": estate.ids["customer1"], "label": "Le Bistrot du Port"}
    estate.post("/notes", {"subject": subject, "text": "Fermé le lundi"})
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/{estate.ids['customer1']}")
    note = page.get_by_role("list", name="Notes").get_by_text("Fermé le lundi")
    expect(note).to_be_visible()
    asked = held(page, "**/notes/not_*", "DELETE")
    page.get_by_role("button", name="Supprimer la note").click()
    expect(note).to_have_count(0)
    until(lambda: page.evaluate("1") and asked)
    refuse(asked[0])
    expect(note).to_be_visible()
    screen.toast("Ce droit vous manque.")
    page.unroute("**/notes/not_*")
    page.get_by_role("button", name="Supprimer la note").click()
    expect(note).to_have_count(0)
    page.get_by_role("button", name="Annuler l’action", exact=True).click()
    expect(note).to_be_visible()


def test_e_goes_into_the_first_field_of_a_record(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/{estate.ids['customer2']}")
    page.keyboard.press("e")
    expect(screen.choice("Nature")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Modifier (premier champ)")


def test_an_empty_list_says_how_to_begin(screens: Callable[..., Screen], system: LocalSystem) -> None:
    bare = estates.found(system.url, "Domaine neuf")
    screen = screens(bare)
    page = screen.open(f"/c/{bare.company}/invoices")
    page.get_by_role("link", name="Voir les commandes à facturer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Commandes")
    screen.open(f"/c/{bare.company}/promotions")
    screen.button("Commencer").click()
    expect(page.get_by_role("dialog", name="Nouvelle promotion")).to_be_visible()


def test_a_line_says_its_capsule_and_an_order_its_tags(screens: Callable[..., Screen], estate: Estate) -> None:
    capsule = estate.post("/capsules", {"name": "CRD lie de vin", "colour": "wine", "volume": 750})["id"]
    lines = [{"variant": estate.ids["variant1"], "quantity": 12}]
    order = estate.post("/orders", {"customer": estate.ids["customer2"], "lines": lines})["id"]
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders/{order}")
    page.get_by_role("textbox", name="Quantité, ligne 1").press("Alt+Enter")
    screen.choice("Capsule").click()
    page.get_by_role("option", name="CRD lie de vin", exact=True).click()
    page.keyboard.press("Escape")
    screen.choice("Étiquettes").fill("Salon de Lyon")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    screen.toast("Enregistré")
    saved = estate.get(f"/orders/{order}")
    assert (saved["lines"][0]["asked_capsule"], saved["tags"]) == (capsule, ["Salon de Lyon"])


def test_a_technical_sheet_says_of_which_wine(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/products/{estate.ids['product1']}/sheets/{estate.ids['vintage1']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Clos des Galets 2021")


def test_nothing_is_cut_where_there_is_little_width(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders?open=orders/{estate.ids['draft']}")
    pane = page.get_by_role("region", name="Fiche ouverte")
    expect(pane.get_by_role("heading", level=1)).to_be_visible()
    day = pane.locator("[name='ordered_on']")
    expect(day).not_to_have_value("")
    assert day.evaluate("e => e.scrollWidth <= e.clientWidth")
    names = pane.locator("[aria-hidden]", has_text="Clos des Galets")
    expect(names.first).to_be_visible()
    tablet = screens(estate, size=TABLET)
    page = tablet.open(f"/c/{estate.company}/orders")
    expect(page.get_by_role("columnheader", name="TTC")).to_be_in_viewport(ratio=1)
    tablet.open(f"/c/{estate.company}/invoices")
    expect(page.get_by_role("columnheader", name="Reste dû")).to_be_in_viewport(ratio=1)
