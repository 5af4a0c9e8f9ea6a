"""Forms: nothing typed is lost, nothing is saved twice, nobody overwrites anybody, every refusal finds its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Route, expect

from scripts.local import LocalSystem
from tests.support.crowd import within
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def customer(estate: Estate, name: str = "customer1") -> str:
    return f"/c/{estate.company}/customers/{estate.ids[name]}"


def test_leaving_a_changed_form_asks_first(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(customer(estate))
    screen.field("notes").fill("Livrer le matin")
    screen.rail("Commandes").click()
    dialog = page.get_by_role("dialog", name="Modifications non enregistrées")
    expect(dialog).to_be_visible()
    # A field half under the bar of the page behind is a matter of scrolling, not of its size.
    assert [fault for fault in screen.axe() if "partially obscured" not in fault] == []
    dialog.get_by_role("button", name="Rester").click()
    expect(screen.field("notes")).to_have_value("Livrer le matin")
    screen.rail("Commandes").click()
    dialog.get_by_role("button", name="Enregistrer et quitter").click()
    expect(page).to_have_url(re.compile("/orders$"))
    assert estate.get(f"/customers/{estate.ids['customer1']}")["notes"] == "Livrer le matin"


@pytest.mark.feature("1.4-03")
def test_ctrl_s_saves_and_the_journal_says_what_changed(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(customer(estate, "customer2"))
    screen.choice("Délai de règlement").click()
    page.get_by_role("option", name="60 jours nets").click()
    page.keyboard.press("Control+s")
    screen.toast("Enregistré.")
    expect(page.get_by_role("region", name="Enregistrement")).to_have_count(0)
    line = page.locator("aside").get_by_text("Délai de règlement")
    expect(line.first).to_be_visible()
    screen.open(f"/c/{estate.company}/history?f=kind.in.customer")
    expect(page.locator("tbody tr[data-row]").first).to_contain_text("Anne Moreau")


@pytest.mark.feature("HER-03")
def test_a_list_that_inherits_begins_with_the_default_and_its_level(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/new")
    expect(screen.choice("Délai de règlement")).to_have_value("Par défaut (30 jours nets, des options de facturation)")
    screen.field("name").fill("Aux Bons Crus")
    screen.button("Créer").click()
    page.wait_for_url(re.compile("/customers/cus_"))
    saved = estate.get("/customers/" + page.url.rsplit("/", 1)[1])
    assert saved["payment_term"] is None


@pytest.mark.feature("HER-06")
def test_why_a_value_holds_and_what_a_change_at_the_top_touches(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/categories?open={estate.ids['category']}")
    screen.choice("Délai de règlement").click()
    page.get_by_role("option", name="60 jours nets").click()
    page.get_by_role("dialog").get_by_role("button", name="Enregistrer").click()
    impact = page.get_by_role("dialog", name="Ce que cela change")
    expect(impact).to_contain_text(re.compile(r"\d+ clients"))
    impact.get_by_role("button", name="Enregistrer quand même").click()
    screen.toast("Enregistré.")
    screen.open(customer(estate))
    expect(screen.choice("Délai de règlement")).to_have_value("Par défaut (60 jours nets, de la catégorie du client)")
    page.get_by_role("button", name=re.compile("Pourquoi cette valeur.*Délai de règlement")).click()
    levels = page.locator("[data-level]")
    expect(levels).to_have_count(5)
    won = page.locator("[data-level=customer_category]")
    expect(won).to_contain_text("60 jours nets")
    expect(won).to_contain_text("Fixé par Anne Moreau")
    expect(won.get_by_label("retenu")).to_be_visible()
    expect(page.locator("[data-level=customer]")).to_contain_text("par défaut")


def test_files_are_kept_with_a_record(screens: Callable[..., Screen], estate: Estate) -> None:
    screen, colleague = screens(estate), screens(estate)
    page = screen.open(f"/c/{estate.company}/orders/{estate.ids['validated']}")
    colleague.open(f"/c/{estate.company}/orders/{estate.ids['validated']}")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Joindre un fichier").click()
    chooser.value.set_files([FilePayload(name="Bon signé.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 bon")])
    files = page.get_by_role("list", name="Fichiers").get_by_role("listitem")
    expect(files).to_contain_text("Bon signé.pdf")
    with within(5):
        expect(colleague.page.get_by_role("button", name="Bon signé.pdf", exact=True)).to_be_visible()
    assert screen.axe() == []
    screen.keep("record-files")
    with page.expect_download() as download:
        page.get_by_role("button", name="Bon signé.pdf", exact=True).click()
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.7 bon"
    page.get_by_role("button", name="Retirer Bon signé.pdf").click()
    expect(files).to_have_count(0)
    page.get_by_role("button", name="Annuler l’action").last.click()
    expect(files).to_have_count(1)


def test_a_refusal_stands_next_to_its_field(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    screen.open(customer(estate))
    screen.field("siret").fill("404 833 048 00023")
    screen.button("Enregistrer").click()
    expect(screen.field("siret")).to_have_attribute("aria-invalid", "true")
    described = screen.field("siret").get_attribute("aria-describedby") or ""
    expect(screen.page.locator(f"[id='{described.split()[-1]}']")).to_be_visible()
    screen.field("siret").fill("")
    expect(screen.field("siret")).not_to_have_attribute("aria-invalid", "true")


def test_what_the_contract_asks_is_said_before_sending(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/new")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    screen.field("first_name").or_(screen.field("code")).first.fill("C" * 41)
    screen.field("siret").focus()
    expect(page.get_by_text("40 caractères au plus.")).to_be_visible()
    screen.button("Créer").click()
    expect(page.get_by_text("Ce champ est obligatoire.")).to_be_visible()
    expect(screen.field("name")).to_be_focused()
    screen.field("permanent_discount").fill("120")
    screen.field("name").fill("Bonne Cave")
    expect(page.get_by_text("Ce champ est obligatoire.")).to_have_count(0)
    expect(page.get_by_text("Au plus 100.")).to_be_visible()
    assert [url for url in sent if url.endswith("/customers")] == []
    page.goto(f"{screen.url}/c/{estate.company}/families")
    screen.settled()
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=sales_account]").fill("70 71")
    dialog.locator("[name=name]").fill("Effervescents")
    expect(dialog.get_by_text("Ce format n’est pas accepté.")).to_be_visible()
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Rester").click()
    expect(dialog.locator("[name=name]")).to_have_value("Effervescents")
    dialog.locator("[name=sales_account]").fill("7071")
    dialog.locator("[name=code]").fill("EF")
    page.keyboard.press("Control+s")
    screen.toast("Créé.")
    assert "Effervescents" in [one["name"] for one in estate.get("/families")["items"]]


def test_two_people_change_the_same_record(screens: Callable[..., Screen], estate: Estate) -> None:
    mine, other = screens(estate), screens(estate)
    mine.open(customer(estate, "customer3"))
    other.open(customer(estate, "customer3"))
    mine.field("billing.town").fill("Libourne")
    other.field("billing.town").fill("Arcachon")
    other.field("notes").fill("Rappeler lundi")
    other.button("Enregistrer").click()
    other.toast("Enregistré.")
    with within(5):
        expect(mine.page.get_by_text("vient de modifier cette fiche")).to_be_visible()
    expect(mine.field("billing.town")).to_have_value("Libourne")
    mine.button("Enregistrer").click()
    dialog = mine.page.get_by_role("dialog", name="Cette fiche a changé entre-temps")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Libourne")).to_be_checked()
    expect(dialog.get_by_label("Rappeler lundi")).to_be_checked()
    assert mine.axe() == []
    mine.keep("conflict")
    dialog.get_by_role("button", name="Enregistrer ces choix").click()
    mine.toast("Enregistré.")
    saved = estate.get(f"/customers/{estate.ids['customer3']}")
    assert (saved["billing"]["town"], saved["notes"]) == ("Libourne", "Rappeler lundi")
    with within(5):
        expect(other.field("billing.town")).to_have_value("Libourne")


def test_a_double_click_and_a_lost_answer_make_one_record(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/new")
    before = estate.get("/customers?limit=1")["count"]
    keys: list[str] = []
    lost = [True]

    def answer_lost(route: Route) -> None:
        """The server does its work, and its first answer never arrives."""
        if route.request.method == "POST":
            keys.append(route.request.headers["idempotency-key"])
            if lost.pop() if lost else False:
                route.fetch()
                route.abort("connectionreset")
                return
        route.continue_()

    page.route("**/customers", answer_lost)
    screen.field("name").fill("Une Seule Fois")
    screen.button("Créer").dblclick()
    page.wait_for_url(re.compile("/customers/cus_"))
    assert estate.get("/customers?limit=1")["count"] == before + 1
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_without_network_it_says_so_and_keeps_what_was_typed(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(customer(estate))
    screen.field("notes").fill("Écrit dans le chai")
    screen.context.set_offline(True)
    expect(page.get_by_text("Hors connexion")).to_be_visible()
    screen.button("Enregistrer").click()
    expect(page.get_by_role("alert").filter(has_text="Pas de connexion")).to_be_visible()
    expect(screen.field("notes")).to_have_value("Écrit dans le chai")
    screen.context.set_offline(False)
    expect(page.get_by_text("Hors connexion")).to_have_count(0)
    screen.button("Enregistrer").click()
    screen.toast("Enregistré.")
    assert estate.get(f"/customers/{estate.ids['customer1']}")["notes"] == "Écrit dans le chai"


@pytest.mark.feature("1.1-05")
def test_signing_out_in_one_tab_signs_out_all(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.found(system.url)
    screen = screens(estate)
    screen.open(f"/c/{estate.company}/orders")
    tabs = [screen.context.new_page() for _ in range(3)]
    for tab, path in zip(tabs, ("customers", "invoices", "variants"), strict=True):
        screen.watch(tab)
        tab.goto(f"{system.url}/c/{estate.company}/{path}")
        expect(tab.get_by_role("heading", level=1).or_(tab.get_by_role("heading", level=2)).first).to_be_visible()
    screen.page.get_by_role("button", name=re.compile("Compte de")).click()
    screen.page.get_by_role("menuitem", name="Se déconnecter").click()
    with within(5):
        for tab in tabs:
            expect(tab).to_have_url(re.compile("/signin"))


@pytest.mark.feature("1.5-02")
def test_two_tabs_work_in_two_companies(screens: Callable[..., Screen], system: LocalSystem) -> None:
    one = estates.found(system.url, "Domaine Un")
    second = one.client.post("/companies", {"name": "Négoce Deux", "colour": "nuit"})["id"]
    screen = screens(one)
    screen.open(f"/c/{one.company}/customers/new")
    tab = screen.context.new_page()
    screen.watch(tab)
    tab.goto(f"{system.url}/c/{second}/customers/new")
    screen.field("name").fill("Client du domaine")
    tab.locator("[name=name]").fill("Client du négoce")
    screen.button("Créer").click()
    tab.get_by_role("button", name="Créer", exact=True).click()
    screen.page.wait_for_url(re.compile("/customers/cus_"))
    tab.wait_for_url(re.compile("/customers/cus_"))

    def listed(company: str) -> list[Any]:
        return [row["name"] for row in one.client.get(f"/{company}/customers")["items"]]

    assert (listed(one.company), listed(second)) == (["Client du domaine"], ["Client du négoce"])


@pytest.mark.feature("1.1-08")
def test_a_new_version_is_announced_and_reloading_loses_nothing(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.page
    page.clock.install()
    builds = ["one", "one"]
    page.route("**/version.json", lambda route: route.fulfill(json={"build": builds.pop() if builds else "two"}))
    screen.open(f"/c/{estate.company}/orders/new")
    page.keyboard.type("bistrot")
    expect(page.get_by_role("option", name=re.compile("Le Bistrot du Port"))).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("[data-cell=product]").first.focus()
    page.keyboard.type("R001")
    page.keyboard.press("Enter")
    page.keyboard.type("24")
    screen.field("comment_private").fill("Rappeler avant livraison")
    newer = page.get_by_text("Une nouvelle version est prête.")

    def told() -> bool:
        page.clock.fast_forward("05:10")
        return newer.is_visible()

    screen.wait_until(told)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Recharger").click()
    screen.settled()
    expect(page.get_by_text("a été retrouvée")).to_be_visible()
    expect(screen.field("customer")).to_have_value("Le Bistrot du Port")
    expect(page.locator("[data-cell=quantity]").first).to_have_value("24")
    expect(screen.field("comment_private")).to_have_value("Rappeler avant livraison")
    page.get_by_role("button", name="L’abandonner").click()
    expect(screen.field("customer")).to_have_value("")


def test_going_from_record_to_record_shows_each(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(customer(estate, "customer1"))
    expect(screen.field("name")).to_have_value("Le Bistrot du Port")
    page.keyboard.press("Control+k")
    expect(page.get_by_placeholder("Page, client, commande, facture, article…")).to_be_focused()
    page.keyboard.type("hélène")
    expect(page.get_by_role("button", name=re.compile("La Table d'Hélène C0"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(screen.field("name")).to_have_value("La Table d'Hélène")
    screen.open(f"/c/{estate.company}/customers")
    page.keyboard.press("n")
    expect(screen.field("name")).to_have_value("")
