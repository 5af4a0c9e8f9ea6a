"""What people type that no document survives by chance: a comment of 400 KB, names with every accent."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from lxml import etree

from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.rooms.test_sales_invoices import xml_of
from tests.support.papers import text_of

HUGE = "Très long. " * 37_000
"""400 KB and more."""
ACCENTS = (
    "ÀÁÂÃÄÅĀĂĄ àáâãäåāăą ÆæǼǽ ÇĆĈĊČ çćĉċč ĎĐÐ ďđð ÈÉÊËĒĔĖĘĚ èéêëēĕėęě ĜĞĠĢ ĝğġģ ĤĦ ĥħ ÌÍÎÏĨĪĬĮİ ìíîïĩīĭįı Ĵĵ Ķķ "
    "ĹĻĽĿŁ ĺļľŀł ÑŃŅŇ ñńņň ÒÓÔÕÖØŌŎŐ òóôõöøōŏő Œœ ŔŖŘ ŕŗř ŚŜŞŠȘ śŝşšș ß ẞ ŢŤŦȚ ţťŧț ÙÚÛÜŨŪŬŮŰŲ "
    "ùúûüũūŭůűų ŴẀẂẄ ÝŶŸỲ ýÿŷỳ ŹŻŽ źżž Þþ"
)
VIETNAMESE = "Nguyễn Thị Hồng Ánh, Đặng Phương Quỳnh"
NAMES = [ACCENTS[start : start + 60].strip() for start in range(0, len(ACCENTS), 60)] + [VIETNAMESE]


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


@pytest.mark.parametrize("field", ["comment_printed", "comment_private"])
@pytest.mark.parametrize("path", ["orders", "quotes", "orders/price"])
def test_a_comment_of_400_kb_is_refused_with_its_field_and_its_rule(shop: Shop, path: str, field: str) -> None:
    assert len(HUGE.encode()) > 400_000
    problem = shop.api.post(f"/{{c}}/{path}", {**shop.asked(), field: HUGE}).refused(422)
    assert [(one["field"], one["rule"]) for one in problem["errors"]] == [(field, "schema.string_too_long")]
    assert problem["errors"][0]["detail"] == "Ce texte est trop long."


def test_an_e_mail_of_400_kb_and_a_delivery_note_are_refused_alike(shop: Shop) -> None:
    order = shop.order(confirm=True)
    letter = {"kind": "order", "id": order["id"], "text": HUGE}
    problem = shop.api.post("/{c}/sendings", letter).refused(422)
    assert [one["field"] for one in problem["errors"]] == ["text"]
    note = {"order": order["id"], "comment": HUGE}
    problem = shop.api.post("/{c}/delivery-notes", note).refused(422)
    assert [one["field"] for one in problem["errors"]] == ["comment"]


def test_the_longest_comment_that_is_taken_is_printed_whole(shop: Shop) -> None:
    longest = ("Mot " * 1250)[:5000]
    invoice = shop.invoice(comment_printed=longest)
    pdf = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF).content
    assert text_of(pdf).count("Mot") == 1250


@pytest.mark.parametrize("name", NAMES)
def test_a_name_with_every_accent_is_sold_to_printed_read_by_machines_and_found(shop: Shop, name: str) -> None:
    town = name[:40]
    billing = {"lines": [name], "postcode": "75001", "town": town, "country": "FR"}
    buyer = shop.customer(name, name=name, siret="", vat_number="", kind="business", billing=billing)
    invoice = shop.invoice(customer=name, reference=name[:60], comment_printed=name)
    pdf = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", headers=PDF).content
    printed = "".join(text_of(pdf).split())
    assert "".join(name.split()) in printed
    assert "?" not in printed
    names = etree.fromstring(xml_of(pdf)).xpath("//*[local-name()='BuyerTradeParty']/*[local-name()='Name']/text()")
    assert names == [name]
    with pikepdf.open(BytesIO(pdf)) as document:
        assert name in str(document.docinfo["/Subject"])
    assert buyer in [row["id"] for row in shop.api.get("/{c}/customers", q=name.split()[0]).ok()["items"]]
    assert shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()["buyer"]["name"] == name
