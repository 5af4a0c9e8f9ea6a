"""E-reports: sales to private persons and abroad by period, valid for the tax office, equal to the books."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from chalicelib.aws.call import system_call
from chalicelib.einvoicing.service import reporting
from scripts.twins.afnor import Platform
from tests.rooms.sales_support import Shop, joined
from tests.rooms.test_einvoicing import hour
from tests.rooms.test_einvoicing import platform as platform
from tests.rooms.test_einvoicing import shop as shop
from tests.support.bus import Bus
from tests.support.schemas import official

PERSON = {"kind": "individual", "siret": "", "vat_number": ""}
BERLIN = {"siret": "", "vat_number": "DE136695976", "name": "Weinhaus",
          "billing": {"lines": ["Allee 1"], "postcode": "10115", "town": "Berlin", "country": "DE"}}  # fmt: skip
BOSTON = {"siret": "", "vat_number": "", "name": "Boston Wines",
          "billing": {"lines": ["1 Main St"], "postcode": "02101", "town": "Boston", "country": "US"}}  # fmt: skip
BUYERS: dict[str, dict[str, Any]] = {
    "bistrot": {},
    "martin": {**PERSON, "name": "Martin"},
    "asso": {"siret": "", "vat_number": "", "name": "Les Amis du vin"},
    "berlin": BERLIN,
    "boston": BOSTON,
    "tourist": {**PERSON, "name": "Smith", "billing": BOSTON["billing"]},
}
COLUMNS = ("TaxExclusiveAmount", "TaxTotal")


def night(shop: Shop, days: int = 1) -> int:
    """The night, so many days from now."""
    now = datetime.now(UTC) + timedelta(days=days)
    return reporting.night(system_call("night", shop.estate.company, now=now))


def cents(node: Any, path: str) -> int:
    return sum(int(Decimal(one.text).scaleb(2)) for one in node.findall(path))


def ledger(shop: Shop) -> tuple[int, int]:
    """What the sales journal holds: net of its sales accounts, VAT of its VAT accounts."""
    net = vat = 0
    for entry in shop.api.get("/{c}/accounting/entries", limit=200).ok()["items"]:
        for line in shop.api.get(f"/{{c}}/accounting/entries/{entry['id']}").ok()["lines"]:
            amount = line["credit"] - line["debit"]
            net += amount if line["account"].startswith("70") else 0
            vat += amount if line["account"].startswith("4457") else 0
    return net, vat


def acknowledged(platform: Platform) -> None:
    """The platform has checked what it got."""
    for flow in platform.flows:
        if flow["acknowledgement"]["status"] == "Pending":
            platform.acknowledge(flow)


def reports(shop: Shop) -> list[Any]:
    return list(shop.api.get("/{c}/e-reports").ok()["items"])


def xml_of(shop: Shop, report: Any) -> Any:
    headers = {"accept": "application/xml"}
    return etree.fromstring(shop.api.get(f"/{{c}}/e-reports/{report['id']}", headers).content)


def valid(root: Any) -> None:
    schema = etree.XMLSchema(etree.parse(str(official("fiscal/flux10_ereporting/ereporting.xsd"))))
    log: Any = schema.error_log
    assert schema.validate(root), [str(error) for error in log]


def sell(shop: Shop, times: int = 1) -> list[Any]:
    made = []
    for number, (short, given) in enumerate([*BUYERS.items()] * times):
        shop.customer(short, **given)
        made.append(shop.invoice(customer=short, quantity=7 + 5 * number, lines=1 + number % 2))
    return made


@pytest.mark.feature("2.3-X07")
def test_a_days_report_is_valid_and_with_the_einvoices_equals_the_sales_ledger_to_the_cent(
    shop: Shop, platform: Platform, bus: Bus
) -> None:
    shop.api.put("/{c}/settings", {"values": {"ereporting_period": "daily"}}).ok()
    made = sell(shop, 5)
    assert len(made) == 30
    for one in made[1], made[3], made[6]:
        shop.api.post(f"/{{c}}/invoices/{one['id']}/credit", {"reason": "Retour"}).ok(201)
    order = shop.order(confirm=True, customer="martin")
    deposit = shop.api.post(f"/{{c}}/orders/{order['id']}/deposits", {"percent": "30"}).ok(201)
    shop.pay(deposit["balance"], [(deposit["id"], deposit["balance"])], customer=shop.customer("martin"))
    shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    bus.deliver()
    assert night(shop, 0) == 0
    assert (reports(shop)[0]["state"], night(shop), night(shop)) == ("open", 1, 0)
    acknowledged(platform)
    hour(shop, 25)
    [report] = reports(shop)
    assert (report["state"], report["count"]) == ("accepted", 28)
    sent = platform.files[next(one["flowId"] for one in platform.flows if one["flowSyntax"] == "FRR")]
    root = etree.fromstring(sent)
    valid(root)
    days = root.findall("TransactionsReport/Transactions")
    assert {one.findtext("CategoryCode") for one in days} == {"TLB1", "TNT1"}
    units = root.findall("TransactionsReport/Invoice")
    assert {str(one.xpath("string(Buyer/CompanyId/@schemeId)")) for one in units} == {"0223", "0227"}
    signs = [-1 if one.findtext("TypeCode") == "381" else 1 for one in units]
    unit_net = sum(
        sign * cents(one, "MonetaryTotal/TaxExclusiveAmount") for sign, one in zip(signs, units, strict=True)
    )
    unit_vat = sum(sign * cents(one, "MonetaryTotal/TaxAmount") for sign, one in zip(signs, units, strict=True))
    summed = [sum(cents(one, name) for one in days) for name in COLUMNS]
    assert [sum(cents(one, f"TaxSubtotal/{name}") for one in days) for name in ("TaxableAmount", "TaxTotal")] == summed
    assert (report["net"], report["vat"]) == (unit_net + summed[0], unit_vat + summed[1])
    einvoiced = [
        shop.api.get(f"/{{c}}/invoices/{row['id']}").ok() for row in shop.api.get("/{c}/einvoices").ok()["items"]
    ]
    kinds = [-1 if one["kind"] == "credit_note" else 1 for one in einvoiced]
    domestic = [
        sum(sign * one["totals"][name] for sign, one in zip(kinds, einvoiced, strict=True)) for name in ("net", "vat")
    ]
    assert len(einvoiced) == 6
    assert (report["net"] + domestic[0], report["vat"] + domestic[1]) == ledger(shop)


def test_a_refused_report_is_replaced_whole_and_a_right_one_is_not(shop: Shop, platform: Platform, bus: Bus) -> None:
    shop.api.put("/{c}/settings", {"values": {"ereporting_period": "daily"}}).ok()
    shop.customer("martin", **BUYERS["martin"])
    shop.invoice(customer="martin")
    bus.deliver()
    platform.rejects = "InvalidSchema"
    night(shop)
    hour(shop, 25)
    [refused] = reports(shop)
    assert (refused["state"], "InvalidSchema" in refused["problem"]) == ("refused", True)
    platform.rejects = ""
    asked = {"id": refused["id"]}
    new = shop.api.post("/{c}/e-reports", asked, {"Idempotency-Key": "replace-1"}).ok(201)
    assert shop.api.post("/{c}/e-reports", asked, {"Idempotency-Key": "replace-1"}).ok(201)["id"] == new["id"]
    assert (new["state"], new["type_code"]) == ("sent", "RE")
    acknowledged(platform)
    hour(shop, 26)
    assert sorted((one["state"], one["type_code"]) for one in reports(shop)) == [("accepted", "RE"), ("replaced", "IN")]
    root = xml_of(shop, new)
    valid(root)
    assert root.findtext("ReportDocument/TypeCode") == "RE"
    shop.api.post("/{c}/e-reports", {"id": new["id"]}).refused(409, "einvoicing.report.same")
    assert night(shop) == 0


def test_a_platform_that_is_down_gets_the_report_once_it_is_back(shop: Shop, platform: Platform, bus: Bus) -> None:
    shop.api.put("/{c}/settings", {"values": {"ereporting_period": "daily"}}).ok()
    shop.customer("martin", **BUYERS["martin"])
    shop.invoice(customer="martin")
    platform.fault = "down"
    assert night(shop) == 1
    [report] = reports(shop)
    assert (report["state"], bool(report["problem"])) == ("to_send", True)
    platform.fault = ""
    hour(shop, 25)
    acknowledged(platform)
    hour(shop, 26)
    assert reports(shop)[0]["state"] == "accepted"
    assert sum(one["flowSyntax"] == "FRR" for one in platform.flows) == 1


def test_a_day_without_sales_makes_no_report_and_reports_need_the_right(shop: Shop, platform: Platform) -> None:
    shop.api.put("/{c}/settings", {"values": {"ereporting_period": "daily"}}).ok()
    assert (night(shop), reports(shop)) == (0, [])
    joined(shop, "representative", "agent").get("/{c}/e-reports").refused(403)
    shop.api.get("/{c}/e-reports/t-20260101").refused(404, "einvoicing.report.not_found")
