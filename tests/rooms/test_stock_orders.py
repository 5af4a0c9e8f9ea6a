"""What orders do to the stock: promised, short, freed, gone, come back; never promised twice; always the fold."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from bench.meter import Meter
from chalicelib.aws import journal
from chalicelib.aws.call import system_call
from chalicelib.aws.unit import reading
from chalicelib.kernel.errors import CaveauError
from chalicelib.sales import service
from chalicelib.stock.rules.level import MOST_TRACKED
from chalicelib.stock.store import LEVELS
from tests.rooms.sales_support import Shop, open_shop
from tests.rooms.stock_support import both, check, depot, move, standing, summed


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=3)


@pytest.fixture
def chai(shop: Shop) -> str:
    """A depot with 200 bottles of each of the first two wines; the third was never moved."""
    chai = depot(shop)
    move(shop, "opening", chai, (shop.wines[0], 200), (shop.wines[1], 200)).ok(201)
    return chai


def to(shop: Shop, order: Any, state: str) -> Any:
    return shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": state})


def shorts(out: Any) -> list[str]:
    return [one["field"] for one in out["warnings"] if one["rule"] == "stock.short"]


@pytest.mark.feature("2.3-21")
def test_a_line_of_60_on_200_less_150_warns_of_50_or_is_refused(shop: Shop, chai: str) -> None:
    shop.order(quantity=150, confirm=True)
    assert standing(shop, shop.wines[0], chai) == (200, 150, 50)
    asked = shop.asked(quantity=60)
    seen = shop.api.post("/{c}/orders/price", asked).ok()
    assert (seen["depot"], seen["depot_name"], seen["depot_level"]) == (chai, "Chai", "company")
    assert seen["availability"] == [
        {"variant": shop.wines[0], "depot": chai, "physical": 200, "reserved": 150, "available": 50}
    ]
    assert (shorts(seen), seen["blocks"]) == (["lines.0.quantity"], [])
    assert "50 disponibles" in seen["warnings"][0]["detail"]

    check(shop, "block")
    seen = shop.api.post("/{c}/orders/price", asked).ok()
    assert (shorts(seen), len(seen["blocks"])) == ([], 1)
    refused = shop.api.post("/{c}/orders", {**asked, "confirm": True}).refused(422, "stock.short")
    assert [one["field"] for one in refused["errors"]] == ["lines.0.quantity"]
    assert "50 disponibles" in refused["detail"]
    draft = shop.order(quantity=60)
    to(shop, draft, "validated").refused(422, "stock.short")

    check(shop, "off")
    assert shorts(shop.api.post("/{c}/orders/price", asked).ok()) == []
    check(shop, "warn")
    assert shorts(to(shop, draft, "validated").ok()) == ["lines.0.quantity"]
    assert standing(shop, shop.wines[0], chai) == (200, 210, -10)

    two_confirmations_at_once(shop, chai)


def two_confirmations_at_once(shop: Shop, chai: str) -> None:
    """In block mode, of two orders of 30 on 50 available, one passes: ten times over."""
    wine = shop.wines[1]
    move(shop, "inventory", chai, (wine, 50)).ok(201)
    check(shop, "block")
    for _ in range(10):
        drafts = [
            shop.api.post("/{c}/orders", {**shop.asked(), "lines": [{"variant": wine, "quantity": 30}]}).ok(201)["id"]
            for _ in range(2)
        ]

        def confirm(id: str) -> str:
            try:
                service.transition(system_call("test", shop.estate.company, datetime.now(UTC)), id, "validated")
            except CaveauError as refusal:
                return refusal.code
            return "passed"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(confirm, drafts)) == ["passed", "stock.short"]
        assert standing(shop, wine, chai) == (50, 30, 20)
        for id in drafts:
            shop.api.post(f"/{{c}}/orders/{id}/transitions", {"to": "cancelled"}).ok()
        assert standing(shop, wine, chai) == (50, 0, 50)


@pytest.mark.feature("5.1-07")
def test_cancelling_or_taking_back_gives_the_bottles_back(shop: Shop, chai: str) -> None:
    order = shop.order(lines=3, quantity=150, confirm=True)
    assert standing(shop, shop.wines[0], chai) == (200, 150, 50)
    held = shop.api.get("/{c}/stock/reservations").ok()["items"]
    assert [(row["number"], row["quantity"]) for row in held] == [(order["number"], 150)] * 2
    to(shop, order, "draft").ok()
    assert standing(shop, shop.wines[0], chai) == (200, 0, 200)
    assert shop.api.get("/{c}/stock/reservations").ok()["items"] == []
    to(shop, order, "validated").ok()
    to(shop, order, "cancelled").ok()
    assert standing(shop, shop.wines[0], chai) == (200, 0, 200)
    levels = shop.api.get("/{c}/stock").ok()["items"]
    assert [row["sku"] for row in levels] == ["CT22-0", "CT22-1"], "what never moved has no level"


@pytest.mark.feature("3.2-08")
def test_an_order_of_36_leaves_in_24_and_12_and_its_reservation_with_it(shop: Shop, chai: str) -> None:
    order = shop.order(quantity=36, confirm=True)
    wine, seen = shop.wines[0], []

    def ship(quantity: int) -> Any:
        lines = [{"line": 1, "quantity": quantity}]
        return shop.api.post("/{c}/delivery-notes", {"order": order["id"], "lines": lines})

    seen.append((order["shipped"], standing(shop, wine, chai)))
    for quantity in (24, 12):
        ship(quantity).ok(201)
        now = shop.api.get(f"/{{c}}/orders/{order['id']}").ok()
        seen.append((now["shipped"], standing(shop, wine, chai)))
    assert seen == [("to_ship", (200, 36, 164)), ("partly", (176, 12, 164)), ("shipped", (164, 0, 164))]
    ship(1).refused(409, "sales.delivery.nothing_left")


def test_a_note_undone_brings_back_what_it_took_and_promises_it_again(shop: Shop, chai: str) -> None:
    order = shop.order(lines=3, quantity=36, confirm=True)
    note = shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    assert standing(shop, shop.wines[0], chai) == (164, 0, 164)
    shop.api.post(f"/{{c}}/delivery-notes/{note['id']}/transitions", {"to": "cancelled"}).ok()
    assert standing(shop, shop.wines[0], chai) == (200, 36, 164)
    history = shop.api.get("/{c}/stock/movements", where=both(variant=shop.wines[0]), sort="at").ok()["items"]
    causes = [row["cause"] for row in history]
    assert causes == ["opening", "delivery", "counter"]
    to(shop, order, "cancelled").ok()
    assert standing(shop, shop.wines[0], chai) == (200, 0, 200)


def test_an_order_confirmed_before_the_opening_holds_nothing_and_still_leaves(shop: Shop, chai: str) -> None:
    order = shop.order(lines=3, quantity=36, confirm=True)
    move(shop, "opening", chai, (shop.wines[2], 10)).ok(201)
    assert standing(shop, shop.wines[2], chai) == (10, 0, 10)
    note = shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    assert standing(shop, shop.wines[2], chai) == (-26, 0, -26)
    shop.api.post(f"/{{c}}/delivery-notes/{note['id']}/transitions", {"to": "cancelled"}).ok()
    to(shop, order, "draft").ok()
    assert standing(shop, shop.wines[2], chai) == (10, 0, 10)


@pytest.mark.feature("4.1-14")
def test_an_order_leaves_from_the_depot_of_its_customer(shop: Shop, chai: str) -> None:
    quay = depot(shop, "QUAI", "Quai Nord")
    move(shop, "transfer", chai, (shop.wines[0], 60), to=quay).ok(201)
    north = {"name": "Le Nord", "siret": "", "vat_number": ""}
    body = {"kind": "business", **north, "billing": {"postcode": "59000", "town": "Lille"}, "grid_id": shop.grid}
    shop.api.post("/{c}/customers", {**body, "depot_id": "dep_none"}).refused(422, "crm.depot.unknown")
    customer = shop.api.post("/{c}/customers", {**body, "depot_id": quay}).ok(201)
    asked = {**shop.asked(quantity=12), "customer": customer["id"]}
    order = shop.api.post("/{c}/orders", {**asked, "confirm": True}).ok(201)
    assert (order["depot"], order["depot_level"], order["asked_depot"]) == (quay, "customer", None)
    assert standing(shop, shop.wines[0], quay) == (60, 12, 48)
    own = shop.api.post("/{c}/orders", {**asked, "depot": chai, "confirm": True}).ok(201)
    assert (own["depot"], own["depot_level"]) == (chai, "order")
    assert standing(shop, shop.wines[0], chai) == (140, 12, 128)
    shop.api.post("/{c}/orders", {**asked, "depot": "dep_none"}).refused(422, "stock.depot.unknown")
    shop.api.delete(f"/{{c}}/depots/{quay}").refused(409, "stock.depot.in_use")


def test_a_depot_that_a_customer_names_is_not_deleted(shop: Shop, chai: str) -> None:
    spare = depot(shop, "SP", "Réserve")
    shop.customer("gros", name="Gros", siret="", vat_number="", depot_id=spare)
    shop.api.delete(f"/{{c}}/depots/{spare}").refused(409, "stock.depot.in_use")
    shop.api.put(f"/{{c}}/depots/{spare}", {"code": "SP", "name": "Réserve", "archived": True}).ok()
    order = shop.order(customer="gros")
    assert (order["depot"], order["depot_level"]) == (chai, "company")


def test_creating_and_confirming_is_still_two_round_trips(shop: Shop, chai: str) -> None:
    asked = shop.asked(lines=3, confirm=True)
    shop.api.post("/{c}/orders", asked).ok(201)
    meter = Meter()
    shop.api.post("/{c}/orders", asked).ok(201)
    assert dict(meter.reading.calls) == {"BatchGetItem": 1, "TransactWriteItems": 1}
    draft = shop.order(lines=3)
    meter.start()
    to(shop, draft, "validated").ok()
    assert dict(meter.reading.calls) == {"BatchGetItem": 2, "TransactWriteItems": 1}


def more_wines(shop: Shop, count: int) -> None:
    """Wines of another product: one has sixty at most."""
    family = shop.api.get("/{c}/families").ok()["items"][0]["id"]
    product = shop.api.post("/{c}/products", {"family_id": family, "name": "Autre cru"}).ok(201)["id"]
    for n in range(count):
        body = {"product_id": product, "sku": f"AC-{n}", "volume": 750, "own_label": f"Autre cru {n}"}
        wine = shop.api.post("/{c}/variants", body).ok(201)["id"]
        shop.api.put(f"/{{c}}/prices/{wine}", {"prices": {shop.grid: [{"from_qty": 1, "price": "5.00"}]}}).ok()
        shop.wines.append(wine)


def test_an_order_of_more_tracked_products_than_a_transaction_holds_is_refused(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=60)
    more_wines(shop, MOST_TRACKED + 1 - 60)
    chai = depot(shop)
    for at in range(0, len(shop.wines), 40):
        move(shop, "opening", chai, *((wine, 100) for wine in shop.wines[at : at + 40])).ok(201)
    refused = shop.api.post("/{c}/orders", shop.asked(lines=MOST_TRACKED + 1, confirm=True)).refused(422)
    assert (refused["code"], str(MOST_TRACKED + 1) in refused["detail"]) == ("stock.too_many", True)
    order = shop.api.post("/{c}/orders", shop.asked(lines=MOST_TRACKED, quantity=6, confirm=True)).ok(201)
    shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    assert standing(shop, shop.wines[0], chai) == (94, 0, 94)


def test_a_company_without_a_depot_is_asked_nothing(shop: Shop) -> None:
    seen = shop.api.post("/{c}/orders/price", shop.asked()).ok()
    assert (seen["depot"], seen["availability"], seen["warnings"]) == (None, [], [])
    order = shop.order(confirm=True)
    shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    assert shop.api.get("/{c}/stock").ok()["count"] == 0


Fold = Counter[tuple[str, str]]


def folded(shop: Shop) -> tuple[Fold, Fold, int]:
    """(depot, variant) -> bottles there and promised, from the movements and reservations of the whole journal; and how
    many movements they are."""
    entries = journal.read(shop.estate.company, "main", 1, journal.heads(shop.estate.company)["main"])
    changes = [change for entry in entries for change in entry["changes"]]
    physical, reserved = Fold(), Fold()
    written = [change["doc"] for change in changes if change["kind"] == "stock_movement"]
    for line in (line for doc in written for line in doc["lines"]):
        physical[line["depot"], line["variant"]] += line["quantity"]
    held = {change["id"]: change["doc"] for change in changes if change["kind"] == "reservation"}
    for at, line in ((doc["depot"], line) for doc in held.values() for line in doc["lines"]):
        reserved[at, line["variant"]] += line["quantity"]
    return physical, reserved, len(written)


def test_whatever_happened_levels_are_the_fold_of_what_is_written(shop: Shop, chai: str) -> None:
    """Four at once order, ship, undo, cancel and count; then the journal is folded from its beginning."""
    shop_depot = depot(shop, "BOU", "Boutique")
    customer = shop.customer("bistrot")

    def story(n: int) -> None:
        for round in range(3):
            lines = [{"variant": wine, "quantity": 6 + n + round} for wine in shop.wines]
            at = shop_depot if n % 2 else chai
            body = {"customer": customer, "lines": lines, "depot": at, "confirm": True}
            order = shop.api.post("/{c}/orders", body).ok(201)
            part = {"order": order["id"], "lines": [{"line": 1, "quantity": 3}]}
            note = shop.api.post("/{c}/delivery-notes", part).ok(201)
            if round == 1:
                shop.api.post(f"/{{c}}/delivery-notes/{note['id']}/transitions", {"to": "cancelled"}).ok()
                to(shop, order, "cancelled").ok()
            move(shop, "transfer", chai, (shop.wines[0], 5), to=shop_depot).ok(201)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(story, range(4)))

    physical, reserved, written = folded(shop)
    unit = reading(system_call("test", shop.estate.company, datetime.now(UTC)))
    for wine in shop.wines[:2]:
        level = unit.get(LEVELS, wine)
        for at in (chai, shop_depot):
            place = level.at(at)
            assert (place.physical, place.reserved) == (physical[at, wine], reserved[at, wine])
            assert standing(shop, wine, at) == (place.physical, place.reserved, place.available)
            assert summed(shop, "movements", wine, at) == place.physical
            assert summed(shop, "reservations", wine, at) == place.reserved
    assert written == 1 + 4 * 3 * 2 + 4, "an opening, a note and a transfer each round, four notes undone"


def back(shop: Shop, invoice: Any, quantity: int, returned: int) -> Any:
    body = {"lines": [{"line": 1, "quantity": quantity, "returned": returned}]}
    return shop.api.post(f"/{{c}}/invoices/{invoice['id']}/credit", body).ok(201)


def test_bottles_that_come_back_with_a_credit_note_are_in_the_stock_again(shop: Shop, chai: str) -> None:
    """36 ordered, 24 out: 4 of 6 credited come back, then of 28 all that is still out; what never left stays out."""
    order = shop.order(lines=1, quantity=36, confirm=True)
    wine = shop.wines[0]
    part = {"order": order["id"], "lines": [{"line": 1, "quantity": 24}]}
    shop.api.post("/{c}/delivery-notes", part).ok(201)
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert standing(shop, wine, chai) == (176, 12, 164)
    note = back(shop, invoice, 6, 4)
    assert standing(shop, wine, chai) == (180, 12, 168)
    (row,) = shop.api.get("/{c}/stock/movements", where=both(variant=wine, cause="return")).ok()["items"]
    assert (row["quantity"], row["source"], row["number"]) == (4, note["id"], note["number"])
    back(shop, invoice, 2, 0)
    assert standing(shop, wine, chai) == (180, 12, 168)
    back(shop, invoice, 28, 28)
    assert standing(shop, wine, chai) == (200, 12, 188)


def test_an_invoiced_order_cancelled_gives_back_what_left(shop: Shop, chai: str) -> None:
    order = shop.order(lines=1, quantity=36, confirm=True)
    wine = shop.wines[0]
    shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert standing(shop, wine, chai) == (164, 0, 164)
    shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "cancelled", "returned": True}).ok()
    assert standing(shop, wine, chai) == (200, 0, 200)


def undo(shop: Shop, note: Any) -> Any:
    return shop.api.post(f"/{{c}}/delivery-notes/{note['id']}/transitions", {"to": "cancelled"})


def test_a_note_is_not_undone_once_a_credit_note_brought_its_bottles_back(shop: Shop, chai: str) -> None:
    """24 and 12 out, 4 back by a credit note: undoing the 12 is right, undoing the 24 would count the 4 twice."""
    order = shop.order(lines=1, quantity=36, confirm=True)
    wine, notes = shop.wines[0], []
    for quantity in (24, 12):
        part = {"order": order["id"], "lines": [{"line": 1, "quantity": quantity}]}
        notes.append(shop.api.post("/{c}/delivery-notes", part).ok(201))
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    credited = back(shop, invoice, 6, 4)
    undo(shop, notes[1]).ok()
    assert standing(shop, wine, chai) == (180, 0 + 12, 168)
    refused = undo(shop, notes[0]).refused(409, "sales.delivery.came_back")
    assert (refused["credit_notes"], credited["number"] in refused["detail"]) == ([credited["number"]], True)
    assert standing(shop, wine, chai) == (180, 12, 168)
    back(shop, invoice, 30, 30)
    assert standing(shop, wine, chai) == (200, 12, 188), "the remedy: the 20 others come back by a credit note"


def test_a_cancelled_order_is_promised_nothing_by_the_undoing_of_its_note(shop: Shop, chai: str) -> None:
    kept, given = [shop.order(lines=1, quantity=36, confirm=True) for _ in range(2)]
    notes = []
    for order, returned in ((kept, False), (given, True)):
        notes.append(shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201))
        shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
        shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "cancelled", "returned": returned}).ok()
    assert standing(shop, shop.wines[0], chai) == (164, 0, 164)
    undo(shop, notes[1]).refused(409, "sales.delivery.came_back")
    undo(shop, notes[0]).ok()
    assert standing(shop, shop.wines[0], chai) == (200, 0, 200)


def test_undoing_and_crediting_at_once_bring_the_bottles_back_once(shop: Shop, chai: str) -> None:
    for _ in range(5):
        order = shop.order(lines=1, quantity=6, confirm=True)
        note = shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
        invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
        with ThreadPoolExecutor(2) as pool:
            body = {"lines": [{"line": 1, "quantity": 6, "returned": 6}]}
            path = f"/{{c}}/invoices/{invoice['id']}/credit"
            both_ways = [pool.submit(undo, shop, note), pool.submit(shop.api.post, path, body)]
            assert all(one.result().status in (200, 201, 409) for one in both_ways)
        physical, reserved, _ = standing(shop, shop.wines[0], chai)
        assert physical == 200
        assert reserved in (0, 6)
        to(shop, order, "cancelled")
