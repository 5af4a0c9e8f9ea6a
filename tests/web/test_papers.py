"""Seals and letters in a browser: choosing a seal, dropping a PDF, a document posted with its cost said before."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.support.posts import CONTRACT
from tests.web import estate as estates
from tests.web.browser import DESK, PHONE, TABLET, Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def in_three_sizes(screen: Screen, name: str) -> None:
    """Nothing stands out of the page on any screen."""
    for size in (DESK, TABLET, PHONE):
        screen.resize(size)
        screen.keep(f"{name}-{size[0]}")
        assert screen.sideways() == 0, size
    screen.resize(DESK)


def test_a_seal_is_chosen_and_a_dropped_pdf_tells_one_changed_byte(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/seal")
    page.get_by_role("radio", name="Un sceau d’essai, sans valeur").check()
    screen.button("Enregistrer").click()
    screen.toast("Choix du sceau enregistré")
    expect(page.get_by_text("Sceau d’essai, sans valeur", exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name="Le sceau de la société, par son certificat")).to_be_disabled()
    assert not screen.axe()
    in_three_sizes(screen, "seal")
    path = f"/{estate.company}/invoices/{estate.ids['invoice']}/pdf"
    content: bytes = estate.client.call("GET", path, headers={"Accept": "application/pdf"})
    screen.go(f"/c/{estate.company}/verify")
    given = page.locator("input[type=file]")
    verdict = page.get_by_role("status")
    given.set_input_files({"name": "facture.pdf", "mimeType": "application/pdf", "buffer": content})
    expect(verdict.filter(has_text="Sceau intact")).to_contain_text("sans valeur")
    details = page.get_by_role("table", name="Ce que dit le document")
    expect(details).to_contain_text("Tout le fichier")
    number = estate.get(f"/invoices/{estate.ids['invoice']}")["number"]
    expect(details.get_by_role("link", name=number, exact=True)).to_be_visible()
    assert not screen.axe()
    in_three_sizes(screen, "verify")
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    given.set_input_files({"name": "autre.pdf", "mimeType": "application/pdf", "buffer": bytes(changed)})
    expect(verdict.filter(has_text="Document modifié ou sceau rompu")).to_be_visible()
    expect(details).to_contain_text("Pas un document émis par cette société")


@pytest.mark.feature("2.3-25")
def test_an_invoice_is_posted_in_one_action_its_cost_said_before(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/postal")
    for label, value in (
        ("Identifiant client (API)", "caveau"), ("Secret client (API)", "s3cret"), ("Identifiant Maileva", "maison"),
        ("Mot de passe Maileva", "pass"), ("Une lettre (pli et affranchissement)", "0,95"),
        ("Une page imprimée", "0,12"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("switch", name="Courrier postal actif").check()
    in_three_sizes(screen, "postal")
    screen.button("Enregistrer").click()
    screen.toast("Courrier postal enregistré")
    assert estate.get("/postal")["letter_price"] == CONTRACT["letter_price"]
    screen.go(f"/c/{estate.company}/invoices/{estate.ids['invoice']}")
    screen.button("Envoyer par courrier").click()
    dialog = page.get_by_role("dialog", name="Envoyer par courrier")
    expect(dialog.get_by_label("Adresse de la lettre")).to_contain_text("33000 Bordeaux")
    post = dialog.get_by_role("button", name=re.compile(r"Poster \(1,07"))
    expect(post).to_be_enabled()
    assert not screen.axe()
    in_three_sizes(screen, "letter")
    post.click()
    screen.toast("1 lettre remise au service postal")
    expect(page.get_by_text(re.compile("Par courrier, 1,07"))).to_be_visible()
    screen.go(f"/c/{estate.company}/messages?view=letters")
    row = page.locator("tr[data-row]").filter(has_text="Le Bistrot du Port").first
    expect(row).to_contain_text("Envoyé")
    in_three_sizes(screen, "letters")


def test_a_bad_address_is_told_before_anything_leaves(screens: Callable[..., Screen], estate: Estate) -> None:
    billing = {"lines": ["9 quai Nord"], "postcode": "330", "town": "Bordeaux"}
    body = {"kind": "business", "name": "Cave du Phare", "billing": billing, "grid_id": estate.ids["grid"]}
    customer = estate.post("/customers", body)["id"]
    asked = {"customer": customer, "lines": [{"variant": estate.ids["variant1"], "quantity": 6}], "confirm": True}
    order = estate.post("/orders", asked)["id"]
    invoice = estate.post(f"/orders/{order}/invoice", {})
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/invoices")
    page.get_by_role("checkbox", name=re.compile(invoice["number"])).check()
    screen.button("Envoyer par courrier").click()
    dialog = page.get_by_role("dialog", name="Envoyer par courrier")
    expect(dialog.get_by_role("alert").filter(has_text="Adresse à corriger")).to_contain_text("cinq chiffres")
    expect(dialog.get_by_role("button", name=re.compile("^Poster"))).to_be_disabled()
