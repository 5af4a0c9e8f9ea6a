"""A row of a file of opening stock -> so many bottles of a product in a depot, or the reasons why not.

The one trick: bottles are counted, so nothing but a whole number is a quantity; a number that may be thousands or
decimals is neither.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from chalicelib.kernel import volume
from chalicelib.migration.rules import cells
from chalicelib.migration.rules.row import Row, Settings

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Stocked:
    """`depot`: its code or name as written, "" when the file names none. `volume` of one bottle in 10^-5 hL, None when
    the file does not say it. `counted_on`: an ISO day, "" when the file has none."""

    reference: str
    depot: str
    quantity: int
    volume: int | None
    counted_on: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def cleaned(row: Row, settings: Settings) -> Stocked | None:
    """The stock of a row; None (and said so) when anything of it is not certain: bottles counted wrong are sold, or
    declared."""
    reference = row.text("reference")
    if not reference:
        row.say("stock.no_reference", "reference")
    quantity = _quantity(row)
    size, sure = _volume(row)
    day = _day(row, settings)
    if not reference or quantity is None or day is None or not sure:
        return None
    return Stocked(reference, row.text("depot"), quantity, size, day)


def _quantity(row: Row) -> int | None:
    written = row.shown("quantity")
    if not written:
        row.say("stock.no_quantity", "quantity")
        return None
    found = cells.count(row.safe("quantity"))
    if found is None or found > MOST:
        row.say("stock.negative" if written.startswith(("-", "−", "(")) else "stock.quantity", "quantity")
        return None
    return found


def _volume(row: Row) -> tuple[int | None, bool]:
    """(the size of the bottle, whether it is certain): one that is written and not understood may be another's."""
    if not row.shown("volume"):
        return None, True
    found = volume.parse(row.text("volume"))
    if found is None:
        row.say("stock.volume", "volume")
    return found, found is not None


def _day(row: Row, settings: Settings) -> str | None:
    """The day as ISO, "" for none written, None (and said so) for one that is not certain or is to come."""
    if not row.shown("counted_on"):
        row.say("stock.no_date", "counted_on", used=f"{settings.today:%d/%m/%Y}")
        return ""
    found: date | None = cells.day(row.safe("counted_on"), settings.day_first)
    if found is None or found > settings.today:
        row.say("stock.date", "counted_on")
        return None
    return found.isoformat()
