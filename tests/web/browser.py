"""A real Chromium for the web tests, and what every page must satisfy.

Nouns: a `Screen` (one browser context with its page). The one trick: a screen remembers whatever went wrong on its
pages (script errors, console errors, missing translations, 5xx), and `clean()` at the end of every test refuses it.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
    TimeoutError,
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
SETTLED = (
    """() => document.querySelector("h1, h2") && !document.querySelector("[aria-busy=true], .mantine-Skeleton-root")"""
)
POOR = """() => {
  const told = [];
  for (const e of document.querySelectorAll("[data-main-action]")) {
    if (!e.offsetParent && getComputedStyle(e).position !== "fixed") continue;
    if (document.querySelector("[role=dialog]") && !e.closest("[role=dialog]")) continue;
    if (e.getBoundingClientRect().height < 44) told.push(`under 44 px: ${e.textContent}`);
    e.scrollIntoView({block: "center"});
    const box = e.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    const seen = document.elementFromPoint(x, y);
    if (!seen || !e.contains(seen)) told.push(`out of reach: ${e.textContent}`);
  }
  scrollTo(0, 0);
  return told;
}"""
"""Main actions too small for a finger, or covered by something else wherever the page is scrolled."""

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


@cache
def accents() -> dict[str, list[str]]:
    """The ten shades of each of the eleven colours."""
    text = (ROOT / "web" / "src" / "app" / "palettes.ts").read_text(encoding="utf-8")
    block = text[text.index("ACCENTS") : text.index("STATES")]
    return {name: json.loads(f"[{shades}]") for name, shades in re.findall(r"^ {2}(\w+): \[(.*)\],$", block, re.M)}


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
        worker: Literal["allow", "block"] = "block",
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
            service_workers=worker,
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

    def go(self, path: str) -> Page:
        """The same from inside the application, without loading it again: several times faster."""
        self.page.evaluate(
            """path => { document.querySelector("h1, h2")?.setAttribute("data-left", "");
            history.pushState({idx: 0}, "", path);
            dispatchEvent(new PopStateEvent("popstate", {state: history.state})) }""",
            path,
        )
        with suppress(TimeoutError):  # the next record of the same page keeps its heading
            self.page.wait_for_function("() => !document.querySelector('[data-left]')", timeout=1500)
        self.page.wait_for_function(SETTLED)
        return self.page

    def settled(self) -> Page:
        expect(self.page.locator("h1").first).to_be_visible()
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        return self.page

    def resize(self, size: tuple[int, int]) -> None:
        """Another size, once the page has been drawn in it (a table gives way to cards)."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 60)))")

    def dress(self, accent: str, scheme: Scheme) -> None:
        """Another company's colour and the other scheme, in place (test_pages proves that it is the same)."""
        self.page.evaluate(
            """([shades, scheme]) => { const root = document.documentElement;
            root.dataset.mantineColorScheme = scheme;
            shades.forEach((shade, i) => root.style.setProperty(`--mantine-color-accent-${i}`, shade)) }""",
            [accents()[accent], scheme],
        )

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name='{name}']:visible")

    def choice(self, label: str) -> Locator:
        """A list that one opens."""
        return self.page.get_by_role("combobox", name=label, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def toast(self, text: str) -> None:
        expect(self.page.get_by_role("alert").filter(has_text=text).first).to_be_visible()

    def axe(self, rules: list[str] = RULES) -> list[str]:
        """What a person with a screen reader, or poor sight, would stumble on."""
        if not self.page.evaluate("'axe' in globalThis"):
            self.page.evaluate(axe_source())
        found: list[dict[str, Any]] = self.page.evaluate(
            "async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations",
            rules,
        )
        return [
            f"{one['id']}: {node['target']} {node['failureSummary'][:160]}" for one in found for node in one["nodes"]
        ]

    def sideways(self) -> int:
        """By how many pixels the page can be scrolled sideways (0 is right)."""
        pixels: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return pixels

    def poor_actions(self) -> list[str]:
        """Main actions less than 44 px high, or that cannot be brought under the finger."""
        found: list[str] = self.page.evaluate(POOR)
        return found

    def keep(self, name: str) -> None:
        """A screenshot into build/web/, to look at."""
        folder = ROOT / "build" / "web"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=Path(folder / f"{name}.png"))

    def clean(self) -> None:
        self.context.close()
        assert not self.faults, "\n".join(self.faults)
