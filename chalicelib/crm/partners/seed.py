"""Excise numbers: SEED, the Union's register of those authorised, as French customs serve it (SOAP, getInformation).

The answer names the categories of products (W200 wine, S200 spirits…) that the number is authorised for. A number that
SEED does not know comes back without an authorisation.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, ParseError, fromstring

from chalicelib.aws import line
from chalicelib.aws.line import Silent
from chalicelib.crm.partners.said import Said, known
from chalicelib.kernel.clock import paris_date

REGISTER = "seed"
PER_MINUTE = 60
# Attributes of a tag stand on one line: the service answers 500 otherwise.
ENVELOPE = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:ws="http://ws.seed.douane.finances.gouv.fr/"><soapenv:Header/><soapenv:Body><ws:getInformation>'
    "<numAccises><numAccise>{number}</numAccise></numAccises></ws:getInformation></soapenv:Body></soapenv:Envelope>"
)
HEADERS = {"Content-Type": "text/xml;charset=UTF-8", "SOAPAction": "getInformation", "Accept": "text/xml"}


def ask(number: str) -> Said:
    """What SEED says of an excise number (letters and digits only, checked before)."""
    url = line.address("CAVEAU_SEED_URL", "https://pro.douane.gouv.fr/seedWS/SeedWS")
    try:
        reply = line.ask(REGISTER, url, PER_MINUTE, body=ENVELOPE.format(number=number).encode(), headers=HEADERS)
        if reply.status != 200:
            raise Silent("error")
        return _read(number, _tree(reply.content), paris_date(datetime.now(UTC)))
    except Silent as silent:
        return Said(REGISTER, "unavailable", reason=silent.reason)


def _tree(content: bytes) -> Element:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Silent("malformed")
    try:
        return fromstring(content)
    except ParseError:
        raise Silent("malformed") from None


def _read(number: str, tree: Element, today: date) -> Said:
    response = next((one for one in tree.iter() if _tag(one) == "getInformationResponse"), None)
    if response is None:
        raise Silent("malformed")
    consultation = _text(response, "uid")
    held = [one for one in response.iter() if _tag(one) == "traderAuthorisation"]
    mine = next((one for one in held if _text(one, "traderExciseNumber") == number), None)
    if mine is None:
        return Said(REGISTER, "invalid", consultation, "unknown")
    products = sorted({one.text.strip() for one in mine.iter() if _tag(one) == "exciseProductCode" and one.text})
    street = f"{_text(mine, 'streetNumber')} {_text(mine, 'streetName')}".strip()
    answer = known(
        name=_text(mine, "name"),
        address="\n".join(filter(None, (street, f"{_text(mine, 'postCode')} {_text(mine, 'city')}".strip()))),
        products=" ".join(products),
        vat_number=_text(mine, "vatNumber"),
        operator=_text(mine, "operatorTypeCode"),
        office=_text(mine, "referenceNumberOfExciseOffice"),
        warehouse=_text(mine, "referenceOfTaxWarehouse"),
        since=_text(mine, "authorisationBeginDate"),
        until=_text(mine, "authorisationEndDate"),
    )
    if _ended(answer.get("until", ""), today):
        return Said(REGISTER, "invalid", consultation, "ended", answer)
    return Said(REGISTER, "valid", consultation, "", answer, {"excise_number": number})


def _ended(until: str, today: date) -> bool:
    try:
        return bool(until) and date.fromisoformat(until[:10]) < today
    except ValueError:
        raise Silent("malformed") from None


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element, name: str) -> str:
    return next(((one.text or "").strip() for one in element.iter() if _tag(one) == name), "")
