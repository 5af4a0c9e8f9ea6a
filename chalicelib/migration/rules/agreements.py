"""A row of a file of negotiated prices -> a price agreed with one customer, or the reasons why not.

The one trick: HT or TTC is the field itself, so a column of prices is never taken for the other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from chalicelib.migration.rules import cells
from chalicelib.migration.rules.prices import Mark, plain, read_price
from chalicelib.migration.rules.row import Row, Settings


@dataclass(frozen=True, slots=True)
class Agreed:
    """`price` as text, in `basis`; days are ISO dates, "" = open."""

    customer: str
    reference: str
    price: str
    basis: str
    from_qty: int
    valid_from: str
    valid_to: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def cleaned(row: Row, settings: Settings, mark: Mark | None) -> Agreed | None:
    """The agreed price of a row; None (and said so) when anything of it is not certain: a price agreed for the wrong
    quantity or days is a wrong price."""
    customer, reference = row.text("customer"), row.text("reference")
    if not customer:
        row.say("agreement.no_customer", "customer")
    if not reference:
        row.say("agreement.no_reference", "reference")
    price, basis = _price(row, mark)
    quantity = cells.count(row.safe("from_qty")) if row.shown("from_qty") else 1
    if not quantity:
        row.say("agreement.quantity", "from_qty")
    first, last = _day(row, "valid_from", settings), _day(row, "valid_to", settings)
    if not (customer and reference and price and quantity) or first is None or last is None:
        return None
    return Agreed(customer, reference, price, basis, quantity, first, last)


def _price(row: Row, mark: Mark | None) -> tuple[str, str]:
    """(price, basis); "" (and said so) when there is none, or two."""
    given = [(name, basis) for name, basis in (("price_ht", "HT"), ("price_ttc", "TTC")) if row.shown(name)]
    if len(given) != 1:
        row.say("agreement.two_prices" if given else "agreement.no_price", "price_ht")
        return "", ""
    ((name, basis),) = given
    reading = read_price(row.raw(name), mark)
    if reading.value is None:
        row.say("agreement.price", name)
        return "", ""
    return plain(reading.value), basis


def _day(row: Row, name: str, settings: Settings) -> str | None:
    """The day as ISO, "" for none written, None (and said so) for one that is not certain."""
    if not row.shown(name):
        return ""
    found: date | None = cells.day(row.safe(name), settings.day_first)
    if found is None:
        row.say("agreement.date", name)
    return found.isoformat() if found else None
