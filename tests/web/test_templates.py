"""Templates of documents in the browser: one is made with its preview beside it, chosen for a customer, and named where
it applies; invoices chosen in the list leave as one PDF."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.support.papers import text_of
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def test_a_template_is_made_while_its_preview_follows(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/document-templates/new")
    preview = page.get_by_role("region", name="Aperçu")
    sheet = preview.get_by_role("img", name="Page 1 de l’aperçu", exact=True)
    expect(sheet.locator("text").get_by_text("Désignation", exact=True)).to_have_count(1)
    page.get_by_label("Nom", exact=False).first.fill("Export grand format")
    page.get_by_role("switch", name="Paysage", exact=True).check()
    expect(sheet).to_have_attribute("viewBox", re.compile(r"^0 0 841"))
    columns = page.get_by_role("group", name="Colonnes")
    columns.get_by_role("button", name="Descendre Désignation", exact=True).click()
    expect(columns.get_by_role("listitem").first).to_have_text("Quantité")
    expect(columns.get_by_role("button", name="Retirer TVA", exact=True)).to_be_disabled()
    columns.get_by_label("Ajouter une colonne").first.click()
    page.get_by_role("option", name="Lot", exact=True).click()
    expect(sheet.locator("text").get_by_text("Lot", exact=True)).to_have_count(1)
    page.get_by_label("Texte légal ajouté, en français").fill("Servir à 16 °C.")
    expect(preview.locator("text").get_by_text("Servir à 16 °C.")).to_have_count(1)
    screen.button("Créer").click()
    page.wait_for_url(re.compile(r"document-templates/tpl_"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Export grand format")


def test_a_customer_takes_a_template_and_his_order_names_it(screens: Callable[..., Screen], estate: Estate) -> None:
    body = {"columns": ["label", "quantity", "unit_price", "vat_rate", "amount"], "name": "Cavistes"}
    id = estate.post("/document-templates", body)["id"]
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/{estate.ids['customer2']}")
    field = page.get_by_role("combobox", name="Modèle des documents")
    field.click()
    page.get_by_role("option", name="Cavistes", exact=True).click()
    screen.button("Enregistrer").click()
    screen.toast("Enregistré")
    assert estate.get(f"/customers/{estate.ids['customer2']}")["template"] == id
    page = screen.open(f"/c/{estate.company}/orders/new?customer={estate.ids['customer2']}")
    order = estate.post(
        "/orders", {"customer": estate.ids["customer2"], "lines": [{"variant": estate.ids["variant1"], "quantity": 6}]}
    )
    page = screen.open(f"/c/{estate.company}/orders/{order['id']}")
    expect(page.get_by_text("Cavistes", exact=False).first).to_be_visible()


def test_invoices_chosen_leave_as_one_pdf(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/invoices")
    page.get_by_role("row").filter(has_text="FA-").first.get_by_role("checkbox").check()
    with page.expect_download() as fetched:
        page.get_by_role("region", name="Sélection").get_by_role("button", name="PDF groupé", exact=True).click()
    path = fetched.value.path()
    assert "Facture" in text_of(path.read_bytes())
    assert fetched.value.suggested_filename.startswith("factures-")
