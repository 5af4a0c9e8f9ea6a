"""Lists as files: what a person reads are names and words, never ids or codes."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from tests.rooms.sales_support import CSV, Shop, open_shop

ID = re.compile(r"\b[a-z]{2,4}_[0-9A-Za-z]{10,}")


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    shop = open_shop(new_estate, wines=1)
    category = shop.api.post("/{c}/customer-categories", {"code": "CHR", "name": "Restaurants"}).ok(201)
    me = shop.api.get("/{c}/members").ok()["items"][0]["id"]
    given = {"category_id": category["id"], "representative": me, "payment_method": "bill", "payment_term": "net-30"}
    shop.customer("bistrot", **given)
    invoice = shop.invoice()
    shop.pay(1000, [(invoice["id"], 1000)])
    return shop


def rows(shop: Shop, path: str, **asked: Any) -> list[dict[str, str]]:
    reply = shop.api.get(f"/{{c}}/{path}/export", format="csv", headers=CSV, **asked)
    assert reply.status == 200, reply.content
    text = reply.content.decode("utf-8-sig")
    assert not ID.search(text), ID.findall(text)
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_customers(shop: Shop) -> None:
    (row,) = rows(shop, "customers")
    said = {name: row[name] for name in ("Nature", "Catégorie", "Tarif", "Pays", "Mode de règlement", "Langue")}
    assert said == {
        "Nature": "Professionnel", "Catégorie": "Restaurants", "Tarif": "CHR", "Pays": "France",
        "Mode de règlement": "Lettre de change", "Langue": "français",
    }  # fmt: skip
    assert row["Représentant"]


def test_orders_invoices_and_payments(shop: Shop) -> None:
    (order,) = rows(shop, "orders")
    assert (order["État"], order["Tarif"], order["Pays"]) == ("Facturée", "CHR", "France")
    (invoice,) = rows(shop, "invoices")
    assert (invoice["Nature"], invoice["Règlement"], invoice["Langue"]) == ("Facture", "Réglée en partie", "français")
    (payment,) = rows(shop, "payments")
    assert (payment["État"], payment["Mode de règlement"]) == ("Enregistré", "Virement")
    assert len({order["Représentant"], invoice["Représentant"], payment["Représentant"]}) == 1
    assert order["Représentant"]


def test_the_columns_asked_are_given_as_asked(shop: Shop) -> None:
    reply = shop.api.get("/{c}/orders/export", format="csv", fields="number,grid", headers=CSV)
    assert ID.search(reply.content.decode("utf-8-sig"))
