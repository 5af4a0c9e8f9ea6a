"""Figures: what other rooms tell about a thing, counted as a list is read.

Noun: the table `FIGURES`, rows that say "of this thing, under this name: a day, an amount, what it names". The one
trick: a room above projects here what it knows (an invoice tells its customer's turnover), the room below declares a
column with a `Figure`, and SQLite counts; so a customer is found by his turnover though crm knows no invoice.

    @projection(FIGURES, kind="receivable")
    def turnover(doc: dict[str, Any], change: Change) -> Iterable[Row]:
        yield {"of": doc["customer"], "name": "turnover", "day": doc["issued_on"], "amount": doc["net"], "what": None}
"""

from __future__ import annotations

from chalicelib.readmodel.table import Column, Table

FIGURES = Table(
    "figures",
    [
        Column("of", "id"),
        Column("name", "choice"),
        Column("day", "date"),
        Column("amount", "cents"),
        Column("what", "id"),
    ],
    sort="of",
    keys=[("of", "name", "what", "amount", "day")],  # a figure is read off the index alone
)
