"""One customer in two companies of one owner, seen in two windows; and everything of a company taken away."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.local import LocalSystem
from tests.support.crowd import within
from tests.web import estate as estates
from tests.web.browser import DESK, PHONE, TABLET, Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow

OTHER = "Négoce du Port"
LOCAL = {"permanent_discount": "12", "payment_term": "eom-30", "account": "411NEG"}


def panel(page: Page) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", name="Partagé avec", exact=True))


def shared(estate: Estate, screen: Screen, id: str) -> str:
    """Share the customer from his page; the company where he is too."""
    other = str(estate.client.post("/companies", {"name": OTHER, "colour": "nuit"})["id"])
    page = screen.open(f"/c/{estate.company}/customers/{id}")
    panel(page).get_by_role("button", name=f"Partager avec {OTHER}", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Partager", exact=True).click()
    expect(panel(page).get_by_role("link", name=OTHER, exact=True)).to_be_visible()
    return other


def known(estate: Estate, company: str, id: str) -> Any:
    return estate.client.get(f"/{company}/customers/{id}")


@pytest.mark.feature("1.5-04")
def test_an_address_changed_in_one_company_shows_in_the_other_within_five_seconds(
    screens: Callable[..., Screen], system: LocalSystem
) -> None:
    estate = estates.found(system.url)
    here = {"permanent_discount": "5", "payment_term": "net-30", "account": "411PORT"}
    billing = {"lines": ["1 quai des Chartrons"], "postcode": "33000", "town": "Bordeaux", "country": "FR"}
    body = {"kind": "business", "name": "Cave du Port", "billing": billing, **here}
    id = str(estate.post("/customers", body)["id"])
    mine = screens(estate)
    other = shared(estate, mine, id)
    (twin,) = [row["id"] for row in estate.client.get(f"/{other}/customers")["items"]]
    assert [row["id"] for row in estate.client.get(f"/{estate.company}/customers")["items"]] == [id]
    said = known(estate, other, twin)
    writable = {name: said[name] for name in ("code", "kind", "name", "billing")}
    estate.client.put(f"/{other}/customers/{twin}", {**writable, **LOCAL})

    theirs = screens(estate)
    page = theirs.open(f"/c/{other}/customers/{twin}")
    expect(theirs.field("billing.town")).to_have_value("Bordeaux")
    mine.field("billing.lines").fill("3 place de la Bourse")
    mine.field("billing.town").fill("Libourne")
    with mine.page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        mine.page.keyboard.press("Control+s")
    with within(5):
        expect(theirs.field("billing.town")).to_have_value("Libourne", timeout=60_000)
    expect(theirs.field("billing.lines")).to_have_value("3 place de la Bourse")
    for company, one, terms in ((estate.company, id, here), (other, twin, LOCAL)):
        told = known(estate, company, one)
        kept = {name: str(told[name]).removesuffix(".0").removesuffix(".00") for name in terms}
        assert kept == terms, company

    panel(page).get_by_role("button", name="Arrêter le partage avec Domaine des Trois Terroirs", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Arrêter", exact=True).click()
    expect(
        panel(page).get_by_role("button", name="Partager avec Domaine des Trois Terroirs", exact=True)
    ).to_be_visible()
    for company, one in ((estate.company, id), (other, twin)):
        assert known(estate, company, one)["billing"]["town"] == "Libourne"


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
def test_the_panel_of_shares_is_whole_on_every_screen(
    screens: Callable[..., Screen], furnished: Estate, size: tuple[int, int]
) -> None:
    screen = screens(furnished, size=size)
    estate = furnished
    companies = {one["name"] for one in estate.client.get("/me")["companies"]}
    if OTHER not in companies:
        estate.client.post("/companies", {"name": OTHER, "colour": "nuit"})
    page = screen.open(f"/c/{estate.company}/customers/{estate.ids['customer2']}")
    button = panel(page).get_by_role("button", name=f"Partager avec {OTHER}", exact=True)
    button.scroll_into_view_if_needed()
    expect(button).to_be_visible()
    screen.keep(f"shares-{size[0]}")
    assert screen.sideways() == 0


def test_an_owner_takes_everything_away(screens: Callable[..., Screen], furnished: Estate) -> None:
    screen = screens(furnished)
    page = screen.open(f"/c/{furnished.company}/backups")
    screen.keep("everything-1440")
    with page.expect_download(timeout=120_000) as waited:
        page.get_by_role("button", name="Tout exporter", exact=True).click()
    path = Path(waited.value.path())
    with zipfile.ZipFile(path) as pack:
        manifest = json.loads(pack.read("manifeste.json"))
        assert manifest["lists"]["customers"] == furnished.get("/customers")["count"]
    for size in (TABLET, PHONE):
        screen.resize(size)
        assert (screen.sideways(), screen.poor_actions()) == (0, [])
        screen.keep(f"everything-{size[0]}")
