"""Records put aside and brought back: from their page, from their dialog, many at once; tags put on many products."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import PHONE, Screen, until
from tests.web.estate import Estate

pytestmark = pytest.mark.slow
UNDO = "Annuler l’action"


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    """An estate of this module's own, since the tests change it."""
    return estates.furnished(system.url)


def archived(estate: Estate, path: str) -> bool:
    return bool(estate.get(path)["archived"])


def told(screen: Screen, text: str) -> Locator:
    return screen.page.get_by_role("alert").filter(has_text=text).first


@pytest.mark.parametrize(
    ("path", "name"), [("products", "product4"), ("variants", "variant4"), ("customers", "customer3")]
)
def test_a_record_is_archived_by_its_head_and_brought_back(
    screens: Callable[..., Screen], estate: Estate, path: str, name: str
) -> None:
    at = f"/{path}/{estate.ids[name]}"
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}{at}")
    before = {key: value for key, value in estate.get(at).items() if key not in ("version", "archived", "offered")}
    screen.button("Archiver").click()
    expect(told(screen, "archivé.")).to_be_visible()
    expect(page.locator("main").get_by_text("Archivé", exact=True)).to_be_visible()
    assert archived(estate, at)
    assert screen.axe() == []
    told(screen, "archivé.").get_by_role("button", name=UNDO).click()
    expect(screen.button("Archiver")).to_be_visible()
    until(lambda: not archived(estate, at))
    after = {key: value for key, value in estate.get(at).items() if key not in ("version", "archived", "offered")}
    assert {**after, "updated_at": None} == {**before, "updated_at": None}, "nothing else has changed"
    screen.field("name" if path != "variants" else "own_label").fill("Une saisie en cours")
    expect(screen.button("Archiver")).to_be_disabled()
    page.get_by_role("region", name="Enregistrement").get_by_role("button", name="Annuler").click()
    expect(screen.button("Archiver")).to_be_enabled()


def test_many_are_archived_together_marked_in_the_list_and_put_back(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers")
    page.get_by_role("checkbox", name="Sélectionner Caves Martin").check()
    page.get_by_role("checkbox", name="Sélectionner Le Bistrot du Port").check()
    bar = page.get_by_role("region", name="Sélection")
    expect(bar.get_by_role("button", name="Désarchiver")).to_be_disabled()
    bar.get_by_role("button", name="Archiver", exact=True).click()
    expect(told(screen, "2 fiches archivées.")).to_be_visible()
    expect(page.locator("tbody tr[data-row]").filter(has_text="Archivé")).to_have_count(2)
    screen.keep("archived-rows")
    page.get_by_role("navigation", name="Vues").get_by_role("button", name="Archivés").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(2)
    told(screen, "2 fiches archivées.").get_by_role("button", name=UNDO).click()
    expect(page.get_by_role("heading", name="Aucune ligne ne correspond")).to_be_visible()
    assert not archived(estate, f"/customers/{estate.ids['customer3']}")


def test_a_small_set_is_archived_in_its_dialog(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate, size=PHONE)
    page = screen.open(f"/c/{estate.company}/packagings?open={estate.ids['packaging']}")
    dialog = page.get_by_role("dialog", name="Carton de 6")
    dialog.get_by_role("button", name="Archiver").click()
    expect(told(screen, "archivé.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("listitem").filter(has_text="Carton de 6")).to_contain_text("Archivé")
    told(screen, "archivé.").get_by_role("button", name=UNDO).click()
    expect(page.get_by_role("listitem").filter(has_text="Carton de 6")).not_to_contain_text("Archivé")


def test_products_are_tagged_together_found_by_their_tag_and_put_back(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/products")
    for name in ("Clos des Galets", "Les Terrasses"):
        page.get_by_role("checkbox", name=f"Sélectionner {name}").check()
    screen.button("Étiqueter").click()
    dialog = page.get_by_role("dialog", name="Étiqueter")
    dialog.get_by_label("Étiquettes à ajouter").fill("Salon de Pâques")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(told(screen, "2 produits modifiés.")).to_be_visible()
    expect(page.locator("tbody tr[data-row]").filter(has_text="Salon de Pâques")).to_have_count(2)
    screen.button("Filtrer").click()
    page.get_by_label("Champ à filtrer").fill("étiq")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Salon de Pâques").check()
    screen.button("Appliquer").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(2)
    told(screen, "2 produits modifiés.").get_by_role("button", name=UNDO).click()
    expect(page.get_by_role("heading", name="Aucune ligne ne correspond")).to_be_visible()
    page = screen.open(f"/c/{estate.company}/products/{estate.ids['product1']}")
    page.get_by_label("Étiquettes", exact=True).fill("Primeur")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Enregistrement").get_by_role("button", name="Enregistrer").click()
    screen.toast("Enregistré.")
    assert estate.get(f"/products/{estate.ids['product1']}")["tags"] == ["Primeur"]
    page = screen.open(f"/c/{estate.company}/product-tags")
    page.get_by_role("button", name="Primeur", exact=True).click()
    named = page.get_by_role("dialog", name="Primeur")
    named.get_by_label("Nom").fill("En primeur")
    named.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("button", name=re.compile("^En primeur$"))).to_be_visible()
    assert estate.get(f"/products/{estate.ids['product1']}")["tags"] == ["En primeur"]


def test_several_of_a_small_set_are_archived_together_and_put_back(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    names = ("Gamme des foires", "Gamme des écoles")
    ids = {name: estate.post("/ranges", {"code": name[9:12], "name": name})["id"] for name in names}
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/ranges")
    for name in names:
        page.get_by_role("checkbox", name=f"Sélectionner {name}").check()
    bar = page.get_by_role("region", name="Sélection")
    expect(bar.get_by_role("button", name="Désarchiver")).to_be_disabled()
    assert screen.axe() == []
    screen.keep("ranges-chosen")
    bar.get_by_role("button", name="Archiver", exact=True).click()
    expect(told(screen, "2 fiches archivées.")).to_be_visible()

    def aside() -> set[str]:
        return {one["name"] for one in estate.get("/ranges")["items"] if one["id"] in ids.values() and one["archived"]}

    until(lambda: aside() == set(names))
    expect(page.locator("tbody tr").filter(has_text="Archivé")).to_have_count(2)
    screen.resize(PHONE)
    assert screen.sideways() == 0
    screen.keep("ranges-phone")
    told(screen, "2 fiches archivées.").get_by_role("button", name=UNDO).click()
    until(lambda: aside() == set())


def test_a_relief_noted_on_the_customer_is_the_default_of_his_orders(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/{estate.ids['customer1']}")
    screen.choice("Vente sans TVA").click()
    page.get_by_role("option", name="Achats en franchise (AI2, article 275)").click()
    screen.field("relief_year").fill(str(datetime.now(ZoneInfo("Europe/Paris")).year))
    screen.keep("relief-customer")
    page.keyboard.press("Control+s")
    screen.toast("Enregistré")
    until(lambda: estate.get(f"/customers/{estate.ids['customer1']}")["vat_relief"] == "ai2")
    line = {"variant": estate.ids["variant1"], "quantity": 6}
    order = estate.post("/orders", {"customer": estate.ids["customer1"], "lines": [line]})
    assert order["vat_case"] == "ai2"
    page = screen.go(f"/c/{estate.company}/orders/{order['id']}")
    by_default = "Par défaut (Achats en franchise (AI2, article 275), du client)"
    expect(screen.choice("Vente sans TVA")).to_have_value(by_default)
    screen.keep("relief-order")
    screen.resize(PHONE)
    assert screen.sideways() == 0
