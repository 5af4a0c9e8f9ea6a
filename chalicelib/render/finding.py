"""A finding: one rule an invoice does not follow."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """rule: the official name ("BR-FR-10", "BR-CO-15"); field: dotted path in the sheet; detail: cause, then remedy."""

    rule: str
    field: str
    detail: str
