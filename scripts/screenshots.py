"""`make screenshots`: every page in three sizes, light and dark, into build/screenshots/<size>-<scheme>/<page>.png.

The pages are those of web/src/app/pages.ts, so a page added there is photographed. A page of one record shows the first
record of its list. Uses a system of its own with the demonstration estate. The one trick: the application is loaded
once and walked from inside, each page changing its size and scheme in place, which takes a minute instead of ten.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from typing import Any, Literal

from playwright.sync_api import Browser, Error, Page, sync_playwright

from scripts import seed
from scripts.client import Client, Failed
from scripts.furnish import appoint, furnish
from scripts.install import CHROMIUM
from scripts.local import LocalSystem
from scripts.stack import ROOT, free_port

OUT = ROOT / "build" / "screenshots"
PAGES = ROOT / "web" / "src" / "app" / "pages.ts"
SIZES = {"desk": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
BESIDE = ("orders", "invoices", "customers")
"""Lists whose first record is also photographed beside them."""
KNOWN = {"help": "orders"}
SIGNED_IN = ("profil", "companies", "companies-new", "desk")
PUBLIC = ("signin", "signup", "forgot", "mot-de-passe", "invitation", "verification", "changelog")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
PATH = re.compile(r'\{ path: "([^"]*)"')
CREATE = re.compile(r'create: \{ to: "([^"]+)"')
GO = """path => { performance.clearResourceTimings(); history.pushState({idx: 0}, "", path);
dispatchEvent(new PopStateEvent("popstate", {state: history.state})) }"""
SETTLED = (
    """() => document.querySelector("h1, h2") && !document.querySelector("[aria-busy=true], .mantine-Skeleton-root")"""
)

ASKED = """() => performance.getEntriesByType("resource").filter(one => !one.name.includes("/changes?")).length"""
"""How many things the page has fetched, the change feed apart, which never rests."""


def addresses(client: Client, company: str) -> Iterator[tuple[str, str]]:
    """(name of the file, address) of every page."""
    text = PAGES.read_text(encoding="utf-8")
    for path in PATH.findall(text):
        collection, id, rest = path.partition("/:id")
        if path.startswith("/"):
            yield path.strip("/").replace("/", "-"), path
        elif not id:
            yield path.replace("/", "-") or "home", f"/c/{company}/{path}".rstrip("/")
        elif found := first(client, company, collection):
            rest = rest.replace(":vintage", vintage(client, company, found)) if ":vintage" in rest else rest
            yield path.replace("/:", "-").replace("/", "-"), f"/c/{company}/{collection}/{found}{rest}"
    for path in CREATE.findall(text):
        yield path.replace("/", "-").replace("?", "-"), f"/c/{company}/{path}"
    for collection in BESIDE:
        if found := first(client, company, collection):
            yield f"{collection}-beside", f"/c/{company}/{collection}?open={collection}/{found}"


def first(client: Client, company: str, collection: str) -> str | None:
    """The id of the first record of a list, when there is one."""
    if collection in KNOWN:
        return KNOWN[collection]
    try:
        items = client.get(f"/{company}/{collection}?limit=1")["items"]
    except (Failed, KeyError):
        return None
    return str(items[0]["id"]) if items else None


def vintage(client: Client, company: str, product: str) -> str:
    """The first vintage of a product."""
    return str(client.get(f"/{company}/products/{product}")["vintages"][0]["id"])


def browser(playwright: Any) -> Browser:
    """The Chromium of this computer."""
    path = next(found for name in CHROMIUM if (found := shutil.which(name)))
    launched: Browser = playwright.chromium.launch(executable_path=path, args=FLAGS, chromium_sandbox=False)
    return launched


def shoot(page: Page, name: str) -> None:
    """The page that is open, in every size and scheme."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(150)  # what is drawn anew at another size
            page.screenshot(path=OUT / f"{size}-{scheme}" / f"{name}.png", full_page=True)


def quiet(page: Page) -> None:
    """Wait until the page has asked nothing for a while: names and figures come after the page itself."""
    for _ in range(60):
        before = page.evaluate(ASKED)
        page.wait_for_timeout(250)
        if page.evaluate(ASKED) == before:
            return


def walk(page: Page, url: str, pages: list[tuple[str, str]]) -> None:
    """Every page, from inside the application."""
    page.goto(url, wait_until="networkidle")
    for name, address in pages:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.evaluate(GO, address)
        page.wait_for_timeout(100)  # the new page begins
        try:
            page.wait_for_function(SETTLED)
        except Error:
            print(f"{name}: still loading")
        quiet(page)
        shoot(page, name)


def main() -> int:
    """Start a system, seed it, photograph it."""
    shutil.rmtree(OUT, ignore_errors=True)
    system = LocalSystem(OUT / "data", free_port()).start()
    try:
        login = seed.once(system)
        client = Client(system.url)
        client.post("/login", {"email": login.email, "password": login.password})
        company = client.get("/me")["companies"][0]["company"]
        furnish(client, company)
        appoint(system, client, login)
        pages = list(addresses(client, company))
        cookies: list[Any] = [
            {"name": name, "value": value, "url": system.url} for name, value in client.cookies.items()
        ]
        for size in SIZES:
            for scheme in SCHEMES:
                (OUT / f"{size}-{scheme}").mkdir(parents=True)
        with sync_playwright() as playwright:
            context = browser(playwright).new_context(
                locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce", service_workers="block"
            )
            context.set_default_timeout(10_000)
            context.add_cookies(cookies)
            walk(context.new_page(), f"{system.url}/c/{company}", [one for one in pages if one[1].startswith("/c/")])
            walk(context.new_page(), f"{system.url}/companies", [one for one in pages if one[0] in SIGNED_IN])
            context.clear_cookies()
            walk(context.new_page(), f"{system.url}/signin", [one for one in pages if one[0] in PUBLIC])
            context.close()
        print(f"{len(pages)} pages, {len(SIZES) * len(SCHEMES)} pictures each, in {OUT.relative_to(ROOT)}")
    finally:
        system.stop()
    shutil.rmtree(OUT / "data")
    return 0


if __name__ == "__main__":
    sys.exit(main())
