"""Many invoices as one PDF and as one row for each line."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from chalicelib.sales.service import exporting
from tests.infra.test_serve import Answer
from tests.rooms.sales_support import PDF, Shop, open_shop
from tests.rooms.tenancy_support import bus_from_now
from tests.support.api import Estate
from tests.support.bus import Bus
from tests.support.papers import pages_of

PATH = "/{c}/invoices/export"
XLSX = {"accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    return bus_from_now()


@pytest.fixture(scope="module")
def shop(new_estate: Callable[..., Estate], bus: Bus) -> Shop:
    """Thirty invoices, of which two of several pages in landscape and one credited in part."""
    shop = open_shop(new_estate, wines=4)
    columns = ["label", "quantity", "unit_price", "vat_rate", "amount"]
    wide = shop.api.post("/{c}/document-templates", {"name": "Large", "columns": columns, "landscape": True}).ok(201)
    shop.customer("wide", name="Large", siret="", vat_number="", template=wide["id"])
    for n in range(30):
        shop.invoice(lines=1 + n % 4, quantity=6 + n, customer="wide" if n % 10 == 3 else "bistrot")
    return shop


def listed(shop: Shop, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = shop.api.get("/{c}/invoices", limit=100, sums="net,vat,gross", **asked).ok()
    return found


def rows_of(content: bytes) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(BytesIO(content), read_only=True).worksheets[0]
    first, *others = sheet.iter_rows(values_only=True)
    return [dict(zip((str(one) for one in first), row, strict=True)) for row in others]


def cents(rows: list[dict[str, Any]], column: str) -> int:
    return sum(round(float(row[column]) * 100) for row in rows)


@pytest.mark.feature("2.3-28")
def test_thirty_selected_invoices_are_one_pdf_in_number_order_and_one_row_for_each_line(shop: Shop) -> None:
    found = listed(shop)
    assert found["count"] == 30
    ids = ",".join(row["id"] for row in found["items"])
    numbers = sorted(row["number"] for row in found["items"])
    shop.api.get(f"/{{c}}/invoices/{found['items'][7]['id']}/pdf", headers=PDF)
    reply = shop.api.get(PATH, format="pdf", ids=ids, headers=PDF)
    assert reply.status == 200, reply.content
    pages = pages_of(reply.content)
    assert len(pages) >= 30
    assert [number for page in pages for number in numbers if number in page] == numbers
    again = shop.api.get(PATH, format="pdf", ids=ids, headers=PDF)
    assert pages_of(again.content) == pages
    rows = rows_of(shop.api.get(PATH, detail="true", ids=ids, headers=XLSX).content)
    lines = [shop.api.get(f"/{{c}}/invoices/{row['id']}").ok()["lines"] for row in found["items"]]
    assert len(rows) == sum(len(one) for one in lines) == 73
    assert [row["Numéro"] for row in rows] == sorted(row["Numéro"] for row in rows)
    sums = {name: cents(rows, column) for name, column in (("net", "HT"), ("vat", "TVA"), ("gross", "TTC"))}
    assert sums == {name: int(found["sums"][name]) for name in ("net", "vat", "gross")}


def test_a_credit_note_is_taken_off_and_filters_choose(shop: Shop) -> None:
    first = listed(shop, sort="number")["items"][0]
    shop.api.post(f"/{{c}}/invoices/{first['id']}/credit", {}).ok(201)
    where = json.dumps({"field": "customer", "op": "eq", "value": first["customer"]})
    found = listed(shop, where=where)
    rows = rows_of(shop.api.get(PATH, detail="true", where=where, headers=XLSX).content)
    assert cents(rows, "TTC") == int(found["sums"]["gross"])
    assert next(row for row in rows if row["Nature"] == "Avoir")["HT"] < 0
    ids = f"{first['id']},{listed(shop)['items'][0]['id']}"
    both = rows_of(shop.api.get(PATH, detail="true", where=where, ids=ids, headers=XLSX).content)
    assert {row["Numéro"] for row in both} <= {row["Numéro"] for row in rows}


def test_many_papers_are_put_together_afterwards_and_told_as_they_are_done(
    shop: Shop, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 3)
    reply = shop.api.get(PATH, format="pdf", where='{"field":"kind","op":"eq","value":"invoice"}', headers=PDF)
    assert reply.status == 202, reply.content
    assert reply.json["rows"] == 30
    bus.deliver()
    ready = shop.api.get(f"/{{c}}/exports/{reply.json['id']}").ok()
    assert (ready["state"], ready["done"], ready["failure"]) == ("ready", 30, "")
    assert len(pages_of(Answer("GET", ready["path"]).body)) >= 30


def test_nothing_or_a_bad_question_is_refused(shop: Shop) -> None:
    none = '{"field":"number","op":"eq","value":"rien"}'
    shop.api.get(PATH, format="pdf", where=none, headers=PDF).refused(422, "sales.export.none")
    shop.api.get(PATH, format="pdf", where="{", ids="ivc_1", headers=PDF).refused(422, "list.filter")
    shop.api.get(PATH, format="docx").refused(422)
    assert rows_of(shop.api.get(PATH, detail="true", where=none, headers=XLSX).content) == []


def test_another_company_gets_none_of_them(shop: Shop, new_estate: Callable[..., Estate]) -> None:
    other = new_estate()
    ids = ",".join(row["id"] for row in listed(shop)["items"])
    other.api.get(PATH, format="pdf", ids=ids, headers=PDF).refused(422, "sales.export.none")
