"""The standard VAT rate of each member state, as dated data: what a distance sale is taxed at under the one-stop shop.

The one trick: a change of law is one more row with its first day; what was sold before keeps what held then.

Sources: directive 2006/112/CE art. 33, 96 and 369a; "VAT rates applied in the member states" (European Commission,
taxes in Europe database). Wine is at the standard rate but in Portugal (13 % on the mainland).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_EVER = date(2021, 7, 1)  # the one-stop shop opens

RATES: tuple[tuple[str, date, str], ...] = (
    ("AT", _EVER, "20"), ("BE", _EVER, "21"), ("BG", _EVER, "20"), ("CY", _EVER, "19"), ("CZ", _EVER, "21"),
    ("DE", _EVER, "19"), ("DK", _EVER, "25"), ("EE", _EVER, "20"), ("EE", date(2024, 1, 1), "22"),
    ("EE", date(2025, 7, 1), "24"), ("ES", _EVER, "21"), ("FI", _EVER, "24"), ("FI", date(2024, 9, 1), "25.5"),
    ("GR", _EVER, "24"), ("HR", _EVER, "25"), ("HU", _EVER, "27"), ("IE", _EVER, "23"), ("IT", _EVER, "22"),
    ("LT", _EVER, "21"), ("LU", _EVER, "17"), ("LU", date(2023, 1, 1), "16"), ("LU", date(2024, 1, 1), "17"),
    ("LV", _EVER, "21"), ("MT", _EVER, "18"), ("NL", _EVER, "21"), ("PL", _EVER, "23"), ("PT", _EVER, "13"),
    ("RO", _EVER, "19"), ("RO", date(2025, 8, 1), "21"), ("SE", _EVER, "25"), ("SI", _EVER, "22"),
    ("SK", _EVER, "20"), ("SK", date(2025, 1, 1), "23"),
)  # fmt: skip
"""Country, first day, percent."""


def destination_rate(country: str, on: date) -> Decimal:
    """The rate of wine sold to an individual of that member state on that day. KeyError for another country."""
    found = [(since, rate) for code, since, rate in RATES if code == country and since <= on]
    if not found:
        raise KeyError(country)
    return Decimal(max(found)[1])
