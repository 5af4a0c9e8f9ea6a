"""A real Chromium for the web tests, and what every page must satisfy.

Nouns: a `Screen` (one browser context with its page). The one trick: a screen remembers whatever went wrong on its
pages (script errors, console errors, missing translations, 5xx), and `clean()` at the end of every test refuses it.
"""

from __future__ import annotations

import json
import os
import re
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
ASKING = """(() => {
  const ask = globalThis.fetch, lasting = /\\/(changes|version\\.json)\\b/;
  let asked = 0, since = performance.now();
  const count = (step) => { asked += step; since = performance.now() };
  globalThis.fetch = (...given) => {
    const answer = ask(...given);
    if (lasting.test(given[0].url ?? given[0])) return answer;
    count(1);
    answer.then(() => count(-1), () => count(-1));
    return answer;
  };
  Object.defineProperty(globalThis, "quiet", {get: () => asked === 0 && performance.now() - since > 50});
})()"""
"""Counts the questions that the page has put to the server and that wait for an answer."""
SETTLED = """() => {
  const main = document.querySelector("main[data-place]");
  return document.querySelector("h1, h2") && globalThis.quiet
    && !document.querySelector("[aria-busy=true], .mantine-Skeleton-root")
    && (!main || main.dataset.place === (history.state?.key ?? "default"));
}"""
"""The page on the screen is the one of the address, nothing of it is loading, and no answer is awaited."""
DRAWN = """() => new Promise(done => {
  setTimeout(done, 1000);
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done)));
})"""
"""Two frames, and the page has nothing left to do; a page that is never idle (it moves, it is hidden) has a second."""
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

SLOWER = float(os.environ.get("CAVEAU_SLOWER", "1"))
"""The browser works so many times slower, which shows what a test takes for granted:
`CAVEAU_SLOWER=6 .venv/bin/python -m pytest tests/web`."""

expect.set_options(timeout=30_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this computer."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert path, "Chromium is missing: make test installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS, chromium_sandbox=False, timeout=180_000)
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


def until(found: Callable[[], Any], seconds: float = 90) -> Any:
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
        self.context.set_default_timeout(30_000)
        if cookies:
            self.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        self.context.add_init_script(ASKING)
        self.page: Page = self.context.new_page()
        self.watch(self.page)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._said)
        page.on("response", self._answered)
        if SLOWER > 1:
            self.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

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
        inside = self.page.evaluate(
            """path => { const inside = document.querySelector("main[data-place]");
            if (!inside) document.querySelector("h1, h2")?.setAttribute("data-left", "");
            history.pushState({idx: 0, key: Math.random().toString(36)}, "", path);
            dispatchEvent(new PopStateEvent("popstate", {state: history.state}));
            return !!inside }""",
            path,
        )
        if not inside:
            self.page.wait_for_function("() => !document.querySelector('[data-left]')")
        self.page.wait_for_function(SETTLED)
        return self.page

    def settled(self) -> Page:
        """Wait until the page of the address is on the screen, with all it asked for. After a click that leads to
        another page expect its address first: it comes once the code of that page is there."""
        expect(self.page.locator("h1").first).to_be_visible()
        self.page.wait_for_function(SETTLED)
        return self.page

    def resize(self, size: tuple[int, int]) -> None:
        """Another size, once the page has been drawn in it (a table gives way to cards)."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.evaluate(DRAWN)
        self.page.wait_for_function(SETTLED)

    def dress(self, accent: str, scheme: Scheme) -> None:
        """Another company's colour and the other scheme, in place (test_pages proves that it is the same)."""
        self.page.evaluate(
            """([shades, scheme]) => { const root = document.documentElement;
            root.dataset.mantineColorScheme = scheme;
            shades.forEach((shade, i) => root.style.setProperty(`--mantine-color-accent-${i}`, shade)) }""",
            [accents()[accent], scheme],
        )

    def wait_until(self, found: Callable[[], Any], seconds: float = 90) -> None:
        """Wait for what the page's own events tell; they are heard meanwhile."""
        deadline = time.monotonic() + seconds
        while not found():
            assert time.monotonic() < deadline, "nothing came"
            self.page.wait_for_timeout(100)

    def rail(self, name: str) -> Locator:
        """A page in the menu: a panel of the page may have a link of that name too."""
        pages = self.page.get_by_role("navigation", name="Pages", exact=True)
        return pages.get_by_role("link", name=name, exact=True)

    def row(self, name: str) -> Locator:
        """The link of a row of the list, which a record open beside it may repeat."""
        return self.page.locator("tr[data-row]").get_by_role("link", name=name, exact=True)

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
            """async rules => (await Promise.race([
              axe.run(document, {runOnly: rules, resultTypes: ['violations']}),
              new Promise((_, fail) => setTimeout(() => fail(new Error("axe gave no answer")), 90_000)),
            ])).violations""",
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
