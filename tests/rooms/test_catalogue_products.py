"""Families, products and variants, through the API."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from chalicelib.aws.call import Call, system
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service
from chalicelib.catalogue.schemas import ProductIn, VariantIn, VintageIO
from tests.support.api import Api, Estate

numbers = count(1)
GTINS = ("3760123456784", "3760123456791", "3760123456807")


def family(api: Api, **changes: Any) -> dict[str, Any]:
    body = {"code": f"F{next(numbers)}", "name": "Vins", **changes}
    found: dict[str, Any] = api.post("/{c}/families", body).ok(201)
    return found


def product(api: Api, **changes: Any) -> dict[str, Any]:
    body = {"name": "Les Galets", "colour": "red", "vintages": [{"year": 2022}, {"year": 2023}], **changes}
    body.setdefault("family_id", family(api)["id"] if "family_id" not in changes else None)
    found: dict[str, Any] = api.post("/{c}/products", body).ok(201)
    return found


def variant(api: Api, of: dict[str, Any], vintage: int = 0, **changes: Any) -> dict[str, Any]:
    body = {
        "product_id": of["id"],
        "vintage_id": of["vintages"][vintage]["id"] if of["vintages"] else None,
        "sku": f"SKU{next(numbers):04d}",
        "volume": 750,
        **changes,
    }
    found: dict[str, Any] = api.post("/{c}/variants", body).ok(201)
    return found


def as_product(out: dict[str, Any]) -> dict[str, Any]:
    return {name: out[name] for name in ProductIn.model_fields}


def as_variant(out: dict[str, Any]) -> dict[str, Any]:
    return {name: out[name] for name in VariantIn.model_fields}


@pytest.mark.feature("2.1-02")
def test_two_vintages_in_three_sizes_are_six_variants(new_estate: Any) -> None:
    api = new_estate().api
    wine = product(api)
    assert [vintage["year"] for vintage in wine["vintages"]] == [2023, 2022]
    made = [variant(api, wine, vintage, volume=volume) for vintage in (0, 1) for volume in (375, 750, 1500)]
    assert len({one["sku"] for one in made}) == 6
    assert made[2]["label"] == "Les Galets Rouge 2023 1,5 L"
    assert made[2]["label_en"] == "Les Galets Red 2023 1.5 L"
    assert api.get(f"/{{c}}/products/{wine['id']}").ok()["variants"] == [one["id"] for one in made]
    page = api.get("/{c}/variants", where=f'{{"field":"product_id","op":"eq","value":"{wine["id"]}"}}').ok()
    assert page["count"] == 6
    body = {**as_variant(made[0]), "sku": made[1]["sku"].lower()}
    api.post("/{c}/variants", body).refused(409, "catalogue.variant.sku_taken")
    api.put(f"/{{c}}/variants/{made[0]['id']}", body).refused(409, "catalogue.variant.sku_taken")


@pytest.mark.feature("2.1-07")
def test_barcodes_are_checked_and_belong_to_one_variant(estate: Estate) -> None:
    wine = product(estate.api)
    first = variant(estate.api, wine, gtin=GTINS[0], case_gtin=GTINS[1])
    body = {**as_variant(first), "sku": "OTHER"}
    problem = estate.api.post("/{c}/variants", {**body, "gtin": "3760123456785", "case_gtin": ""}).refused(422)
    assert [(error["field"], error["rule"]) for error in problem["errors"]] == [("gtin", "identifier.gtin.checksum")]
    estate.api.post("/{c}/variants", {**body, "gtin": GTINS[2]}).refused(409, "catalogue.variant.case_gtin_taken")
    # One of its own, in any of the two places, as 13 or 14 digits.
    zero = {**body, "gtin": f"0{GTINS[0]}", "case_gtin": ""}
    estate.api.post("/{c}/variants", zero).refused(409, "catalogue.variant.gtin_taken")
    freed = {**as_variant(first), "gtin": GTINS[1], "case_gtin": ""}
    assert estate.api.put(f"/{{c}}/variants/{first['id']}", freed).ok()["gtin"] == GTINS[1]
    assert estate.api.post("/{c}/variants", {**body, "gtin": GTINS[0], "case_gtin": ""}).ok(201)["gtin"] == GTINS[0]


@pytest.mark.feature("2.1-01")
def test_families(new_estate: Any) -> None:
    api = new_estate().api
    packs = family(api, code="COF", name="Coffrets", kind="pack", position=2)
    wines = family(api, code="VIN", position=1, sales_account="701000")
    api.post("/{c}/families", {"code": "vin", "name": "x"}).refused(409, "catalogue.code_taken")
    assert [one["code"] for one in api.get("/{c}/families").ok()["items"]] == ["VIN", "COF"]
    made = product(api, family_id=packs["id"])
    path = f"/{{c}}/families/{packs['id']}"
    assert api.delete(path).refused(409, "catalogue.family.in_use")["products"] == 1
    body = {"code": "COF", "name": "Coffrets", "kind": "pack", "archived": True}
    version = api.get("/{c}/families").ok()["version"]
    assert api.put(path, body, {"If-Match": f'"{version}"'}).ok()["archived"] is True
    api.put(path, body | {"name": "x"}, {"If-Match": f'"{version}"'}).refused(412)
    api.put(f"/{{c}}/products/{made['id']}", {**as_product(made), "family_id": wines["id"]}).ok()
    assert api.delete(path).status == 204
    api.delete(path).refused(404, "catalogue.family.not_found")
    assert [one["code"] for one in api.get("/{c}/families").ok()["items"]] == ["VIN"]
    api.put(path, body).refused(404, "catalogue.family.not_found")


@pytest.mark.feature("HER-01")
@pytest.mark.feature("6.1-01")
def test_rate_and_account_are_inherited_and_say_from_where(estate: Estate) -> None:
    api = estate.api
    parent = family(api, vat_rate="20", sales_account="701000")
    wine = product(api, family_id=parent["id"])
    made = variant(api, wine)
    assert made["effective_vat_rate"] == {"value": "20", "level": "family"}
    assert made["effective_sales_account"] == {"value": "701000", "level": "family"}
    changed = {**as_product(wine), "vat_rate": "5.5", "sales_account": "701100"}
    api.put(f"/{{c}}/products/{wine['id']}", changed).ok()
    read = api.get(f"/{{c}}/variants/{made['id']}").ok()
    assert read["effective_vat_rate"] == {"value": "5.5", "level": "product"}
    assert read["version"] == 2, "the product's copy was rewritten"
    own = api.put(
        f"/{{c}}/variants/{made['id']}", {**as_variant(read), "sales_account": "701150", "vat_rate": "0"}
    ).ok()
    assert own["effective_sales_account"] == {"value": "701150", "level": "variant"}
    assert own["effective_vat_rate"] == {"value": "0", "level": "variant"}
    cleared = api.put(f"/{{c}}/variants/{made['id']}", {**as_variant(own), "sales_account": None}).ok()
    assert cleared["effective_sales_account"] == {"value": "701100", "level": "product"}


def test_a_changed_product_renames_its_variants(estate: Estate) -> None:
    wine = product(estate.api)
    made = variant(estate.api, wine)
    body = {**as_product(wine), "name": "Le Clos", "colour": "white"}
    estate.api.put(f"/{{c}}/products/{wine['id']}", body, {"If-Match": '"1"'}).refused(412)
    estate.api.put(f"/{{c}}/products/{wine['id']}", body, {"If-Match": '"2"'}).ok()
    assert estate.api.get(f"/{{c}}/variants/{made['id']}").ok()["label"] == "Le Clos Blanc 2023 75 cl"
    listed = estate.api.get("/{c}/variants", q="clos blanc").ok()["items"]
    assert [row["id"] for row in listed] == [made["id"]]


@pytest.mark.feature("2.1-13")
def test_what_is_not_marketable_is_not_offered_and_stays_visible(estate: Estate) -> None:
    wine = product(estate.api)
    made = variant(estate.api, wine)
    assert made["offered"] is True
    assert (
        estate.api.put(f"/{{c}}/variants/{made['id']}", {**as_variant(made), "marketable": False}).ok()["offered"]
        is False
    )
    where = f'{{"field":"product_id","op":"eq","value":"{wine["id"]}"}}'
    offered = f'{{"and":[{where},{{"field":"offered","op":"eq","value":true}}]}}'
    assert [estate.api.get("/{c}/variants", where=one).ok()["count"] for one in (where, offered)] == [1, 0]


def test_vintages_follow_their_rules(estate: Estate) -> None:
    api, wine = estate.api, product(estate.api)
    variant(api, wine, 0)
    path, body = f"/{{c}}/products/{wine['id']}", as_product(wine)
    latest, older = wine["vintages"]
    api.put(path, {**body, "vintages": [older]}).refused(422, "catalogue.vintage.in_use")
    api.put(path, {**body, "vintages": [latest, {"year": latest["year"]}]}).refused(422, "catalogue.vintage.twice")
    api.put(path, {**body, "vintages": [latest, {"id": "vin_0", "year": 2020}]}).refused(
        422, "catalogue.vintage.unknown"
    )
    api.put(path, {**body, "vintages": [latest, {**latest, "year": 2020}]}).refused(422, "catalogue.vintage.unknown")
    changed = api.put(path, {**body, "vintages": [{**latest, "archived": True}, {"year": 2024}]}).ok()
    assert [(one["year"], one["archived"]) for one in changed["vintages"]] == [(2024, False), (2023, True)]
    assert (
        api.get("/{c}/variants", where=f'{{"field":"product_id","op":"eq","value":"{wine["id"]}"}}').ok()["items"][0][
            "offered"
        ]
        is False
    )


@pytest.mark.parametrize(
    ("path", "body", "field", "rule"),
    [
        ("products", {"family_id": "fam_0", "name": "x"}, "family_id", "catalogue.family.unknown"),
        ("products", {"family_id": "FAMILY", "name": " "}, "name", "schema.string_too_short"),
        ("products", {"family_id": "FAMILY", "name": "x", "vat_rate": "101"}, "vat_rate", "schema.less_than_equal"),
        ("variants", {"product_id": "pro_0", "sku": "x"}, "product_id", "catalogue.product.unknown"),
        (
            "variants",
            {"product_id": "PRODUCT", "sku": "x", "vintage_id": "vin_0"},
            "vintage_id",
            "catalogue.vintage.unknown",
        ),
        ("variants", {"product_id": "PRODUCT", "sku": "x", "volume": 0}, "volume", "schema.greater_than_equal"),
    ],
)
def test_refusals(estate: Estate, path: str, body: dict[str, Any], field: str, rule: str) -> None:
    known = product(estate.api)
    ids = {"FAMILY": known["family_id"], "PRODUCT": known["id"]}
    sent = {name: ids.get(value, value) if isinstance(value, str) else value for name, value in body.items()}
    problem = estate.api.post(f"/{{c}}/{path}", sent).refused(422)
    assert [(error["field"], error["rule"]) for error in problem["errors"]] == [(field, rule)]


def test_a_variant_stays_of_its_product(estate: Estate) -> None:
    made, other = variant(estate.api, product(estate.api)), product(estate.api)
    body = {**as_variant(made), "product_id": other["id"], "vintage_id": None}
    estate.api.put(f"/{{c}}/variants/{made['id']}", body).refused(422, "catalogue.variant.other_product")
    stale = estate.api.put(f"/{{c}}/variants/{made['id']}", as_variant(made), {"If-Match": '"7"'})
    assert stale.refused(412)["current"] == 1


@pytest.mark.feature("2.1-12")
def test_packagings(new_estate: Any) -> None:
    api = new_estate().api
    made = api.post("/{c}/packagings", {"code": "c", "name": "Carton de 6", "quantity": 6, "tare": 350}).ok(201)
    api.post("/{c}/packagings", {"code": "C", "name": "Caisse", "quantity": 12}).refused(409, "catalogue.code_taken")
    api.post("/{c}/packagings", {"code": "z", "name": "Vide", "quantity": 0}).refused(422)
    body = {"code": "c", "name": "Carton de 6", "quantity": 6, "kind": "case"}
    assert api.put(f"/{{c}}/packagings/{made['id']}", body, {"If-Match": '"1"'}).ok()["kind"] == "case"
    api.put("/{c}/packagings/pkg_0", body).refused(404)
    assert [one["quantity"] for one in api.get("/{c}/packagings").ok()["items"]] == [6]


def test_the_export_of_variants(new_estate: Any) -> None:
    api = new_estate().api
    made = variant(api, product(api))
    answer = api.get("/{c}/variants/export", {"Accept": "text/csv"}, format="csv", fields="sku,label")
    csv = answer.content.decode("utf-8-sig")
    assert csv.splitlines() == ["Référence;Désignation", f"{made['sku']};Les Galets Rouge 2023 75 cl"]
    whole = api.get("/{c}/variants/export", {"Accept": "text/csv"}, format="csv").content.decode("utf-8-sig")
    heading, row = (line.split(";") for line in whole.splitlines())
    assert [row[heading.index(name)] for name in ("Famille", "Couleur", "Nature")] == ["Vins", "Rouge", "Bien"]
    assert not any(name.startswith("Id") for name in heading), "names, no ids"
    assert [one["family"] for one in api.get("/{c}/products", sort="-family").ok()["items"]] == ["Vins"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "families"), ("POST", "families"), ("PUT", "families/x"), ("DELETE", "families/x"),
        ("GET", "packagings"), ("POST", "packagings"), ("PUT", "packagings/x"),
        ("GET", "products"), ("POST", "products"), ("GET", "products/x"), ("PUT", "products/x"),
        ("GET", "variants"), ("POST", "variants"), ("GET", "variants/x"), ("PUT", "variants/x"),
    ],
)  # fmt: skip
def test_who_gets_in(estate: Estate, new_estate: Any, method: str, path: str) -> None:
    body: dict[str, Any] | None = {} if method in ("POST", "PUT") else None
    estate.api.stranger().call(method, f"/{{c}}/{path}", body, None).refused(401)
    new_estate().api.into(estate.company).call(method, f"/{{c}}/{path}", body, None).refused(404)
    made = estate.api.post("/{c}/api-keys", {"name": "Rien", "scopes": ["statistics:read"]}).ok(201)
    Api(estate.api.gateway, estate.company, key=made["secret"]).call(method, f"/{{c}}/{path}", body, None).refused(403)
    read_only = estate.api.post("/{c}/api-keys", {"name": "Lire", "scopes": ["catalogue:read"]}).ok(201)
    reader = Api(estate.api.gateway, estate.company, key=read_only["secret"])
    assert (reader.call(method, f"/{{c}}/{path}", body, None).status == 403) is (method != "GET")


def test_an_import_and_its_undo(new_estate: Any) -> None:
    estate = new_estate()
    parent = family(estate.api)
    call = Call(system("test"), estate.company, datetime.now(UTC), "test")
    asked = [ProductIn(family_id=parent["id"], name=f"Cuvée {n}", vintages=[VintageIO(year=2020)]) for n in range(12)]

    @use_case("test.import")
    def bring(unit: Unit) -> tuple[list[str], list[str]]:
        products = service.create_products(unit, asked)
        wanted = [
            VariantIn(product_id=one.id, vintage_id=one.vintages[0].id, sku=f"{one.id}-{volume}", volume=volume)
            for one in products
            for volume in (750, 1500)
        ]
        return [one.id for one in products], [one.id for one in service.create_variants(unit, wanted)]

    @use_case("test.sell")
    def sell(unit: Unit, id: str) -> None:
        service.mark_used(unit, [id])

    products, variants = bring(call)
    sell(call, variants[0])
    kept = service.delete_variants(call, variants)
    assert [(one.id, one.rule) for one in kept] == [(variants[0], "catalogue.variant.in_use")]
    assert [one.id for one in service.delete_products(call, products)] == [products[0]]
    assert estate.api.get("/{c}/variants").ok()["count"] == 1
    assert estate.api.get("/{c}/products").ok()["count"] == 1
    assert estate.api.delete(f"/{{c}}/families/{parent['id']}").refused(409)["products"] == 1
    estate.api.get(f"/{{c}}/variants/{variants[1]}").refused(404)
