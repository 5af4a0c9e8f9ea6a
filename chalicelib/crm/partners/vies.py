"""VAT numbers of the Union: the Commission's VIES (REST, check-vat-number).

Asked in the name of a requester it gives a consultation number, which is the proof. A requester that VIES does not
accept is left out, and there is no consultation number then. A member state that gives no name or address says "---".
"""

from __future__ import annotations

import json
import re
from typing import Any

from chalicelib.aws import line
from chalicelib.aws.line import Silent
from chalicelib.crm.partners.said import Said, known
from chalicelib.kernel.identifiers import vat_prefix

REGISTER = "vies"
PER_MINUTE = 120
DECIDED = {"", "VALID", "INVALID"}
OF_REQUESTER = {"INVALID_REQUESTER_INFO", "VAT_BLOCKED"}
PLACE = re.compile(r"(?:[A-Z]{1,2}-)?(\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4,5}) +(\D.*)")
DUTCH_PLACE = re.compile(r"(\d{4} ?[A-Z]{2}) +(\D.*)")
COUNTRIES = {vat_prefix("GR"): "GR", "XI": "GB"}


def ask(number: str, requester: str) -> Said:
    """What VIES says of a VAT number."""
    try:
        said = _asked(number, requester)
        if requester and _error(said) in OF_REQUESTER:
            said = _asked(number, "")
        return _read(number, said)
    except Silent as silent:
        return Said(REGISTER, "unavailable", reason=silent.reason)


def _asked(number: str, requester: str) -> dict[str, Any]:
    base = line.address("CAVEAU_VIES_URL", "https://ec.europa.eu/taxation_customs/vies/rest-api")
    question = {"countryCode": number[:2], "vatNumber": number[2:]}
    if requester:
        question |= {"requesterMemberStateCode": requester[:2], "requesterNumber": requester[2:]}
    headers = {"Content-Type": "application/json"}
    reply = line.ask(
        REGISTER, f"{base}/check-vat-number", PER_MINUTE, body=json.dumps(question).encode(), headers=headers
    )
    if reply.status != 200 and not reply.content.lstrip().startswith(b"{"):
        raise Silent("error")
    return reply.json()


def _error(said: dict[str, Any]) -> str:
    wrapped = said.get("errorWrappers")
    if isinstance(wrapped, list) and wrapped and isinstance(wrapped[0], dict):
        return str(wrapped[0].get("error") or "error")
    return str(said.get("userError") or "")


def _read(number: str, said: dict[str, Any]) -> Said:
    error = _error(said)
    if error not in DECIDED:
        raise Silent(error.lower())  # ms_unavailable, ms_max_concurrent_req, timeout…
    valid = said.get("valid")
    if not isinstance(valid, bool) or said.get("vatNumber", number[2:]) != number[2:]:
        raise Silent("malformed")
    consultation = str(said.get("requestIdentifier") or "")
    name, address = _given(said.get("name")), _given(said.get("address"))
    answer = known(name=name, address=address, date=str(said.get("requestDate") or ""))
    if not valid:
        return Said(REGISTER, "invalid", consultation, "unknown", answer)
    lines, postcode, town = place(address, number[:2])
    country = COUNTRIES.get(number[:2], number[:2]) if address else ""
    fields = {
        "name": name,
        "vat_number": number,
        "billing.lines": lines,
        "billing.postcode": postcode,
        "billing.town": town,
        "billing.country": country,
    }
    return Said(REGISTER, "valid", consultation, "", answer, known(**fields))


def _given(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    lines = [re.sub(r"[ \t]+", " ", one).strip() for one in text.splitlines()]
    return "" if text.strip("- ") == "" else "\n".join(filter(None, lines))


def place(address: str, prefix: str) -> tuple[str, str, str]:
    """(lines, postcode, town) of an address as member states write it: the town stands last, after its postcode. What
    is not written so stays whole in the lines."""
    lines = address.splitlines()
    found = (DUTCH_PLACE if prefix == "NL" else PLACE).fullmatch(lines[-1]) if lines else None
    if found is None:
        return "\n".join(lines[:4]), "", ""
    return "\n".join(lines[:-1][:4]), found[1], found[2].strip()
