"""A customer filled from one number, his numbers checked, a slip in an address put right: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import Screen


@pytest.fixture
def fault(system: LocalSystem) -> Iterator[Callable[..., None]]:
    """What the twins of the registers do wrong, chosen on their own page; nothing any more afterwards."""

    def choose(**faults: str) -> None:
        with urlopen(f"http://127.0.0.1:{system.registers}/", urlencode(faults).encode(), timeout=10) as answer:
            assert answer.status == 200

    yield choose
    choose()


@pytest.mark.feature("INN-03")
def test_from_a_siret_to_a_saved_customer_in_two_actions(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.found(system.url)
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/new")
    screen.field("siret").fill("404 833 048 00022")
    page.get_by_role("button", name="Remplir d’après le SIRET").click()
    expect(screen.field("name")).to_have_value("CAVE DES GALETS")
    for name, value in (
        ("siret", "40483304800022"), ("vat_number", "FR83404833048"), ("legal_form", "SAS"),
        ("billing.lines", "12 CHEMIN DES GALETS"), ("billing.postcode", "33500"), ("billing.town", "POMEROL"),
    ):  # fmt: skip
        expect(screen.field(name)).to_have_value(value)
    screen.button("Créer").click()
    page.wait_for_url(re.compile("/customers/cus_"))
    checks = page.locator("[data-panel=registers]")
    siret = checks.locator("[data-finding=siret]")
    expect(siret.get_by_text("Valide", exact=True)).to_be_visible()
    expect(checks.get_by_text(re.compile("Rempli d’après l’annuaire des entreprises, .*nom, SIRET"))).to_be_visible()
    expect(checks.get_by_text("pas encore vérifié")).to_be_visible()
    checks.get_by_role("button", name="Vérifier maintenant").click()
    vat = checks.locator("[data-finding=vat_number]")
    expect(vat.get_by_text("Valide", exact=True)).to_be_visible()
    expect(vat.get_by_text(re.compile("VIES, .*consultation n° WAPIAAAA"))).to_be_visible()
    checks.get_by_role("button", name="Preuves", exact=True).click()
    expect(checks.get_by_text(re.compile("SAS CAVE DES GALETS · 12 CHEMIN DES GALETS, 33500 POMEROL"))).to_be_visible()
    assert screen.axe() == []
    screen.keep("registers")


def test_a_silent_register_blocks_nothing(
    screens: Callable[..., Screen], system: LocalSystem, fault: Callable[..., None]
) -> None:
    estate = estates.found(system.url)
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/new")
    fault(sirene="busy", vies="busy")
    screen.field("siret").fill("40483304800022")
    page.get_by_role("button", name="Remplir d’après le SIRET").click()
    expect(page.get_by_text("l’annuaire des entreprises ne répond pas.")).to_be_visible()
    screen.field("name").fill("Cave des Galets")
    screen.field("vat_number").fill("BE0123456749")
    screen.button("Créer").click()
    page.wait_for_url(re.compile("/customers/cus_"))
    checks = page.locator("[data-panel=registers]")
    checks.get_by_role("button", name="Vérifier maintenant").click()
    for subject in ("siret", "vat_number"):
        expect(checks.locator(f"[data-finding={subject}]").get_by_text("Sans réponse", exact=True)).to_be_visible()


@pytest.mark.feature("INN-01")
def test_a_slip_in_an_address_is_put_right_in_one_click(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.found(system.url)
    body = {"kind": "individual", "name": "Rey", "first_name": "Anne", "emails": ["anne.rey@gmial.com"]}
    known = estate.post("/customers", body)["id"]
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/{known}")
    expect(page.get_by_text("Vouliez-vous dire anne.rey@gmail.com")).to_be_visible()
    page.get_by_role("button", name="Corriger", exact=True).click()
    screen.button("Enregistrer").click()
    screen.toast("Enregistré.")
    assert estate.get(f"/customers/{known}")["emails"] == ["anne.rey@gmail.com"]
    expect(page.get_by_text("Vouliez-vous dire")).to_have_count(0)
