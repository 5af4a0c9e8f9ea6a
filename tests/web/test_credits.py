"""A credit note of six bottles made on its invoice's page; an invoiced order cancelled: in a real browser."""

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


def test_six_bottles_are_given_back_then_the_rest(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    invoice = estate.get(f"/invoices/{estate.ids['invoice']}")
    bottles = invoice["lines"][0]["quantity"]
    page = screen.open(f"/c/{estate.company}/invoices/{invoice['id']}")
    screen.button("Autres actions").click()
    page.get_by_role("menuitem", name="Faire un avoir", exact=True).click()
    dialog = page.get_by_role("dialog")
    quantity = dialog.get_by_label("Cols à créditer, ligne 1", exact=True)
    quantity.fill(str(bottles + 1))
    expect(dialog.get_by_role("alert")).to_contain_text("au plus ce qui reste à créditer")
    quantity.fill("6")
    dialog.get_by_label("Motif, imprimé", exact=True).fill("Bouteilles couleuses")
    screen.keep("credit-dialog")
    dialog.get_by_role("button", name="Émettre l’avoir", exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile(r"AV-\d{4}-\d{4}"))
    expect(page.locator("header").filter(has=page.locator("h1"))).to_contain_text("Bouteilles couleuses")
    screen.keep("credit-note")
    page.get_by_role("link", name=f"Facture {invoice['number']}", exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile(re.escape(invoice["number"])))
    expect(page.get_by_role("link", name=re.compile(r"^Avoir AV-"))).to_be_visible()
    page.get_by_role("link", name=f"Commande {invoice['order_number']}", exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile(re.escape(invoice["order_number"])))
    screen.button("Autres actions").click()
    page.get_by_role("menuitem", name="Annuler la commande", exact=True).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text(invoice["number"])
    asked.get_by_role("button", name="Annuler la commande", exact=True).click()
    expect(page.get_by_role("link", name=re.compile(r"^Avoir AV-"))).to_be_visible()
    after = estate.get(f"/invoices/{invoice['id']}")
    assert after["credited"] == invoice["totals"]["gross"]
    assert len(after["credit_notes"]) == 2
