"""The frame around every page: the keyboard's way through it, no motion for who asks for none and paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import PHONE, Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow

RING = """() => { const e = document.activeElement;
const look = () => { const s = getComputedStyle(e);
return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor].join() };
const focused = look();
e.blur();
const blurred = look();
e.focus({focusVisible: true});
return focused === blurred && e !== document.body ? e.outerHTML.slice(0, 120) : null }"""
"""The element that looks the same with the focus and without it; null when there is a difference."""
SHOWN_ON_PAPER = """(selector) => [...document.querySelectorAll(selector)]
.filter(e => e.checkVisibility() && e.getBoundingClientRect().height > 1).map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def test_the_keyboard_sees_where_it_is_and_skips_to_the_page(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(RING) is None
    screen.open(f"/c/{estate.company}/customers")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_nothing_moves_for_who_asks_for_no_motion(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders")
    page.get_by_role("button", name="Filtrer").click()
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(e => { const s = getComputedStyle(e);
        return parseFloat(s.transitionDuration) > 0 || (s.animationName !== "none" && s.animationDuration !== "0s") })
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("orders", "La Table d'Hélène"),
        ("orders/{order}", "Clos des Galets"),
        ("invoices/{invoice}", "Les Terrasses"),
        ("customers/{customer1}", "Le Bistrot du Port"),
    ],
)
def test_paper_bears_the_company_and_nothing_one_can_only_press(
    screens: Callable[..., Screen], estate: Estate, tmp_path: Path, path: str, words: str
) -> None:
    screen = screens(estate, scheme="dark")
    page = screen.open(f"/c/{estate.company}/" + path.format(**estate.ids))
    page.emulate_media(media="print", color_scheme="light")
    name = page.locator("header").get_by_text("Domaine des Trois Terroirs", exact=True)
    expect(name).to_be_visible()
    assert name.bounding_box()["y"] < 40  # type: ignore[index]
    expect(page.locator("main")).to_contain_text(words)
    for hidden in ("nav", "main [data-main-action]", "main button[aria-haspopup]", "[role=tablist]", ".skip-link"):
        assert page.evaluate(SHOWN_ON_PAPER, hidden) == []
    assert screen.sideways() == 0
    file = tmp_path / "page.pdf"
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    with pikepdf.open(file) as paper:
        assert 1 <= len(paper.pages) <= 3


def test_a_phone_opens_the_menu_and_goes_on(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate, size=PHONE)
    page = screen.open(f"/c/{estate.company}/customers")
    page.get_by_role("button", name="Ouvrir le menu").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("link", name="Factures", exact=True)).to_be_visible()
    low = drawer.get_by_role("link").evaluate_all(
        "all => all.filter(a => a.getBoundingClientRect().height < 44).length"
    )
    assert low == 0
    drawer.get_by_role("link", name="Factures", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Factures")
    expect(drawer).to_have_count(0)
