"""Lists of the documents of sales, by noun. What never changes is listed from the item that moves beside it."""

from chalicelib.readmodel import Table
from chalicelib.sales.index.invoices import INSTALMENTS, INVOICES, SOLD
from chalicelib.sales.index.orders import DELIVERIES, ORDERS, QUOTES, SHIPPED_LINES
from chalicelib.sales.index.papers import PAPERS


def _named(table: Table) -> tuple[str, ...]:
    """The columns of a file when none are asked: names, no ids."""
    return tuple(column.name for column in table.columns if column.type not in {"id", "tags"})


QUOTES_IN_FILES, ORDERS_IN_FILES = _named(QUOTES), _named(ORDERS)
DELIVERIES_IN_FILES, INVOICES_IN_FILES = _named(DELIVERIES), _named(INVOICES)

__all__ = [
    "DELIVERIES",
    "DELIVERIES_IN_FILES",
    "INSTALMENTS",
    "INVOICES",
    "INVOICES_IN_FILES",
    "ORDERS",
    "ORDERS_IN_FILES",
    "PAPERS",
    "QUOTES",
    "QUOTES_IN_FILES",
    "SHIPPED_LINES",
    "SOLD",
]
