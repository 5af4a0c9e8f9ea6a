"""The euro foreign exchange reference rates of the European Central Bank.

Two public files of one form (gesmes): `eurofxref-daily.xml`, the last day published, and `eurofxref-hist-90d.xml`, the
last ninety days. A day is a `Cube` with a `time`, a rate a `Cube` with a `currency` and how many of it one euro buys.
Published on working days of TARGET, around 16:00 in Frankfurt. Nothing is asked that names anybody.

What does not answer, or not readably, is `Silent` and changes nothing: docs/algorithms/currencies.md.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import ParseError, fromstring

from chalicelib.aws import line
from chalicelib.aws.line import Silent

REGISTER = "ecb"
PER_MINUTE = 6
REAL = "https://www.ecb.europa.eu/stats/eurofxref"
MOST = Decimal(10_000_000)
Days = dict[date, dict[str, Decimal]]


def last_day() -> Days:
    """The last day published. Silent when there is no answer to trust."""
    return _file("eurofxref-daily.xml")


def ninety_days() -> Days:
    """The last ninety days. Silent when there is no answer to trust."""
    return _file("eurofxref-hist-90d.xml")


def _file(name: str) -> Days:
    url = f"{line.address('CAVEAU_ECB_URL', REAL)}/{name}"
    reply = line.ask(REGISTER, url, PER_MINUTE, headers={"Accept": "application/xml, text/xml"})
    if reply.status != 200:
        raise Silent("error")
    return read(reply.content)


def read(content: bytes) -> Days:
    """The days of a file. Silent("malformed") for one that is cut short, or says something that is no rate."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Silent("malformed")
    try:
        days: Days = {}
        for cube in fromstring(content).iter():
            if cube.tag.rpartition("}")[2] == "Cube" and "time" in cube.attrib:
                days[date.fromisoformat(cube.attrib["time"])] = dict(
                    _rate(one.attrib["currency"], one.attrib["rate"]) for one in cube
                )
    except (ParseError, ValueError, KeyError, InvalidOperation):
        raise Silent("malformed") from None
    if not days or not all(days.values()):
        raise Silent("malformed")
    return days


def _rate(currency: str, rate: str) -> tuple[str, Decimal]:
    value = Decimal(rate)
    if not re.fullmatch("[A-Z]{3}", currency) or not 0 < value < MOST:
        raise ValueError(f"{currency} {rate}")
    return currency, value
