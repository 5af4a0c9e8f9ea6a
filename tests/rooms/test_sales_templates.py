"""Templates of documents through the API: which one a document gets, what stays of it, its files, its preview."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO
from itertools import product
from typing import Any

import pikepdf
import pytest
from PIL import Image

from chalicelib.aws.audit import AUDITS
from chalicelib.aws.unit import reading
from chalicelib.kernel.chain import Link, broken_at, extend
from chalicelib.sales import documents
from chalicelib.sales.rules.template import NO_ART
from chalicelib.sales.service.freezing import sealed_content
from chalicelib.sales.store import INVOICES
from tests.rooms.sales_support import PDF, Shop, joined, open_shop
from tests.rooms.test_sales_invoices import call_of, xml_of
from tests.rules.test_render_templates import ours
from tests.support.papers import text_of

COLUMNS = ["label", "quantity", "unit_price", "vat_rate", "amount"]
OPTIONAL = ["abv", "gtin", "lot", "capsule", "customs_code", "ttb_id"]
LEVELS = ("customer", "customer_category", "price_grid", "company")
PATH = "/{c}/document-templates"


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def template(shop: Shop, name: str, **given: Any) -> str:
    id: str = shop.api.post(PATH, {"name": name, "columns": COLUMNS, **given}).ok(201)["id"]
    return id


def paper(shop: Shop, invoice: str, **asked: Any) -> bytes:
    return bytes(shop.api.get(f"/{{c}}/invoices/{invoice}/pdf", headers=PDF, **asked).content)


def page_of(pdf: bytes) -> tuple[int, int]:
    with pikepdf.open(BytesIO(pdf)) as document:
        box = document.pages[0].mediabox
        return round(float(box[2])), round(float(box[3]))


def logo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 20), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.feature("2.3-09")
def test_the_nearest_level_wins_and_the_preview_the_invoice_and_the_explanation_name_it(new_estate: Any) -> None:
    """All 16 combinations: customer, else category, else grid, else company, else the standard one."""
    shop = open_shop(new_estate, wines=1)
    api = shop.api
    made = {level: template(shop, f"Modèle {level}", language="fr") for level in LEVELS}
    tiers = [{"from_qty": 1, "price": "9.00"}]
    for given in product([False, True], repeat=4):
        held = {level: made[level] if there else None for level, there in zip(LEVELS, given, strict=True)}
        tag = "".join("1" if one else "0" for one in given)
        version = api.get("/{c}/settings").ok()["version"]
        values = {"document_template": held["company"]}
        api.put("/{c}/settings", {"values": values}, headers={"if-match": f'"{version}"'}).ok()
        grid = api.post("/{c}/grids", {"code": tag, "name": tag, "template": held["price_grid"]}).ok(201)["id"]
        api.put(f"/{{c}}/prices/{shop.wines[0]}", {"prices": {grid: tiers}}).ok()
        category = {"code": tag, "name": tag, "template": held["customer_category"]}
        id = api.post("/{c}/customer-categories", category).ok(201)["id"]
        own = {"grid_id": grid, "category_id": id, "template": held["customer"], "name": tag}
        shop.customer(tag, siret="", vat_number="", **own)
        winner = next((level for level in LEVELS if held[level]), "default")
        named = {"value": f"Modèle {winner}" if held.get(winner) else "Standard", "level": winner}
        assert api.post("/{c}/orders/price", shop.asked(customer=tag)).ok()["template"] == named
        assert shop.invoice(customer=tag)["template"] == named
        (why,) = api.get("/{c}/explain", setting="document_template", customer=shop.customer(tag)).ok()["items"]
        assert (why["level"], why["value"]) == (winner if held.get(winner) else "", held.get(winner))
        assert [one["level"] for one in why["levels"]] == list(LEVELS)


def test_what_a_change_at_the_top_would_touch_is_told_before(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    mine, other = template(shop, "Le mien"), template(shop, "Autre")
    shop.customer("own", name="Own", siret="", vat_number="", template=mine)
    shop.customer("none", name="None", siret="", vat_number="")
    asked = {"setting": "document_template", "level": "company", "value": other}
    found = shop.api.post("/{c}/explain", asked).ok()
    assert (found["customers"], found["examples"]) == (1, ["None"])
    assert shop.api.post("/{c}/explain", {**asked, "level": "price_grid", "id": shop.grid}).ok()["customers"] == 1


@pytest.mark.feature("2.3-08")
def test_a_template_sets_page_language_prices_logo_columns_legal_block_and_appended_pages(shop: Shop) -> None:
    picture = shop.api.post(f"{PATH}/files", logo(), use="logo", name="logo.png").ok(201)
    more = shop.api.post(f"{PATH}/files", ours(2, "Conditions de vente"), use="appended", name="CGV.pdf").ok(201)
    assert (more["pages"], more["name"]) == (2, "CGV.pdf")
    columns = ["amount", "sku", *COLUMNS[:-1]]
    id = template(
        shop, "Export", landscape=True, language="en", prices="TTC", logo=picture["file"], columns=columns,
        legal="header", legal_fr="Vin à consommer avec modération.", legal_en="Drink responsibly.", accent="#1f5f4a",
        appended={"file": more["file"], "name": "CGV.pdf", "pages": 1},
    )  # fmt: skip
    shop.customer("export", name="Weinhaus", siret="", vat_number="", template=id)
    invoice = shop.invoice(customer="export", quantity=6)
    assert invoice["language"] == "en"
    pdf = paper(shop, invoice["id"])
    text = text_of(pdf)
    assert page_of(pdf) == (842, 595)
    for said in ("Invoice", "Drink responsibly.", "Conditions de vente 2", "10.80", "64.80", "CT22-0"):
        assert said in text
    assert text.index("Drink responsibly.") < text.index("CT22-0")
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 3
        assert len(document.pages[0].Resources.XObject) == 1
    assert b"<ram:LineTotalAmount>54.00" in xml_of(pdf), "the machine reads the agreed prices"
    kept = shop.api.get(PATH).ok()["items"][-1]
    assert kept["appended"]["pages"] == 2, "counted by the server, whatever was said"
    assert "Drink responsibly." not in text_of(paper(shop, shop.invoice()["id"]))


def test_the_other_papers_of_a_sale_use_the_same_template(shop: Shop) -> None:
    id = template(shop, "Cave", legal_fr="Mention de la cave.", columns=[*COLUMNS, "lot"], landscape=True)
    shop.customer("cave", name="Cave", siret="", vat_number="", template=id)
    api = shop.api
    quote = api.post("/{c}/quotes", shop.asked(customer="cave")).ok(201)
    order = shop.order(customer="cave", confirm=True)
    api.post(f"/{{c}}/orders/{order['id']}/pro-forma").ok(201)
    note = api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    invoice = api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    credit = api.post(f"/{{c}}/invoices/{invoice['id']}/credit", {}).ok(201)
    for path in (
        f"quotes/{quote['id']}/pdf", f"orders/{order['id']}/pro-forma", f"delivery-notes/{note['id']}/pdf",
        f"invoices/{invoice['id']}/pdf", f"invoices/{credit['id']}/pdf",
    ):  # fmt: skip
        pdf = api.get(f"/{{c}}/{path}", headers=PDF).content
        assert page_of(pdf) == (842, 595), path
        assert "Mention de la cave." in text_of(pdf), path


def test_an_issued_invoice_keeps_its_template_whatever_becomes_of_it(shop: Shop) -> None:
    id = template(shop, "Avant", legal_fr="Avant le changement.")
    shop.customer("keeps", name="Keeps", siret="", vat_number="", template=id)
    before, after = shop.invoice(customer="keeps"), shop.order(customer="keeps", confirm=True)
    shop.api.put(f"{PATH}/{id}", {"name": "Après", "columns": COLUMNS, "legal_fr": "Après le changement."}).ok()
    assert "Avant le changement." in text_of(paper(shop, before["id"]))
    assert shop.api.get(f"/{{c}}/invoices/{before['id']}").ok()["template"]["value"] == "Avant"
    later = shop.api.post(f"/{{c}}/orders/{after['id']}/invoice").ok(201)
    assert "Après le changement." in text_of(paper(shop, later["id"]))
    shop.api.put(f"{PATH}/{id}", {"name": "Après", "columns": COLUMNS, "archived": True}).ok()
    assert shop.invoice(customer="keeps")["template"] == {"value": "Standard", "level": "default"}
    (why,) = shop.api.get("/{c}/explain", setting="document_template", customer=shop.customer("keeps")).ok()["items"]
    assert (why["value"], why["level"]) == (None, ""), "an archived template says nothing"


def test_the_seal_covers_the_template_and_an_invoice_of_before_templates_still_holds(shop: Shop) -> None:
    unit = reading(call_of(shop))
    id = template(shop, "Scellé", legal_fr="Scellé.")
    shop.customer("sealed", name="Sealed", siret="", vat_number="", template=id)
    stored = unit.get(INVOICES, shop.invoice(customer="sealed")["id"])
    assert json.dumps(sealed_content(stored)).count("Scell") == 2
    old = sealed_content(stored)
    del old["template"]
    for line in old["lines"]:  # type: ignore[attr-defined]
        del line["facts"]
    link = extend(None, old)
    doc = {**old, "link": asdict(link)}
    found = AUDITS["invoice"].seal(doc)
    assert found is not None
    _, told, payload = found
    assert broken_at([(Link(**told), payload)]) is None
    read = INVOICES.read(json.dumps(doc))
    assert read.template is None
    assert text_of(documents.pdf(read, "fr", NO_ART)).count(read.number)


@pytest.mark.feature("2.3-X02")
def test_optional_columns_print_what_the_product_says_and_nothing_else(shop: Shop) -> None:
    api = shop.api
    id = template(shop, "Tout", columns=[*COLUMNS, *OPTIONAL], landscape=True)
    shop.customer("all", name="All", siret="", vat_number="", template=id)
    family = api.get("/{c}/families").ok()["items"][0]["id"]
    asked = {"name": "CRD grenat", "colour": "wine", "volume": 750}
    capsule = api.post("/{c}/capsules", asked).ok(201)["id"]
    body = {
        "family_id": family, "name": "Clos complet", "customs": {"nc8": "22042142", "alcohol": "13.5"},
        "vintages": [{"year": 2022}], "crd_capsule": capsule,
    }  # fmt: skip
    owner = api.post("/{c}/products", body).ok(201)
    wine = api.post(
        "/{c}/variants",
        {
            "product_id": owner["id"], "vintage_id": owner["vintages"][0]["id"], "sku": "COMPLET", "volume": 750,
            "gtin": "3760000000017", "lot": "L22-014", "ttb_id": "12345678901234",
        },
    ).ok(201)  # fmt: skip
    api.put(f"/{{c}}/prices/{wine['id']}", {"prices": {shop.grid: [{"from_qty": 1, "price": "9.00"}]}}).ok()
    lines = [{"variant": wine["id"], "quantity": 6}, {"variant": shop.wines[0], "quantity": 6}]
    order = api.post("/{c}/orders", {"customer": shop.customer("all"), "lines": lines, "confirm": True}).ok(201)
    text = text_of(paper(shop, api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)["id"]))
    for said in ("13,5", "3760000000017", "L22-014", "22042142", "12345678901234", "CRD grenat", "% vol.", "TTB ID"):
        assert said in text
    bare = text_of(paper(shop, shop.invoice(customer="all")["id"]))
    assert "TTB ID" in bare
    for wrong in ("null", "None", "undefined"):
        assert wrong not in bare


def test_who_changes_templates(shop: Shop) -> None:
    body = {"name": "À moi", "columns": COLUMNS}
    id = template(shop, "À tous")
    clerk = joined(shop, "representative", "commercial")
    assert clerk.get(PATH).ok()["items"]
    clerk.post(PATH, body).refused(403)
    clerk.put(f"{PATH}/{id}", body).refused(403)
    clerk.post(f"{PATH}/files", logo(), use="logo").refused(403)
    version = clerk.get(PATH).ok()["version"]
    shop.api.put(f"{PATH}/{id}", body, headers={"if-match": f'"{version}"'}).ok()
    shop.api.put(f"{PATH}/{id}", body, headers={"if-match": f'"{version}"'}).refused(412)
    shop.api.put(f"{PATH}/tpl_00000000000000000000000000", body).refused(404, "sales.template.not_found")


@pytest.mark.parametrize(
    ("content", "use", "code"),
    [
        (b"not a picture", "logo", "render.logo.unreadable"),
        (b"not a pdf", "appended", "render.appendix.unreadable"),
        (b"", "logo", "sales.template.file_empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(shop: Shop, content: bytes, use: str, code: str) -> None:
    shop.api.post(f"{PATH}/files", content, use=use).refused(422, code)


def test_a_template_names_only_files_that_can_be_used(shop: Shop) -> None:
    more = shop.api.post(f"{PATH}/files", ours(1), use="appended").ok(201)["file"]
    body = {"name": "Faux", "columns": COLUMNS}
    shop.api.post(PATH, {**body, "logo": more}).refused(422, "render.logo.unreadable")
    shop.api.post(PATH, {**body, "logo": "0" * 64}).refused(404, "file.not_found")


def test_the_preview_shows_the_company_itself_in_the_template_being_typed(shop: Shop) -> None:
    asked = {"columns": [*COLUMNS, *OPTIONAL], "landscape": True, "legal_fr": "Essai {% for x in y %} $loop"}
    for kind, title in (("invoice", "Facture"), ("quote", "Devis"), ("delivery_note", "Bon de livraison")):
        shown = shop.api.post(f"{PATH}/preview", {**asked, "kind": kind}).ok()
        page = shown["pages"][0]
        texts = [mark["text"] for one in shown["pages"] for mark in one["marks"]]
        assert (round(page["width"]), round(page["height"])) == (842, 595)
        assert title in texts
        assert any("Essai {% for x in y %} $loop" in text for text in texts)
    shop.api.post(f"{PATH}/preview", {"columns": ["label", "loop"]}).refused(422, "sales.template.column")
