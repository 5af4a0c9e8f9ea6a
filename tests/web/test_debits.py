"""Direct debits in a real browser: GoCardless connected, a customer invited, who signs; his invoice debited, paid."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from scripts.local import LocalSystem
from scripts.twins.gocardless import KEY, SECRET
from tests.web import estate as estates
from tests.web.browser import Screen, until
from tests.web.estate import Estate

EMAIL = "mandat@bistrot.example"


def mailed(system: LocalSystem) -> str:
    """The link in the mail of the invitation, "" until it came."""
    with urlopen(f"{system.url}/mailbox.json", timeout=60) as answer:
        texts = [str(one["text"]) for one in json.load(answer) if EMAIL in one["to"]]
    return next(iter(re.findall(r"http\S+/mandat\?\S+", "\n".join(texts))), "")


def desk(system: LocalSystem, **asked: str) -> None:
    """What the bank does, on the twin's first page."""
    with urlopen(f"http://127.0.0.1:{system.gocardless}/", urlencode(asked).encode(), timeout=20) as answer:
        assert answer.status == 200


def to_be_debited(estate: Estate) -> tuple[str, str]:
    """A customer with an address, and his invoice, due at once, by direct debit."""
    body = {"kind": "business", "name": "Le Bistrot prélevé", "grid_id": estate.ids["grid"], "emails": [EMAIL],
            "payment_method": "direct_debit", "payment_term": "cash",
            "billing": {"lines": ["3 quai du Port"], "postcode": "33000", "town": "Bordeaux"}}  # fmt: skip
    customer = estate.post("/customers", body)["id"]
    lines = [{"variant": estate.ids["variant1"], "quantity": 12}]
    order = estate.post("/orders", {"customer": customer, "lines": lines, "confirm": True})
    return customer, estate.post(f"/orders/{order['id']}/invoice", {})["id"]


@pytest.mark.feature("INN-05")
@pytest.mark.feature("2.4-06")
def test_a_customer_signs_and_his_invoice_is_debited(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.furnished(system.url)
    customer, invoice = to_be_debited(estate)
    screen = screens(estate)
    page = screen.open(f"/c/{estate.company}/debits")
    page.get_by_role("button", name="Plus", exact=True).click()
    page.get_by_role("menuitem", name="Réglages de GoCardless").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Jeton d’accès").fill(KEY)
    dialog.get_by_label("Secret du webhook").fill(SECRET)
    expect(dialog.get_by_text(re.compile(f"{estate.company}/debits/events$"))).to_be_visible()
    assert screen.axe() == []
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(dialog).to_be_hidden()

    page = screen.open(f"/c/{estate.company}/customers/{customer}")
    page.get_by_role("button", name="Proposer le prélèvement").click()
    panel = page.get_by_role("region", name="Mandat SEPA")
    expect(panel.get_by_text("En attente", exact=True)).to_be_visible()
    visitor = screens().open(until(lambda: mailed(system)).removeprefix(system.url))
    visitor.get_by_role("link", name="Continuer sur GoCardless").click()
    visitor.wait_for_url(re.compile(f"127.0.0.1:{system.gocardless}/flow/"))
    visitor.get_by_role("button", name=re.compile("^Signer le mandat")).click()
    expect(
        visitor.get_by_role("heading", name=re.compile("Merci, le mandat est signé|Le mandat est actif"))
    ).to_be_visible()
    expect(panel.get_by_text("Actif", exact=True)).to_be_visible(timeout=60_000)

    page = screen.open(f"/c/{estate.company}/debits")
    page.get_by_role("button", name="Prélever ce qui est dû").click()
    screen.toast("1 prélèvement demandé")
    expect(page.get_by_text("Le Bistrot prélevé").first).to_be_visible()
    assert screen.axe() == []
    screen.keep("debits")
    [debit] = estate.get("/debits")["items"]
    desk(system, id=debit["reference"], do="confirmed")
    until(lambda: estate.get(f"/invoices/{invoice}")["balance"] == 0)
    desk(system, id=debit["reference"], do="failed")
    until(lambda: estate.get(f"/invoices/{invoice}")["balance"] > 0)
    page = screen.open(f"/c/{estate.company}/debits?f=state.in.failed")
    expect(page.get_by_text("Le compte n'était pas assez approvisionné.").first).to_be_visible()
    screen.open(f"/c/{estate.company}/mandates")
    screen.keep("mandates")
