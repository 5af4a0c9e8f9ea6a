"""Ranges, capsules, gift boxes, customs codes, sales units, technical sheets, duplicated vintages: through the API."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.rooms.test_catalogue_products import as_product, as_variant, family, product, variant
from tests.support.api import Api, Estate
from tests.support.papers import text_of
from tests.support.schemas import official

SHEET = {
    "fr": {"grapes": "Cabernet franc, Merlot", "vineyard": "Côteaux argilo-calcaires de Fronsac.",
           "winemaking": "Cuvaison de 25 jours.", "ageing": "12 mois en fûts de chêne.", "bottling": "Juin 2025.",
           "tasting": "Nez d’églantine et de cœur de bœuf.", "pairing": "Agneau rôti.",
           "allergens": "Contient des sulfites"},
    "en": {"grapes": "Cabernet franc, Merlot", "tasting": "Rosehip and oxheart tomato.",
           "allergens": "Contains sulphites"},
    "serving_min": "16", "serving_max": "18", "alcohol": "13.5",
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(new_estate: Callable[..., Estate]) -> Shop:
    return open_shop(new_estate, wines=4)


def png(colour: str, size: tuple[int, int] = (60, 160)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def uploaded(api: Api, content: bytes, name: str = "bouteille.png") -> str:
    id: str = api.post("/{c}/files", content, name=name, content_type="image/png").ok(201)["id"]
    return id


@pytest.mark.feature("2.1-08")
def test_ranges_filter_lists_and_the_sheet_of_prices(estate: Estate) -> None:
    api = estate.api
    first, second = (api.post("/{c}/ranges", {"code": c, "name": c}).ok(201)["id"] for c in ("CL", "BIO"))
    both = product(api, name="Deux gammes", ranges=[first, second, first])
    none = product(api, name="Sans gamme")
    assert both["ranges"] == [first, second]
    wine, other = variant(api, both), variant(api, none)
    tree = f'{{"field":"ranges","op":"has","value":"{second}"}}'
    assert [row["id"] for row in api.get("/{c}/variants", where=tree).ok()["items"]] == [wine["id"]]
    assert [row["id"] for row in api.get("/{c}/products", where=tree).ok()["items"]] == [both["id"]]
    assert [row["id"] for row in api.get("/{c}/prices", where=tree).ok()["items"]] == [wine["id"]]
    api.put(f"/{{c}}/products/{both['id']}", {**as_product(both), "ranges": []}).ok()
    assert api.get("/{c}/variants", where=tree).ok()["count"] == 0
    api.put(f"/{{c}}/products/{none['id']}", {**as_product(none), "ranges": ["rng_0"]}).refused(
        422, "catalogue.range.unknown"
    )
    api.post("/{c}/ranges", {"code": "cl", "name": "x"}).refused(409, "catalogue.code_taken")
    api.put("/{c}/ranges/rng_0", {"code": "X", "name": "x"}).refused(404)
    assert api.put(f"/{{c}}/ranges/{first}", {"code": "CL", "name": "Collection"}).ok()["name"] == "Collection"
    assert other["ranges"] == []


@pytest.mark.feature("2.1-05")
def test_a_capsule_of_one_colour_kind_and_volume_exists_once(estate: Estate) -> None:
    api = estate.api
    colours = ("none", "green", "blue", "wine", "orange", "yellow", "grey", "red", "white")
    for colour in colours:
        for kind in ("collective", "personalised"):
            api.post("/{c}/capsules", {"colour": colour, "kind": kind, "volume": 750}).ok(201)
    green = {"colour": "green", "kind": "collective", "volume": 750}
    api.post("/{c}/capsules", green).refused(409, "catalogue.capsule.twice")
    made = api.post("/{c}/capsules", {**green, "volume": 1500}).ok(201)
    assert made["name"] == "CRD verte collective 1,5 L"
    api.put(f"/{{c}}/capsules/{made['id']}", green).refused(409, "catalogue.capsule.twice")
    assert api.put(f"/{{c}}/capsules/{made['id']}", {**green, "volume": 1500, "archived": True}).ok()["archived"]
    assert len(api.get("/{c}/capsules").ok()["items"]) == 19
    api.post("/{c}/capsules", {**green, "colour": "pink"}).refused(422)


@pytest.mark.feature("2.1-04")
def test_a_line_wears_the_capsule_of_its_duty(shop: Shop) -> None:
    api = shop.api
    crd, neutral, own, third = (
        api.post("/{c}/capsules", {"colour": c, "kind": k, "volume": 750}).ok(201)["id"]
        for c, k in (("green", "collective"), ("none", "collective"), ("green", "personalised"), ("wine", "collective"))
    )
    of = api.get("/{c}/products").ok()["items"][0]["id"]
    known = as_product(api.get(f"/{{c}}/products/{of}").ok())
    api.put(f"/{{c}}/products/{of}", {**known, "crd_capsule": crd, "neutral_capsule": neutral}).ok()
    override = as_variant(api.get(f"/{{c}}/variants/{shop.wines[1]}").ok())
    api.put(f"/{{c}}/variants/{shop.wines[1]}", {**override, "crd_capsule": own}).ok()

    def worn(**given: Any) -> list[tuple[str, str]]:
        asked = shop.asked(lines=3, **given)
        asked["lines"][2] |= {"capsule": third}
        lines = api.post("/{c}/orders/price", asked).ok()["lines"]
        return [(line["capsule"], line["capsule_level"]) for line in lines]

    assert worn() == [(crd, "product"), (own, "variant"), (third, "line")]
    assert worn(duty="suspended") == [(neutral, "product"), (neutral, "product"), (third, "line")]
    abroad = {"billing": {"lines": ["1 St"], "postcode": "10001", "town": "New York", "country": "US"}}
    shop.customer("abroad", siret="", vat_number="", **abroad)
    assert worn(customer="abroad")[0] == (neutral, "product")
    found = api.get(f"/{{c}}/variants/{shop.wines[1]}").ok()
    assert found["effective_crd_capsule"] == {"value": own, "level": "variant"}
    assert found["defaults"]["crd_capsule"] == {"value": crd, "level": "product"}
    api.put(f"/{{c}}/variants/{shop.wines[1]}", {**override, "crd_capsule": "cap_0"}).refused(
        422, "catalogue.capsule.unknown"
    )


@pytest.mark.feature("2.1-03")
def test_a_gift_box_has_a_bill_of_materials_without_a_way_round(shop: Shop) -> None:
    api, wines = shop.api, shop.wines
    of = family(api, kind="pack")
    boxes = product(api, family_id=of["id"], name="Coffret", vintages=[], colour="")
    parts = [{"variant_id": wines[0], "quantity": 1}, {"variant_id": wines[1], "quantity": 2}]
    box = variant(api, boxes, sku="COF3", parts=parts, volume=None)
    assert [(one["sku"], one["quantity"]) for one in box["components"]] == [("CT22-0", 1), ("CT22-1", 2)]
    row = api.get("/{c}/variants", q="COF3").ok()["items"][0]
    assert (row["pack"], row["declarable"]) == (True, True)
    case = variant(api, boxes, sku="COFCOF", parts=[{"variant_id": box["id"], "quantity": 2}], volume=None)
    loop = {**as_variant(box), "parts": [*parts, {"variant_id": case["id"], "quantity": 1}]}
    problem = api.put(f"/{{c}}/variants/{box['id']}", loop).refused(422, "catalogue.pack.cycle")
    assert problem["errors"][0]["field"] == "parts.2.variant_id"
    assert "COF3 > COFCOF > COF3" in problem["errors"][0]["detail"]
    itself = {**as_variant(box), "parts": [{"variant_id": box["id"], "quantity": 1}]}
    api.put(f"/{{c}}/variants/{box['id']}", itself).refused(422, "catalogue.pack.cycle")


@pytest.mark.feature("2.1-06")
def test_customs_codes_are_kept_and_wines_without_one_are_listed(estate: Estate) -> None:
    api = estate.api
    customs = {"inao": "1b001s", "label": "", "nc8": "2204 21 42", "alcohol": "12.5"}
    coded = product(api, name="Codé", customs=customs, vintages=[{"year": 2022, "alcohol": "13"}, {"year": 2023}])
    assert coded["customs"] == {"inao": "1B001S", "label": "", "nc8": "22042142", "alcohol": "12.5"}
    assert coded["declarable"]
    wine, young = variant(api, coded, 1), variant(api, coded, 0)
    assert (wine["customs"]["alcohol"], young["customs"]["alcohol"]) == ("13", "12.5"), "the vintage says its own"
    bare = product(api, name="Sans code")
    labelled = product(api, name="Libellé", customs={"label": "VT_IG_AOP"})
    visit = product(api, name="Visite", kind="service", colour="")
    for one in (bare, labelled, visit):
        variant(api, one, volume=None)
    tree = '{"field":"declarable","op":"eq","value":false}'
    names = {row["label"] for row in api.get("/{c}/variants", where=tree).ok()["items"]}
    assert any(name.startswith("Sans code") for name in names)
    assert not any(name.startswith(("Codé", "Libellé", "Visite")) for name in names)
    assert not bare["declarable"]
    api.post("/{c}/products", {**as_product(bare), "customs": {"nc8": "2204"}}).refused(422)


def test_code_tables_are_loaded_and_searched(estate: Estate) -> None:
    api = estate.api
    french = official("customs/cn/cn2023_chapter22_fr.csv").read_bytes()
    english = official("customs/cn/cn2023_chapter22_en.csv").read_bytes()
    loaded = api.put("/{c}/customs-codes/nc8", french, name="nc8.csv").ok()
    assert loaded["count"] == loaded["added"] > 100
    api.put("/{c}/customs-codes/nc8", english, name="nc8_en.csv", language="en").ok()
    found = api.get("/{c}/customs-codes", table="nc8", q="champagne").ok()["items"]
    assert found
    assert all(one["code"].startswith("22") and one["fr"] and one["en"] for one in found)
    assert api.get("/{c}/customs-codes", table="nc8", q="220410").ok()["items"][0]["code"].startswith("220410")
    labels = official("customs/codes/libelles_fiscaux.csv").read_bytes()
    assert api.put("/{c}/customs-codes/label", labels, name="libelles.csv").ok()["count"] > 10
    assert api.get("/{c}/customs-codes", table="label", q="tranquilles AOP").ok()["count"] > 0
    assert api.get("/{c}/customs-codes", table="inao").ok()["items"] == []
    api.put("/{c}/customs-codes/autre", labels).refused(404, "catalogue.codes.unknown")
    api.put("/{c}/customs-codes/nc8", b"rien").refused(422, "catalogue.codes.columns")


@pytest.mark.feature("2.1-X02")
def test_a_sales_unit_refuses_in_the_shop_and_warns_in_the_office(shop: Shop) -> None:
    wine = as_variant(shop.api.get(f"/{{c}}/variants/{shop.wines[3]}").ok())
    shop.api.put(f"/{{c}}/variants/{shop.wines[3]}", {**wine, "sales_unit": 6}).ok()
    body: dict[str, Any] = {"customer": shop.customer("bistrot")}
    body["lines"] = [{"variant": shop.wines[3], "quantity": 7}]
    office = shop.api.post("/{c}/orders", body).ok(201)
    assert [(one["field"], one["rule"]) for one in office["warnings"]] == [
        ("lines.0.quantity", "sales.line.sales_unit")
    ]
    shop.api.post("/{c}/orders", {**body, "channel": "shop"}).refused(422, "sales.line.sales_unit")
    body["lines"][0]["quantity"] = 12
    assert shop.api.post("/{c}/orders", {**body, "channel": "shop"}).ok(201)["warnings"] == []


@pytest.mark.feature("2.1-14")
def test_a_service_is_invoiced_and_weighs_nothing(shop: Shop) -> None:
    api = shop.api
    wine = as_variant(api.get(f"/{{c}}/variants/{shop.wines[0]}").ok())
    api.put(f"/{{c}}/variants/{shop.wines[0]}", {**wine, "weight": 1300}).ok()
    visit = product(api, name="Dégustation", kind="service", colour="", vintages=[])
    tasting = variant(api, visit, volume=None, weight=500)
    lines = [{"variant": shop.wines[0], "quantity": 6}, {"variant": tasting["id"], "quantity": 2, "unit_price": "15"}]
    order = api.post("/{c}/orders", {**shop.asked(), "lines": lines, "confirm": True}).ok(201)
    assert order["weight"] == 6 * 1300
    assert (order["totals"]["cols"], order["lines"][1]["goods"]) == (6, False)
    bill = api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert bill["lines"][1]["net"] == 3000


@pytest.mark.feature("2.1-10")
def test_a_sheet_is_kept_for_each_vintage_in_both_languages(estate: Estate) -> None:
    api = estate.api
    wine = product(api, name="Château d’Été")
    young, old = wine["vintages"]
    path = f"/{{c}}/products/{wine['id']}/sheets/{young['id']}"
    assert api.get(path).ok()["version"] == 0
    photos = [uploaded(api, png("#7a1f2b")), uploaded(api, png("#112233", (300, 200)))]
    saved = api.put(path, {**SHEET, "pictures": photos}).ok()
    found = api.get(path).ok()
    assert found == saved
    assert (found["fr"], found["en"]["tasting"]) == (SHEET["fr"], "Rosehip and oxheart tomato.")
    assert (found["serving_min"], found["alcohol"], found["effective_alcohol"]) == ("16", "13.5", "13.5")
    assert api.get(f"{path}/picture", {"accept": "image/png"}, n=1).content == png("#112233", (300, 200))
    assert api.get(f"/{{c}}/products/{wine['id']}/sheets/{old['id']}").ok()["fr"]["grapes"] == ""
    assert api.get(f"/{{c}}/products/{wine['id']}").ok()["vintages"][0]["alcohol"] == "13.5"
    api.put(path, SHEET, {"If-Match": '"0"'}).refused(412)
    text = uploaded(api, b"not a picture", "x.png")
    problem = api.put(path, {**SHEET, "pictures": [text]}).refused(422, "catalogue.sheet.unreadable")
    assert problem["errors"][0]["field"] == "pictures.0"
    api.put(path, {**SHEET, "serving_max": "10"}).refused(422, "catalogue.sheet.serving")
    api.get(f"{path}/picture", n=2).refused(404)
    api.get(f"/{{c}}/products/{wine['id']}/sheets/vin_0").refused(404, "catalogue.vintage.not_found")


@pytest.mark.feature("2.1-11")
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_sheet_as_pdf_holds_its_vintage_and_no_other(new_estate: Any, lang: str) -> None:
    estate = new_estate(name="Domaine de l’Œillet")
    api = estate.api
    wine = product(api, name="Clos de l’Églantine", name_en="Dog Rose Close", appellation="Côtes-du-Rhône")
    young, old = wine["vintages"]
    for size, at in ((750, 0), (1500, 0), (375, 1)):
        variant(api, wine, at, volume=size)
    api.put("/{c}/logo", png("#ff0000", (200, 60))).ok()
    base = f"/{{c}}/products/{wine['id']}/sheets"
    api.put(f"{base}/{young['id']}", {**SHEET, "pictures": [uploaded(api, png("#7a1f2b"))]}).ok()
    other = {"fr": {"tasting": "Austère en 2022."}, "en": {"tasting": "Austere in 2022."}, "alcohol": "12"}
    api.put(f"{base}/{old['id']}", other).ok()
    answer = api.get(f"{base}/{young['id']}/pdf", PDF, lang=lang)
    assert answer.headers["content-type"] == "application/pdf"
    text = text_of(answer.content)
    french = lang == "fr"
    wanted = ["2023", "Cabernet franc, Merlot", "Domaine de l’Œillet", "Côtes-du-Rhône", "12 mois en fûts de chêne."]
    wanted += (
        ["Clos de l’Églantine", "13,5 % vol.", "16 à 18 °C", "75 cl · 1,5 L", "cœur de bœuf", "Contient des sulfites"]
        if french
        else ["Dog Rose Close", "13.5 % vol.", "16 to 18 °C", "75 cl · 1.5 L", "Rosehip", "Contains sulphites"]
    )
    assert [word for word in wanted if word not in text] == []
    assert [word for word in ("2022", "Austère", "Austere", "37,5", "37.5") if word in text] == []
    assert answer.content.count(b"/Subtype /Image") == 2, "logo and bottle"


@pytest.mark.feature("2.1-X01")
def test_a_vintage_is_copied_with_its_articles_and_prices(shop: Shop) -> None:
    api = shop.api
    wine = product(api, name="Les Galets", vintages=[{"year": 2023}])
    source = wine["vintages"][0]["id"]
    grid = api.post("/{c}/grids", {"code": "DUP", "name": "Copie"}).ok(201)["id"]
    sizes = {
        volume: variant(api, wine, sku=f"GAL23-{volume}", volume=volume, gtin=gtin, sales_unit=6, weight=1200,
                        own_label=f"Galets 2023 {volume}")
        for volume, gtin in ((750, "3760123450003"), (1500, ""))
    }  # fmt: skip
    for one in sizes.values():
        api.put(f"/{{c}}/prices/{one['id']}", {"prices": {grid: [{"price": "9"}, {"from_qty": 6, "price": "8"}]}}).ok()
    api.put(f"/{{c}}/products/{wine['id']}/sheets/{source}", SHEET).ok()
    path = f"/{{c}}/products/{wine['id']}/vintages"
    after = api.post(path, {"source": source, "year": 2024}).ok(201)
    assert [one["year"] for one in after["vintages"]] == [2024, 2023]
    fresh = [api.get(f"/{{c}}/variants/{id}").ok() for id in after["variants"][2:]]
    assert [(one["sku"], one["volume"], one["year"], one["own_label"]) for one in fresh] == [
        ("GAL24-750", 750, 2024, "Galets 2024 750"), ("GAL24-1500", 1500, 2024, "Galets 2024 1500"),
    ]  # fmt: skip
    assert [(one["sales_unit"], one["weight"], one["gtin"], one["in_use"]) for one in fresh] == [
        (6, 1200, "", False)
    ] * 2
    prices = api.get(f"/{{c}}/prices/{fresh[0]['id']}").ok()["prices"][grid]
    assert [(tier["from_qty"], tier["price"]) for tier in prices] == [(1, "9.00"), (6, "8.00")]
    copied = api.get(f"/{{c}}/products/{wine['id']}/sheets/{after['vintages'][0]['id']}").ok()
    assert (copied["fr"]["grapes"], copied["fr"]["tasting"], copied["alcohol"]) == ("Cabernet franc, Merlot", "", None)
    api.post(path, {"source": source, "year": 2024}).refused(409, "catalogue.vintage.twice")
    api.post(path, {"source": "vin_0", "year": 2025}).refused(404)
    api.delete(f"/{{c}}/grids/{grid}").refused(409, "pricing.grid.in_use")
