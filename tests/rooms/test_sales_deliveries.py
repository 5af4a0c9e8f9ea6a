"""Delivery notes through the API: whole or in part, before or after the invoice, undone by another; what is refused."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws import journal
from chalicelib.aws.call import system_call
from chalicelib.kernel.errors import CaveauError, Unavailable
from chalicelib.sales import service
from chalicelib.sales.schemas import DeliveryIn
from tests.rooms.sales_support import CSV, PDF, Shop, open_shop
from tests.rooms.tenancy_support import colleague
from tests.support.bus import Bus
from tests.support.papers import text_of


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=3)


def delivered(shop: Shop, order: Any, *parts: tuple[int, int], **given: Any) -> Any:
    lines = [{"line": line, "quantity": quantity} for line, quantity in parts]
    body = {"order": order["id"], **({"lines": lines} if parts else {}), **given}
    return shop.api.post("/{c}/delivery-notes", body).ok(201)


def again(shop: Shop, order: Any) -> Any:
    return shop.api.get(f"/{{c}}/orders/{order['id']}").ok()


def facts(shop: Shop, name: str) -> list[Any]:
    last = journal.heads(shop.estate.company)["main"]
    entries = journal.read(shop.estate.company, "main", 1, last)
    return [fact["data"] for entry in entries for fact in entry["facts"] if fact["type"] == name]


def test_an_order_leaves_in_two_parts_and_is_shipped(shop: Shop) -> None:
    order = shop.order(lines=2, quantity=36, confirm=True)
    assert (order["shipped"], [line["to_ship"] for line in order["lines"]]) == ("to_ship", [36, 36])
    first = delivered(shop, order, (1, 36), (2, 12), comment="Quai 3")
    assert first["number"].startswith("BL-")
    assert (first["state"], first["partial"], first["totals"]["cols"]) == ("issued", True, 48)
    assert (first["order_number"], first["buyer"]["name"], first["comment"]) == (
        order["number"], "Le Bistrot d'Élise", "Quai 3",
    )  # fmt: skip
    half = again(shop, order)
    assert (half["shipped"], [(line["shipped"], line["to_ship"]) for line in half["lines"]]) == (
        "partly",
        [(36, 0), (12, 24)],
    )
    second = delivered(shop, order)
    assert ([(line["line"], line["quantity"]) for line in second["lines"]], second["partial"]) == ([(2, 24)], False)
    done = again(shop, order)
    assert (done["shipped"], done["state"]) == ("shipped", "validated")
    assert [one["number"] for one in done["deliveries"]] == [first["number"], second["number"]]
    shares = [sum(line["net"] for line in note["lines"]) for note in (first, second)]
    assert sum(shares) == order["totals"]["net"]
    told = facts(shop, "sales.delivery.issued.v1")[-2:]
    assert [one["complete"] for one in told] == [False, True]
    assert told[1]["lines"] == [{"line": 2, "variant": shop.wines[1], "quantity": 24, "capsule": None}]


def test_never_more_than_was_ordered(shop: Shop) -> None:
    order = shop.order(lines=2, quantity=12, confirm=True)
    delivered(shop, order, (1, 8))
    body = {"order": order["id"], "lines": [{"line": 1, "quantity": 5}, {"line": 2, "quantity": 13}]}
    problem = shop.api.post("/{c}/delivery-notes", body).refused(422, "sales.delivery.too_many")
    assert [(one["field"], one["rule"]) for one in problem["errors"]] == [
        ("lines.0.quantity", "sales.delivery.too_many"),
        ("lines.1.quantity", "sales.delivery.too_many"),
    ]
    assert "il en reste 4" in problem["errors"][0]["detail"]
    for lines, code in (
        ([{"line": 3, "quantity": 1}], "sales.delivery.no_line"),
        ([{"line": 2, "quantity": 1}, {"line": 2, "quantity": 1}], "sales.delivery.twice"),
    ):
        shop.api.post("/{c}/delivery-notes", {"order": order["id"], "lines": lines}).refused(422, code)
    for lines in ([], [{"line": 1, "quantity": 0}], [{"line": 1, "quantity": -2}]):
        shop.api.post("/{c}/delivery-notes", {"order": order["id"], "lines": lines}).refused(422)
    delivered(shop, order)
    shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).refused(409, "sales.delivery.nothing_left")


def test_two_notes_at_once_ship_no_more_than_one_order(shop: Shop) -> None:
    """Four people issue 12 of the same 36 bottles: three pass, the fourth is told what is left."""
    order = shop.order(quantity=36, confirm=True)
    asked = DeliveryIn.model_validate({"order": order["id"], "lines": [{"line": 1, "quantity": 12}]})

    def issue(_: int) -> str:
        while True:
            call = system_call("test", shop.estate.company, datetime.now(UTC))
            with suppress(Unavailable):
                try:
                    return service.deliver(call, asked).number
                except CaveauError as error:
                    if isinstance(error, Unavailable):
                        raise
                    return error.code

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(issue, range(4)))
    assert len({one for one in told if one.startswith("BL-")}) == 3
    assert [one for one in told if not one.startswith("BL-")] == ["sales.delivery.nothing_left"]
    assert again(shop, order)["lines"][0]["shipped"] == 36


def test_a_cancelled_note_is_countered_not_changed(shop: Shop) -> None:
    order = shop.order(lines=2, quantity=12, confirm=True)
    note = delivered(shop, order)
    path = f"/{{c}}/delivery-notes/{note['id']}"
    paper = shop.api.get(f"{path}/pdf", headers=PDF).content
    shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "cancelled"}).refused(409, "sales.order.shipped")
    shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "draft"}).refused(409, "sales.order.shipped")
    gone = shop.api.post(f"{path}/transitions", {"to": "cancelled"}).ok()
    assert (gone["state"], gone["allowed"], gone["version"]) == ("cancelled", [], 1)
    changed = ("state", "allowed", "countered_by", "countered_number")
    assert {name: gone[name] for name in gone if name not in changed} == {
        name: note[name] for name in note if name not in changed
    }
    assert shop.api.get(f"{path}/pdf", headers=PDF).content == paper
    counter = shop.api.get(f"/{{c}}/delivery-notes/{gone['countered_by']}").ok()
    assert (counter["state"], counter["counters"], counter["counters_number"]) == (
        "counter",
        note["id"],
        note["number"],
    )
    assert counter["number"] == gone["countered_number"] > note["number"]
    for one in (path, f"/{{c}}/delivery-notes/{counter['id']}"):
        shop.api.post(f"{one}/transitions", {"to": "cancelled"}).refused(409, "sales.delivery.transition")
    back = again(shop, order)
    assert (back["shipped"], [line["to_ship"] for line in back["lines"]]) == ("to_ship", [12, 12])
    assert [(one["cols"], one["state"]) for one in back["deliveries"]] == [(24, "cancelled"), (-24, "counter")]
    told = facts(shop, "sales.delivery.cancelled.v1")[-1]
    assert (told["cancels_number"], [line["quantity"] for line in told["lines"]]) == (note["number"], [12, 12])
    draft = shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "draft"}).ok()
    assert [line["to_ship"] for line in draft["lines"]] == [0, 0]
    shop.api.delete(f"/{{c}}/orders/{order['id']}").refused(409, "sales.order.not_removable")


def test_before_or_after_the_invoice(shop: Shop) -> None:
    order = shop.order(quantity=36, confirm=True)
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert again(shop, order)["shipped"] == "to_ship"
    note = delivered(shop, order)
    done = again(shop, order)
    assert (done["state"], done["shipped"], done["invoice"]) == ("invoiced", "shipped", invoice["id"])
    (row,) = shop.api.get("/{c}/delivery-notes", q=note["number"]).ok()["items"]
    assert (row["invoice_number"], row["order_number"], row["cols"]) == (invoice["number"], order["number"], 36)


def test_only_a_confirmed_order_is_delivered(shop: Shop) -> None:
    for order in (shop.order(), shop.order(quantity=1)):
        shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).refused(409, "sales.delivery.order_state")
    shop.api.post("/{c}/delivery-notes", {"order": "ord_unknown"}).refused(404, "sales.order.not_found")


def test_services_never_appear(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    family = shop.api.post("/{c}/families", {"code": "SER", "name": "Services"}).ok(201)["id"]
    product = shop.api.post(
        "/{c}/products", {"family_id": family, "name": "Visite guidée", "kind": "service", "vintages": []}
    ).ok(201)
    body = {"product_id": product["id"], "sku": "VISITE", "own_label": "Visite guidée"}
    service_line = shop.api.post("/{c}/variants", body).ok(201)["id"]
    asked = shop.asked(quantity=6, confirm=True)
    asked["lines"].append({"variant": service_line, "quantity": 2, "unit_price": "15.00"})
    order = shop.api.post("/{c}/orders", asked).ok(201)
    assert [line["to_ship"] for line in order["lines"]] == [6, 0]
    body = {"order": order["id"], "lines": [{"line": 2, "quantity": 1}]}
    shop.api.post("/{c}/delivery-notes", body).refused(422, "sales.delivery.service")
    note = delivered(shop, order)
    assert [line["sku"] for line in note["lines"]] == ["CT22-0"]
    assert again(shop, order)["shipped"] == "shipped"
    text = text_of(shop.api.get(f"/{{c}}/delivery-notes/{note['id']}/pdf", headers=PDF).content)
    assert "Visite" not in text
    asked["lines"] = asked["lines"][1:]
    alone = shop.api.post("/{c}/orders", asked).ok(201)
    assert alone["shipped"] == "nothing"
    shop.api.post("/{c}/delivery-notes", {"order": alone["id"]}).refused(409, "sales.delivery.nothing_left")


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", ("Bon de livraison", "Reçu en bon état", "cols")), ("en", ("Delivery note", "bottles"))]
)
def test_its_paper_shows_prices_only_when_asked(shop: Shop, lang: str, words: tuple[str, ...]) -> None:
    order = shop.order(lines=2, quantity=36, confirm=True, discount_percent="10", comment_private="secret")
    note = delivered(shop, order, (1, 12))
    path = f"/{{c}}/delivery-notes/{note['id']}/pdf"
    reply = shop.api.get(path, headers=PDF, lang=lang)
    assert shop.api.get(path, headers=PDF, lang=lang).headers["etag"] == reply.headers["etag"]
    text = text_of(reply.content)
    for word in (*words, note["number"], order["number"], "CT22-0"):
        assert word in text, word
    for word in ("8,00", "8.00", "86,40", "86.40", "TVA 20", "VAT 20", "secret", "CT22-1"):
        assert word not in text, word
    priced = text_of(shop.api.get(path, headers=PDF, lang=lang, prices="true").content)
    for amount in ("8,00", "86,40", "103,68"):  # 12 x 8.00 less 10 %, then with VAT
        assert (amount if lang == "fr" else amount.replace(",", ".")) in priced, amount


def test_the_supply_is_dated_by_the_last_delivery(shop: Shop) -> None:
    order = shop.order(quantity=12, confirm=True)
    call = system_call("test", shop.estate.company, datetime(2026, 11, 3, 9, tzinfo=UTC))
    service.deliver(call, DeliveryIn(order=order["id"]))
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert invoice["delivered_on"] == "2026-11-03"
    assert invoice["issued_on"] >= "2026-11-22"


def test_the_same_intent_sent_again_makes_one_note_and_a_stale_page_none(shop: Shop) -> None:
    order = shop.order(quantity=12, confirm=True)
    key, body = {"Idempotency-Key": "note-of-the-bistrot"}, {"order": order["id"]}
    first = shop.api.post("/{c}/delivery-notes", body, headers=key)
    second = shop.api.post("/{c}/delivery-notes", body, headers=key)
    assert first.ok(201) == second.ok(201)
    assert second.headers["idempotent-replayed"] == "true"
    other = shop.order(quantity=12, confirm=True)
    delivered(shop, other, (1, 6))
    stale = {"If-Match": f'"{other["version"]}"'}
    shop.api.post("/{c}/delivery-notes", {"order": other["id"]}, headers=stale).refused(412, "http.stale_version")


def test_lists_filter_and_export(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    notes = [delivered(shop, shop.order(quantity=n, confirm=True)) for n in (6, 12)]
    shop.api.post(f"/{{c}}/delivery-notes/{notes[0]['id']}/transitions", {"to": "cancelled"}).ok()
    page = shop.api.get("/{c}/delivery-notes", sort="number", sums="cols").ok()
    assert [(row["cols"], row["state"]) for row in page["items"]] == [(6, "cancelled"), (12, "issued"), (-6, "counter")]
    assert page["sums"] == {"cols": 12}
    rows = shop.api.get("/{c}/delivery-notes/export", format="csv", headers=CSV).content.decode("utf-8-sig")
    assert len(rows.splitlines()) == 4
    where = json.dumps({"field": "shipped", "op": "in", "value": ["shipped"]})
    assert [row["cols"] for row in shop.api.get("/{c}/orders", where=where).ok()["items"]] == [12]


def test_strangers_other_companies_and_the_cellar(shop: Shop, new_estate: Any) -> None:
    order = shop.order(confirm=True)
    note = delivered(shop, order, (1, 1))
    other = new_estate()
    for path in ("/{c}/delivery-notes", f"/{{c}}/delivery-notes/{note['id']}"):
        shop.api.stranger().get(path).refused(401)
        other.api.into(shop.estate.company).get(path).refused(404)
    other.api.get(f"/{{c}}/delivery-notes/{note['id']}").refused(404, "sales.delivery.not_found")
    other.api.post("/{c}/delivery-notes", {"order": order["id"]}).refused(404, "sales.order.not_found")
    reader = colleague(shop.estate, Bus(), "reader", f"lecture.{shop.estate.company.lower()}@domaine.example")
    assert reader.get(f"/{{c}}/delivery-notes/{note['id']}").ok() == note
    reader.post("/{c}/delivery-notes", {"order": order["id"]}).refused(403, "http.scope")
    reader.post(f"/{{c}}/delivery-notes/{note['id']}/transitions", {"to": "cancelled"}).refused(403, "http.scope")
    agent = colleague(shop.estate, Bus(), "representative", f"agent.{shop.estate.company.lower()}@domaine.example")
    agent.get(f"/{{c}}/delivery-notes/{note['id']}").refused(404, "sales.delivery.not_found")
    assert agent.get("/{c}/delivery-notes").ok()["count"] == 0
