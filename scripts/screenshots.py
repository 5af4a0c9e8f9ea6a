"""`make screenshots`: every page in three sizes, light and dark, into build/screenshots/<size>-<scheme>/<page>.png.

The pages are those of web/src/app/pages.ts, so a page added there is photographed. A page of one record shows the first
record of its list. Uses a system of its own with the demonstration estate.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from scripts import seed
from scripts.client import Client, Failed
from scripts.install import CHROMIUM
from scripts.local import LocalSystem
from scripts.stack import ROOT, free_port

OUT = ROOT / "build" / "screenshots"
PAGES = ROOT / "web" / "src" / "app" / "pages.ts"
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desk": (1440, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
PATH = re.compile(r'\{ path: "([^"]*)"')


def addresses(client: Client, company: str) -> Iterator[tuple[str, str]]:
    """(name of the file, address) of every page."""
    for path in PATH.findall(PAGES.read_text(encoding="utf-8")):
        collection, id, rest = path.partition("/:id")
        if path.startswith("/"):
            yield path.strip("/").replace("/", "-"), path
        elif not id:
            yield path.replace("/", "-") or "home", f"/c/{company}/{path}".rstrip("/")
        elif found := first(client, company, collection):
            yield f"{collection}-one{rest.replace('/', '-')}", f"/c/{company}/{collection}/{found}{rest}"


def first(client: Client, company: str, collection: str) -> str | None:
    """The id of the first record of a list, when there is one."""
    try:
        items = client.get(f"/{company}/{collection}?limit=1")["items"]
    except (Failed, KeyError):
        return None
    return str(items[0]["id"]) if items else None


def browser(playwright: Any) -> Browser:
    """The Chromium of this computer."""
    path = next(found for name in CHROMIUM if (found := shutil.which(name)))
    launched: Browser = playwright.chromium.launch(executable_path=path, args=FLAGS, chromium_sandbox=False)
    return launched


def shoot(page: Page, url: str, file: Path) -> None:
    """One page, whole."""
    page.goto(url, wait_until="networkidle")
    page.screenshot(path=file, full_page=True)


def main() -> int:
    """Start a system, seed it, photograph it."""
    shutil.rmtree(OUT, ignore_errors=True)
    system = LocalSystem(OUT / "data", free_port()).start()
    try:
        login = seed.once(system)
        client = Client(system.url)
        client.post("/login", {"email": login.email, "password": login.password})
        company = client.get("/me")["companies"][0]["company"]
        pages = list(addresses(client, company))
        cookies: list[Any] = [
            {"name": name, "value": value, "url": system.url} for name, value in client.cookies.items()
        ]
        with sync_playwright() as playwright:
            chromium = browser(playwright)
            for size, (width, height) in SIZES.items():
                for scheme in SCHEMES:
                    folder = OUT / f"{size}-{scheme}"
                    folder.mkdir(parents=True)
                    context = chromium.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme, locale="fr-FR"
                    )
                    context.add_cookies(cookies)
                    page = context.new_page()
                    for name, address in pages:
                        shoot(page, system.url + address, folder / f"{name}.png")
                    context.close()
                    print(f"{size} {scheme}: {len(pages)} pages", flush=True)
    finally:
        system.stop()
    shutil.rmtree(OUT / "data")
    return 0


if __name__ == "__main__":
    sys.exit(main())
