"""The order page by keyboard: quantities in cartons, prices by hand and back, lines moved, pasted, thirty in a row."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


@pytest.fixture
def order(screens: Callable[..., Screen], estate: Estate) -> Screen:
    """A new order for a customer, the first line waiting."""
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders/new")
    expect(screen.field("customer")).to_be_focused()
    page.keyboard.type("bistrot")
    expect(page.get_by_role("option", name=re.compile("Le Bistrot du Port"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(screen.field("customer")).to_have_value("Le Bistrot du Port")
    page.locator("[data-cell=product]").first.focus()
    return screen


def type_line(screen: Screen, product: str, quantity: str) -> None:
    screen.page.keyboard.type(product)
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("[data-cell=quantity]:focus")).to_have_count(1)
    screen.page.keyboard.type(quantity)
    screen.page.keyboard.press("Enter")


def cell(screen: Screen, name: str, line: int) -> Locator:
    return screen.page.locator(f"[data-cell={name}]").nth(line - 1)


def amount(screen: Screen, line: int) -> Locator:
    return screen.page.locator("[data-amount]").nth(line - 1)


@pytest.mark.feature("2.1-12")
def test_six_cartons_are_thirty_six_bottles(order: Screen) -> None:
    type_line(order, "R001", "6c")
    expect(order.page.get_by_text("36 cols")).to_be_visible()
    expect(amount(order, 1)).to_have_text("306,00")  # 36 x 8.50, the second tier
    cell(order, "quantity", 1).fill("2c+3")
    expect(amount(order, 1)).to_have_text("135,00")  # 15 x 9.00
    cell(order, "quantity", 1).fill("12+1")
    expect(order.page.get_by_text("13 bouteilles dont 1 offerte")).to_be_visible()
    expect(amount(order, 1)).to_have_text("108,00")  # 12 x 9.00
    cell(order, "quantity", 1).fill("beaucoup")
    expect(order.page.get_by_text("Quantité illisible")).to_be_visible()


@pytest.mark.feature("2.3-10")
def test_a_price_typed_by_hand_stays_until_it_is_emptied(order: Screen) -> None:
    type_line(order, "R002", "12")
    expect(cell(order, "price", 1)).to_have_value("10,00\u202f€")
    cell(order, "price", 1).focus()
    order.page.keyboard.type("9,5")
    expect(order.page.get_by_label("Prix saisi à la main, ligne 1")).to_have_value("9,5")
    expect(amount(order, 1)).to_have_text("114,00")
    cell(order, "quantity", 1).fill("36")
    expect(amount(order, 1)).to_have_text("342,00")  # by hand: the tier does not change it
    cell(order, "price", 1).focus()
    for _ in "9,5":
        order.page.keyboard.press("Backspace")
    expect(cell(order, "price", 1)).to_have_value("9,50\u202f€")  # the tier of 36
    cell(order, "discount", 1).fill("10")
    expect(amount(order, 1)).to_have_text("307,80")


def test_the_next_tier_is_one_click_away(order: Screen) -> None:
    type_line(order, "R003", "30")
    hint = order.page.get_by_role("button", name=re.compile(r"\+6 cols → 10,50"))
    expect(hint).to_be_visible()
    hint.click()
    expect(cell(order, "quantity", 1)).to_have_value("36")
    expect(amount(order, 1)).to_have_text("378,00")


def test_lines_are_moved_and_removed_by_keyboard(order: Screen) -> None:
    for product in ("R001", "R002", "R003"):
        type_line(order, product, "6")
    cell(order, "product", 3).focus()
    order.page.keyboard.press("Alt+ArrowUp")
    expect(cell(order, "product", 2)).to_have_value(re.compile("Terrasses"))
    expect(cell(order, "product", 2)).to_be_focused()
    order.page.keyboard.press("Alt+Delete")
    expect(order.page.locator("[data-amount]:not(:empty)")).to_have_count(2)
    cell(order, "quantity", 1).focus()
    order.page.keyboard.press("ArrowDown")
    expect(cell(order, "quantity", 2)).to_be_focused()


def test_lines_are_pasted_from_a_spreadsheet(order: Screen) -> None:
    order.page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData('text/plain', 'R001\\t12\\nR004\\t2c\\t11,90\\nINCONNU\\t6\\n');
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));
        }"""
    )
    expect(amount(order, 1)).to_have_text("108,00")
    expect(amount(order, 2)).to_have_text("142,80")
    order.toast("INCONNU")


def test_a_code_that_is_not_on_sale_never_becomes_another_product(order: Screen) -> None:
    with order.page.expect_response(lambda answer: "/variants?" in answer.url and "q=R099" in answer.url):
        order.page.keyboard.type("R099")
        order.page.keyboard.press("Enter")
    order.settled()
    expect(order.page.locator("[data-amount]:not(:empty)")).to_have_count(0)
    expect(cell(order, "product", 1)).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("cl ro 21", "Clos des Galets"), ("TERRASSES", "Les Terrasses"), ("3760123456784", "Vieilles Vignes")],
)
def test_a_product_is_found_by_words_code_or_barcode(order: Screen, estate: Estate, typed: str, found: str) -> None:
    variant = estate.get(f"/variants/{estate.ids['variant2']}")
    if not variant["gtin"]:
        kept = ("product_id", "vintage_id", "sku", "volume")
        body = {**{name: variant[name] for name in kept}, "gtin": "3760123456784"}
        estate.client.put(f"/{estate.company}/variants/{estate.ids['variant2']}", body)
    type_line(order, typed, "6")
    expect(cell(order, "product", 1)).to_have_value(re.compile(found))
    expect(amount(order, 1)).not_to_be_empty()


def test_who_types_faster_than_the_network_gets_what_was_typed(order: Screen) -> None:
    def late(route: Route) -> None:
        order.page.wait_for_timeout(700)
        route.continue_()

    order.page.route("**/variants?*", late)
    for product, quantity in (("R002", "12"), ("R003", "6c"), ("R001", "24")):
        order.page.keyboard.type(f"{product}\n{quantity}\n")
    expect(order.page.locator("[data-amount]:not(:empty)")).to_have_count(3, timeout=60_000)
    names = [cell(order, "product", line).input_value() for line in (1, 2, 3)]
    assert [name.split(" Rouge")[0] for name in names] == ["Vieilles Vignes", "Les Terrasses", "Clos des Galets"]
    assert [cell(order, "quantity", line).input_value() for line in (1, 2, 3)] == ["12", "6c", "24"]


def test_a_line_is_dragged_and_its_price_explained(order: Screen) -> None:
    for product in ("R001", "R002", "R003"):
        type_line(order, product, "36")
    expect(order.page.locator("[data-amount]:not(:empty)")).to_have_count(3)
    rows = order.page.locator("table tbody tr")
    rows.nth(2).locator("td").first.drag_to(rows.nth(0))
    expect(cell(order, "product", 1)).to_have_value(re.compile("Terrasses"))
    expect(cell(order, "product", 2)).to_have_value(re.compile("Galets"))
    order.page.get_by_role("button", name="Pourquoi ce prix, ligne 1").click()
    why = order.page.get_by_role("dialog")
    expect(why.get_by_label("retenu")).to_be_visible()
    expect(why).to_contain_text("10,50")
    expect(order.page.locator("[data-totals]")).to_contain_text("TVA 20")
    expect(order.page.locator("[data-gross]")).to_have_text(re.compile(r"1.231,20"))


def test_thirty_lines_are_typed_without_the_mouse(order: Screen, estate: Estate) -> None:
    for line in range(30):
        type_line(order, f"R00{line % 4 + 1}", str(line + 1))
    expect(order.page.locator("[data-amount]:not(:empty)")).to_have_count(30)
    order.settled()
    order.keep("order-thirty-lines")
    order.page.keyboard.press("Control+Enter")
    order.toast("Commande validée.")
    order.page.wait_for_url(re.compile("/orders/ord_"))
    saved = estate.get("/orders/" + order.page.url.rsplit("/", 1)[1])
    assert [one["quantity"] for one in saved["lines"]] == list(range(1, 31))
    assert saved["state"] == "validated"


@pytest.mark.feature("2.3-07")
def test_a_validated_order_goes_back_to_draft(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders/{estate.ids['validated']}")
    expect(page.locator("[data-cell]")).to_have_count(0)
    screen.button("Autres actions").click()
    page.get_by_role("menuitem", name="Remettre en brouillon").click()
    screen.toast("Commande remise en brouillon.")
    expect(page.locator("[data-cell=product]").first).to_be_visible()


@pytest.mark.parametrize("typed", ["05/11/2026", "5.11.26", "051126", "2026-11-05"])
def test_a_date_is_typed_day_first(order: Screen, typed: str) -> None:
    field = order.page.get_by_label("Date", exact=True)
    field.fill(typed)
    field.press("Tab")
    expect(field).to_have_value("05/11/2026")
