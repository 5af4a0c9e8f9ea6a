"""The sheet of prices, typed like a spreadsheet: nothing saved before it is seen, everything can be undone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import PHONE, Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture
def estate(system: LocalSystem) -> Estate:
    made = estates.furnished(system.url)
    made.ids["grid2"] = made.post("/grids", {"code": "PAR", "name": "Particuliers", "basis": "TTC"})["id"]
    return made


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator("tbody tr").nth(row).locator("td").nth(3 + column).locator("input")


def stored(estate: Estate, variant: str, grid: str = "grid") -> list[str]:
    prices = estate.get(f"/prices/{estate.ids[variant]}")["prices"].get(estate.ids[grid], [])
    return [tier["price"] for tier in prices]


@pytest.mark.feature("2.2-11")
def test_a_sheet_typed_pasted_undone_and_saved_once_seen(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/prices")
    first = page.locator("tbody tr").first.locator("td").nth(1).inner_text()
    variant = next(f"variant{n}" for n in range(1, 5) if first == f"R{n:03}")
    before = stored(estate, variant)
    cell(page, 0, 0).focus()
    page.keyboard.type("12,5")
    page.keyboard.press("ArrowDown")
    expect(cell(page, 1, 0)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cell(page, 1, 1)).to_be_focused()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true})) }""",
        "15,00\n16,00",
    )
    expect(page.get_by_text("3 prix modifiés, non enregistrés")).to_be_visible()
    expect(cell(page, 2, 1)).to_have_value(re.compile("16,00"))
    page.keyboard.press("Control+z")
    expect(page.get_by_text("1 prix modifié, non enregistré")).to_be_visible()
    assert stored(estate, variant) == before, "nothing is saved yet"
    page.get_by_role("button", name="Enregistrer 1 modification").click()
    dialog = page.get_by_role("dialog", name="1 prix change")
    expect(dialog.get_by_text("12,50")).to_be_visible()
    dialog.get_by_role("button", name="Enregistrer 1 modification").click()
    expect(page.get_by_text("1 prix enregistré.")).to_be_visible()
    assert stored(estate, variant)[0] == "12.50"
    page.get_by_role("button", name="Annuler l’action").click()
    expect(page.get_by_text("1 prix remis comme avant.")).to_be_visible()
    assert stored(estate, variant) == before


@pytest.mark.feature("2.2-X02")
def test_a_bulk_change_is_seen_then_undone_from_its_list(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/prices")
    page.get_by_role("button", name="Autres actions").click()
    page.get_by_role("menuitem", name="Changer des prix en masse").click()
    page.get_by_label("Tarifs à changer").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Restaurants HT").click()
    page.keyboard.press("Escape")
    page.get_by_label("Pourcentage").fill("+3")
    page.get_by_role("button", name="Voir les prix").click()
    dialog = page.get_by_role("dialog", name="4 prix changent")
    expect(dialog.get_by_text("9,00", exact=False).first).to_be_visible()
    expect(dialog.get_by_text("9,25", exact=False).first).to_be_visible()  # 9.27 to the nearest 0.05
    dialog.get_by_role("button", name="Enregistrer 4 modifications").click()
    expect(page.get_by_text("4 prix enregistrés.")).to_be_visible()
    assert stored(estate, "variant1") == ["9.25", "8.75"]
    page.get_by_role("button", name="Autres actions").click()
    page.get_by_role("menuitem", name="Derniers changements").click()
    past = page.get_by_role("dialog", name="Derniers changements")
    expect(past.get_by_text("+3 % sur Restaurants")).to_be_visible()
    past.get_by_role("button", name="Revenir en arrière").click()
    expect(past.get_by_text("Annulé")).to_be_visible()
    assert stored(estate, "variant1") == ["9.00", "8.50"]


@pytest.mark.feature("2.2-11")
def test_the_sheet_goes_out_and_comes_back(screens: Callable[..., Screen], estate: Estate, tmp_path: Path) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/prices")
    page.get_by_role("button", name="Autres actions").click()
    with page.expect_download() as waited:
        page.get_by_role("menuitem", name="Exporter le tableau (xlsx)").click()
    file = tmp_path / "tarifs.xlsx"
    waited.value.save_as(file)
    page.get_by_label("Relire un tableau modifié").set_input_files(file)
    expect(page.get_by_role("dialog").get_by_text("Aucun prix ne change.")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    sheet = book.worksheets[0]
    titles = [one.value for one in sheet[1]]
    sheet.cell(2, titles.index("Prix") + 1).value = 99.9
    book.save(file)
    page.get_by_label("Relire un tableau modifié").set_input_files(file)
    dialog = page.get_by_role("dialog", name="1 prix change")
    expect(dialog.get_by_text("99,90")).to_be_visible()


def test_a_promotion_is_made_and_reaches_an_order(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/promotions")
    page.get_by_role("button", name="Nouvelle promotion").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=name]").fill("Vendanges")
    dialog.locator("[name=code]").fill("VEND")
    dialog.get_by_label("Remise (%)").fill("10")
    dialog.get_by_role("button", name="Créer", exact=True).click()
    expect(page.get_by_text("−10")).to_be_visible()
    asked = {"customer": estate.ids["customer1"], "lines": [{"variant": estate.ids["variant1"], "quantity": 6}]}
    line = estate.post("/orders/price", asked)["lines"][0]
    assert (line["unit_price"], line["source"]) == ("8.10", "promotion")


@pytest.mark.feature("2.2-13")
def test_a_negotiated_price_is_typed_on_the_customers_page(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/customers/{estate.ids['customer1']}/prices")
    page.get_by_role("button", name="Ajouter un prix").click()
    page.get_by_label("Article", exact=True).fill("R002")
    page.get_by_role("option", name=re.compile("Vieilles Vignes")).click()
    page.get_by_label("Prix", exact=True).last.fill("7,25")
    save = page.get_by_role("button", name="Enregistrer", exact=True)
    save.click()
    expect(save).to_have_count(0)
    asked = {"customer": estate.ids["customer1"], "lines": [{"variant": estate.ids["variant2"], "quantity": 36}]}
    line = estate.post("/orders/price", asked)["lines"][0]
    assert (line["unit_price"], line["source"]) == ("7.25", "negotiated")


@pytest.mark.feature("2.1-10")
def test_a_technical_sheet_is_written_and_its_vintage_copied(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    product = estate.ids["product1"]
    page = screen.open(f"/c/{estate.company}/products/{product}")
    page.get_by_role("link", name="Fiche technique").first.click()
    page.get_by_label("Cépages").first.fill("Merlot")
    page.get_by_label("Dégustation").first.fill("Fruits noirs.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    screen.toast("Enregistré.")
    screen.open(f"/c/{estate.company}/products/{product}")
    page.get_by_role("button", name="Dupliquer").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Dupliquer").click()
    expect(page.get_by_text("Millésime 2022 créé.")).to_be_visible()
    vintages = estate.get(f"/products/{product}")["vintages"]
    assert [one["year"] for one in vintages] == [2022, 2021]
    sheet = estate.get(f"/products/{product}/sheets/{vintages[0]['id']}")
    assert (sheet["fr"]["grapes"], sheet["fr"]["tasting"]) == ("Merlot", "")


def test_the_sheet_of_prices_holds_on_a_phone(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate, size=PHONE)
    page = screen.open(f"/c/{estate.company}/prices")
    expect(cell(page, 0, 0)).to_be_visible()
