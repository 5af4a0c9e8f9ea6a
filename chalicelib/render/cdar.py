"""A status of an invoice's life cycle as the standard's file: CDAR (UN/CEFACT D22B), written and read.

Nouns: a `Notice` (one status of one invoice, from one party to another), a `Heard` (what a file that came says). The
one trick: what comes from outside is read without entities, network or size beyond its own, and whatever is not there
is an empty text: the caller decides what he can use.

Source: AFNOR XP Z12-012, schematron BR-FR-CDV 1.4.0 (MDT numbers in the code).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from chalicelib.render.cii.xml import NAMESPACES, Element, add, add_if, money

ROOT = "urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100"
_PREFIXES = {**NAMESPACES, "rsm": ROOT}
_LABELS = {
    "205": "Approuvée", "207": "En litige", "210": "Refusée", "212": "Encaissée",
}  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """`ours`: SE when we sold, BY when we bought. SIRENs of both. `type_code`: 380, 381. `collected`: rate, cents."""

    id: str
    code: str
    at: datetime
    ours: str
    siren: str
    name: str
    other_siren: str
    other_name: str
    invoice: str
    issued_on: date
    type_code: str = "380"
    reason: str = ""
    text: str = ""
    currency: str = "EUR"
    collected: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Heard:
    """`invoice`: its number, `seller`: the SIREN of who issued it, `code`: the status."""

    invoice: str
    seller: str
    code: str
    at: datetime | None
    reason: str = ""
    text: str = ""


def cdar_xml(said: Notice) -> bytes:
    """The file of a status, in its phase of treatment (type 23)."""
    from lxml import etree

    root = etree.Element(f"{{{ROOT}}}CrossDomainAcknowledgementAndResponse", nsmap=_PREFIXES)
    context = _part(root, "ExchangedDocumentContext")
    add(context, "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", "REGULATED")
    add(context, "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", "urn.cpro.gouv.fr:1p0:CDV:invoice")
    document = _part(root, "ExchangedDocument")
    add(document, "ram:ID", said.id)
    _instant(document, said.at)
    other = "BY" if said.ours == "SE" else "SE"
    # The rule of refusals to the State (CL-09, 210B2G) takes any identifier of a sender that is no platform for one.
    _party(add(document, "ram:SenderTradeParty"), "", said.name, said.ours)
    _party(add(document, "ram:IssuerTradeParty"), said.siren, said.name, said.ours)
    _party(add(document, "ram:RecipientTradeParty"), said.other_siren, said.other_name, other, reached=True)
    answer = _part(root, "AcknowledgementDocument")
    add(add(answer, "ram:MultipleReferencesIndicator"), "udt:Indicator", "false")
    add(answer, "ram:TypeCode", "23")
    _instant(answer, said.at)
    _reference(add(answer, "ram:ReferenceReferencedDocument"), said)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _reference(node: Element, said: Notice) -> None:
    add(node, "ram:IssuerAssignedID", said.invoice)
    add(node, "ram:TypeCode", said.type_code)
    add(node, "ram:FormattedIssueDateTime/qdt:DateTimeString", f"{said.issued_on:%Y%m%d}", format="102")
    add(node, "ram:ProcessConditionCode", said.code)
    add(node, "ram:ProcessCondition", _LABELS.get(said.code, said.code))
    sold = said.ours == "SE"
    _party(add(node, "ram:IssuerTradeParty"), said.siren if sold else said.other_siren, "", "SE")
    _party(add(node, "ram:RecipientTradeParty"), said.other_siren if sold else said.siren, "", "BY")
    if not (said.reason or said.collected):
        return
    detail = add(node, "ram:SpecifiedDocumentStatus")
    add_if(detail, "ram:ReasonCode", said.reason)
    add_if(detail, "ram:Reason", said.text)
    add(detail, "ram:SequenceNumeric", "1")
    for rate, cents in said.collected:
        part = add(detail, "ram:SpecifiedDocumentCharacteristic")
        add(part, "ram:TypeCode", "MEN")
        add(part, "ram:ValueAmount", money(cents), currencyID=said.currency)
        add(part, "ram:ValuePercent", rate)


def read_cdar(content: bytes) -> Heard | None:
    """What a file says of one invoice; None when it is no CDAR, or of nothing."""
    root = parsed(content)
    reference = root.find(".//{*}AcknowledgementDocument/{*}ReferenceReferencedDocument") if root is not None else None
    if root is None or reference is None:
        return None
    return Heard(
        invoice=text_at(reference, "IssuerAssignedID"),
        seller=text_at(reference, "IssuerTradeParty/GlobalID"),
        code=text_at(reference, "ProcessConditionCode"),
        at=_moment(text_at(root, "ExchangedDocument/IssueDateTime/DateTimeString")),
        reason=text_at(reference, "SpecifiedDocumentStatus/ReasonCode"),
        text=text_at(reference, "SpecifiedDocumentStatus/Reason")[:500],
    )


def parsed(content: bytes) -> Element | None:
    """The root of an XML that came from outside; None when it is none. No entity is followed, nothing is fetched."""
    from lxml import etree

    safe: Any = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(content, safe)
    except (etree.XMLSyntaxError, ValueError):
        return None


def text_at(node: Element, path: str) -> str:
    """The text at a path of local names ("IssuerTradeParty/GlobalID"), "" when there is none."""
    found = node.findtext("/".join(f"{{*}}{name}" for name in path.split("/")))
    return str(found or "").strip()


def _moment(stamp: str) -> datetime | None:
    """AAAAMMJJHHMMSS, taken as UTC."""
    try:
        return datetime.strptime(stamp[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _part(root: Element, name: str) -> Element:
    from lxml import etree

    return etree.SubElement(root, f"{{{ROOT}}}{name}")


def _instant(node: Element, at: datetime) -> None:
    add(node, "ram:IssueDateTime/udt:DateTimeString", f"{at.astimezone(UTC):%Y%m%d%H%M%S}", format="204")


def _party(node: Element, siren: str, name: str, role: str, *, reached: bool = False) -> None:
    add_if(node, "ram:GlobalID", siren, schemeID="0002")
    add_if(node, "ram:Name", name)
    add(node, "ram:RoleCode", role)
    if reached:
        add(node, "ram:URIUniversalCommunication/ram:URIID", siren, schemeID="0225")
