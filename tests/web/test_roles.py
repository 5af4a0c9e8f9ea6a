"""Each given role walks its own menu: nothing there refuses it, and what is not there explains itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.crawl import PAGES, SPEC
from tests.web.estate import Estate
from tests.web.people import colleague, verified

pytestmark = pytest.mark.slow

ENTRIES = {
    path: None if scope == "null" else scope.strip('"') for path, scope, rest in SPEC.findall(PAGES) if "group:" in rest
}
"""The scope of each entry of the menu."""
ROLES = ("office", "cellar", "tasting_room", "representative", "accountant", "reader")


@pytest.fixture(scope="module")
def owner(system: LocalSystem) -> Estate:
    estate = estates.furnished(system.url)
    verified(estate)
    return estate


def test_these_are_the_given_roles(owner: Estate) -> None:
    assert {one["id"] for one in owner.get("/roles")["items"] if one["given"]} == {"owner", *ROLES}
    assert len(ENTRIES) > 12


@pytest.mark.feature("1.4-07")
@pytest.mark.parametrize("role", ROLES)
def test_a_role_walks_its_menu(screens: Callable[..., Screen], owner: Estate, role: str) -> None:
    member = colleague(owner, role)
    scopes = member.get("/access")["scopes"]
    mine = [path for path, scope in ENTRIES.items() if scope is None or scope in scopes]
    screen = screens(member)
    screen.context.add_init_script("localStorage.setItem('caveau.rail-closed', '[]')")  # every group unfolded
    refused: list[str] = []

    def note(answer: Response) -> None:
        if answer.status in (403, 404):
            refused.append(f"{answer.status} {answer.url}")

    screen.page.on("response", note)
    page = screen.open(f"/c/{member.company}")
    base = f"/c/{member.company}"
    shown = page.locator("nav[aria-label=Pages] a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert shown == [f"{base}/{path}".rstrip("/") for path in mine]
    for address in shown:
        page.locator(f"nav[aria-label=Pages] a[href='{address}']").click()
        expect(page).to_have_url(screen.url + address)
        screen.settled()
        assert not page.get_by_text("Accès réservé", exact=True).count(), address
        assert not refused, f"{role} on {address}: {refused}"
    closed = next(path for path in ENTRIES if path not in mine)
    screen.go(f"{base}/{closed}")
    expect(page.get_by_role("heading", name="Accès réservé")).to_be_visible()
    expect(page.get_by_text("Demandez ce droit")).to_be_visible()
    page.get_by_role("link", name="Retour à l’accueil").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
