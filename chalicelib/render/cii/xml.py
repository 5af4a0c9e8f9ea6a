"""Building the XML: elements by prefixed name, amounts and dates in the one form the standard allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
# What XML 1.0 cannot hold at all, whatever the escaping.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = Any


@cache
def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@cache
def _adder() -> Callable[..., Element]:
    from lxml import etree

    return etree.SubElement


def root(name: str) -> Element:
    """A document's root, all prefixes declared on it."""
    from lxml import etree

    return etree.Element(_qualified(name), nsmap=NAMESPACES)


def add(parent: Element, path: str, text: str = "", **attributes: str) -> Element:
    """Append the elements of a path ("ram:PostalTradeAddress/ram:CityName") and return the last, with its
    text."""
    for name in path.split("/"):
        parent = _adder()(parent, _qualified(name))
    if text:
        parent.text = _FORBIDDEN.sub("", text)
    for key, value in attributes.items():
        parent.set(key, value)
    return parent


def add_if(parent: Element, path: str, text: str, **attributes: str) -> None:
    """The same, only when there is a text."""
    if text.strip():
        add(parent, path, text.strip(), **attributes)


def add_date(parent: Element, path: str, day: date, kind: str = "udt:DateTimeString") -> None:
    """A date in the format 102, AAAAMMJJ."""
    add(parent, f"{path}/{kind}", f"{day:%Y%m%d}", format="102")


def money(cents: int) -> str:
    """123456 -> "1234.56"."""
    return f"{Decimal(cents).scaleb(-2):.2f}"


def decimal(value: Decimal, most: int) -> str:
    """A number with at most `most` decimals, without exponent: "8.5"."""
    rounded = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate(value: Decimal) -> str:
    """A VAT rate: "20.00", "5.50"."""
    return f"{value:.2f}"
