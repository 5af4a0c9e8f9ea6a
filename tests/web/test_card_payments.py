"""Cards taken by Stripe, in a real browser: connected, a link e-mailed, a visitor who pays, the payout that follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from scripts.local import LocalSystem
from scripts.twins.stripe import KEY, SECRET
from tests.web import estate as estates
from tests.web.browser import Screen
from tests.web.estate import Estate


def connected(screen: Screen, estate: Estate) -> None:
    page = screen.open(f"/c/{estate.company}/card-payments")
    key, secret = page.get_by_label("Clé secrète"), page.get_by_label("Secret de signature")
    key.fill("sk_test_nobody")
    page.get_by_role("button", name="Essayer et connecter").click()
    expect(page.get_by_text("Stripe refuse la clé.")).to_be_visible()
    key.fill(KEY)
    secret.fill(SECRET)
    page.get_by_role("button", name="Essayer et connecter").click()
    expect(page.get_by_text(f"Clé enregistrée, qui finit par {KEY[-4:]}")).to_be_visible()
    expect(page.locator("[data-webhook]")).to_have_text(re.compile(f"{estate.company}/connectors/stripe$"))
    assert screen.axe() == []


def desk(system: LocalSystem, **asked: str) -> None:
    """What the seller does on Stripe's own pages."""
    with urlopen(f"http://127.0.0.1:{system.stripe}/", urlencode(asked).encode(), timeout=20) as answer:
        assert answer.status == 200


def followed(screens: Callable[..., Screen], estate: Estate, id: str) -> Page:
    """A visitor with the link of a document."""
    link = urlsplit(estate.get(f"/payment-links/{id}/attempts")["url"])
    return screens().open(f"{link.path}?{link.query}")


@pytest.mark.feature("2.4-02")
@pytest.mark.feature("2.4-03")
def test_a_visitor_pays_an_invoice_on_stripes_page(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.furnished(system.url)
    screen = screens(estate)
    connected(screen, estate)
    invoice = estate.ids["invoice"]
    page = screen.open(f"/c/{estate.company}/invoices/{invoice}")
    panel = page.locator("[data-pay-link]")
    panel.get_by_role("button", name="Envoyer le lien").click()
    expect(panel.get_by_text("Envoyé", exact=True)).to_be_visible()
    balance = estate.get(f"/invoices/{invoice}")["balance"]

    visitor = followed(screens, estate, invoice)
    expect(visitor.get_by_text("Domaine des Trois Terroirs").first).to_be_visible()
    expect(visitor.locator("[data-due]")).to_have_text(re.compile(f"{balance // 100 % 1000},{balance % 100:02d}"))
    visitor.get_by_role("link", name=re.compile("^Payer .* par carte$")).click()
    visitor.wait_for_url(re.compile(f"127.0.0.1:{system.stripe}/c/pay/"))
    visitor.get_by_role("button", name=re.compile("^Payer")).click()
    expect(visitor.get_by_role("heading", name="Merci !")).to_be_visible()
    expect(visitor.get_by_text("il ne reste rien à payer")).to_be_visible()

    expect(panel.get_by_text("Payé", exact=True)).to_be_visible()
    expect(page.locator("[data-balance]")).to_have_text(re.compile("^0,00|^–"))
    assert estate.get(f"/invoices/{invoice}")["balance"] == 0
    again = followed(screens, estate, invoice)
    expect(again.get_by_role("heading", name="Rien à payer")).to_be_visible()
    assert again.get_by_role("link", name=re.compile("par carte")).count() == 0

    desk(system, do="pay_out")
    page = screen.open(f"/c/{estate.company}/payouts")
    line = page.get_by_role("row").filter(has_text="Stripe")
    expect(line).to_have_count(1)
    line.get_by_role("link").first.click()
    expect(page.get_by_text("Rapproché").first).to_be_visible()
    moved = page.get_by_role("region", name="Mouvements du versement")
    expect(moved.get_by_text("Paiement", exact=True)).to_be_visible()
    assert screen.axe() == []


def test_a_visitor_is_told_what_cannot_be_paid(screens: Callable[..., Screen], system: LocalSystem) -> None:
    estate = estates.furnished(system.url)
    connected(screens(estate), estate)
    quote = estate.ids["quote"]
    visitor = followed(screens, estate, quote)
    expect(visitor.get_by_text("Ce paiement est un acompte")).to_be_visible()
    desk(system, do="fault", fault="error")
    try:
        away = followed(screens, estate, estate.ids["invoice"])
        expect(away.get_by_text("Paiement par carte indisponible")).to_be_visible()
        expect(away.locator("[data-due]")).to_be_visible()
    finally:
        desk(system, do="fault", fault="")
    estate.post(f"/quotes/{quote}/transitions", {"to": "refused"})
    gone = followed(screens, estate, quote)
    expect(gone.get_by_role("heading", name=re.compile("plus rien à payer"))).to_be_visible()
    other = screens()
    page = other.open(f"/pay/{estate.company}/{quote}?token=0")
    expect(page.get_by_role("heading", name="Ce lien n’existe pas")).to_be_visible()
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("heading", name="This link does not exist")).to_be_visible()
