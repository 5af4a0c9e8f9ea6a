"""Grids, prices and their explanation, through the API."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import openpyxl
import pytest

from chalicelib.aws.call import Actor, Call, system
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import NotFound
from chalicelib.pricing import service
from chalicelib.pricing.rules import LineAsk
from chalicelib.pricing.schemas import ExplainIn, LineIn
from tests.support.api import Api, Estate

CSV = {"Accept": "text/csv"}
XLSX = {"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
numbers = count(1)
TIERS = [{"from_qty": 36, "price": "8.00"}, {"price": "9"}, {"from_qty": 12, "price": "8.5"}]


@dataclass
class Cellar:
    """A company with two wines and a service, priced in one grid."""

    api: Api
    company: str
    grid: dict[str, Any]
    wines: list[str]
    visit: str

    @property
    def call(self) -> Call:
        return Call(system("test"), self.company, datetime.now(UTC), "test")

    def grid_body(self, **changes: Any) -> dict[str, Any]:
        return {"code": self.grid["code"], "name": "CHR HT", **changes}


def grid(api: Api, **changes: Any) -> dict[str, Any]:
    body = {"code": f"G{next(numbers)}", "name": "Tarif", **changes}
    found: dict[str, Any] = api.post("/{c}/grids", body).ok(201)
    return found


def variant(api: Api, **product: Any) -> str:
    family = api.post("/{c}/families", {"code": f"F{next(numbers)}", "name": "Vins"}).ok(201)["id"]
    of = api.post("/{c}/products", {"family_id": family, "name": f"Cuvée {next(numbers)}", **product}).ok(201)["id"]
    volume = None if product.get("kind") == "service" else 750
    body = {"product_id": of, "sku": f"W{next(numbers):04d}", "volume": volume}
    id: str = api.post("/{c}/variants", body).ok(201)["id"]
    return id


def prices(api: Api, id: str, prices: dict[str, Any], version: int | None = None) -> Any:
    headers = {"If-Match": f'"{version}"'} if version is not None else {}
    return api.put(f"/{{c}}/prices/{id}", {"prices": prices}, headers)


def founded(estate: Estate, code: str) -> Cellar:
    made = grid(estate.api, code=code, name="CHR HT")
    wines = [variant(estate.api), variant(estate.api)]
    visit = variant(estate.api, kind="service")
    for id in (*wines, visit):
        prices(estate.api, id, {made["id"]: TIERS}).ok()
    return Cellar(estate.api, estate.company, made, wines, visit)


@pytest.fixture
def cellar(estate: Estate) -> Cellar:
    """Its own grid and wines, in a company shared by the module."""
    return founded(estate, f"CHR{next(numbers)}")


@pytest.fixture
def alone(new_estate: Any) -> Cellar:
    """In a company of its own."""
    return founded(new_estate(), "CHR")


def explain(cellar: Cellar, *lines: tuple[str, int], **asked: Any) -> dict[str, Any]:
    body = {"grid_id": cellar.grid["id"], **asked}
    body["lines"] = asked.get("lines") or [{"variant_id": id, "quantity": quantity} for id, quantity in lines]
    found: dict[str, Any] = cellar.api.post("/{c}/prices/explain", body).ok()
    return found


def test_prices_are_kept_in_order_and_written_one_way(cellar: Cellar) -> None:
    found = cellar.api.get(f"/{{c}}/prices/{cellar.wines[0]}").ok()
    tiers = found["prices"][cellar.grid["id"]]
    assert [(tier["from_qty"], tier["price"]) for tier in tiers] == [(1, "9.00"), (12, "8.50"), (36, "8.00")]
    assert (found["version"], found["sku"][0]) == (1, "W")
    prices(cellar.api, cellar.wines[0], found["prices"], 1).ok()
    assert cellar.api.get(f"/{{c}}/prices/{cellar.wines[0]}").ok()["version"] == 1, "the same prices write nothing"
    prices(cellar.api, cellar.wines[0], {cellar.grid["id"]: [{"price": "9.1"}]}, 1).ok()
    assert prices(cellar.api, cellar.wines[0], found["prices"], 1).refused(412)["current"] == 2


@pytest.mark.feature("2.2-04")
@pytest.mark.parametrize(("quantity", "cents"), [(11, 9900), (12, 10200), (35, 29750), (36, 28800)])
def test_tiers(cellar: Cellar, quantity: int, cents: int) -> None:
    line = explain(cellar, (cellar.wines[0], quantity))["lines"][0]
    assert (line["amount"], line["net"]) == (cents, cents)


@pytest.mark.feature("2.2-05")
@pytest.mark.feature("2.2-06")
def test_tier_basis_is_the_grids(cellar: Cellar) -> None:
    lines = [(id, 18) for id in cellar.wines]
    assert [line["unit_price"] for line in explain(cellar, *lines)["lines"]] == ["8.50", "8.50"]
    path = f"/{{c}}/grids/{cellar.grid['id']}"
    cellar.api.put(path, cellar.grid_body(tier_basis="order")).ok()
    assert [line["unit_price"] for line in explain(cellar, *lines)["lines"]] == ["8.00", "8.00"]
    mixed = explain(cellar, (cellar.wines[0], 6), (cellar.visit, 30))["lines"]
    assert [line["unit_price"] for line in mixed] == ["9.00", "8.50"], "services do not count with the wine"
    cartons = explain(cellar, lines=[{"variant_id": cellar.wines[0], "quantity": 6, "per_pack": 6}])["lines"][0]
    assert (cartons["cols"], cartons["unit_price"], cartons["amount"]) == (36, "8.00", 28800)


@pytest.mark.feature("2.2-07")
def test_the_grid_is_chosen_by_level(alone: Cellar) -> None:
    api, wine = alone.api, alone.wines[0]
    mine, export = grid(api), grid(api)
    buyer = api.post("/{c}/customers", {"kind": "business", "name": "Port", "grid_id": mine["id"]}).ok(201)["id"]

    def chosen(**asked: Any) -> tuple[str | None, str]:
        found = explain(alone, (wine, 1), **{"grid_id": None, **asked})
        return found["grid_id"], found["level"]

    assert chosen() == (None, "")
    api.put("/{c}/settings", {"values": {"price_grid": alone.grid["id"]}}).ok()
    assert [one["default"] for one in api.get("/{c}/grids").ok()["items"]] == [True, False, False]
    assert chosen() == (alone.grid["id"], "company")
    assert chosen(customer_id=buyer) == (mine["id"], "customer")
    assert chosen(customer_id=buyer, grid_id=export["id"]) == (export["id"], "order")
    body = {name: mine[name] for name in ("code", "name")}
    api.put(f"/{{c}}/grids/{mine['id']}", {**body, "archived": True}).ok()
    assert chosen(customer_id=buyer) == (alone.grid["id"], "company")
    trace = explain(alone, (wine, 1), grid_id=None, customer_id=buyer)["grid_trace"]
    assert [(step["level"], step["outcome"]) for step in trace] == [
        ("order", "inherits"), ("point_of_sale", "inherits"), ("customer", "archived"), ("company", "won"),
    ]  # fmt: skip


@pytest.mark.feature("2.2-14")
@pytest.mark.feature("2.3-18")
@pytest.mark.feature("4.1-13")
def test_a_price_explains_itself(cellar: Cellar) -> None:
    body = {"kind": "business", "name": "Port", "permanent_discount": "5"}
    buyer = cellar.api.post("/{c}/customers", body).ok(201)["id"]
    line = {"variant_id": cellar.wines[0], "quantity": 6, "per_pack": 6, "manual_price": "7.50", "percent": "10"}
    found = explain(cellar, customer_id=buyer, lines=[line], amount=1000)["lines"][0]
    assert [(one["source"], one["outcome"], one["price"]) for one in found["candidates"]] == [
        ("manual", "won", "7.50"), ("negotiated", "none", None), ("promotion", "none", None),
        ("grid_tier", "beaten", "8.00"),
    ]  # fmt: skip
    assert [(one["kind"], one["origin"], one["base"], one["taken"]) for one in found["steps"]] == [
        ("line_percent", "line", 27000, 2700),
        ("order_percent", "customer", 24300, 1215),
        ("order_amount", "order", 23085, 1000),
    ]
    assert (found["manual"], found["amount"], found["net"]) == (True, 27000, 22085)
    assert "Prix saisi à la main : 7,50 EUR, retenu." in found["sentences"]
    without = explain(cellar, customer_id=buyer, lines=[line], percent="0")["lines"][0]
    assert [one["kind"] for one in without["steps"]] == ["line_percent"], "the permanent discount can be removed"


@pytest.mark.feature("2.2-03")
@pytest.mark.parametrize(
    ("decimals", "price", "status"), [(2, "3.47", 200), (2, "3.4725", 422), (3, "3.473", 200), (4, "3.4725", 200)]
)
def test_decimals_are_the_grids(cellar: Cellar, decimals: int, price: str, status: int) -> None:
    fine = grid(cellar.api, decimals=decimals)
    answer = prices(cellar.api, cellar.wines[0], {fine["id"]: [{"price": price}]})
    assert answer.status == status
    if status == 422:
        assert answer.refused(422, "pricing.price.decimals")["errors"][0]["field"] == f"prices.{fine['id']}.0.price"
    else:
        line = explain(cellar, (cellar.wines[0], 36), grid_id=fine["id"])["lines"][0]
        assert line["amount"] == {"3.47": 12492, "3.473": 12503, "3.4725": 12501}[price]


@pytest.mark.parametrize(
    ("tiers", "rule"),
    [
        ([{"price": "9"}, {"price": "8"}], "pricing.tier.twice"),
        ([{"price": "9", "valid_from": "2027-01-02", "valid_to": "2027-01-01"}], "pricing.tier.dates"),
        ([{"price": "-1"}], "schema.greater_than_equal"),
        ([{"price": "1e400"}], "schema.decimal_max_digits"),
        ([{"price": "NaN"}], "schema.finite_number"),
        ([{"from_qty": 0, "price": "1"}], "schema.greater_than_equal"),
    ],
)
def test_wrong_tiers(cellar: Cellar, tiers: list[dict[str, Any]], rule: str) -> None:
    problem = prices(cellar.api, cellar.wines[0], {cellar.grid["id"]: tiers}).refused(422)
    assert [error["rule"] for error in problem["errors"]] == [rule]


def test_prices_of_what_does_not_exist(cellar: Cellar) -> None:
    prices(cellar.api, "var_0", {}).refused(404, "catalogue.variant.not_found")
    cellar.api.get("/{c}/prices/var_0").refused(404)
    prices(cellar.api, cellar.wines[0], {"grd_0": [{"price": "1"}]}).refused(422, "pricing.grid.unknown")
    body = {"lines": [{"variant_id": "var_0", "quantity": 1}]}
    problem = cellar.api.post("/{c}/prices/explain", body).refused(422, "catalogue.variant.unknown")
    assert problem["errors"][0]["field"] == "lines.0.variant_id"
    wine = {"variant_id": cellar.wines[0], "quantity": 1}
    cellar.api.post("/{c}/prices/explain", {"lines": [wine], "customer_id": "cus_0"}).refused(404)
    big = {"lines": [wine | {"per_col": "9.01"}], "grid_id": cellar.grid["id"]}
    cellar.api.post("/{c}/prices/explain", big).refused(422, "pricing.discount.too_large")


def test_a_line_without_price_says_so(cellar: Cellar) -> None:
    empty = grid(cellar.api)
    line = explain(cellar, (cellar.wines[0], 1), grid_id=empty["id"])["lines"][0]
    assert (line["unit_price"], line["amount"], line["net"]) == (None, None, None)
    assert line["sentences"][-1] == "Aucun prix : saisissez-le."


@pytest.mark.feature("2.2-11")
def test_the_consolidated_view(alone: Cellar) -> None:
    other = grid(alone.api, basis="TTC")
    found = alone.api.get(f"/{{c}}/prices/{alone.wines[1]}").ok()
    prices(alone.api, alone.wines[1], {**found["prices"], other["id"]: [{"price": "12.5"}]}).ok()
    page = alone.api.get("/{c}/prices", sort="sku").ok()
    assert (page["count"], [row["id"] for row in page["items"]]) == (3, [*alone.wines, alone.visit])
    row = page["items"][1]
    assert row["prices_version"] == 2
    assert [tier["price"] for tier in row["prices"][alone.grid["id"]]] == ["9.00", "8.50", "8.00"]
    assert [tier["price"] for tier in row["prices"][other["id"]]] == ["12.50"]
    prices(alone.api, alone.wines[1], {other["id"]: [{"price": "13"}]}, row["prices_version"]).ok()
    again = alone.api.get("/{c}/prices", q=page["items"][1]["sku"]).ok()["items"][0]
    assert {id: [tier["price"] for tier in tiers] for id, tiers in again["prices"].items()} == {other["id"]: ["13.00"]}


@pytest.mark.feature("2.2-11")
def test_the_price_sheet_as_a_file(alone: Cellar) -> None:
    other = grid(alone.api, name="Particuliers TTC", basis="TTC", decimals=3)
    found = alone.api.get(f"/{{c}}/prices/{alone.wines[1]}").ok()
    tiers = [{"price": "12.505", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}]
    sku = prices(alone.api, alone.wines[1], {**found["prices"], other["id"]: tiers}).ok()["sku"]
    csv = alone.api.get("/{c}/prices/export", CSV, format="csv", sort="sku", q="cuvee")
    lines = csv.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == (
        "Référence;Désignation;Millésime;Contenance (mL);Tarif;Nom du tarif;Base;Devise;À partir de;Prix;Du;Au;Franco"
    )
    assert len(lines[1:-1]) == 10, "three tiers for each of the three, and one"
    mine = [line.split(";") for line in lines[1:] if line.startswith(f"{sku};")]
    assert [line[4:] for line in mine[2:]] == [
        ["CHR", "CHR HT", "HT", "EUR", "36", "8,000", "", "", "non"],
        [other["code"], "Particuliers TTC", "TTC", "EUR", "1", "12,505", "01/01/2026", "31/12/2026", "non"],
    ]
    xlsx = alone.api.get("/{c}/prices/export", XLSX, where=f'{{"field":"sku","op":"eq","value":"{sku}"}}')
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).worksheets[0]
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[3], row[8], row[9]) for row in cells] == [(750, 1, 9), (750, 12, 8.5), (750, 36, 8), (750, 1, 12.505)]
    alone.api.get("/{c}/prices/export", CSV, fields="sku").refused(422)
    alone.api.get("/{c}/prices/export", CSV, format="pdf").refused(422)


def test_grids_follow_their_rules(alone: Cellar) -> None:
    api, path = alone.api, f"/{{c}}/grids/{alone.grid['id']}"
    api.post("/{c}/grids", alone.grid_body(code="chr")).refused(409, "pricing.grid.code_taken")
    api.post("/{c}/grids", alone.grid_body(code="X", decimals=5)).refused(422)
    api.post("/{c}/grids", alone.grid_body(code="X", payment_term="x")).refused(422, "crm.payment_term")
    api.put("/{c}/grids/grd_0", alone.grid_body()).refused(404, "pricing.grid.not_found")
    api.put(path, alone.grid_body(basis="TTC")).refused(409, "pricing.grid.priced")
    api.put(path, alone.grid_body(decimals=4), {"If-Match": '"1"'}).ok()
    api.put(path, alone.grid_body(decimals=2)).refused(409, "pricing.grid.priced")
    api.put(path, alone.grid_body(), {"If-Match": '"1"'}).refused(412)
    api.delete(path).refused(409, "pricing.grid.in_use")
    api.delete("/{c}/grids/grd_0").refused(404, "pricing.grid.not_found")


def test_a_grid_goes_when_nothing_names_it(alone: Cellar) -> None:
    api, path = alone.api, f"/{{c}}/grids/{alone.grid['id']}"
    buyer = api.post("/{c}/customers", {"kind": "business", "name": "Port", "grid_id": alone.grid["id"]}).ok(201)
    service.delete_prices(alone.call, [*alone.wines, alone.visit])
    assert alone.api.get("/{c}/prices").ok()["items"][0]["prices"] == {}
    api.delete(path).refused(409, "pricing.grid.in_use")
    crm.delete_customers(alone.call, [buyer["id"]])
    assert api.delete(path).status == 204
    assert api.get("/{c}/grids").ok()["items"] == []
    api.delete(path).refused(404, "pricing.grid.not_found")


def test_a_grid_an_order_used_stays(alone: Cellar) -> None:
    @use_case("test.order")
    def order(unit: Unit) -> None:
        service.mark_used(unit, alone.grid["id"])

    order(alone.call)
    order(alone.call)
    found = alone.api.get("/{c}/grids").ok()
    assert (found["version"], found["items"][0]["in_use"]) == (2, True)
    service.delete_prices(alone.call, [*alone.wines, alone.visit])
    alone.api.delete(f"/{{c}}/grids/{alone.grid['id']}").refused(409, "pricing.grid.in_use")


def test_an_order_is_priced_in_one_read(cellar: Cellar, monkeypatch: pytest.MonkeyPatch) -> None:
    buyer = cellar.api.post("/{c}/customers", {"kind": "business", "name": "Port"}).ok(201)["id"]
    unit = reading(cellar.call)
    own = service.refs(cellar.wines, on=unit.today, customer_id=buyer)
    wanted = (*crm.refs(buyer), *catalogue.refs(cellar.wines), *own)
    unit.load(*wanted)
    monkeypatch.setattr("chalicelib.aws.working.fetch", lambda keys: pytest.fail(f"a second read: {list(keys)}"))
    asks = [LineAsk(id, 12) for id in cellar.wines]
    lines = service.price_lines(unit, crm.customer(unit, buyer), cellar.grid["id"], asks)
    assert [line.net for line in lines] == [10200, 10200]
    assert service.explained(lines[0], service.choose_grid(unit, None, cellar.grid["id"]))


@pytest.mark.feature("1.4-08")
def test_a_representative_cannot_price_for_the_customers_of_others(cellar: Cellar) -> None:
    buyer = cellar.api.post("/{c}/customers", {"kind": "business", "name": "Port"}).ok(201)["id"]
    actor = Actor("user", "usr_a", "A", frozenset({"pricing:read"}), only_own=True)
    asked = ExplainIn(customer_id=buyer, lines=[LineIn(variant_id=cellar.wines[0], quantity=1)])
    with pytest.raises(NotFound):
        service.explain(replace(cellar.call, actor=actor), asked)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "grids"), ("POST", "grids"), ("PUT", "grids/x"), ("DELETE", "grids/x"),
        ("GET", "prices"), ("GET", "prices/export"), ("POST", "prices/explain"), ("GET", "prices/x"),
        ("PUT", "prices/x"),
    ],
)  # fmt: skip
def test_who_gets_in(estate: Estate, new_estate: Any, method: str, path: str) -> None:
    body: dict[str, Any] | None = {} if method in ("POST", "PUT") else None
    estate.api.stranger().call(method, f"/{{c}}/{path}", body, None).refused(401)
    new_estate().api.into(estate.company).call(method, f"/{{c}}/{path}", body, None).refused(404)
    made = estate.api.post("/{c}/api-keys", {"name": "Rien", "scopes": ["statistics:read"]}).ok(201)
    Api(estate.api.gateway, estate.company, key=made["secret"]).call(method, f"/{{c}}/{path}", body, None).refused(403)
