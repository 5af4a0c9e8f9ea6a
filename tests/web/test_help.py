"""Help: an article for every page, in both languages, found by its words, opened by the page's "?"; a film plays."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.stack import ROOT
from tests.web.browser import Screen
from tests.web.estate import Estate

ARTICLES = ROOT / "web" / "src" / "features" / "help" / "articles"
PAGES = (ROOT / "web" / "src" / "app" / "pages.ts").read_text(encoding="utf-8")
PATHS = re.findall(r'^ {2}\{ path: "([^/"][^"]*|)"', PAGES, re.MULTILINE)
OUTSIDE = re.findall(r'^ {2}\{ path: "(/[^"]+)"', PAGES, re.MULTILINE)
LINK = re.compile(r"\]\((page|help):([^)]+)\)")
FILM = re.compile(r"^::video (\S+)$", re.MULTILINE)


def articles(language: str) -> dict[str, str]:
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted((ARTICLES / language).glob("*.md"))}


@pytest.mark.feature("1.2-X02")
def test_no_page_is_without_an_article_in_either_language() -> None:
    needed = {path.split("/")[0] or "dashboard" for path in PATHS} | {"changelog"}
    for language in ("fr", "en"):
        assert not needed - articles(language).keys(), f"write these in {ARTICLES / language}"


@pytest.mark.feature("1.2-X02")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_link_of_an_article_is_dead_and_every_film_is_there(language: str) -> None:
    found = articles(language)
    pages = {path for path in PATHS if ":" not in path} | {"changelog", *OUTSIDE}
    dead = [
        f"{id}: {kind}:{to}"
        for id, text in found.items()
        for kind, to in LINK.findall(text)
        if to not in (found if kind == "help" else pages)
    ]
    assert not dead
    for text in found.values():
        for film in FILM.findall(text):
            for name in (f"{film}.webm", f"{film}.jpg", f"{film}.{language}.vtt"):
                assert (ROOT / "web" / "public" / "help" / name).stat().st_size > 100


def titled(file: str) -> str:
    return file.partition("\n")[0].removeprefix("# ")


@pytest.mark.slow
@pytest.mark.feature("1.2-02")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_article_is_found_by_its_title_without_accents(
    screens: Callable[..., Screen], furnished: Estate, language: str
) -> None:
    screen = screens(furnished, language=language)
    page = screen.open(f"/c/{furnished.company}/help")
    search = page.get_by_role("searchbox")
    for id, text in articles(language).items():
        plain = titled(text).translate(str.maketrans("éèêàçôÉ’", "eeeacoE'")).replace("'", " ").replace("’", " ")
        search.fill(re.sub(r"[:,?]", " ", plain))
        expect(page.locator(f"nav a[href*='/help/{id}?']").first).to_be_visible()
    search.fill("zzzz")
    expect(page.locator("nav a[href*='/help/']")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.feature("1.2-X02")
def test_the_question_mark_of_each_page_opens_its_article(screens: Callable[..., Screen], furnished: Estate) -> None:
    screen = screens(furnished)
    found = articles("fr")
    page = screen.open(f"/c/{furnished.company}")
    for path in sorted({path for path in PATHS if ":" not in path} | {"changelog"}):
        screen.go(f"/c/{furnished.company}/{path}".rstrip("/"))
        page.get_by_role("button", name="Aide", exact=True).click()
        article = path.split("/")[0] or "dashboard"
        drawer = page.get_by_role("dialog", name=titled(found[article]), exact=True)
        expect(drawer.locator("[data-article]")).to_have_attribute("data-article", article)
        page.keyboard.press("Escape")
        expect(drawer).to_have_count(0)
    screen.open(f"/c/{furnished.company}/orders/{furnished.ids['draft']}")
    page.get_by_role("button", name="Aide", exact=True).click()
    expect(page.get_by_role("dialog", name=titled(found["orders"]))).to_be_visible()
    screen.keep("help-drawer")


@pytest.mark.slow
@pytest.mark.feature("1.2-02")
def test_the_film_of_an_article_plays_to_its_end(screens: Callable[..., Screen], furnished: Estate) -> None:
    screen = screens(furnished)
    page = screen.open(f"/c/{furnished.company}/help/orders")
    film = page.locator("video")
    film.evaluate("film => { film.playbackRate = 8; void film.play(); }")
    page.wait_for_function("() => document.querySelector('video').ended", timeout=120_000)
    assert film.evaluate("film => film.videoWidth") >= 640
    assert film.evaluate("film => film.duration") > 5
    assert Path(ROOT / "web" / "public" / "help" / "first-order.webm").stat().st_size < 3_000_000
