"""Which nouns of the room declare settings of the company: whoever lists settings imports them by this name."""

from chalicelib.crm.rules import credit, registers

DECLARING = (credit, registers)
