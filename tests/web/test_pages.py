"""Every page, at three sizes, in eleven colours and two schemes: nothing overflows, nothing is too small, nothing is
inaccessible, no link is dead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from scripts.local import LocalSystem
from tests.web import crawl
from tests.web.browser import DESK, PHONE, Screen, accents
from tests.web.crawl import Walk
from tests.web.estate import Estate

pytestmark = pytest.mark.slow

WORN = """() => { const style = getComputedStyle(document.documentElement);
const names = [...document.styleSheets].flatMap(s => [...s.cssRules]).flatMap(r => [...(r.style ?? [])]);
return Object.fromEntries([...new Set(names)].filter(n => n.startsWith("--mantine-color-accent")).sort()
.map(n => [n, style.getPropertyValue(n).trim()])) }"""


@pytest.fixture(scope="module")
def walked(system: LocalSystem, browser: Browser, furnished: Estate) -> Iterator[Walk]:
    """One walk through all the pages; the tests below each ask one thing of it."""
    screen = Screen(browser, system.url, cookies=dict(furnished.client.cookies))
    yield crawl.walk(screen, furnished)
    screen.clean()


@pytest.mark.feature("1.1-03")
def test_every_page_fits_three_sizes_and_its_main_action_a_finger(walked: Walk) -> None:
    assert not walked.faults["size"], walked.told("size")


def test_every_page_can_be_read_by_all(walked: Walk) -> None:
    assert not walked.faults["axe"], walked.told("axe")


@pytest.mark.feature("1.5-05")
def test_every_page_can_be_read_in_eleven_colours_and_both_schemes(walked: Walk, furnished: Estate) -> None:
    offered = [one["name"] for one in furnished.client.get("/colours")["items"]]
    assert sorted(offered) == sorted(accents())
    assert len(offered) == 11
    assert len(walked.judged) > 8, walked.judged  # something was judged
    assert not walked.faults["colour"], walked.told("colour")


def test_a_colour_worn_in_place_is_the_companys_own(
    screens: Callable[..., Screen], system: LocalSystem, furnished: Estate
) -> None:
    client = furnished.client
    lake = client.post("/companies", {"name": "Cave du Lac", "colour": "lagune"})["id"]
    screen = screens(furnished)
    screen.open(f"/c/{furnished.company}/orders")
    screen.dress("lagune", "dark")
    in_place = screen.page.evaluate(WORN)
    true = screens(furnished, scheme="dark")
    true.open(f"/c/{lake}/orders")
    assert len(in_place) > 15
    assert in_place == true.page.evaluate(WORN)


def test_no_link_is_dead(walked: Walk, screens: Callable[..., Screen], furnished: Estate) -> None:
    screen = screens(furnished)
    page = screen.open(f"/c/{furnished.company}")
    assert len(walked.links) > 25
    for link in walked.links.values():
        address = link.split(" ")[0]
        screen.go(address)
        for words in ("Introuvable", "Accès réservé", "Cette société ne vous est pas ouverte"):
            if page.get_by_text(words, exact=True).count():
                walked.faults["link"].append(link)
    assert not walked.faults["link"], walked.told("link")


@pytest.mark.parametrize("path", ["/signin", "/signup", "/forgot", "/mot-de-passe", "/invitation", "/changelog"])
def test_pages_before_signing_in(screens: Callable[..., Screen], path: str) -> None:
    screen = screens()
    page = screen.open(path)
    for size in (DESK, PHONE):
        screen.resize(size)
        assert screen.sideways() == 0
        assert screen.poor_actions() == []
    for scheme in crawl.SCHEMES:
        screen.dress("bordeaux", scheme)
        assert screen.axe() == []
    expect(page.get_by_role("radiogroup", name="Langue").or_(page.get_by_role("group", name="Langue"))).to_be_visible()
