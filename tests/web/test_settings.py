"""Settings: colour, options, roles, keys, webhooks, sessions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import expect

from scripts.client import Client, Failed
from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import Screen, until
from tests.web.estate import PASSWORD, Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


@pytest.fixture
def partner() -> Iterator[tuple[str, list[int]]]:
    """A partner's server: the statuses it will answer with (200 once the list is empty)."""
    answers: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/caveau", answers
    server.shutdown()


@pytest.mark.feature("1.5-05")
def test_the_colour_changes_for_everybody_and_can_be_put_back(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/company")
    expect(page.get_by_role("radiogroup", name="Couleur de la société").get_by_role("radio")).to_have_count(11)
    page.get_by_role("radio", name="Lagune").click()
    screen.toast("Couleur changée")
    assert estate.get("/profile")["colour"] == "lagune"
    page.get_by_role("button", name="Annuler l’action").click()
    expect(page.get_by_role("radio", name="Bordeaux")).to_have_attribute("aria-checked", "true")
    assert estate.get("/profile")["colour"] == "bordeaux"


@pytest.mark.feature("HER-05")
def test_an_option_of_the_company_reaches_the_records(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/company")
    page.get_by_text("Options de facturation et numérotation").click()
    screen.choice("Délai de règlement").click()
    page.get_by_role("option", name="30 jours fin de mois", exact=True).click()
    page.keyboard.press("Control+s")
    impact = page.get_by_role("dialog", name="Ce que cela change")
    expect(impact).to_contain_text("clients")
    impact.get_by_role("button", name="Enregistrer quand même").click()
    screen.toast("Enregistré.")
    assert screen.axe() == []
    screen.open(f"/c/{estate.company}/customers/{estate.ids['customer1']}")
    expect(screen.choice("Délai de règlement")).to_have_value(
        "Par défaut (30 jours fin de mois, des options de facturation)"
    )


@pytest.mark.feature("1.4-07")
def test_a_role_of_the_companys_own_shows_only_what_it_may(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/users")
    page.get_by_role("tab", name="Rôles").click()
    screen.button("Nouveau rôle").click()
    page.get_by_label("Nom du rôle").fill("Préparateur")
    page.get_by_role("radiogroup", name="Clients").get_by_text("Lecture").click()
    assert screen.axe() == []
    page.get_by_role("dialog").get_by_role("button", name="Enregistrer").click()
    screen.toast("Enregistré.")
    role = next(one for one in estate.get("/roles")["items"] if one["name"] == "Préparateur")
    assert role["scopes"] == ["crm:read"]


def is_refused(client: Client, path: str, headers: dict[str, str] | None = None) -> bool:
    try:
        client.call("GET", path, headers=headers)
    except Failed as refusal:
        return refusal.status == 401
    return False


@pytest.mark.feature("1.3-04")
def test_a_key_is_shown_once_then_revoked(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/keys")
    screen.button("Nouvelle clé").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nom").fill("Boutique en ligne")
    dialog.get_by_role("radiogroup", name="Ventes").get_by_text("Lecture").click()
    dialog.get_by_role("button", name="Créer").click()
    secret = dialog.locator("[data-secret]").inner_text()
    dialog.get_by_role("button", name="Je les ai gardés").click()
    program = Client(screen.url)
    headers = {"Authorization": f"Bearer {secret}"}
    assert program.call("GET", f"/{estate.company}/orders?limit=1", headers=headers)["count"] == 3
    assert secret not in page.content()
    screen.settled()
    assert screen.axe() == []
    screen.button("Révoquer la clé Boutique en ligne").click()
    page.get_by_role("dialog").get_by_role("button", name="Révoquer").click()
    screen.toast("Clé révoquée.")
    until(lambda: is_refused(program, f"/{estate.company}/orders?limit=1", headers))  # a worker remembers it a while


@pytest.mark.feature("1.3-06")
def test_a_webhook_is_tried_and_a_delivery_sent_again(
    screens: Callable[..., Screen], estate: Estate, partner: tuple[str, list[int]]
) -> None:
    url, answers = partner
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/webhooks")
    screen.button("Nouveau webhook").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Adresse").fill(url)
    dialog.get_by_role("button", name="Créer").click()
    expect(dialog.locator("[data-secret]")).to_be_visible()
    dialog.get_by_role("button", name="Je les ai gardés").click()
    page.get_by_role("link", name=url).click()
    answers.append(500)
    screen.button("Essayer").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)
    screen.settled()
    assert screen.axe() == []
    assert screen.sideways() == 0
    screen.button("Essayer").click()
    screen.toast("Le partenaire a répondu.")
    row = page.locator("tbody tr[data-row]", has_text="Livré").first
    row.focus()
    page.keyboard.press("x")
    screen.button("Renvoyer").click()
    screen.toast("1 livraison renvoyée.")
    row.get_by_role("button", name="ping").click()
    expect(page.get_by_role("dialog", name="Livraison")).to_contain_text("ping")


def test_another_browser_is_signed_out_from_the_list_of_sessions(
    screens: Callable[..., Screen], system: LocalSystem
) -> None:
    estate = estates.found(system.url)
    other = Client(system.url)
    other.post("/login", {"email": estate.email, "password": PASSWORD})
    screen = screens(estate)
    page = screen.open("/profil")
    expect(page.get_by_text("Cet appareil")).to_be_visible()
    page.get_by_role("button", name="Déconnecter API").first.click()
    screen.toast("Appareil déconnecté.")
    until(lambda: is_refused(other, "/me"))
