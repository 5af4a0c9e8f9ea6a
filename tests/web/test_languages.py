"""Two languages, each complete and alone: no French word on an English page, no English one on a French page.

The one trick: the catalogues themselves say which words belong to one language only; what the estate holds (names that
people typed) is taken out of them.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from scripts.local import LocalSystem
from scripts.stack import ROOT
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.crawl import addresses
from tests.web.estate import Estate

pytestmark = pytest.mark.slow

LOCALES = ROOT / "web" / "src" / "i18n" / "locales"
WORD = re.compile(r"[^\W\d_]{3,}")
NOT_SHOWN = {"problems.json"}
VARIABLE = re.compile(r"\$\w+")
"""What stands in a template of e-mails for what it names."""
BOTH = {"plus", "cartons"}
"""Words of one catalogue that the other language has too."""
HELD = ("customers", "variants", "products", "families", "packagings", "grids", "customer-categories", "orders",
        "invoices", "payments", "payment-methods", "profile", "members", "accounting/entries", "depots")  # fmt: skip
VISIBLE = """() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const box = node.parentElement.closest("script, style, svg, [lang]");
    if (node.data.trim() && !(box && box !== document.documentElement)) seen.push(node.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const e of document.querySelectorAll(`[${name}]`)) seen.push(e.getAttribute(name));
  seen.push(document.title);
  return seen;
}"""
"""Every text of the page and what a screen reader or a hovering pointer is told. Names of languages stand apart."""
TYPOGRAPHY = [
    (re.compile(r"\w[ \u00a0]?[;!?»%€](?!\w)"), "a narrow no-break space goes before ; ! ? » % €"),
    (re.compile(r"\w[ \u00a0]:(?=\s|$)|\w:(?=\s\D)"), "a narrow no-break space goes before :"),
    (re.compile(r"«(?!\u202f)"), "a narrow no-break space goes after «"),
    (
        re.compile(r"(?<!\d)\d{1,3}([ \u00a0]\d{3})+,\d\d|(?<![\d-])\d{4,},\d\d"),
        "a narrow no-break space between thousands",
    ),
    (re.compile(r"\d\.\d\d(?!\d|\.)"), "a comma before the decimals"),
]


def catalogue(language: str) -> set[str]:
    """Every word of a language's catalogue, in lower case."""
    texts: list[str] = []

    def read(tree: Any) -> None:
        if isinstance(tree, str):
            texts.append(re.sub(r"{{\w+}}", " ", tree))
        else:
            for one in tree.values():
                read(one)

    for file in (LOCALES / language).glob("*.json"):
        if file.name not in NOT_SHOWN:
            read(json.loads(file.read_text(encoding="utf-8")))
    return words(texts)


def words(texts: list[str]) -> set[str]:
    return {word.lower() for text in texts for word in WORD.findall(text.replace("’", " ").replace("'", " "))}


def held(estate: Estate) -> set[str]:
    """The words that people typed: the values of the estate's records."""
    texts: list[str] = [estate.email]

    def read(tree: Any) -> None:
        if isinstance(tree, str):
            texts.append(tree)
        elif isinstance(tree, dict | list):
            for one in tree.values() if isinstance(tree, dict) else tree:
                read(one)

    for path in HELD:
        read(estate.get(f"/{path}"))
    return words(texts)


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def spoken(system: LocalSystem, browser: Browser, estate: Estate, language: str) -> dict[str, list[str]]:
    """Page by page, every text that can be read or heard."""
    screen = Screen(browser, system.url, cookies=dict(estate.client.cookies), language=language)
    screen.open(f"/c/{estate.company}")
    found = {}
    for name, path in addresses(estate).items():
        screen.go(path)
        found[name] = screen.page.evaluate(VISIBLE)
    screen.clean()
    return found


@pytest.fixture(scope="module")
def french(system: LocalSystem, browser: Browser, estate: Estate) -> dict[str, list[str]]:
    return spoken(system, browser, estate, "fr")


@pytest.fixture(scope="module")
def english(
    system: LocalSystem, browser: Browser, estate: Estate, french: dict[str, list[str]]
) -> dict[str, list[str]]:
    me = estate.client.get("/me")
    estate.client.put("/me", {"name": me["name"], "language": "en"}, **{"If-Match": f'"{me["version"]}"'})
    # A worker remembers a session for half a minute: a new one is known at once, in the language of now.
    estate.client.post("/login", {"email": estate.email, "password": estates.PASSWORD})
    return spoken(system, browser, estate, "en")


def strangers(pages: dict[str, list[str]], foreign: set[str]) -> Iterator[str]:
    for page, texts in pages.items():
        for text in texts:
            said = VARIABLE.sub(" ", text)
            if found := sorted(words([said]) & foreign):
                yield f"{page}: {text.strip()!r} ({', '.join(found)})"


@pytest.mark.feature("1.4-01")
def test_no_french_word_on_an_english_page(english: dict[str, list[str]], estate: Estate) -> None:
    only_french = catalogue("fr") - catalogue("en") - held(estate) - BOTH
    assert len(only_french) > 500
    found = sorted(set(strangers(english, only_french)))
    assert not found, "\n".join(found)


@pytest.mark.feature("1.4-01")
def test_no_english_word_on_a_french_page(french: dict[str, list[str]], estate: Estate) -> None:
    only_english = catalogue("en") - catalogue("fr") - held(estate)
    assert len(only_english) > 500
    found = sorted(set(strangers(french, only_english)))
    assert not found, "\n".join(found)


@pytest.mark.feature("1.4-01")
def test_french_pages_are_set_as_french_is(french: dict[str, list[str]], estate: Estate) -> None:
    found = {
        f"{page}: {text.strip()!r} ({rule})"
        for page, texts in french.items()
        for text in texts
        for pattern, rule in TYPOGRAPHY
        if pattern.search(text)
    }
    assert not found, "\n".join(sorted(found))


@pytest.mark.feature("1.4-01")
def test_figures_and_dates_follow_the_language(french: dict[str, list[str]], english: dict[str, list[str]]) -> None:
    said = {text.strip() for text in french["orders"]}
    told = {text.strip() for text in english["orders"]}
    assert {"525,60", "1\u202f137,60"} <= said
    assert {"525.60", "1,137.60"} <= told
    day = re.compile(r"^\d{1,2}\u00a0?\s?[^\W\d]+\.?\s20\d\d$")
    assert [text for text in said if day.match(text)]
    assert [text for text in told if day.match(text)]


def test_the_catalogues_are_complete_used_and_the_code_holds_no_visible_word() -> None:
    done = subprocess.run(["node", "scripts/i18n.mjs"], cwd=ROOT / "web", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_that_check_finds_what_it_is_for(tmp_path: Path) -> None:
    """A key without English, one nobody uses, one nobody defined, a word in the code: each is named."""
    web = tmp_path / "web"
    for folder in ("src/i18n/locales/fr", "src/i18n/locales/en", "scripts"):
        (web / folder).mkdir(parents=True)
    (web / "node_modules").symlink_to(ROOT / "web" / "node_modules")
    (web / "scripts" / "i18n.mjs").write_text((ROOT / "web" / "scripts" / "i18n.mjs").read_text(encoding="utf-8"))
    (web / "package.json").write_text('{"type": "module"}')
    french = {"shown": "Oui ?", "unused": "Inutile", "alone": "Seul", "copied": "Même texte"}
    english = {"shown": "Yes?", "unused": "Useless", "copied": "Même texte"}
    (web / "src/i18n/locales/fr/app.json").write_text(json.dumps(french))
    (web / "src/i18n/locales/en/app.json").write_text(json.dumps(english))
    (web / "src/Page.tsx").write_text(
        """export const Page = () => <p title="Bonjour">Bonjour {t("app:shown")} {t("app:alone")}
        {t("app:copied")} {t("app:nowhere")}</p>;"""
    )
    done = subprocess.run(["node", "scripts/i18n.mjs"], cwd=web, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    for fault in (
        "app:nowhere: missing in fr", "app:alone: missing in en", "app:unused: never used",
        "visible text in the code: Bonjour",
        "app:shown: a narrow no-break space", "app:copied: the same in both languages",
    ):  # fmt: skip
        assert fault in done.stderr, done.stderr


def test_switching_changes_the_page_at_once(screens: Callable[..., Screen], system: LocalSystem) -> None:
    screen = screens(estates.found(system.url))
    page = screen.open("/companies")
    page.get_by_text("EN", exact=True).click()
    page.get_by_role("heading", name="Your companies").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    page.get_by_role("heading", name="Your companies").wait_for()
