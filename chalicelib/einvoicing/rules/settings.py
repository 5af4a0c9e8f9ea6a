"""Which nouns of the room declare settings of the company: whoever lists settings imports them by this name."""

from chalicelib.einvoicing.rules import platform

DECLARING = (platform,)
