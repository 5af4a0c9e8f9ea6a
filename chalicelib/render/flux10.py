"""An e-report (flux 10) as the tax office's file: sales summed by day, sales one by one, money collected by day.

Nouns: a `Report` with its `DaySum`s (10.3), `UnitSale`s (10.1) or `DayMoney` (10.4). The one trick: a file holds what
it is given and computes nothing, so its sums are those that were compared with the books.

Source: DGFiP, external specifications of e-reporting, XSD of flux 10 (TT numbers in its own comments). Amounts are
cents, positive or negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.render.cii.xml import Element, money, rate

PROFILE = "urn.cpro.gouv.fr:1p0:ereporting"


@dataclass(frozen=True)
class Tax:
    """A rate with its base and VAT. `category` (EN 16931), `reason`: of a sale told one by one."""

    percent: Decimal
    base: int
    vat: int
    category: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DaySum:
    """Sales to private persons of a day in a category (TLB1, TPS1, TNT1)."""

    on: date
    category: str
    currency: str
    net: int
    vat: int
    count: int
    taxes: tuple[Tax, ...]


@dataclass(frozen=True)
class UnitSale:
    """A sale to a business abroad. `buyer`: its identifier, `scheme` what that is. Amounts of a credit note are
    positive: its type says the direction. `of`: what it credits (number, day)."""

    number: str
    on: date
    type_code: str
    currency: str
    process: str
    buyer: str
    scheme: str
    buyer_vat: str
    country: str
    net: int
    vat: int
    taxes: tuple[Tax, ...]
    of: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class DayMoney:
    """Collected on a day by rate: rate, cents TTC."""

    on: date
    currency: str
    parts: tuple[tuple[Decimal, int], ...]


@dataclass(frozen=True)
class Report:
    """`type_code`: IN a first one, RE one that replaces. `platform`: its four characters."""

    number: str
    name: str
    made_at: datetime
    type_code: str
    platform: str
    platform_name: str
    siren: str
    vat_number: str
    company: str
    start: date
    end: date
    days: tuple[DaySum, ...] = ()
    units: tuple[UnitSale, ...] = ()
    money: tuple[DayMoney, ...] = ()


def flux10_xml(said: Report) -> bytes:
    """The file of a report: transactions, or payments when it holds money."""
    from lxml import etree

    root = etree.Element("Report")
    _head(_add(root, "ReportDocument"), said)
    held = _add(root, "PaymentsReport" if said.money else "TransactionsReport")
    period = _add(held, "ReportPeriod")
    _add(period, "StartDate", _day(said.start))
    _add(period, "EndDate", _day(said.end))
    for unit in said.units:
        _unit(_add(held, "Invoice"), unit, said)
    for day in said.days:
        _summed(_add(held, "Transactions"), day)
    for one in said.money:
        _money(_add(held, "Transactions"), one)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _head(node: Element, said: Report) -> None:
    _add(node, "Id", said.number)
    _add(node, "Name", said.name)
    _add(_add(node, "IssueDateTime"), "DateTimeString", f"{said.made_at:%Y%m%d%H%M%S}")
    _add(node, "TypeCode", said.type_code)
    sender = _add(node, "Sender")
    _add(sender, "Id", said.platform, schemeId="0238")
    _add(sender, "Name", said.platform_name)
    _add(sender, "RoleCode", "WK")
    issuer = _add(node, "Issuer")
    _add(issuer, "Id", said.siren, schemeId="0002")
    _add(issuer, "Name", said.company)
    _add(issuer, "RoleCode", "SE")


def _unit(node: Element, sale: UnitSale, said: Report) -> None:
    _add(node, "ID", sale.number)
    _add(node, "IssueDate", _day(sale.on))
    _add(node, "TypeCode", sale.type_code)
    _add(node, "CurrencyCode", sale.currency)
    process = _add(node, "BusinessProcess")
    _add(process, "ID", sale.process)
    _add(process, "TypeID", PROFILE)
    for number, on in sale.of:
        of = _add(node, "ReferencedDocument")
        _add(of, "ID", number)
        _add(of, "IssueDate", _day(on))
    seller = _add(node, "Seller")
    _add(seller, "CompanyId", said.siren, schemeId="0002")
    if said.vat_number:
        _add(seller, "TaxRegistrationId", said.vat_number, qualifyingId="VAT")
    _add(_add(seller, "PostalAddress"), "CountryId", "FR")
    buyer = _add(node, "Buyer")
    _add(buyer, "CompanyId", sale.buyer, schemeId=sale.scheme)
    if sale.buyer_vat:
        _add(buyer, "TaxRegistrationId", sale.buyer_vat, qualifyingId="VAT")
    _add(_add(buyer, "PostalAddress"), "CountryId", sale.country)
    total = _add(node, "MonetaryTotal")
    _add(total, "TaxExclusiveAmount", money(sale.net))
    _add(total, "TaxAmount", money(sale.vat), CurrencyCode="EUR")
    for tax in sale.taxes:
        part = _add(node, "TaxSubTotal")
        _add(part, "TaxableAmount", money(tax.base))
        _add(part, "TaxAmount", money(tax.vat))
        category = _add(part, "TaxCategory")
        _add(category, "Code", tax.category)
        _add(category, "Percent", rate(tax.percent))
        if tax.reason:
            _add(category, "TaxExemptionReason", tax.reason)


def _summed(node: Element, day: DaySum) -> None:
    _add(node, "Date", _day(day.on))
    _add(node, "TransactionsCurrency", day.currency)
    _add(node, "CategoryCode", day.category)
    _add(node, "TaxExclusiveAmount", money(day.net))
    _add(node, "TaxTotal", money(day.vat))
    _add(node, "TransactionsCount", str(day.count))
    for tax in day.taxes:
        part = _add(node, "TaxSubtotal")
        _add(part, "TaxPercent", rate(tax.percent))
        _add(part, "TaxableAmount", money(tax.base))
        _add(part, "TaxTotal", money(tax.vat))


def _money(node: Element, day: DayMoney) -> None:
    payment = _add(node, "Payment")
    _add(payment, "Date", _day(day.on))
    for percent, cents in day.parts:
        part = _add(payment, "SubTotals")
        _add(part, "TaxPercent", rate(percent))
        _add(part, "CurrencyCode", day.currency)
        _add(part, "Amount", money(cents))


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Any:
    from lxml import etree

    node = etree.SubElement(parent, name, attrib=attributes)
    if text:
        node.text = text
    return node
