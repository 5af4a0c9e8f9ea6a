"""The commercial file of a customer: its totals are those of the lists, of the account, and of the books."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.call import Actor, Call
from chalicelib.payments import service
from chalicelib.tenancy.rules.scopes import SCOPES
from tests.rooms.sales_support import CSV, PDF, Shop, open_shop
from tests.support.papers import pages_of, text_of


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def file_of(shop: Shop, **query: Any) -> str:
    path = f"/{{c}}/customers/{shop.customer('bistrot')}/commercial-file"
    reply = shop.api.get(path, headers=PDF, **query)
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/pdf"
    return text_of(reply.content)


@pytest.mark.feature("4.1-18")
def test_one_pdf_says_who_what_is_due_and_what_was_bought(shop: Shop) -> None:
    first, second, third = shop.invoice(), shop.invoice(lines=2), shop.invoice()
    shop.pay(34560, [(first["id"], 34560)])
    shop.pay(10000, [(second["id"], 5000)], reference="ACOMPTE")
    told = file_of(shop)
    assert "DOSSIER COMMERCIAL" in told
    for identity in ("Le Bistrot d'Élise", "73282932000074", "FR44732829320", "2 place du Marché", "75001 Paris"):
        assert identity in told, identity
    assert first["number"] not in told
    assert second["number"] in told
    assert third["number"] in told
    # 691.20 − 50.00 + 345.60 due, 50.00 to his credit
    assert "986,80 €" in told
    assert "−50,00 €" in told
    assert "936,80 €" in told
    assert "Château des Tests n° 0 2022" in told
    assert str(second["issued_on"][:4]) in told

    where = json.dumps({"field": "customer", "op": "eq", "value": shop.customer("bistrot")})
    due = shop.api.get("/{c}/invoices", where=where, sums="balance").ok()["sums"]["balance"]
    credit = shop.api.get("/{c}/payments", where=where, sums="unallocated").ok()["sums"]["unallocated"]
    shop.api.get("/{c}/accounting/ledger/export", headers=CSV, format="csv")  # what is pending is booked first
    code = shop.api.get(f"/{{c}}/customers/{shop.customer('bistrot')}").ok()["code"]
    mine = json.dumps({"field": "aux", "op": "contains", "value": code})
    book = shop.api.get("/{c}/accounting/ledger", where=mine, sums="debit,credit").ok()["sums"]
    assert due - credit == book["debit"] - book["credit"] == 93680


def test_days_late_are_counted_from_the_due_date(shop: Shop) -> None:
    invoice = shop.invoice()
    due = datetime.fromisoformat(invoice["due_on"]).replace(hour=9, tzinfo=UTC)
    actor = Actor(kind="user", id="usr_1", name="x", scopes=SCOPES)
    for days, late in ((0, ""), (17, "17")):
        call = Call(actor, shop.estate.company, due + timedelta(days=days), "req")
        told = text_of(service.commercial_file(call, shop.customer("bistrot"), "fr").content)
        row = told.split(invoice["number"])[1].split("Total")[0].split(" FA-")[0]
        assert (f" {late} 345,60" in row) == bool(late), row
    english = text_of(service.commercial_file(call, shop.customer("bistrot"), "en").content)
    assert "Account balance" in english
    assert "Days late" in english


def test_a_long_file_repeats_its_heads(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    for _ in range(45):
        shop.invoice(quantity=1)
    path = f"/{{c}}/customers/{shop.customer('bistrot')}/commercial-file"
    pages = pages_of(shop.api.get(path, headers=PDF).content)
    assert len(pages) >= 2
    assert "Jours de retard" in pages[0]
    assert "Jours de retard" in pages[1]
    assert "2/" in pages[1]


def test_a_customer_without_a_sale_has_one_too(shop: Shop) -> None:
    quiet = shop.customer("calme", name="La Cave calme", siret="", vat_number="")
    told = text_of(shop.api.get(f"/{{c}}/customers/{quiet}/commercial-file", headers=PDF).content)
    assert "Aucune facture à régler." in told
    assert "Aucun achat." in told
    assert "La Cave calme" in told


def test_who_may_not_see_learns_nothing(shop: Shop, new_estate: Any) -> None:
    path = f"/{{c}}/customers/{shop.customer('bistrot')}/commercial-file"
    shop.api.stranger().get(path).refused(401)
    other = new_estate()
    other.api.into(shop.estate.company).get(path).refused(404)
    other.api.get(path).refused(404, "crm.customer.not_found")
