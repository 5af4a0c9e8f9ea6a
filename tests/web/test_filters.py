"""Groups of filters: built with the keyboard or a thumb, read as a sentence, kept in the address and in views."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import PHONE, Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow

ANY = "Au moins un de ces critères"
ALL = "Tous ces critères"
SENTENCE = "Brouillon ou (Client contient hélène et Cols à partir de 36)"


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    """An estate of this module's own, since a view is kept in it."""
    return estates.furnished(system.url)


def rows(page: Page) -> Locator:
    return page.locator("tbody tr[data-row]")


def chip(page: Page) -> Locator:
    return page.get_by_role("group", name="Filtres").get_by_role("button", name=SENTENCE, exact=True)


def part(builder: Locator, name: str) -> Locator:
    return builder.get_by_role("group", name=name, exact=True).last


def test_a_group_in_a_group_is_built_with_the_keyboard(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders")
    screen.button("Filtrer").press("Enter")
    expect(page.get_by_label("Champ à filtrer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(screen.button("Groupes de critères…")).to_be_focused()
    page.keyboard.press("Enter")
    builder = page.get_by_role("dialog", name="Filtres et groupes")
    builder.get_by_role("button", name="Groupe", exact=True).press("Enter")
    outer = part(builder, ANY)
    outer.get_by_role("button", name="Critère", exact=True).press("Enter")
    expect(builder.get_by_label("Champ à filtrer")).to_be_focused()
    page.keyboard.type("état")
    page.keyboard.press("Enter")
    expect(builder.get_by_role("checkbox", name="Brouillon")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(outer.get_by_role("button", name="Brouillon", exact=True)).to_be_visible()
    expect(outer.get_by_role("button", name="Critère", exact=True)).to_be_focused()
    outer.get_by_role("button", name="Groupe", exact=True).press("Enter")
    inner = part(builder, ALL)
    for field, value in (("client", "hélène"), ("cols", "36")):
        inner.get_by_role("button", name="Critère", exact=True).press("Enter")
        expect(builder.get_by_label("Champ à filtrer")).to_be_focused()
        page.keyboard.type(field)
        page.keyboard.press("Enter")
        expect(inner.get_by_label(field.capitalize(), exact=True)).to_be_focused()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    expect(builder.get_by_text(SENTENCE, exact=True)).to_be_visible()
    expect(builder.get_by_text("2 lignes", exact=True)).to_be_visible()
    assert screen.axe() == []
    screen.keep("filter-groups")
    inner.get_by_role("button", name="Critère", exact=True).press("Enter")
    expect(builder.get_by_label("Champ à filtrer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(builder.get_by_label("Champ à filtrer")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(builder).to_have_count(0)
    expect(chip(page)).to_be_visible()
    expect(rows(page)).to_have_count(2)
    page.go_back()
    expect(chip(page)).to_have_count(0)
    expect(rows(page)).to_have_count(3)


def test_a_group_is_in_the_address_in_a_view_and_in_the_file(screens: Callable[..., Screen], estate: Estate) -> None:
    group = "g=any(state.in.draft;all(customer_name.contains.h%C3%A9l%C3%A8ne;cols.ge.36))"
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders?{group}&cols=number,gross")
    expect(chip(page)).to_be_visible()
    expect(rows(page)).to_have_count(2)
    screen.button("Exporter").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=re.compile(r"\.csv")).click()
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == 3
    screen.button("Enregistrer la vue").click()
    dialog = page.get_by_role("dialog", name="Enregistrer la vue")
    dialog.get_by_label("Nom de la vue").fill("Gros ou brouillons")
    dialog.get_by_role("button", name="Enregistrer").click()
    screen.toast("enregistrée.")
    other = screens(estate)
    other.open(f"/c/{estate.company}/orders")
    other.page.get_by_role("navigation", name="Vues").get_by_role(
        "button", name=re.compile("Gros ou brouillons")
    ).click()
    expect(chip(other.page)).to_be_visible()
    expect(rows(other.page)).to_have_count(2)
    other.page.get_by_role("button", name=re.compile(f"Retirer le filtre.*{re.escape(SENTENCE)}")).click()
    expect(rows(other.page)).to_have_count(3)


def test_conditions_are_grouped_turned_round_and_ungrouped_with_a_thumb(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate, size=PHONE)
    page = screen.open(f"/c/{estate.company}/orders?f=state.in.draft&f=cols.ge.36")
    cards = page.get_by_role("list", name="Commandes").get_by_role("listitem")
    expect(page.get_by_role("heading", name="Aucune ligne ne correspond")).to_be_visible()
    screen.button("Filtrer").click()
    screen.button("Groupes de critères…").click()
    builder = page.get_by_role("dialog", name="Filtres et groupes")
    builder.get_by_role("button", name="Mettre «\u202fBrouillon\u202f» dans un groupe").click()
    builder.get_by_role("button", name="Mettre «\u202fCols à partir de 36\u202f» dans un groupe").click()
    expect(part(builder, ANY)).to_be_visible()
    builder.get_by_role("combobox").last.click()
    builder.get_by_role("option", name="Aucun de ces critères", exact=True).click()
    expect(builder.get_by_text("Brouillon et pas Cols à partir de 36", exact=True)).to_be_visible()
    screen.keep("filter-groups-phone")
    assert screen.sideways() == 0
    assert screen.axe() == []
    small = builder.locator("button:visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 90))"
    )
    assert small == []
    builder.get_by_role("button", name="Défaire le groupe").first.click()
    expect(builder.get_by_text("Brouillon et pas Cols à partir de 36", exact=True)).to_be_visible()
    builder.get_by_role("button", name="Terminé").click()
    expect(cards).to_have_count(1)
