"""Everything an import may say about a row, in one table: the code, how grave it is, the family it counts in,
the sentences.

The one trick: a sentence cannot be written anywhere else, so what the preview counts, what the ledger shows
and what the documentation lists are the same thing. `severity`: refuse (the row gives nothing), skip (already
accounted for), warn (the record is made, something of the row is not as it should be), note (for
information).
"""

from __future__ import annotations

from chalicelib.migration.rules.reason import Reason
from chalicelib.migration.rules.reasons.agreements import AGREEMENTS
from chalicelib.migration.rules.reasons.alike import alike
from chalicelib.migration.rules.reasons.contacts import CONTACTS
from chalicelib.migration.rules.reasons.customers import IDENTITY, PLACES, REACHED
from chalicelib.migration.rules.reasons.invoices import INVOICES
from chalicelib.migration.rules.reasons.products import PRICES, PRODUCTS
from chalicelib.migration.rules.reasons.rows import ROWS, SETUP
from chalicelib.migration.rules.reasons.stocks import STOCKS

_RECORDS = (*IDENTITY, *REACHED, *PLACES, *PRODUCTS, *PRICES, *CONTACTS, *AGREEMENTS, *INVOICES, *STOCKS)
_ALL = (*ROWS, *_RECORDS, *SETUP, *alike())

REASONS: dict[str, Reason] = {reason.code: reason for reason in _ALL}
