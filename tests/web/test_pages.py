"""Every page, at three sizes: nothing overflows, nothing is too small, nothing is inaccessible, nothing is missing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from scripts.stack import ROOT
from tests.web.browser import DESK, PHONE, TABLET, Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow

PAGES = (ROOT / "web" / "src" / "app" / "pages.ts").read_text(encoding="utf-8")
COMPANY_PAGES = re.findall(r'^ {2}\{ path: "([^/"][^"]*|)"', PAGES, re.MULTILINE)
RECORDS = {
    "orders/:id": ("draft", "validated", "order"),
    "invoices/:id": ("invoice",),
    "payments/:id": ("payment",),
    "customers/:id": ("customer1",),
    "variants/:id": ("variant1",), "products/:id": ("product1",),
}  # fmt: skip
NEW = (
    "orders/new",
    "customers/new",
    "variants/new",
    "products/new",
    "payments/new",
    "imports/new",
    "families?open=new",
    "grids?open=new",
)
UNSEEN = {
    "imports/:id": "tests/web/test_first_sale.py",
    "imports/:id/ledger": "tests/web/test_first_sale.py",
    "webhooks/:id": "tests/web/test_settings.py",
}
"""Pages of records that this estate does not hold, and where they are looked at."""


def addresses(estate: Estate) -> dict[str, str]:
    """A name and the address of every page of the company, of the records that the estate holds, of new forms."""
    found: dict[str, str] = {}
    for path in COMPANY_PAGES:
        if ":id" not in path:
            found[path or "dashboard"] = path
        elif path in RECORDS:
            found |= {path.replace(":id", name): path.replace(":id", estate.ids[name]) for name in RECORDS[path]}
        else:
            assert path in UNSEEN, f"{path}: say where this page is looked at"
            assert (ROOT / UNSEEN[path]).exists()
    found |= {path: path for path in (*NEW, "changelog")}
    inside = {name: f"/c/{estate.company}/{path}".rstrip("/") for name, path in found.items()}
    return inside | {path.strip("/"): path for path in ("/profil", "/companies", "/companies/new")}


def told(faults: dict[str, list[str]]) -> str:
    return "\n".join(f"{page}: {one}" for page, found in faults.items() for one in found)


def looked_over(screen: Screen) -> list[str]:
    """What is wrong with the page on the screen."""
    wide = screen.sideways()
    return (
        [f"{wide} px too wide"] * bool(wide) + [f"under 44 px: {one}" for one in screen.small_actions()] + screen.axe()
    )


@pytest.mark.feature("1.1-03")
@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (TABLET, "dark"), (PHONE, "light")], ids=["1440", "1024-dark", "390"]
)
def test_every_page_fits_and_can_be_read_by_all(
    screens: Callable[..., Screen], furnished: Estate, size: tuple[int, int], scheme: str
) -> None:
    screen = screens(furnished, size=size, scheme=scheme)
    faults: dict[str, list[str]] = {}
    for name, path in addresses(furnished).items():
        screen.open(path)
        screen.keep(f"{size[0]}-{name.replace('/', '-')}")
        if found := looked_over(screen):
            faults[name] = found
    assert not faults, told(faults)


@pytest.mark.feature("1.4-01")
def test_every_page_speaks_english(screens: Callable[..., Screen], furnished: Estate) -> None:
    screen = screens(furnished, language="en")
    words = re.compile(
        r"\b(Enregistrer|Commande|Facture(?! FA-)|Règlement|Client|Aucun|Société|Tarif|Nouveau|Nouvelle)\b"
    )
    faults: dict[str, list[str]] = {}
    for name, path in addresses(furnished).items():
        lines = screen.open(path).locator("body").inner_text().splitlines()
        if found := [line for line in lines if words.search(line)]:
            faults[name] = found
    assert not faults, told(faults)


@pytest.mark.feature("1.5-05")
def test_eleven_accents_in_both_schemes_can_be_read(screens: Callable[..., Screen], furnished: Estate) -> None:
    client, path = furnished.client, f"/{furnished.company}/profile"
    colours = [one["name"] for one in client.get("/colours")["items"]]
    assert len(colours) == 11
    faults: dict[str, list[str]] = {}
    for colour in colours:
        profile = {
            name: value
            for name, value in client.get(path).items()
            if name not in {"id", "logo", "accent", "warnings", "version"}
        }
        client.put(path, {**profile, "colour": colour})
        for scheme in ("light", "dark"):
            screen = screens(furnished, scheme=scheme)
            for page in ("", f"orders/{furnished.ids['draft']}", "orders"):
                screen.open(f"/c/{furnished.company}/{page}".rstrip("/"))
                if found := screen.axe():
                    faults[f"{colour} {scheme} {page}"] = found
            screen.context.close()
    assert not faults, told(faults)


@pytest.mark.parametrize("path", ["/signin", "/signup", "/forgot", "/mot-de-passe", "/invitation"])
def test_pages_before_signing_in(screens: Callable[..., Screen], path: str) -> None:
    for size in (DESK, PHONE):
        screen = screens(size=size)
        screen.open(path)
        assert looked_over(screen) == []
