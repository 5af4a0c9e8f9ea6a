"""Two comments: the private one leaves nowhere, the printed one only on the documents chosen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.rooms.test_sales_invoices import xml_of
from tests.support.papers import text_of

PRIVATE, PRINTED = "client difficile", "Livraison par le quai"


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def papers(shop: Shop, **given: Any) -> dict[str, str]:
    """Every document of one sale, from quote to credit note, as its customer reads it."""
    said = {"comment_private": PRIVATE, "comment_printed": PRINTED, **given}
    quote = shop.api.post("/{c}/quotes", shop.asked(**said)).ok(201)
    for to in ("sent", "accepted"):
        shop.api.post(f"/{{c}}/quotes/{quote['id']}/transitions", {"to": to}).ok()
    order = shop.api.post(f"/{{c}}/quotes/{quote['id']}/order").ok(201)
    path = f"/{{c}}/orders/{order['id']}"
    shop.api.post(f"{path}/pro-forma").ok(201)
    shop.api.post(f"{path}/transitions", {"to": "validated"}).ok()
    note = shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    invoice = shop.api.post(f"{path}/invoice").ok(201)
    credit = shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", {}).ok(201)
    found = {
        "quote": shop.api.get(f"/{{c}}/quotes/{quote['id']}/pdf", headers=PDF).content,
        "proforma": shop.api.get(f"{path}/pro-forma", headers=PDF).content,
        "delivery_note": shop.api.get(f"/{{c}}/delivery-notes/{note['id']}/pdf", headers=PDF).content,
        "invoice": shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF).content,
        "credit_note": shop.api.get(f"/{{c}}/invoices/{credit['id']}/pdf", headers=PDF).content,
    }
    texts = {name: text_of(pdf) for name, pdf in found.items()}
    texts["invoice_xml"] = xml_of(found["invoice"]).decode()
    texts["credit_note_xml"] = xml_of(found["credit_note"]).decode()
    letter = shop.api.get("/{c}/sendings", kind="invoice", id=invoice["id"]).ok()
    return {**texts, "shown": json.dumps([invoice, credit, note]), "letter": json.dumps(letter)}


def printing(texts: dict[str, str]) -> set[str]:
    return {name for name, text in texts.items() if PRINTED in text}


@pytest.mark.feature("2.3-20")
def test_the_private_one_is_on_no_paper_and_in_no_e_mail(shop: Shop) -> None:
    texts = papers(shop)
    assert not [name for name, text in texts.items() if PRIVATE in text]
    assert printing(texts) >= {"quote", "proforma", "delivery_note", "invoice", "invoice_xml"}
    assert "credit_note" not in printing(texts)


@pytest.mark.feature("2.3-20")
def test_the_printed_one_is_on_the_documents_chosen_only(shop: Shop) -> None:
    texts = papers(shop, comment_on=["delivery_note", "proforma"])
    assert printing(texts) - {"shown"} == {"delivery_note", "proforma"}
    order = shop.order(comment_printed=PRINTED, comment_on=["invoice"])
    assert order["comment_on"] == ["invoice"]
    shop.api.post("/{c}/orders", shop.asked(comment_on=["stamp"])).refused(422)
