"""Mandates of one's own: the file for the bank, and the file of customers to be mandated."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from chalicelib.aws.call import system_call
from chalicelib.debits.service import collecting
from chalicelib.kernel.clock import paris_date
from tests.rooms.sales_support import CSV, Shop, open_shop

IBAN = "FR1420041010050500013M02606"
ICS = "FR72ZZZ123456"
XML = {"accept": "application/xml"}
SPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"}


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    shop = open_shop(new_estate, wines=1)
    shop.api.put("/{c}/settings", {"values": {"creditor_id": ICS}}).ok()
    shop.customer("bistrot", payment_method="direct_debit")
    return shop


def own(shop: Shop, short: str = "bistrot", **given: Any) -> Any:
    body = {"customer": shop.customer(short), "iban": IBAN, "signed_on": "2026-01-05", **given}
    return shop.api.put("/{c}/mandates", body)


def due_day(invoice: Any) -> date:
    return date.fromisoformat(invoice["due_on"])


def file(shop: Shop, on: date) -> Any:
    return shop.api.post("/{c}/debit-files", {"collect_on": on.isoformat()})


def read(shop: Shop, id: str) -> ElementTree.Element:
    return ElementTree.fromstring(shop.api.get("/{c}/debit-files", XML, id=id).content)


def told(root: ElementTree.Element, path: str) -> list[str | None]:
    return [one.text for one in root.findall(f".//p:{path}", SPACE)]


def night(shop: Shop, on: date) -> None:
    now = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    collecting.night(system_call("night", shop.estate.company, now=now))


def due(shop: Shop, invoice: Any) -> tuple[str, int]:
    now = shop.api.get(f"/{{c}}/invoices/{invoice['id']}").ok()
    return now["status"], now["balance"]


def test_a_file_holds_what_is_due_once_and_is_paid_on_its_day(shop: Shop) -> None:
    shown = own(shop).ok()
    assert (shown["state"], shown["iban_end"], IBAN in str(shown)) == ("active", "2606", False)
    invoices = [shop.invoice(), shop.invoice()]
    shop.invoice(payment_method="transfer")
    day = due_day(invoices[0])
    file(shop, day - timedelta(days=1)).refused(422, "debits.file.empty")
    made = file(shop, day).ok(201)
    assert (made["count"], made["total"], made["left"]) == (2, 69120, 0)
    root = read(shop, made["id"])
    assert told(root, "GrpHdr/p:NbOfTxs") == ["2"]
    assert told(root, "GrpHdr/p:CtrlSum") == ["691.20"]
    assert told(root, "SeqTp") == ["FRST", "RCUR"]
    assert told(root, "DbtrAcct/p:Id/p:IBAN") == [IBAN, IBAN]
    assert told(root, "ReqdColltnDt") == [day.isoformat()] * 2
    assert told(root, "CdtrSchmeId/p:Id/p:PrvtId/p:Othr/p:Id") == [ICS, ICS]
    assert told(root, "InstdAmt") == ["345.60", "345.60"]
    file(shop, day).refused(422, "debits.file.empty")
    later = shop.invoice()
    night(shop, day - timedelta(days=1))
    assert due(shop, invoices[0]) == ("unpaid", 34560)
    night(shop, day)
    assert [due(shop, one) for one in invoices] == [("paid", 0)] * 2
    again = read(shop, file(shop, day + timedelta(days=1)).ok(201)["id"])
    assert (told(again, "SeqTp"), told(again, "EndToEndId")) == (["RCUR"], [f"{later['number']}-1"])


def test_what_the_bank_rejects_is_due_again(shop: Shop) -> None:
    own(shop).ok()
    invoice = shop.invoice()
    file(shop, due_day(invoice)).ok(201)
    night(shop, due_day(invoice))
    assert due(shop, invoice) == ("paid", 0)
    [one] = shop.api.get("/{c}/debits").ok()["items"]
    moved = shop.api.post("/{c}/debits", {"ids": [one["id"]], "to": "failed", "cause": "AM04 provision"}).ok()
    assert moved["done"] == 1, moved
    assert due(shop, invoice) == ("unpaid", 34560)
    [row] = shop.api.get("/{c}/debits").ok()["items"]
    assert (row["state"], row["cause"], row["alert"]) == ("failed", "AM04 provision", True)
    [late] = shop.api.post("/{c}/debits", {"ids": [one["id"]], "to": "failed"}).ok()["items"]
    assert late["rule"] == "debits.debit.lost"


def test_wrong_numbers_are_refused_by_field_and_rule(shop: Shop) -> None:
    refused = own(shop, iban="FR1420041010050500013M02607", rum="a b").refused(422, "identifier.iban.checksum")
    fields = [(one["field"], one["rule"]) for one in refused["errors"]]
    assert fields == [("iban", "identifier.iban.checksum"), ("rum", "debits.rum.wrong")]
    own(shop).ok()
    shop.invoice()
    shop.api.put("/{c}/settings", {"values": {"creditor_id": "FR73ZZZ123456"}}).ok()
    refused = file(shop, paris_date(datetime.now(UTC)) - timedelta(days=1)).refused(422)
    fields = [(one["field"], one["rule"]) for one in refused["errors"]]
    assert fields == [("creditor_id", "debits.ics.wrong"), ("collect_on", "debits.file.too_soon")]
    shop.api.get("/{c}/debit-files", id="dbf_none").refused(404, "debits.file.not_found")


def test_a_stale_mandate_is_not_written_over(shop: Shop) -> None:
    first = own(shop).ok()
    own(shop, signed_on="2026-02-01").ok()
    body = {"customer": shop.customer("bistrot"), "iban": IBAN, "signed_on": "2026-03-01"}
    shop.api.put("/{c}/mandates", body, {"if-match": f'"{first["version"]}"'}).refused(412)
    key = {"idempotency-key": "own-once"}
    once, twice = (shop.api.put("/{c}/mandates", body, key).ok() for _ in range(2))
    assert once == twice


@pytest.mark.feature("4.1-09")
def test_the_mandate_file_fits_the_template_and_leaves_out_who_is_mandated(shop: Shop) -> None:
    shop.customer("=maison", name="=Maison", siret="", payment_method="direct_debit", emails=["a@b.example"])
    shop.customer("virement", name="Par virement", siret="", payment_method="transfer")
    shop.customer("papier", name="Sur papier", siret="", payment_method="direct_debit")
    own(shop, "papier", rum="RUM-7").ok()
    content = shop.api.get("/{c}/debit-files", CSV).content.decode()
    rows = {one["customer.company_name"]: one for one in csv.DictReader(io.StringIO(content))}
    assert set(rows) == {"Le Bistrot d'Élise", "'=Maison", "Sur papier"}
    assert rows["'=Maison"]["customer.email"] == "a@b.example"
    assert rows["Le Bistrot d'Élise"]["customer.postal_code"] == "75001"
    paper = rows["Sur papier"]
    assert (paper["bank_account.iban"], paper["amendment.original_mandate_reference"]) == (IBAN, "RUM-7")
    assert paper["amendment.original_creditor_id"] == ICS
    named = shop.api.get("/{c}/debit-files", CSV, columns="customer.email=courriel").content.decode()
    assert "courriel" in named.splitlines()[0]
    assert "customer.email" not in named.splitlines()[0]
    shop.api.get("/{c}/debit-files", columns="rien=x").refused(422, "debits.columns.unknown")
    ended = shop.api.post(f"/{{c}}/mandates/{shop.customer('papier')}", {"to": "cancelled"}).ok()
    assert ended["state"] == "cancelled"
    assert json.loads(json.dumps(ended["cause"])) == "cancelled"
