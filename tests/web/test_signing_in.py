"""The way in: a bookmark kept through password and second factor, one sign-out for all tabs, the right company."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from scripts.client import Client
from scripts.local import LocalSystem
from tests.support.crowd import within
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.crawl import COMPANY_PAGES
from tests.web.estate import PASSWORD, Estate
from tests.web.people import second_factor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


@pytest.fixture(scope="module")
def factor(estate: Estate) -> pyotp.TOTP:
    return second_factor(estate)


def type_password(screen: Screen, email: str, password: str = PASSWORD) -> None:
    screen.page.get_by_label("Adresse e-mail").fill(email)
    screen.page.locator("input[type=password]").fill(password)
    screen.button("Se connecter").click()


@pytest.mark.feature("1.1-X03")
def test_a_bookmark_survives_password_and_second_factor(
    screens: Callable[..., Screen], estate: Estate, factor: pyotp.TOTP
) -> None:
    path = f"/c/{estate.company}/invoices"
    wanted = f"{path}?f=status.in.unpaid,partly_paid&sort=-gross"
    there = screens(estate)
    there.open(wanted)
    rows = there.page.locator("tbody tr[data-row]").all_inner_texts()
    chips = there.page.get_by_role("button", name=re.compile("^Retirer le filtre")).count()
    assert rows
    assert chips == 1

    screen = screens()
    page = screen.page
    page.goto(screen.url + wanted)
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")
    type_password(screen, estate.email, "un-autre-mot-de-passe")
    expect(page.get_by_role("alert")).to_be_visible()  # a wrong password loses nothing of the way
    type_password(screen, estate.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Double authentification")
    page.keyboard.type("000000")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Chiffre du code").last).to_have_value("")
    page.keyboard.type(fresh_code(factor), delay=30)
    page.wait_for_url(f"**{path}?*")
    screen.settled()
    assert page.url == screen.url + wanted
    assert page.locator("tbody tr[data-row]").all_inner_texts() == rows
    page.go_back()  # nothing of the way in is left behind
    expect(page).not_to_have_url(re.compile("signin"))


def fresh_code(factor: pyotp.TOTP) -> str:
    """A code not used yet: each serves once, and the one of now switched the factor on."""
    return factor.at(int(time.time()) + 30)


def test_an_address_elsewhere_is_never_followed(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.found(system.url)
    screen = screens(estate)
    screen.page.goto(f"{screen.url}/signin?next=//evil.example/steal")
    screen.page.wait_for_url(f"**/c/{estate.company}")
    screen.page.goto(f"{screen.url}/signin?next=https://evil.example")
    screen.page.wait_for_url(f"**/c/{estate.company}")


@pytest.mark.feature("1.1-05")
def test_twenty_tabs_on_twenty_pages_are_usable_and_leave_together(
    screens: Callable[..., Screen], system: LocalSystem
) -> None:
    estate = estates.furnished(system.url)
    screen = screens(estate)
    pages = [path for path in COMPANY_PAGES if ":id" not in path][:20]
    assert len(set(pages)) == 20
    tabs = [screen.page, *(screen.context.new_page() for _ in pages[1:])]
    for tab, path in zip(tabs, pages, strict=True):
        screen.watch(tab)
        tab.goto(f"{screen.url}/c/{estate.company}/{path}".rstrip("/"), wait_until="commit")
    for tab in tabs:
        tab.bring_to_front()
        expect(tab.locator("h1").first).to_be_visible()
    for tab, path in zip(tabs, pages, strict=True):  # each still answers: another page and back, by the menu
        tab.bring_to_front()
        use(tab, "payments" if path == "customers" else "customers")
    tabs[7].bring_to_front()
    tabs[7].get_by_role("button", name=re.compile("^Compte de")).click()
    tabs[7].get_by_role("menuitem", name="Se déconnecter").click()
    with within(5):
        for tab in tabs:
            expect(tab).to_have_url(re.compile("/signin"))


def use(tab: Page, page: str) -> None:
    tab.locator(f"nav a[href$='/{page}']").first.click()
    expect(tab).to_have_url(re.compile(f"/{page}$"))
    expect(tab.locator("tbody tr[data-row]").first).to_be_visible()


class TestCompanies:
    """None yet, one, many, and one that is somebody else's."""

    def test_none_yet(self, screens: Callable[..., Screen], system: LocalSystem) -> None:
        client = Client(system.url)
        client.sign_up(f"seule.{system.port}@domaine.example", PASSWORD, "Lise Seule")
        screen = screens(Estate(client, "", ""))
        page = screen.page
        page.goto(screen.url + "/")
        page.wait_for_url("**/companies/new")
        expect(page.get_by_text("On vous a invité")).to_be_visible()
        screen.open("/companies")
        expect(page.get_by_text("Vous n’avez pas encore de société.")).to_be_visible()
        assert screen.axe() == []
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url("**/signin")

    def test_many(self, screens: Callable[..., Screen], system: LocalSystem) -> None:
        estate = estates.found(system.url, "Domaine du Premier")
        others = [
            estate.client.post("/companies", {"name": name, "colour": colour})["id"]
            for name, colour in zip(NAMES, ("nuit", "vigne", "ambre") * 3, strict=True)
        ]
        screen = screens(estate)
        page = screen.open(f"/c/{estate.company}/orders")
        stripe = "getComputedStyle(document.documentElement).getPropertyValue('--mantine-color-accent-7')"
        before = page.evaluate(stripe)
        page.get_by_role("button", name=re.compile("Domaine du Premier")).click()
        field = page.get_by_label("Chercher une société")
        expect(field).to_be_focused()
        assert screen.axe() == []
        field.fill("negoce du lac")
        page.get_by_role("menuitem", name="Négoce du Lac").click()
        page.wait_for_url(f"**/c/{others[8]}")
        expect(page.get_by_role("button", name=re.compile("Négoce du Lac"))).to_be_visible()
        page.wait_for_function(f"before => {stripe} !== before", arg=before)
        page.goto(screen.url + "/")
        page.wait_for_url(f"**/c/{others[8]}")  # the last one used
        screen.open("/companies")
        expect(page.get_by_role("link", name=re.compile("Négoce|Domaine"))).to_have_count(10)
        page.get_by_label("Chercher une société").fill("premier")
        page.get_by_role("link", name="Domaine du Premier").click()
        page.wait_for_url(f"**/c/{estate.company}")

    @pytest.mark.feature("1.5-03")
    def test_somebody_elses(self, screens: Callable[..., Screen], system: LocalSystem, estate: Estate) -> None:
        mine = estates.found(system.url, "Domaine à Moi")
        asked: list[str] = []
        screen = screens(mine)
        page = screen.page
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{screen.url}/c/{estate.company}/customers/{estate.ids['customer1']}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cette société ne vous est pas ouverte")
        expect(page.get_by_text(mine.email).first).to_be_visible()
        expect(page.get_by_role("link", name="Domaine à Moi")).to_be_visible()
        assert screen.axe() == []
        assert {url.rsplit("/", 1)[1] for url in asked if f"/api/v1/{estate.company}" in url} <= {"access"}
        screen.button("Changer de compte").click()
        page.wait_for_url(re.compile(r"/signin\?next="))
        assert estate.ids["customer1"] in page.url  # the right person will arrive there


NAMES = [f"Domaine numéro {n}" for n in range(8)] + ["Négoce du Lac"]
