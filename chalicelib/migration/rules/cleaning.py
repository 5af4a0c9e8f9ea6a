"""How a row of each kind but products is cleaned: (row, settings, decimal mark) -> what it gives, None when nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from chalicelib.migration.rules import agreements, contacts, customers, invoices, stocks
from chalicelib.migration.rules.fields import AGREEMENT, CONTACT, CUSTOMER, INVOICE, STOCK
from chalicelib.migration.rules.prices import Mark
from chalicelib.migration.rules.row import Row, Settings


class Cleaned(Protocol):
    """What a row gives."""

    def plain(self) -> dict[str, Any]:
        """As plain values."""


CLEANED: dict[str, Callable[[Row, Settings, Mark | None], Cleaned | None]] = {
    CUSTOMER: lambda row, settings, mark: customers.cleaned(row, settings),
    CONTACT: lambda row, settings, mark: contacts.cleaned(row, settings),
    AGREEMENT: agreements.cleaned,
    INVOICE: invoices.cleaned,
    STOCK: lambda row, settings, mark: stocks.cleaned(row, settings),
}
