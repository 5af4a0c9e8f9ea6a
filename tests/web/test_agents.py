"""Representatives in the browser: a family and what is inherited from it, why a rate, a statement and its lines."""

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


def test_a_line_of_a_statement_says_why_its_rate(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/statements/{estate.ids['statement']}")
    lines = page.get_by_role("region", name="Lignes du relevé", exact=True)
    lines.get_by_role("button", name=re.compile("Pourquoi 3")).first.click()
    said = page.get_by_role("dialog").get_by_role("listitem")
    expect(said.nth(0)).to_contain_text("✓ Client")
    expect(said.nth(1)).to_contain_text("Taux de base")
    screen.keep("commissions-statement")


def test_a_representative_inherits_from_a_family(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/agent-families?open=new")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nom de la famille").fill("Multicartes")
    dialog.get_by_label("Taux de base", exact=True).fill("4")
    dialog.get_by_role("button", name=re.compile("Créer|Enregistrer")).click()
    expect(page.get_by_role("cell", name="Multicartes", exact=True)).to_be_visible()
    screen.open(f"/c/{estate.company}/agents/new")
    screen.field("name").fill("Agence du Sud")
    page.get_by_role("combobox", name="Famille", exact=True).click()
    page.get_by_role("option", name="Multicartes", exact=True).click()
    page.get_by_role("button", name=re.compile("Créer|Enregistrer")).first.click()
    page.wait_for_url(re.compile(r"/agents/agt_"))
    expect(screen.field("own.rate")).to_have_attribute("placeholder", re.compile(r"Par défaut \(4\s%, de la famille\)"))
    expect(page.get_by_text("✓ Taux de base (de la famille)")).to_be_visible()
    screen.open(f"/c/{estate.company}/agents")
    row = page.get_by_role("row").filter(has_text="Agence du Sud")
    expect(row).to_contain_text("Multicartes")


def test_a_customer_is_given_to_a_representative_without_login(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/{estate.ids['customer2']}")
    page.get_by_role("button", name="Confier", exact=False).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Paul Négoce", exact=True).click()
    dialog.get_by_role("button", name=re.compile("Enregistrer")).click()
    expect(dialog).to_have_count(0)
    order = estate.post("/orders", {"customer": estate.ids["customer2"], "lines": []})
    assert order["agent"] == estate.ids["agent"]
