"""Orders through the API: prices while typing, life cycle, what is refused and how."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.kernel.errors import Unavailable
from chalicelib.sales import service
from chalicelib.sales.schemas import NewOrderIn
from tests.rooms.sales_support import CSV, Shop, open_shop


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate)


def test_an_order_is_priced_numbered_and_confirmed_at_once(shop: Shop) -> None:
    order = shop.order(lines=10, confirm=True)
    assert order["number"].startswith(f"CO-{order['ordered_on'][:4]}-")
    assert order["state"] == "validated"
    assert (order["grid"], order["grid_level"], order["basis"]) == (shop.grid, "customer", "HT")
    assert order["lines"][0]["unit_price"] == "8.00"
    assert order["lines"][0]["source"] == "grid_tier"
    totals = order["totals"]
    assert (totals["net"], totals["vat"], totals["gross"]) == (288000, 57600, 345600)
    assert (totals["cols"], totals["volume"], totals["equivalents"]) == (360, 270000, "360.0000")
    assert totals["rates"] == [{"rate": "20", "category": "S", "net": 288000, "vat": 57600}]
    assert shop.api.get(f"/{{c}}/orders/{order['id']}").ok() == order


@pytest.mark.feature("2.3-10")
def test_the_price_follows_the_quantity_until_it_is_typed(shop: Shop) -> None:
    prices = [shop.api.post("/{c}/orders/price", shop.asked(quantity=n)).ok()["lines"][0] for n in (11, 12, 36)]
    assert [(line["unit_price"], line["amount"]) for line in prices] == [
        ("9.00", 9900),
        ("8.50", 10200),
        ("8.00", 28800),
    ]
    assert prices[1]["next_tier"] == {"from_qty": 36, "price": "8.00", "missing": "24"}
    typed = shop.asked()
    typed["lines"][0]["unit_price"] = "7.50"
    for quantity in (11, 36):
        typed["lines"][0]["quantity"] = quantity
        line = shop.api.post("/{c}/orders/price", typed).ok()["lines"][0]
        assert (line["unit_price"], line["manual"], line["source"]) == ("7.50", True, "manual")


def test_a_preview_saves_nothing_and_equals_what_is_saved(shop: Shop) -> None:
    before = shop.api.get("/{c}/orders").ok()["count"]
    asked = shop.asked(lines=3, quantity=7, discount_percent="5")
    preview = shop.api.post("/{c}/orders/price", asked).ok()
    assert shop.api.get("/{c}/orders").ok()["count"] == before
    order = shop.api.post("/{c}/orders", asked).ok(201)
    assert order["lines"] == preview["lines"]
    assert order["totals"] == preview["totals"]
    assert preview["payment_term"] == {"value": "net-30", "level": "invoice_options"}
    assert preview["payment_method"] == {"value": "transfer", "level": "invoice_options"}
    assert preview["blocks"] == []


@pytest.mark.feature("2.2-14")
def test_a_price_explains_itself(shop: Shop) -> None:
    asked = shop.asked(quantity=12)
    asked["lines"][0]["discount"] = "10"
    order = shop.api.post("/{c}/orders", asked).ok(201)
    why = shop.api.get(f"/{{c}}/orders/{order['id']}/lines/1/explain").ok()
    assert [(one["source"], one["outcome"]) for one in why["candidates"]] == [
        ("manual", "none"),
        ("negotiated", "none"),
        ("promotion", "none"),
        ("grid_tier", "won"),
    ]
    assert (why["unit_price"], why["amount"], why["net"]) == ("8.50", 10200, 9180)
    assert why["discounts"] == [{"kind": "line_percent", "rate": "10", "base": 10200, "taken": 1020, "origin": "line"}]
    assert [step["outcome"] for step in why["grids"] if step["level"] == "customer"] == ["won"]
    assert "Prix du tarif (palier 12)" in why["sentences_fr"][2]
    shop.api.get(f"/{{c}}/orders/{order['id']}/lines/2/explain").refused(404, "sales.line.not_found")
    shop.api.get(f"/{{c}}/orders/{order['id']}/lines/x/explain").refused(404, "sales.line.not_found")


@pytest.mark.feature("2.1-12")
def test_six_cartons_of_six_are_thirty_six_bottles(shop: Shop) -> None:
    box = shop.api.post("/{c}/packagings", {"code": "C6", "name": "Carton de 6", "quantity": 6}).ok(201)["id"]
    asked = shop.asked()
    asked["lines"] = [{"variant": shop.wines[0], "packaging": box, "packs": 6}]
    line = shop.api.post("/{c}/orders", asked).ok(201)["lines"][0]
    assert (line["quantity"], line["packs"], line["packaging"], line["unit_price"]) == (36, 6, box, "8.00")
    assert line["packaging_label"] == "Carton de 6"


def test_discounts_of_line_bottle_and_order_are_taken_in_that_order(shop: Shop) -> None:
    asked = shop.asked(discount_percent="10", discount_amount=1000)
    asked["lines"][0] |= {"discount": "10", "per_col": "0.20"}
    order = shop.api.post("/{c}/orders", asked).ok(201)
    steps = [(step["kind"], step["taken"]) for step in order["lines"][0]["discounts"]]
    assert steps == [("line_percent", 2880), ("per_col", 720), ("order_percent", 2520), ("order_amount", 1000)]
    assert (order["totals"]["net"], order["totals"]["discounts"]) == (21680, 7120)


def test_a_draft_is_replaced_and_priced_again(shop: Shop) -> None:
    order = shop.order(quantity=11)
    changed = shop.api.put(
        f"/{{c}}/orders/{order['id']}",
        shop.asked(quantity=36, comment_private="rappeler lundi", reference="BC 12"),
        headers={"If-Match": f'"{order["version"]}"'},
    ).ok()
    assert (changed["version"], changed["number"]) == (order["version"] + 1, order["number"])
    assert changed["lines"][0]["unit_price"] == "8.00"
    assert (changed["comment_private"], changed["reference"]) == ("rappeler lundi", "BC 12")
    assert changed["created_at"] == order["created_at"]


@pytest.mark.feature("1.1-X02")
def test_a_stale_version_is_refused_and_nothing_is_lost(shop: Shop) -> None:
    order = shop.order()
    path, old = f"/{{c}}/orders/{order['id']}", {"If-Match": f'"{order["version"]}"'}
    shop.api.put(path, shop.asked(quantity=12), headers=old).ok()
    problem = shop.api.put(path, shop.asked(quantity=6), headers=old).refused(412, "http.stale_version")
    assert problem["current"] == order["version"] + 1
    assert shop.api.get(path).ok()["lines"][0]["quantity"] == 12
    shop.api.post(f"{path}/transitions", {"to": "validated"}, headers=old).refused(412)


@pytest.mark.feature("2.3-07")
def test_each_illegal_transition_names_those_allowed(shop: Shop) -> None:
    order = shop.order()
    path = f"/{{c}}/orders/{order['id']}"
    assert order["allowed"] == ["cancelled", "pending", "validated"]
    problem = shop.api.post(f"{path}/transitions", {"to": "invoiced"}).refused(409, "sales.order.transition")
    assert problem["allowed"] == ["cancelled", "pending", "validated"]
    assert shop.api.post(f"{path}/transitions", {"to": "pending"}).ok()["state"] == "pending"
    validated = shop.api.post(f"{path}/transitions", {"to": "validated"}).ok()
    assert validated["state"] == "validated"
    assert validated["validated_at"]
    shop.api.put(path, shop.asked()).refused(409, "sales.order.not_editable")
    shop.api.delete(path).refused(409, "sales.order.not_removable")
    back = shop.api.post(f"{path}/transitions", {"to": "draft"}).ok()
    assert (back["state"], back["validated_at"]) == ("draft", None)
    assert shop.api.post(f"{path}/transitions", {"to": "cancelled"}).ok()["allowed"] == []
    shop.api.post(f"{path}/transitions", {"to": "draft"}).refused(409, "sales.order.transition")
    shop.api.post(f"{path}/transitions", {"to": "lost"}).refused(422)


def test_a_pending_order_can_be_removed_and_its_number_is_not_given_again(shop: Shop) -> None:
    order = shop.order()
    shop.api.delete(f"/{{c}}/orders/{order['id']}").ok(204)
    shop.api.get(f"/{{c}}/orders/{order['id']}").refused(404, "sales.order.not_found")
    assert shop.order()["number"] > order["number"]


def test_an_order_without_line_or_price_can_be_kept_not_confirmed(shop: Shop) -> None:
    empty = shop.order(lines=0)
    shop.api.post(f"/{{c}}/orders/{empty['id']}/transitions", {"to": "validated"}).refused(422, "sales.order.no_lines")
    asked = shop.asked(customer="hors tarif")
    asked["grid"] = shop.api.post("/{c}/grids", {"code": "VIDE", "name": "Vide"}).ok(201)["id"]
    kept = shop.api.post("/{c}/orders", asked).ok(201)
    assert (kept["lines"][0]["unit_price"], kept["totals"]["gross"]) == (None, 0)
    problem = shop.api.post("/{c}/orders", {**asked, "confirm": True}).refused(422, "sales.line.no_price")
    assert [error["field"] for error in problem["errors"]] == ["lines.0.unit_price"]
    assert shop.api.post("/{c}/orders/price", asked).ok()["blocks"] != []


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"variant": "var_unknown"}, "lines.0.variant", "sales.line.unknown"),
        ({"quantity": None}, "lines.0.quantity", "sales.line.quantity"),
        ({"packs": 2, "packaging": "pkg_unknown"}, "lines.0.quantity", "sales.line.quantity"),
        ({"quantity": None, "packs": 2, "packaging": "pkg_unknown"}, "lines.0.packaging", "sales.line.packaging"),
    ],
)
def test_a_wrong_line_is_named(shop: Shop, change: dict[str, Any], field: str, code: str) -> None:
    asked = shop.asked()
    asked["lines"][0] |= change
    problem = shop.api.post("/{c}/orders", asked).refused(422)
    assert (field, code) in [(error["field"], error["rule"]) for error in problem["errors"]]


@pytest.mark.parametrize(
    "change",
    [{"quantity": 0}, {"quantity": -6}, {"discount": "101"}, {"unit_price": "-1"}, {"unit_price": "1.00001"}, {"x": 1}],
)
def test_a_figure_out_of_bounds_is_refused_by_the_contract(shop: Shop, change: dict[str, Any]) -> None:
    asked = shop.asked()
    asked["lines"][0] |= change
    shop.api.post("/{c}/orders", asked).refused(422)


def test_an_unknown_customer_or_archived_grid_is_refused(shop: Shop) -> None:
    shop.api.post("/{c}/orders", {**shop.asked(), "customer": "cus_unknown"}).refused(404, "crm.customer.not_found")
    old = shop.api.post("/{c}/grids", {"code": "OLD", "name": "Vieux", "archived": True}).ok(201)["id"]
    shop.api.post("/{c}/orders", shop.asked(grid=old)).refused(422, "sales.order.grid")
    shop.api.post("/{c}/orders", shop.asked(delivery=3)).refused(422, "sales.order.delivery")
    shop.api.post("/{c}/orders", shop.asked(payment_term="soon")).refused(422, "crm.payment_term")
    shop.api.post("/{c}/orders", shop.asked(payment_method="shells")).refused(422, "sales.order.payment_method")


def test_a_variant_that_left_the_catalogue_stays_on_its_order_only(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    order = shop.order()
    wine = shop.api.get(f"/{{c}}/variants/{shop.wines[0]}").ok()
    kept = {name: wine[name] for name in ("product_id", "vintage_id", "sku", "volume", "own_label")}
    shop.api.put(f"/{{c}}/variants/{wine['id']}", {**kept, "marketable": False}).ok()
    shop.api.post("/{c}/orders", shop.asked()).refused(422, "sales.line.not_offered")
    assert shop.api.put(f"/{{c}}/orders/{order['id']}", shop.asked(quantity=12)).ok()["totals"]["cols"] == 12


def test_the_same_intent_sent_again_makes_one_order(shop: Shop) -> None:
    key = {"Idempotency-Key": "order-of-the-bistrot"}
    asked = shop.asked(confirm=True)
    first = shop.api.post("/{c}/orders", asked, headers=key)
    again = shop.api.post("/{c}/orders", asked, headers=key)
    assert first.ok(201) == again.ok(201)
    assert again.headers["idempotent-replayed"] == "true"
    shop.api.post("/{c}/orders", shop.asked(quantity=1), headers=key).refused(422, "http.idempotency_key_reused")


def test_strangers_and_other_companies_learn_nothing(shop: Shop, new_estate: Any) -> None:
    order = shop.order()
    other = new_estate()
    for path in (f"/{{c}}/orders/{order['id']}", "/{c}/orders", f"/{{c}}/orders/{order['id']}/lines/1/explain"):
        shop.api.stranger().get(path).refused(401)
        other.api.into(shop.estate.company).get(path).refused(404)
    other.api.get(f"/{{c}}/orders/{order['id']}").refused(404, "sales.order.not_found")
    other.api.post("/{c}/orders", shop.asked()).refused(404, "crm.customer.not_found")


@pytest.mark.feature("2.2-02")
def test_a_ttc_grid_keeps_what_was_announced(shop: Shop) -> None:
    grid = shop.api.post("/{c}/grids", {"code": "CAVEAU", "name": "Caveau", "basis": "TTC"}).ok(201)["id"]
    known = shop.api.get(f"/{{c}}/prices/{shop.wines[1]}").ok()["prices"]
    shop.api.put(f"/{{c}}/prices/{shop.wines[1]}", {"prices": {**known, grid: [{"from_qty": 1, "price": "9.99"}]}}).ok()
    shop.customer("particulier", kind="individual", name="Vaillant", first_name="Renée", siret="", vat_number="",
                  grid_id=grid)  # fmt: skip
    asked = {"customer": shop.customer("particulier"), "lines": [{"variant": shop.wines[1], "quantity": 7}]}
    order = shop.api.post("/{c}/orders", asked).ok(201)
    totals = order["totals"]
    assert (order["basis"], totals["net"], totals["vat"], totals["gross"]) == ("TTC", 5828, 1165, 6993)
    abroad = shop.customer("suisse", kind="individual", name="Favre", siret="", vat_number="", grid_id=grid,
                           billing={"postcode": "1200", "town": "Genève", "country": "CH"})  # fmt: skip
    export = shop.api.post("/{c}/orders", {**asked, "customer": abroad}).ok(201)
    assert (export["basis"], export["vat_case"], export["lines"][0]["unit_price"]) == ("HT", "export", "8.3250")
    assert (export["totals"]["net"], export["totals"]["vat"], export["totals"]["gross"]) == (5828, 0, 5828)
    assert "262, I" in export["vat_mention_fr"]


def test_a_correction_of_the_customer_reaches_his_open_orders(shop: Shop, bus: Any) -> None:
    moving = shop.customer("déménage", name="Bar du Port", permanent_discount="5")
    order = shop.order(customer="déménage", confirm=True)
    record = shop.api.get(f"/{{c}}/customers/{moving}").ok()
    body = {name: value for name, value in record.items() if name in {"kind", "siret", "vat_number", "grid_id"}}
    body |= {"name": "Bar du Vieux Port", "billing": {"postcode": "13001", "town": "Marseille"}}
    shop.api.put(f"/{{c}}/customers/{moving}", body).ok()
    bus.deliver()
    after = shop.api.get(f"/{{c}}/orders/{order['id']}").ok()
    assert (after["customer_name"], after["totals"]) == ("Bar du Vieux Port", order["totals"])
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert (invoice["buyer"]["name"], invoice["buyer"]["address"]["town"]) == ("Bar du Vieux Port", "Marseille")


def test_lists_filter_sum_and_export(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=2)
    first, second = shop.order(lines=1), shop.order(lines=2, confirm=True)
    where = json.dumps({"field": "state", "op": "eq", "value": "validated"})
    page = shop.api.get("/{c}/orders", where=where, sums="gross,cols").ok()
    assert [row["id"] for row in page["items"]] == [second["id"]]
    assert page["sums"] == {"gross": 69120, "cols": 72}
    found = shop.api.get("/{c}/orders", q="elise").ok()["items"]
    assert {row["id"] for row in found} == {first["id"], second["id"]}
    reply = shop.api.get("/{c}/orders/export", format="csv", headers=CSV)
    assert reply.status == 200
    rows = reply.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "345,60" in reply.content.decode() or "345.60" in reply.content.decode()


def test_sixteen_orders_at_once_are_sixteen_numbers(shop: Shop) -> None:
    """The gateway is not made for threads, so the use case itself is called."""
    asked = NewOrderIn.model_validate(shop.asked(lines=10, confirm=True))

    def create(_: int) -> str:
        while True:
            call = system_call("test", shop.estate.company, datetime.now(UTC))
            with suppress(Unavailable):
                return service.create_order(call, asked).number

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(create, range(16)))
    assert len(set(numbers)) == 16
    counts = [int(number.rsplit("-", 1)[1]) for number in numbers]
    assert counts == list(range(counts[0], counts[0] + 16))
