"""Caveau on a home screen: what the browser asks of an application one can install, and life without network."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, expect

from chalicelib import __version__
from scripts.client import Client
from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow

CACHED = """async () => { const found = [];
for (const name of await caches.keys()) found.push(...(await (await caches.open(name)).keys()).map(one => one.url));
return found }"""


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.found(system.url)


@pytest.fixture
def installed(screens: Callable[..., Screen], estate: Estate) -> Screen:
    """A window with the service worker at work."""
    screen = screens(estate, worker="allow")
    screen.open(f"/c/{estate.company}/customers")
    screen.page.wait_for_function("() => navigator.serviceWorker.controller")
    return screen


def devtools(screen: Screen) -> CDPSession:
    return screen.context.new_cdp_session(screen.page)


@pytest.mark.feature("1.1-X01")
def test_the_browser_finds_nothing_missing_to_install_it(installed: Screen, estate: Estate) -> None:
    tools = devtools(installed)
    manifest = tools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    told: dict[str, Any] = json.loads(manifest["data"])
    assert (told["start_url"], told["display"], told["name"]) == ("/", "standalone", "Caveau")
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
    for icon in told["icons"]:
        answer = installed.page.request.get(installed.url + icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, icon["type"])
    assert tools.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )


@pytest.mark.feature("1.1-X01")
def test_launched_on_its_own_it_opens_the_last_company_used(installed: Screen, estate: Estate) -> None:
    second = estate.client.post("/companies", {"name": "Négoce du Second"})["id"]
    installed.open(f"/c/{second}/customers")
    page = installed.open("/")  # what the manifest calls start_url
    expect(page).to_have_url(re.compile(f"/c/{second}$"))
    expect(page.get_by_role("button", name=re.compile("Négoce du Second"))).to_be_visible()


@pytest.mark.feature("1.1-X01")
def test_without_network_it_opens_says_so_and_goes_on_when_it_is_back(installed: Screen, estate: Estate) -> None:
    page = installed.page
    installed.context.set_offline(True)
    page.goto(f"{installed.url}/c/{estate.company}/customers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pas de connexion")
    assert installed.axe() == []
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pas de connexion")
    installed.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients")  # by itself


def test_nothing_of_a_company_stays_on_the_device(installed: Screen) -> None:
    kept: list[str] = installed.page.evaluate(CACHED)
    assert f"{installed.url}/" in kept
    assert not [url for url in kept if "/api/" in url or "version.json" in url]


def test_a_new_version_takes_over_at_the_next_opening(installed: Screen, estate: Estate) -> None:
    """The old build's files leave the cache; the page is the new one's although the old worker still ran."""
    page = installed.page
    before = page.evaluate("() => caches.keys()")
    worker = page.request.get(f"{installed.url}/sw.js").text()
    newer = re.sub(r'"caveau-\w+"', '"caveau-next"', worker, count=1)
    installed.context.route("**/sw.js", lambda route: route.fulfill(body=newer, content_type="text/javascript"))
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    page.wait_for_function("async () => (await caches.keys()).join() === 'caveau-next'")
    assert before != ["caveau-next"]


@pytest.mark.feature("1.1-X04")
def test_releases_are_public_and_the_running_version_is_shown(screens: Callable[..., Screen], estate: Estate) -> None:
    anybody = screens()
    page = anybody.open("/changelog")
    told = Client(anybody.url).get("/changelog")
    releases = page.locator("[data-release]")
    expect(releases).to_have_count(len(told["items"]))
    expect(releases.first).to_contain_text(__version__)
    expect(releases.first).to_contain_text("En service")
    expect(releases.first).to_contain_text(re.compile(r"\d{1,2} \S+ 20\d\d"))
    mine = screens(estate)
    page = mine.open(f"/c/{estate.company}")
    page.get_by_role("button", name=re.compile("^Compte de")).click()
    page.get_by_role("link", name=f"Caveau, version {__version__}").or_(
        page.get_by_text(f"Caveau, version {__version__}")
    ).click()
    expect(page).to_have_url(re.compile("/changelog$"))
    expect(page.locator("[data-release]").first).to_contain_text(__version__)
