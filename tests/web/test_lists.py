"""The list, walked with keyboard and mouse: everything in the address, nothing lost, nothing miscounted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, Route, expect

from scripts.local import LocalSystem
from tests.support.crowd import within
from tests.web import estate as estates
from tests.web.browser import PHONE, Screen, until
from tests.web.estate import Estate

pytestmark = pytest.mark.slow

REMEMBER_FLASH = """id => {
  const look = () => { if (document.querySelector(`tr[data-row=${id}] td[class*=flash]`)) globalThis.flashed = true };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""
"""A flash lasts two seconds and a half: it is remembered that there was one."""


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    """An estate of this module's own, since the tests change it."""
    return estates.furnished(system.url)


def names(page: Page) -> list[str]:
    return page.locator("tbody tr[data-row] td:first-child, tbody tr[data-row] td:nth-child(2)").all_inner_texts()


@pytest.mark.feature("1.1-06")
def test_an_address_shows_the_same_rows_in_another_browser(screens: Callable[..., Screen], estate: Estate) -> None:
    mine = screens(estate)
    page = mine.open(f"/c/{estate.company}/invoices")
    page.get_by_role("button", name="À encaisser").click()
    expect(page).to_have_url(re.compile("f=status.in.unpaid"))
    page.get_by_role("button", name="TTC", exact=True).click()
    expect(page).to_have_url(re.compile("sort=-gross"))
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("dialog").get_by_role("button", name="Reste dû", exact=True).click()
    page.get_by_label("Reste dû", exact=True).fill("400")
    page.get_by_role("button", name="Appliquer").click()
    chip = page.get_by_role("button", name="Reste dû à partir de 400,00\u202f€", exact=True)
    expect(chip).to_be_visible()
    mine.settled()
    address, rows = page.url, names(page)
    assert len(rows) >= 2
    other = screens(estate)
    other.page.goto(address)
    other.settled()
    assert names(other.page) == rows
    expect(other.page.get_by_role("button", name="Reste dû à partir de 400,00\u202f€", exact=True)).to_be_visible()
    other.page.get_by_role("button", name="Retirer le filtre « Reste dû".replace("« ", "«\u202f")).click()
    expect(other.page).not_to_have_url(re.compile("balance"))


def test_the_keyboard_walks_a_list(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers")
    expect(page.locator("tbody tr[data-row]")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    expect(page.locator("tbody tr[data-row]").nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("tbody tr[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("open=customers"))
    expect(page.get_by_role("region", name="Fiche ouverte").locator("[name=name]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("tbody tr[data-row]").nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Rechercher", exact=True)).to_be_focused()
    page.keyboard.type("bistrto")
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)
    expect(page.locator("tbody tr[data-row]")).to_contain_text("Le Bistrot du Port")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("v")
    expect(page).to_have_url(re.compile("/orders$"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    page.keyboard.press("Escape")


def test_a_row_opens_in_place_and_the_arrows_go_on(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers")
    pane = page.get_by_role("region", name="Fiche ouverte")
    screen.row("La Table d'Hélène").click()
    expect(pane.locator("[name=name]")).to_have_value("La Table d'Hélène")
    expect(page).to_have_title(re.compile("La Table d'Hélène"))
    screen.settled()
    assert screen.axe() == []
    screen.keep("list-pane")
    page.locator("tr[data-open]").focus()
    page.keyboard.press("ArrowDown")
    expect(pane.locator("[name=name]")).to_have_value("Le Bistrot du Port")
    pane.locator("[name=notes]").fill("Sonner au portail")
    screen.row("Caves Martin").click()
    dialog = page.get_by_role("dialog", name="Modifications non enregistrées")
    dialog.get_by_role("button", name="Enregistrer et quitter").click()
    expect(pane.locator("[name=name]")).to_have_value("Caves Martin")
    assert estate.get(f"/customers/{estate.ids['customer1']}")["notes"] == "Sonner au portail"
    address = page.url
    page.go_back()
    expect(pane).to_have_count(0)
    expect(page).to_have_title(re.compile("Clients"))
    small = screens(estate, size=(1280, 800))
    small.page.goto(address)
    small.page.wait_for_url(re.compile(f"/customers/{estate.ids['customer3']}$"))
    expect(small.field("name")).to_have_value("Caves Martin")


def test_a_view_is_kept_changed_shared_and_brought_back(screens: Callable[..., Screen], estate: Estate) -> None:
    screen, colleague = screens(estate), screens(estate)
    page = screen.open(f"/c/{estate.company}/orders?f=ordered_on.ge.@month&f=state.in.validated,invoiced")
    expect(page.get_by_role("button", name="Date depuis le début du mois", exact=True)).to_be_visible()
    expect(page.locator("tbody tr[data-row]")).to_have_count(2)
    screen.settled()
    rows = names(page)
    colleague.open(f"/c/{estate.company}/orders")
    screen.button("Enregistrer la vue").click()
    dialog = page.get_by_role("dialog", name="Enregistrer la vue")
    dialog.get_by_label("Nom de la vue").fill("Du mois")
    dialog.get_by_role("button", name="Enregistrer").click()
    screen.toast("enregistrée.")
    tab = page.get_by_role("navigation", name="Vues").get_by_role("button", name=re.compile("Du mois.*personnelle"))
    expect(tab).to_have_attribute("aria-current", "true")
    seen = colleague.page.get_by_role("button", name=re.compile("Du mois"))
    with within(5):
        expect(seen).to_be_visible()
    page.get_by_role("button", name="TTC", exact=True).click()
    expect(tab).to_have_accessible_name(re.compile("modifiée"))
    assert screen.axe() == []
    page.get_by_role("button", name=re.compile("Mettre à jour")).click()
    expect(tab).not_to_have_accessible_name(re.compile("modifiée"))
    colleague.open(f"/c/{estate.company}/orders")
    seen.click()
    expect(colleague.page).to_have_url(re.compile("sort=-gross"))
    expect(colleague.page.locator("tbody tr[data-row]")).to_have_count(2)
    colleague.settled()
    assert sorted(names(colleague.page)) == sorted(rows)
    page.get_by_role("button", name="Actions sur la vue Du mois").click()
    page.get_by_role("menuitem", name="Partager avec toute la société").click()
    expect(page.get_by_role("button", name=re.compile("Du mois.*partagée par Anne Moreau"))).to_be_visible()
    page.get_by_role("button", name="Actions sur la vue Du mois").click()
    page.get_by_role("menuitem", name="Supprimer").click()
    with within(5):
        expect(seen).to_have_count(0)
    page.get_by_role("alert").filter(has_text="supprimée").get_by_role("button", name="Annuler l’action").click()
    expect(page.get_by_role("button", name=re.compile("Du mois.*partagée"))).to_be_visible()
    assert [one["name"] for one in estate.get("/views?list=orders")["items"]] == ["Du mois"]


def test_what_a_colleague_does_shows_within_five_seconds_and_flashes(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    one, two = screens(estate), screens(estate)
    for screen in (one, two):
        screen.open(f"/c/{estate.company}/customers").evaluate(REMEMBER_FLASH, estate.ids["customer3"])
    body = estate.get(f"/customers/{estate.ids['customer3']}")
    sent = {key: body[key] for key in ("kind", "name", "billing", "category_id", "grid_id", "emails", "code")}
    estate.client.put(f"/{estate.company}/customers/{estate.ids['customer3']}", {**sent, "phones": ["+33556001122"]})
    with within(5):
        for screen in (one, two):
            row = screen.page.locator(f"tr[data-row={estate.ids['customer3']}]")
            expect(row).to_contain_text(re.compile(r"\+33\s5\s56\s00\s11\s22"))
    for screen in (one, two):
        screen.page.wait_for_function("() => globalThis.flashed")


def test_rows_are_selected_validated_together_and_put_back(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders?f=state.in.draft,pending")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect(page.get_by_role("region", name="Sélection")).to_contain_text("1 sélectionnée")
    page.get_by_role("button", name="Valider", exact=True).click()
    screen.toast("1 commande validée.")
    state = f"/orders/{estate.ids['draft']}"
    assert estate.get(state)["state"] == "validated"
    page.get_by_role("button", name="Annuler l’action").click()
    until(lambda: estate.get(state)["state"] == "draft")
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)


def test_totals_are_those_of_the_filtered_set(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders?size=25")
    told = estate.get("/orders?limit=1&sums=gross,cols")["sums"]
    foot = page.locator("tfoot")
    expect(foot).to_contain_text(f"{told['gross'] / 100:_.2f}".replace(".", ",").replace("_", "\u202f"))
    expect(foot).to_contain_text(str(told["cols"]))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_goes_out_as_a_file(screens: Callable[..., Screen], estate: Estate, kind: str) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders?f=state.in.validated,invoiced&cols=number,gross")
    page.get_by_role("button", name="Exporter").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=re.compile(rf"\.{kind}")).click()
    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename.endswith(kind)
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        assert len(content.decode("utf-8-sig").splitlines()) == 3
    else:
        sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) == 3
        assert all(isinstance(row[1], int | float) for row in rows[1:])


def test_columns_are_chosen_and_remembered(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers")
    page.get_by_role("button", name="Colonnes").click()
    page.get_by_role("checkbox", name="SIRET").check()
    page.get_by_role("checkbox", name="Pays").uncheck()
    page.get_by_role("button", name="Avancer SIRET").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="SIRET")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Pays")).to_have_count(0)
    screen.open(f"/c/{estate.company}/customers")
    expect(page.get_by_role("columnheader", name="SIRET")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Pays")).to_have_count(0)


def test_rows_are_cards_on_a_phone(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate, size=PHONE)
    page = screen.open(f"/c/{estate.company}/orders")
    cards = page.get_by_role("list", name="Commandes").get_by_role("listitem")
    expect(cards).to_have_count(3)
    cards.filter(has_text="Brouillon").click()
    expect(page).to_have_url(re.compile("/orders/ord_"))


def test_an_empty_search_says_so_and_gives_the_way_back(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers?q=zzzzqqqq")
    expect(page.get_by_role("heading", name="Aucune ligne ne correspond")).to_be_visible()
    page.get_by_role("button", name="Effacer les filtres").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(3)


def test_what_went_wrong_is_said_with_its_remedy(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.page
    problem = {"type": "about:blank", "title": "Erreur interne", "detail": "Réessayez.", "code": "internal"}
    answers = [403, 500]

    def broken(route: Route) -> None:
        if not answers:
            return route.continue_()
        status = answers.pop()
        return route.fulfill(
            status=status, json={**problem, "status": status}, headers={"x-request-id": "ref-2026-11"},
            content_type="application/problem+json",
        )  # fmt: skip

    page.route("**/customers?*", broken)
    page.goto(f"{screen.url}/c/{estate.company}/customers")
    expect(page.get_by_role("alert")).to_contain_text("Réessayez.")
    expect(page.get_by_text("ref-2026-11")).to_be_visible()
    expect(page.get_by_role("button", name="Copier")).to_be_visible()
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("heading", name="Accès réservé")).to_be_visible()
    page.reload()
    expect(page.locator("tbody tr[data-row]").first).to_be_visible()
    screen.faults = [fault for fault in screen.faults if not fault.startswith("500 GET")]


def test_the_palette_finds_pages_and_records(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders")
    page.keyboard.press("Control+k")
    search = page.get_by_placeholder("Page, client, commande, facture, article…")
    expect(search).to_be_focused()
    page.keyboard.type("hélène")
    found = page.get_by_role("button", name=re.compile("La Table d'Hélène C0"))
    expect(found).to_be_visible()
    assert screen.axe() == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(estate.ids["customer2"]))
    page.keyboard.press("Control+k")
    expect(search).to_be_focused()
    page.keyboard.type("nouvelle comm")
    expect(page.locator("[data-action]").first).to_contain_text("Nouvelle commande")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/orders/new"))


def test_the_palette_remembers_and_finds_every_kind(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/invoices/{estate.ids['invoice']}")
    number = page.locator("h1").inner_text().split(" · ")[0]
    page.keyboard.press("Control+k")
    search = page.get_by_placeholder("Page, client, commande, facture, article…")
    expect(search).to_be_focused()
    recent = page.locator("[data-action]").first
    expect(recent).to_contain_text(number)
    for typed, kind in (("règlement RG", "payments/"), (number, "invoices/"), ("terrasses", "products/")):
        search.fill(typed.split()[-1])
        expect(page.locator(f"[data-action][data-to^='{kind}']").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Raccourcis clavier")
    for key in ("V", "C", "P"):
        expect(sheet.locator("kbd", has_text=re.compile(f"^{key}$")).first).to_be_visible()


def test_a_hidden_tab_asks_seldom_and_catches_up_at_once(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/changes?" in request.url else None)
    hide = """value => {
      Object.defineProperty(document, 'hidden', {value, configurable: true});
      document.dispatchEvent(new Event('visibilitychange'));
    }"""
    screen.wait_until(lambda: len(asked) >= 2)
    page.evaluate(hide, True)
    page.wait_for_timeout(2_500)
    asked.clear()
    name = "Ajouté pendant l'absence"
    estate.post("/customers", {"kind": "business", "name": name})
    page.wait_for_timeout(5_000)
    assert len(asked) <= 1
    page.evaluate(hide, False)
    with within(3):
        expect(page.get_by_role("link", name=name)).to_be_visible()


def test_paging_forward_and_back(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.found(system.url)
    for number in range(30):
        estate.post("/customers", {"kind": "business", "name": f"Caviste {number:02}"})
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers?size=25")
    expect(page.get_by_text("1–25 sur 30")).to_be_visible()
    page.get_by_role("button", name="Page suivante").click()
    expect(page.get_by_text("26–30 sur 30")).to_be_visible()
    expect(page.locator("tbody tr[data-row]").first).to_contain_text("Caviste 25")
    page.get_by_role("button", name="Page précédente").click()
    expect(page.get_by_text("1–25 sur 30")).to_be_visible()


def test_a_selection_goes_beyond_the_page(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.found(system.url)
    customer = estate.post("/customers", {"kind": "business", "name": "Le Grand Caviste"})["id"]
    for _ in range(27):
        estate.post("/orders", {"customer": customer, "lines": []})
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders?size=25")
    bar = page.get_by_role("region", name="Sélection")
    page.get_by_role("checkbox", name="Tout sélectionner").check()
    expect(bar).to_contain_text("25 sélectionnées")
    page.get_by_role("button", name="Page suivante").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(2)
    page.get_by_role("checkbox", name="Tout sélectionner").check()
    expect(bar).to_contain_text("27 sélectionnées")
    bar.get_by_role("button", name="Tout désélectionner").click()
    expect(bar).to_have_count(0)
    page.get_by_role("button", name="Page précédente").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(25)
    page.get_by_role("checkbox", name="Tout sélectionner").check()
    bar.get_by_role("button", name="Sélectionner les 27 lignes").click()
    expect(bar).to_contain_text("27 sélectionnées")
    bar.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert").filter(has_text="27 lignes refusées")).to_be_visible(timeout=120_000)
