"""Tasks, my day, the dashboard's figures, the support chat and suggestions, in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import expect

from scripts.client import Client
from scripts.local import LocalSystem
from scripts.stack import ROOT
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ours(system: LocalSystem) -> Estate:
    """An estate of its own: these tests write."""
    return estates.furnished(system.url)


@pytest.fixture(scope="module")
def staff(system: LocalSystem) -> Client:
    """Someone of the platform's desk, appointed from the console, with a second factor."""
    client, email = Client(system.url), f"sam.{os.getpid()}@caveau.example"
    client.sign_up(email, estates.PASSWORD, "Sam Support")
    command = [sys.executable, "-m", "scripts.staff", email]
    subprocess.run(command, cwd=ROOT, env=system.environment(), check=True, capture_output=True)
    secret = client.post("/me/totp", {"password": estates.PASSWORD})["secret"]
    code = client.put("/me/totp", {"code": pyotp.TOTP(secret).now()})["codes"][0]
    client.cookies.clear()  # a worker remembers a session for half a minute: a new one is known at once
    challenge = client.post("/login", {"email": email, "password": estates.PASSWORD})["challenge"]
    client.post("/login/second-factor", {"challenge": challenge, "recovery_code": code})
    assert client.get("/me")["staff"]
    return client


@pytest.mark.feature("1.4-05")
def test_an_order_lists_its_tasks_and_notes_and_my_day_finishes_them(
    screens: Callable[..., Screen], ours: Estate
) -> None:
    screen = screens(ours)
    page = screen.open(f"/c/{ours.company}/orders/{ours.ids['draft']}")
    screen.button("Tâche").click()
    screen.field("title").fill("Vérifier l'adresse")
    page.get_by_role("dialog").get_by_role("button", name="Créer", exact=True).click()
    tasks = page.get_by_role("list", name="Tâches")
    expect(tasks).to_contain_text("Vérifier l'adresse")
    made = ours.get("/tasks")["items"][0]
    given = {"title": made["title"], "assignee": made["assignee"], "due_on": "2020-11-20"}
    ours.client.put(f"/{ours.company}/tasks/{made['id']}", given)
    expect(tasks).to_contain_text("en retard")
    screen.field("note").fill("Livrer par la cour")
    screen.button("Ajouter").click()
    expect(page.get_by_role("list", name="Notes")).to_contain_text("Livrer par la cour")

    screen.open(f"/c/{ours.company}/day")
    late = page.get_by_role("list", name="En retard")
    expect(late).to_contain_text("Le Bistrot du Port")
    screen.keep("day")
    page.get_by_role("checkbox", name="Terminer : Vérifier l'adresse").click()
    expect(late).to_have_count(0)
    screen.button("Annuler l’action").click()
    expect(late).to_contain_text("Vérifier l'adresse")


@pytest.mark.feature("1.4-04")
def test_a_reminder_of_today_is_on_the_dashboard_and_can_be_closed(
    screens: Callable[..., Screen], ours: Estate
) -> None:
    due = {"due_at": datetime.now(UTC).isoformat()}  # in a minute may be tomorrow
    ours.post("/tasks", {"sort": "reminder", "title": "Rappeler le transporteur", **due})
    screen = screens(ours)
    page = screen.open(f"/c/{ours.company}")
    mine = page.get_by_role("list", name="Ma journée")
    expect(mine).to_contain_text("Rappeler le transporteur")
    page.get_by_role("checkbox", name="Terminer : Rappeler le transporteur").click()
    expect(page.get_by_text("Rappeler le transporteur", exact=True)).to_have_count(0)


def test_every_figure_opens_the_list_that_adds_up_to_it(screens: Callable[..., Screen], ours: Estate) -> None:
    screen = screens(ours)
    for tile in ("turnover", "to_validate", "to_invoice", "due"):
        page = screen.open(f"/c/{ours.company}")
        figure = page.locator(f"[data-tile={tile}]")
        amount = figure.locator("span").nth(1).inner_text()
        figure.click()
        screen.settled()
        expect(page.locator("tfoot")).to_contain_text(amount.replace("€", "").strip())
    page = screen.open(f"/c/{ours.company}")
    expect(page.get_by_role("img", name="Ventes des douze derniers mois")).to_be_visible()
    screen.keep("dashboard")
    screen.button("Voir le tableau").click()
    page.get_by_role("table").get_by_role("link").last.click()
    expect(page).to_have_url(re.compile(r"issued_on\.ge\."))
    screen.open(f"/c/{ours.company}")
    best = page.get_by_role("region", name="Le Bistrot du Port fait")
    best.get_by_role("link", name="Le Bistrot du Port").click()
    expect(page).to_have_url(re.compile(r"customer\.in\."))
    expect(page.locator("tbody tr")).to_have_count(1)


@pytest.mark.feature("1.2-01")
def test_a_question_is_asked_with_its_page_and_its_answer_counted_until_it_is_read(
    screens: Callable[..., Screen], ours: Estate, staff: Client
) -> None:
    screen = screens(ours)
    page = screen.open(f"/c/{ours.company}/orders")
    page.get_by_role("link", name="Écrire au support").click()
    screen.field("subject").fill("Impression")
    screen.field("text").fill("Comment imprimer ?")
    screen.button("Envoyer").click()
    expect(page.get_by_role("listitem").filter(has_text="Comment imprimer ?").first).to_be_visible()
    page.wait_for_url(re.compile("/support/sup_"))
    thread = page.url.rsplit("/", 1)[1]
    assert ours.get(f"/support/{thread}")["messages"][0]["page"] == f"/c/{ours.company}/orders"
    window = screens(Estate(staff, "", ""))
    seat = window.open(f"/desk?thread={thread}")
    expect(seat.get_by_text("Anne Moreau · Domaine des Trois Terroirs").first).to_be_visible()
    window.field("message").fill("Par le bouton PDF.")
    window.button("Envoyer").click()
    expect(seat.locator("[data-side=support]")).to_contain_text("Par le bouton PDF.")
    window.keep("desk")
    screen.open(f"/c/{ours.company}/orders")
    expect(page.get_by_role("link", name="Support : 1 nouvelle réponse")).to_be_visible()
    page.get_by_role("link", name="Support : 1 nouvelle réponse").click()
    page.get_by_role("link", name="Impression").click()
    expect(page.locator("[data-side=support]")).to_contain_text("Par le bouton PDF.")
    screen.keep("support")
    expect(page.get_by_role("link", name="Écrire au support")).to_be_visible()


@pytest.mark.feature("INN-08")
def test_an_idea_is_proposed_voted_and_commented(screens: Callable[..., Screen], ours: Estate) -> None:
    screen = screens(ours)
    page = screen.open(f"/c/{ours.company}/suggestions")
    page.get_by_role("button", name="Proposer une idée").first.click()
    screen.field("title").fill("Étiquettes colis en A6")
    screen.button("Proposer").click()
    expect(page.get_by_role("heading", name="Étiquettes colis en A6")).to_be_visible()
    vote = page.get_by_role("button", name="Soutenir «\u202fÉtiquettes colis en A6\u202f»")
    expect(vote).to_have_attribute("aria-pressed", "true")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "false")
    screen.field("comment").fill("Deux par feuille.")
    screen.button("Commenter").click()
    expect(page.get_by_text("Deux par feuille.").first).to_be_visible()


def test_a_person_says_which_mails_are_wanted(screens: Callable[..., Screen], ours: Estate) -> None:
    screen = screens(ours)
    page = screen.open("/profil")
    box = page.get_by_role("checkbox", name="Tâches qu’on me confie")
    expect(box).to_be_checked()
    box.click()
    screen.toast("Enregistré")
    assert ours.client.get("/me")["muted"] == ["tasks"]
    box.click()
    expect(box).to_be_checked()
