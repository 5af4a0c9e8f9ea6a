"""From quote to paid invoice and shipped, by the public API alone: what a partner's program does in a working day.

The steps follow one another on one system; each is a test of its own, so a failure names the step. The last one bears
the row, for it holds only when every step before it did.
"""

from __future__ import annotations

import hashlib
import io
import re
from types import SimpleNamespace
from typing import Any

import pypdf
import pytest

from scripts.client import Client, Failed
from tests.support.server import shared

PASSWORD = "Mourvedre-Carignan-1936"
COMPANY = {
    "name": "Cave des Coteaux",
    "siret": "404 833 048 00022",
    "vat_number": "FR83 404833048",
    "address": {"lines": ["3 chemin du Pressoir"], "postcode": "84190", "town": "Gigondas", "country": "FR"},
    "iban": "FR76 3000 6000 0112 3456 7890 189",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def story() -> Any:
    """A winery with two wines and a service, one customer, and a program that holds a key."""
    owner = Client(shared().url)
    owner.sign_up("gerante@coteaux.example", PASSWORD, "Odile Coteaux")
    company = owner.post("/companies", COMPANY)["id"]
    at = f"/{company}"
    grid = owner.post(f"{at}/grids", {"code": "CHR", "name": "Restaurants"})["id"]
    family = owner.post(f"{at}/families", {"code": "VIN", "name": "Vins"})["id"]
    wines = []
    for n, price in ((1, "9.00"), (2, "14.50")):
        asked = {"family_id": family, "name": f"Gigondas {n}", "vintages": [{"year": 2022}]}
        product = owner.post(f"{at}/products", asked)
        body = {
            "product_id": product["id"],
            "vintage_id": product["vintages"][0]["id"],
            "sku": f"GIG{n}",
            "volume": 750,
        }
        wines.append(owner.post(f"{at}/variants", body)["id"])
        owner.put(f"{at}/prices/{wines[-1]}", {"prices": {grid: [{"from_qty": 1, "price": price}]}})
    customer = owner.post(
        f"{at}/customers",
        {"kind": "business", "name": "L'Auberge du Ventoux", "grid_id": grid,
         "billing": {"lines": ["Place de l'Église"], "postcode": "84410", "town": "Bédoin"}},
    )["id"]  # fmt: skip
    return SimpleNamespace(client=owner, at=at, wines=wines, customer=customer, grid=grid)


def paper(story: Any, path: str, **query: str) -> bytes:
    tail = "&".join(f"{name}={value}" for name, value in query.items())
    answer: bytes = story.client.call("GET", f"{story.at}{path}?{tail}", headers={"Accept": "application/pdf"})
    return answer


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_quote_is_sent_and_accepted_on_a_day(story: Any) -> None:
    lines = [{"variant": story.wines[0], "quantity": 36}, {"variant": story.wines[1], "quantity": 12}]
    asked = {"customer": story.customer, "lines": lines, "discount_percent": "10"}
    quote = story.client.post(f"{story.at}/quotes", asked)
    assert re.fullmatch(r"DE-\d{4}-0001", quote["number"])
    assert quote["totals"]["net"] == 44820  # 36 x 9.00 and 12 x 14.50, less 10 %
    moves = f"{story.at}/quotes/{quote['id']}/transitions"
    with pytest.raises(Failed) as early:
        story.client.post(moves, {"to": "accepted"})
    assert early.value.status == 409
    story.client.post(moves, {"to": "sent"})
    assert quote["number"] in text_of(paper(story, f"/quotes/{quote['id']}/pdf", lang="fr"))
    story.quote = story.client.post(moves, {"to": "accepted"})
    assert story.quote["accepted_on"]


def test_it_becomes_an_order_once_at_the_agreed_prices(story: Any) -> None:
    tier = [{"from_qty": 1, "price": "99.00"}]
    story.client.put(f"{story.at}/prices/{story.wines[0]}", {"prices": {story.grid: tier}})
    path = f"{story.at}/quotes/{story.quote['id']}/order"
    order = story.client.post(path, {})
    assert order["totals"] == story.quote["totals"]
    with pytest.raises(Failed) as twice:
        story.client.post(path, {})
    assert twice.value.status == 409
    story.order = story.client.post(f"{story.at}/orders/{order['id']}/transitions", {"to": "validated"})
    assert (story.order["state"], story.order["shipped"]) == ("validated", "to_ship")


def test_the_goods_leave_in_two_times(story: Any) -> None:
    first = {"order": story.order["id"], "lines": [{"line": 1, "quantity": 30}]}
    story.notes = [story.client.post(f"{story.at}/delivery-notes", first)]
    with pytest.raises(Failed) as more:
        story.client.post(f"{story.at}/delivery-notes", first)
    assert more.value.status == 422
    story.notes.append(story.client.post(f"{story.at}/delivery-notes", {"order": story.order["id"]}))
    assert [note["totals"]["cols"] for note in story.notes] == [30, 18]
    assert [re.fullmatch(r"BL-\d{4}-000\d", note["number"]) is not None for note in story.notes] == [True, True]
    text = text_of(paper(story, f"/delivery-notes/{story.notes[0]['id']}/pdf", lang="fr"))
    assert story.notes[0]["number"] in text
    assert "9,00" not in text


def test_the_invoice_is_issued_and_paid(story: Any) -> None:
    invoice = story.client.post(f"{story.at}/orders/{story.order['id']}/invoice", {})
    assert invoice["totals"]["net"] == story.quote["totals"]["net"]
    bytes_of = [paper(story, f"/invoices/{invoice['id']}/pdf", lang="fr") for _ in range(2)]
    assert len({hashlib.sha256(one).digest() for one in bytes_of}) == 1
    methods = story.client.get(f"{story.at}/payment-methods")["items"]
    transfer = next(method["id"] for method in methods if method["kind"] == "transfer")
    due = invoice["totals"]["gross"]
    payment = {
        "customer": story.customer,
        "method": transfer,
        "amount": due,
        "allocations": [{"invoice": invoice["id"], "amount": due}],
    }
    story.client.post(f"{story.at}/payments", payment)
    story.invoice = story.client.get(f"{story.at}/invoices/{invoice['id']}")


@pytest.mark.feature("1.3-03")
def test_from_quote_to_paid_invoice_and_shipped(story: Any) -> None:
    order = story.client.get(f"{story.at}/orders/{story.order['id']}")
    assert (order["state"], order["shipped"], order["quote"]) == ("invoiced", "shipped", story.quote["id"])
    assert (story.invoice["status"], story.invoice["balance"]) == ("paid", 0)
    assert order["invoice"] == story.invoice["id"]
    assert [one["note"] for one in order["deliveries"]] == [note["id"] for note in story.notes]
    assert [(line["shipped"], line["to_ship"]) for line in order["lines"]] == [(36, 0), (12, 0)]
    quote = story.client.get(f"{story.at}/quotes/{story.quote['id']}")
    assert (quote["state"], quote["order"]) == ("accepted", order["id"])
