"""Every page of the application, walked once; several tests ask what was seen.

Nouns: the `addresses` (from the router's own list, so that a new page is walked by itself) and a `Walk`: what was wrong
on each page, by kind. The one trick for eleven colours in two schemes: a page wears them in place, and only styles of
text that axe has not yet judged in all twenty-two are judged again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from scripts.stack import ROOT
from tests.web.browser import DESK, PHONE, TABLET, Scheme, Screen, accents
from tests.web.estate import Estate

PAGES = (ROOT / "web" / "src" / "app" / "pages.ts").read_text(encoding="utf-8")
SPEC = re.compile(r'^ {2}\{ path: "([^/"][^"]*|)".*?scope: (null|"[^"]*")(.*)$', re.MULTILINE)
COMPANY_PAGES = [path for path, _, _ in SPEC.findall(PAGES)]
RECORDS = {
    "quotes/:id": ("quote_draft", "quote"),
    "orders/:id": ("draft", "validated", "order"),
    "delivery-notes/:id": ("delivery_note",),
    "invoices/:id": ("invoice",),
    "payments/:id": ("payment",),
    "agents/:id": ("agent",), "statements/:id": ("statement",), "document-templates/:id": ("document_template",),
    "customers/:id": ("customer1",),
    "customers/:id/prices": ("customer1",),
    "variants/:id": ("variant1",), "products/:id": ("product1",), "products/:id/sheets/:vintage": ("product1",),
    "help/:id": ("orders",),
}  # fmt: skip
NEW = ("families?open=new", "grids?open=new", "changelog")
UNSEEN = {
    "exports/:id": "tests/web/test_transfers.py",
    "imports/:id": "tests/web/test_first_sale.py",
    "imports/:id/ledger": "tests/web/test_first_sale.py",
    "payouts/:id": "tests/web/test_card_payments.py",
    "webhooks/:id": "tests/web/test_settings.py",
    "support/:id": "tests/web/test_work.py",
    "suggestions/:id": "tests/web/test_work.py",
}
"""Pages of records that this estate does not hold, and where they are looked at."""
OUTSIDE = ("/changelog", *re.findall(r'^ {2}\{ path: "(/[^"]*)".*signedIn: true', PAGES, re.MULTILINE))
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
CONTRAST = ["color-contrast", "link-in-text-block"]

STYLES = """(shades) => {
  const root = document.documentElement;
  const wear = (colours) => colours.forEach((one, i) => root.style.setProperty(`--mantine-color-accent-${i}`, one));
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) if (node.data.trim()) texts.push(node.parentElement);
  const keyOf = (e) => {
    const own = getComputedStyle(e);
    const behind = [];
    for (let x = e; x; x = x.parentElement) {
      const colour = getComputedStyle(x).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") behind.push(colour);
      if (colour.startsWith("rgb(")) break;
    }
    return [own.color, behind.join(">"), own.fontSize, own.fontWeight, own.opacity].join(" ");
  };
  const before = shades.map((colours) => { wear(colours); return texts.map(keyOf); });
  return [...new Set(before[0].filter((key, i) => key !== before[1][i]))];
}"""
"""The styles of text on the page that change with the accent, as they are in the first of two accents."""


@dataclass
class Walk:
    """What was wrong, by kind then page; where the pages lead; which styles axe judged in all colours."""

    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, str] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)
    fully: list[str] = field(default_factory=list)

    def told(self, kind: str) -> str:
        return "\n".join(self.faults[kind])


def addresses(estate: Estate) -> dict[str, str]:
    """A name and the address of every page of the company, of the records that the estate holds, of new forms."""
    found: dict[str, str] = {}
    for path in COMPANY_PAGES:
        if ":id" not in path:
            found[path or "dashboard"] = path
        elif path in RECORDS:
            for name in RECORDS[path]:
                record = path.replace(":id", estate.ids.get(name, name)).replace(":vintage", estate.ids["vintage1"])
                found[path.replace(":id", name)] = record
        else:
            assert path in UNSEEN, f"{path}: say where this page is looked at"
            assert (ROOT / UNSEEN[path]).exists()
    found |= {path: path for path in (*NEW, *re.findall(r'create: \{ to: "([^"]+)"', PAGES))}
    inside = {name: f"/c/{estate.company}/{path}".rstrip("/") for name, path in found.items()}
    return inside | {f"outside {path}": path for path in OUTSIDE}


def walk(screen: Screen, estate: Estate) -> Walk:
    """Every page at three sizes, in both schemes, in eleven colours."""
    seen = Walk()
    screen.open(f"/c/{estate.company}")
    for name, path in addresses(estate).items():
        screen.resize(DESK)
        screen.go(path)
        seen.faults["axe"] += [f"{name}: {one}" for one in screen.axe()]
        judge_colours(screen, seen, name)
        follow(screen, seen, name)
        for size in (DESK, TABLET, PHONE):
            screen.resize(size)
            if wide := screen.sideways():
                seen.faults["size"].append(f"{name} at {size[0]}: {wide} px too wide")
            seen.faults["size"] += [f"{name} at {size[0]}: {one}" for one in screen.poor_actions()]
        seen.faults["axe"] += [f"{name} on a phone: {one}" for one in screen.axe()]
    return seen


def judge_colours(screen: Screen, seen: Walk, name: str) -> None:
    """Both schemes, and all the colours when a style of text is new."""
    for scheme in reversed(SCHEMES):
        screen.dress("bordeaux", scheme)
        if scheme == "dark":
            seen.faults["axe"] += [f"{name} dark: {one}" for one in screen.axe(CONTRAST)]
        styles = set(screen.page.evaluate(STYLES, [accents()["bordeaux"], accents()["lagune"]]))
        if styles <= seen.judged:
            continue
        seen.judged |= styles
        seen.fully.append(f"{name} {scheme}")
        for accent in accents():
            screen.dress(accent, scheme)
            seen.faults["colour"] += [f"{name} {accent} {scheme}: {one}" for one in screen.axe(CONTRAST)]
    screen.dress("bordeaux", "light")


def follow(screen: Screen, seen: Walk, name: str) -> None:
    """Remember where the page's links lead, one of each kind of address."""
    found: list[str] = screen.page.evaluate(
        "() => [...document.querySelectorAll('main a[href], nav a[href]')].map(a => a.getAttribute('href'))"
    )
    for link in found:
        if link.startswith("/") and not link.startswith("/api/"):
            kind = re.sub(r"/[a-z]{2,4}_[0-9A-Z]{20,}", "/:id", link.split("?")[0])
            seen.links.setdefault(kind, f"{link} (from {name})")
        elif not link.startswith(("/api/", "mailto:", "tel:", "#", "https://")):
            seen.faults["link"].append(f"{name}: a link to nowhere: {link!r}")
