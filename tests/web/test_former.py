"""An unpaid invoice of the former program and a stock: imported, then looked at in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from tests.web import estate as estates
from tests.web.browser import Screen, until
from tests.web.estate import Estate

pytestmark = pytest.mark.slow
ROWS = (
    "N° de facture;Code client;Date de facture;Échéance;Total TTC;Reste dû;Référence du client\r\n"
    "F2025-457;CLI1;03/12/2025;02/01/2026;1 284,60;284,60;BC 12\r\n"
)


@pytest.fixture(scope="module")
def estate(system: LocalSystem) -> Estate:
    estate = estates.found(system.url)
    customer = {"kind": "business", "name": "Cave du Port", "code": "CLI1", "billing": {"town": "Bordeaux"}}
    estate.ids["customer"] = estate.post("/customers", customer)["id"]
    estate.ids["import"] = imported(estate, ROWS.encode())
    return estate


def imported(estate: Estate, content: bytes) -> str:
    """The import of a file, run to its end."""
    file = estate.client.post(f"/{estate.company}/files?name=factures.csv", content)["id"]
    id: str = estate.post("/imports", {"files": [{"file": file, "name": "factures.csv"}]})["id"]
    path = f"/imports/{id}"

    def state(wanted: str) -> Callable[[], Any]:
        return lambda: estate.get(path)["state"] == wanted

    until(state("draft"))
    estate.post(f"{path}/transitions", {"to": "running"})
    until(state("done"))
    return id


def test_what_is_owed_of_it_is_read_on_its_page(screens: Callable[..., Screen], estate: Estate) -> None:
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/invoices")
    page.get_by_role("link", name=re.compile("F2025-457")).first.click()
    expect(page.get_by_role("heading", name="F2025-457 · Cave du Port", exact=True)).to_be_visible()
    expect(page.locator("[data-balance]")).to_have_text(re.compile(r"284,60"))
    expect(page.get_by_text("Cette facture vient de l’ancien logiciel", exact=False)).to_be_visible()
    screen.keep("former-invoice")
    (row,) = estate.get("/invoices")["items"]
    paid = {"customer": estate.ids["customer"], "method": "transfer", "amount": 10000,
            "allocations": [{"invoice": row["id"], "amount": 10000}]}  # fmt: skip
    number = estate.post("/payments", paid)["number"]
    expect(page.locator("[data-balance]")).to_have_text(re.compile(r"184,60"), timeout=60_000)
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible(timeout=60_000)
