"""A real Chromium for the web tests, and what every page must satisfy.

Nouns: a `Screen` (one browser context with its page). The one trick: a screen remembers whatever went wrong on its
pages (script errors, console errors, missing translations, 5xx), and `clean()` at the end of every test refuses it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    expect,
    sync_playwright,
)

from scripts.install import CHROMIUM
from scripts.stack import ROOT

Scheme = Literal["light", "dark"]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-dev-shm-usage",
    "--force-color-profile=srgb", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]  # fmt: skip
DESK, TABLET, PHONE = (1440, 900), (1024, 768), (390, 844)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EXPECTED = (400, 401, 403, 404, 409, 412, 413, 415, 422, 429)
"""Answers a page may get and must show: Chromium writes them to the console by itself."""

expect.set_options(timeout=10_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this computer."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert path, "Chromium is missing: make test installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS, chromium_sandbox=False, timeout=60_000)
        yield launched
        launched.close()


@cache
def axe_source() -> str:
    return (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def until(found: Callable[[], Any], seconds: float = 30) -> Any:
    """What `found()` gives once it is true; the server, unlike a page, has to be asked again."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.2)
    return value


class Screen:
    """One person's browser window. `url` is the address of the system."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        size: tuple[int, int] = DESK,
        scheme: Scheme = "light",
        language: str = "fr",
        cookies: dict[str, str] | None = None,
    ) -> None:
        self.url = url
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="fr-FR" if language == "fr" else "en-GB",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            color_scheme=scheme,
            accept_downloads=True,
        )
        self.context.set_default_timeout(15_000)
        if cookies:
            self.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        self.page: Page = self.context.new_page()
        self.watch(self.page)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._said)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in EXPECTED:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def open(self, path: str) -> Page:
        """Go to a path of the application and wait until nothing is loading."""
        self.page.goto(self.url + path)
        return self.settled()

    def settled(self) -> Page:
        expect(self.page.locator("h1").first).to_be_visible()
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        return self.page

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name='{name}']:visible")

    def choice(self, label: str) -> Locator:
        """A list that one opens."""
        return self.page.get_by_role("combobox", name=label, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def toast(self, text: str) -> None:
        expect(self.page.get_by_role("alert").filter(has_text=text).first).to_be_visible()

    def axe(self) -> list[str]:
        """What a person with a screen reader, or poor sight, would stumble on."""
        self.page.evaluate(axe_source())
        found: list[dict[str, Any]] = self.page.evaluate(
            "async (rules) => (await axe.run(document, {runOnly: rules})).violations", RULES
        )
        return [
            f"{one['id']}: {node['target']} {node['failureSummary'][:160]}" for one in found for node in one["nodes"]
        ]

    def sideways(self) -> int:
        """By how many pixels the page can be scrolled sideways (0 is right)."""
        pixels: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return pixels

    def small_actions(self) -> list[str]:
        """Main actions less than 44 px high."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('[data-main-action]')].filter(e => e.offsetParent)
            .filter(e => e.getBoundingClientRect().height < 44).map(e => e.textContent)"""
        )
        return found

    def keep(self, name: str) -> None:
        """A screenshot into build/web/, to look at."""
        folder = ROOT / "build" / "web"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=Path(folder / f"{name}.png"))

    def clean(self) -> None:
        self.context.close()
        assert not self.faults, "\n".join(self.faults)
