"""The approved platform connected on its page; an invoice leaves, is deposited, paid and told as collected; another is
refused and says what to do: in a real browser."""

from __future__ import annotations

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from scripts.twins.afnor import CLIENT, SECRET
from tests.web import estate as estates
from tests.web.browser import DESK, PHONE, TABLET, Screen, until
from tests.web.estate import Estate

pytestmark = pytest.mark.slow
RESTAURANT = {"kind": "business", "name": "Le Bistrot d'Élise", "siret": "73282932000074",
              "billing": {"lines": ["2 place du Marché"], "postcode": "75001", "town": "Paris"}}  # fmt: skip


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    return estates.furnished(system.url)


def invoice(estate: Estate, customer: str) -> Any:
    lines = [{"variant": estate.ids["variant1"], "quantity": 36}]
    order = estate.post("/orders", {"customer": customer, "lines": lines, "confirm": True})
    return estate.post(f"/orders/{order['id']}/invoice", {})


def answer(system: LocalSystem, number: str, code: str) -> None:
    """The buyer answers on the page of the trial platform."""
    body = urllib.parse.urlencode({"do": f"{code} {number}"}).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{system.platform}/", data=body, timeout=30) as told:
        assert told.status == 200


def ready(system: LocalSystem) -> bool:
    """Does the trial platform answer yet?"""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{system.platform}/", timeout=5).close()
    except OSError:
        return False
    return True


def test_an_invoice_goes_by_the_platform_until_it_is_collected_or_refused(
    screens: Callable[..., Screen], estate: Estate, system: LocalSystem
) -> None:
    screen = screens(estate)
    until(lambda: ready(system))
    page = screen.open(f"/c/{estate.company}/platform")
    page.get_by_role("textbox", name="Identifiant", exact=True).fill(CLIENT)
    page.get_by_label("Secret (clé)", exact=True).fill(SECRET)
    screen.keep("einvoicing-platform")
    screen.button("Enregistrer").click()
    expect(page.locator("main")).to_contain_text("Secret enregistré, terminé par")
    expect(page.locator("main")).to_contain_text("La plateforme prévient dès qu’un statut change.")
    customer = estate.post("/customers", {**RESTAURANT, "grid_id": estate.ids["grid"]})["id"]
    paid, refused = invoice(estate, customer), invoice(estate, customer)
    page = screen.open(f"/c/{estate.company}/invoices/{paid['id']}")
    panel = page.locator("[data-einvoice]")
    expect(panel).to_have_attribute("data-einvoice", "deposited", timeout=90_000)
    money = {"customer": customer, "method": estate.ids["method"], "amount": paid["balance"],
             "allocations": [{"invoice": paid["id"], "amount": paid["balance"]}]}  # fmt: skip
    estate.post("/payments", money)
    expect(panel).to_have_attribute("data-einvoice", "collected", timeout=90_000)
    screen.keep("einvoicing-invoice")
    page = screen.open(f"/c/{estate.company}/invoices/{refused['id']}")
    expect(panel).to_have_attribute("data-einvoice", "deposited", timeout=90_000)
    answer(system, refused["number"], "210")
    expect(panel).to_have_attribute("data-einvoice", "refused", timeout=90_000)
    expect(panel.get_by_role("alert")).to_contain_text("faites un avoir, puis une nouvelle facture")
    page = screen.open(f"/c/{estate.company}/einvoices")
    for size in (DESK, TABLET, PHONE):
        screen.resize(size)
        expect(page.get_by_text(refused["number"], exact=True).first).to_be_visible()
        assert screen.sideways() == 0
        screen.keep(f"einvoicing-list-{size[0]}")
    asked = json.dumps({"field": "state", "op": "eq", "value": "refused"})
    found = estate.get(f"/einvoices?{urllib.parse.urlencode({'where': asked})}")["items"]
    assert [(one["number"], one["reason"]) for one in found] == [(refused["number"], "NON_CONFORME")]


def test_the_pages_of_reports_and_of_invoices_stand_in_three_sizes(
    screens: Callable[..., Screen], estate: Estate
) -> None:
    screen = screens(estate)
    for path, title in (("e-reports", "E-reporting des ventes"), ("platform", "Plateforme agréée")):
        page = screen.open(f"/c/{estate.company}/{path}")
        expect(page.locator("h1")).to_have_text(re.compile(title))
        for size in (DESK, TABLET, PHONE):
            screen.resize(size)
            assert screen.sideways() == 0
            screen.keep(f"einvoicing-{path}-{size[0]}")
