"""The life of a customer on his page: time line, insured limit, who follows him, his rights, and a search shared."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import DESK, PHONE, TABLET, Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def opened(screens: Callable[..., Screen], estate: Estate, **given: object) -> Page:
    return screens(estate, **given).open(f"/c/{estate.company}/customers/{estate.ids['customer1']}")


def test_a_call_is_logged_filtered_and_taken_off(screens: Callable[..., Screen], estate: Estate) -> None:
    page = opened(screens, estate)
    line = page.locator("section").filter(has=page.get_by_role("heading", name="Fil du client", exact=True))
    expect(line.get_by_role("link", name=re.compile("^Facture"))).to_be_visible()
    line.get_by_role("button", name="Noter un échange").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Objet").fill("Demande le tarif 2027")
    dialog.get_by_label("Interlocuteur").fill("Élise")
    dialog.get_by_role("button", name="Créer").click()
    expect(dialog).to_be_hidden()
    expect(line.get_by_text("Appel Demande le tarif 2027")).to_be_visible()
    line.get_by_text("Appels", exact=True).click()
    expect(line.get_by_role("link", name=re.compile("^Facture"))).to_have_count(0)
    expect(line.get_by_text("Appel Demande le tarif 2027")).to_be_visible()
    line.get_by_role("button", name="Retirer Demande le tarif 2027").click()
    expect(line.get_by_text("Appel Demande le tarif 2027")).to_have_count(0)


def test_an_insured_limit_warns_whoever_types_an_order(screens: Callable[..., Screen], estate: Estate) -> None:
    page = opened(screens, estate)
    cover = page.locator("section").filter(has=page.get_by_role("heading", name="Assurance-crédit", exact=True))
    cover.get_by_role("button", name="Saisir une garantie").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Encours garanti").fill("5")
    dialog.get_by_label("Assureur", exact=True).fill("COFACE")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(dialog).to_be_hidden()
    expect(cover.get_by_text("COFACE")).to_be_visible()
    page = screens(estate).open(f"/c/{estate.company}/orders/{estate.ids['draft']}")
    page.get_by_label("Quantité, ligne 1").fill("13")
    expect(page.get_by_text(re.compile("Encours garanti dépassé")).first).to_be_visible()


def test_a_person_s_data_are_exported_then_erased(screens: Callable[..., Screen], estate: Estate) -> None:
    body = {"kind": "individual", "name": "Vaillant", "first_name": "Renée", "emails": ["renee@client.example"]}
    estate.ids["customer1"] = estate.post("/customers", body)["id"]
    page = opened(screens, estate)
    rights = page.locator("section").filter(has=page.get_by_role("heading", name="Données personnelles", exact=True))
    with page.expect_download() as waited:
        rights.get_by_role("button", name="Exporter ses données").click()
    assert Path(waited.value.suggested_filename).suffix == ".zip"
    rights.get_by_role("button", name="Effacer ses données").click()
    page.get_by_role("dialog").get_by_role("button", name="Effacer ses données").click()
    expect(page.get_by_role("heading", name="Personne effacée", exact=True)).to_be_visible()
    expect(rights.get_by_text("Ce qui reste, et pourquoi")).to_be_visible()


@pytest.mark.feature("4.1-X03")
def test_a_saved_search_is_an_address_whose_count_follows(screens: Callable[..., Screen], estate: Estate) -> None:
    """The address alone says the search, either-or included, to whoever it is given."""
    wanted = "f=town.contains.Bordeaux&f=name.contains.Zorglub&match=any&sort=-name"
    made = estate.post("/views", {"list": "customers", "name": "Bordeaux ou Zorglub", "query": wanted, "shared": True})
    assert "match=any" in made["query"]
    page = screens(estate).open(f"/c/{estate.company}/customers?{made['query']}&view={made['id']}")
    expect(page.get_by_text("1–3 sur 3", exact=True)).to_be_visible()
    estate.post("/customers", {"kind": "business", "name": "Zorglub & fils", "billing": {"town": "Lyon"}})
    expect(page.get_by_text("1–4 sur 4", exact=True)).to_be_visible()


@pytest.mark.parametrize(("name", "size"), [("desk", DESK), ("tablet", TABLET), ("phone", PHONE)])
def test_the_page_stands_in_three_sizes(
    screens: Callable[..., Screen], estate: Estate, name: str, size: tuple[int, int]
) -> None:
    id = estate.ids["customer1"]
    twin = {"kind": "business", "name": "Le Bistrot du Port", "emails": ["contact1@client.example"]}
    estate.post("/customers", {**twin, "billing": {"postcode": "33000", "town": "Bordeaux"}})
    estate.client.put(f"/{estate.company}/customers/{id}/credit", {"limit": 500_000, "insurer": "COFACE"})
    estate.post(f"/customers/{id}/timeline", {"sort": "email", "title": "Tarif 2027 envoyé avec les frais de port"})
    page = opened(screens, estate, size=size)
    expect(page.get_by_role("heading", name="Fil du client", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Ressemblent à ce client", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing stands out to the right"
    if folder := os.environ.get("CAVEAU_SHOTS"):
        page.screenshot(path=f"{folder}/customer-{name}.png", full_page=True)
