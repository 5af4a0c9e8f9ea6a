"""What leaves for the platform besides invoices, against the official schemas: statuses (CDAR), reports (flux 10).

The rules of statuses come as a Schematron in XSLT 2; here each of its assertions is asked one by one by saxonche, with
its own functions, so no compiled copy is needed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from chalicelib.einvoicing.rules.statuses import REASONS, STATES
from chalicelib.render.cdar import Notice, cdar_xml, read_cdar
from chalicelib.render.flux10 import DayMoney, DaySum, Report, Tax, UnitSale, flux10_xml
from tests.support.schemas import official

CDAR = "fiscal/france_rfe/FNFE_RFE_INVOICE/CDAR/"
XSD = CDAR + "1xsd-CDAR_D22B_uncoupled/CrossDomainAcknowledgementAndResponse_100pD22B.xsd"
RULES = CDAR + "schematron/BR-FR-CDV-Schematron-CDAR.sch"
SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL = "http://www.w3.org/1999/XSL/Transform"
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
COLLECTED = Notice("ivc-212-1", "212", AT, "SE", "404833048", "Domaine", "732829320", "Bistrot", "FA-2026-0001",
                   date(2026, 11, 1), collected=(("20.00", 12000), ("5.50", 1055)))  # fmt: skip
REFUSED = Notice("rci-210-1", "210", AT, "BY", "404833048", "Domaine", "732829320", "Verrier", "F 12",
                 date(2026, 11, 1), reason="TX_TVA_ERR", text="10 % au lieu de 20 %")  # fmt: skip
NOTICES = {"collected": COLLECTED, "refused": REFUSED}


def compiled() -> str:
    """The Schematron as a stylesheet: one mode per pattern, one message per assertion that fails."""
    root: Any = etree.parse(str(official(RULES))).getroot()
    named = {str(one.get("prefix")): str(one.get("uri")) for one in root.findall(f"{SCH}ns")}
    sheet: Any = etree.Element(
        f"{{{XSL}}}stylesheet", nsmap={"xsl": XSL, "xs": "http://www.w3.org/2001/XMLSchema", **named}
    )
    sheet.set("version", "2.0")
    for function in root.iter(f"{{{XSL}}}function"):
        sheet.append(function)
    begin = etree.SubElement(sheet, f"{{{XSL}}}template", match="/")
    found = etree.SubElement(begin, "found")
    for number, pattern in enumerate(root.findall(f"{SCH}pattern")):
        for rank, rule in enumerate(pattern.findall(f"{SCH}rule")):
            each = etree.SubElement(found, f"{{{XSL}}}for-each", select=f"//{str(rule.get('context')).lstrip('/')}")
            etree.SubElement(each, "fired", id=f"{number}-{rank}")
            for one in rule:
                if one.tag == f"{SCH}let":
                    etree.SubElement(each, f"{{{XSL}}}variable", name=one.get("name"), select=one.get("value"))
                if one.tag == f"{SCH}assert" and one.get("flag") == "fatal":
                    test = etree.SubElement(each, f"{{{XSL}}}if", test=f"not({one.get('test')})")
                    etree.SubElement(test, "failed", id=one.get("id"))
    return str(etree.tostring(sheet, encoding="unicode"))


@pytest.fixture(scope="module")
def judge() -> Any:
    """(failed assertions, rules that fired) of a file."""
    from saxonche import PySaxonProcessor

    processor: Any = PySaxonProcessor(license=False)
    sheet = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=compiled())

    def judged(content: bytes) -> tuple[list[str], int]:
        node = processor.parse_xml(xml_text=content.decode())
        told: Any = etree.fromstring(sheet.transform_to_string(xdm_node=node).encode())
        return [str(one.get("id")) for one in told.findall("failed")], len(told.findall("fired"))

    return judged


@pytest.mark.parametrize("name", NOTICES)
def test_statuses_are_valid_for_the_schema_and_the_french_rules(name: str, judge: Any) -> None:
    content = cdar_xml(NOTICES[name])
    schema = etree.XMLSchema(etree.parse(str(official(XSD))))
    assert schema.validate(etree.fromstring(content)), schema.error_log
    failed, fired = judge(content)
    assert (failed, fired > 15) == ([], True)
    heard = read_cdar(content)
    assert heard is not None
    assert (heard.invoice, heard.code, heard.at) == (NOTICES[name].invoice, NOTICES[name].code, AT)


def test_the_rules_refuse_what_they_are_to_refuse(judge: Any) -> None:
    told = cdar_xml(REFUSED)
    assert "BR-FR-CDV-15_MDT-113" in judge(told.replace(b"ram:ReasonCode>", b"ram:Reason>"))[0]
    assert "BR-FR-CDV-CL-09_MDT-113_210" in judge(told.replace(b"TX_TVA_ERR", b"QTE_ERR"))[0]
    assert "BR-FR-CDV-14_MDT-207" in judge(cdar_xml(COLLECTED).replace(b"MEN", b"RAP"))[0]


@pytest.mark.parametrize("code", REASONS)
def test_the_reasons_we_know_are_those_of_the_standard(code: str, judge: Any) -> None:
    assert code in STATES
    for reason in REASONS[code]:
        given = cdar_xml(
            Notice("x", code, AT, "BY", "404833048", "D", "732829320", "V", "F1", date(2026, 11, 1), reason=reason)
        )
        assert judge(given)[0] == []


@pytest.mark.parametrize(
    "content", [b"", b"<a/>", b"%PDF-1.7", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hosts'>]><a>&b;</a>"]
)
def test_what_is_no_status_is_nothing(content: bytes) -> None:
    assert read_cdar(content) is None


def test_reports_of_sales_and_of_money_are_valid_for_the_schema() -> None:
    tax = Tax(Decimal(20), 10000, 2000)
    days = (
        DaySum(date(2026, 11, 1), "TLB1", "EUR", 10000, 2000, 7, (tax,)),
        DaySum(date(2026, 11, 2), "TNT1", "EUR", -500, 0, 1, (Tax(Decimal(0), -500, 0),)),
    )
    unit = UnitSale("FA-1", date(2026, 11, 3), "381", "USD", "B1", "DE136695976", "0223", "DE136695976", "DE", 100, 0,
                    (Tax(Decimal(0), 100, 0, "K", "Exonération"),), (("FA-0", date(2026, 10, 1)),))  # fmt: skip
    money = (DayMoney(date(2026, 11, 1), "EUR", ((Decimal(20), 12000),)),)
    schema = etree.XMLSchema(etree.parse(str(official("fiscal/flux10_ereporting/ereporting.xsd"))))
    for given in ({"days": days, "units": (unit,)}, {"money": money}):
        said = Report("404833048-T-1", "Ventes", AT, "IN", "0000", "PA", "404833048", "FR83404833048", "Domaine",
                      date(2026, 11, 1), date(2026, 11, 10), **given)  # fmt: skip
        assert schema.validate(etree.fromstring(flux10_xml(said))), schema.error_log
