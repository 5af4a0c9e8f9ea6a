"""Which nouns of the room declare settings of the company: whoever lists settings imports them by this name."""

from chalicelib.sales.rules import proforma, quote, vat

DECLARING = (proforma, quote, vat)
