"""An order in three instalments, a deposit on it, the invoice that deducts it: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import DESK, PHONE, TABLET, Screen
from tests.web.estate import Estate

pytestmark = pytest.mark.slow
SIZES = {"desk": DESK, "tablet": TABLET, "phone": PHONE}


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def looked_at(screen: Screen, name: str, part: str = "h1") -> None:
    """The page in three sizes: nothing runs out sideways, every action can be reached."""
    for size, pixels in SIZES.items():
        screen.resize(pixels)
        screen.settled()
        assert screen.sideways() == 0
        assert screen.poor_actions() == []
        screen.page.locator(part).scroll_into_view_if_needed()
        screen.keep(f"{name}-{size}")
    screen.resize(DESK)


def test_three_instalments_and_a_deposit_to_the_invoice_that_deducts_it(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/orders/{estate.ids['draft']}")
    for rank, (percent, term) in enumerate((("30", "Comptant"), ("40", "30 jours"), ("", "60 jours")), 1):
        screen.button("Ajouter une échéance").click()
        row = page.get_by_role("group", name=f"Échéance {rank}", exact=True)
        if percent:
            row.get_by_label("Pourcentage", exact=True).fill(percent)
        row.get_by_role("combobox", name="Délai", exact=True).click()
        page.get_by_role("option", name=re.compile(f"^{term}")).first.click()
    total = estate.get(f"/orders/{estate.ids['draft']}")["totals"]["gross"]
    shown = page.locator("[data-schedule]")
    expect(shown).to_contain_text("Total")
    page.wait_for_function(
        "gross => document.querySelector('[data-schedule]')?.textContent.replace(/\\D/g, '').endsWith(String(gross))",
        arg=total,
    )
    looked_at(screen, "schedule", "[data-schedule]")
    screen.button("Valider").click()
    screen.toast("Commande validée")
    order = estate.get(f"/orders/{estate.ids['draft']}")
    assert sum(one["cents"] for one in order["schedule"]) == total
    screen.button("Autres actions").click()
    page.get_by_role("menuitem", name="Facturer un acompte", exact=True).click()
    dialog = page.get_by_role("dialog")
    asked = dialog.get_by_role("textbox", name="Pourcentage de la commande", exact=True)
    asked.fill("101")
    expect(dialog.get_by_role("button", name=re.compile("^Émettre l’acompte"))).to_be_disabled()
    asked.fill("30")
    screen.keep("deposit-dialog")
    dialog.get_by_role("button", name=re.compile("^Émettre l’acompte")).click()
    expect(page.locator("h1")).to_have_text(re.compile(r"AC-\d{4}-\d{4}"))
    looked_at(screen, "deposit")
    deposit = estate.get(f"/orders/{order['id']}")["deposits"][0]
    share = {"invoice": deposit["invoice"], "amount": deposit["gross"]}
    money = {"method": estate.ids["method"], "amount": deposit["gross"], "allocations": [share]}
    estate.post("/payments", {"customer": order["customer"], **money})
    page.get_by_role("link", name=f"Commande {order['number']}", exact=True).click()
    expect(page.get_by_role("link", name=f"Acompte {deposit['number']}", exact=True)).to_be_visible()
    screen.button("Facturer").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"FA-\d{4}-\d{4}|F\d"))
    instalments = page.get_by_role("table", name="Échéancier", exact=True)
    expect(instalments.get_by_role("row")).to_have_count(4)
    expect(page.get_by_role("link", name=f"Acompte {deposit['number']}", exact=True)).to_be_visible()
    balance = total - deposit["gross"]
    page.wait_for_function(
        "due => document.querySelector('[data-balance]')?.textContent.replace(/\\D/g, '') === String(due)", arg=balance
    )
    looked_at(screen, "deducted")
