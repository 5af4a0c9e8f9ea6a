"""What crm forgets of a person, and the record of an erasure.

Noun: an `Erasure`: which items lost what, which stayed and why is declared by their rooms (kernel/erasing.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.erasing import NOBODY, blanks, erases

_ADDRESS = {"lines": [], "postcode": "", "town": "", "label": "", "recipient": "", "phone": "", "instructions": ""}


@dataclass(frozen=True, slots=True)
class Erasure:
    """`items`: "kind id" of what was blanked or removed; `erased`, `kept`: how many of each kind; `files`:
    hashes of what was attached; `rewritten_at`: when
    the past was blanked too, with how many entries."""

    customer: str
    at: datetime
    by: str
    by_name: str
    ids: tuple[str, ...]
    items: tuple[str, ...]
    erased: dict[str, int]
    kept: dict[str, int]
    files: tuple[str, ...] = ()
    rewritten_at: datetime | None = None
    entries: int = 0


erases(
    "customer",
    blanks(
        {
            **dict.fromkeys(
                ("first_name", "siret", "vat_number", "excise_number", "legal_form", "notes", "source"), ""
            ),
            **{f"billing.{name}": value for name, value in _ADDRESS.items()},
            **{name: [] for name in ("deliveries", "contacts", "emails", "phones", "bounced")},
            "name": NOBODY,
            "consent": False,
            "sticky": False,
        }
    ),
)
erases("exchange", blanks({"title": "", "text": "", "person": ""}), drop=True)
erases("register_check", blanks({"number": "", "answer": {}, "fields": {}, "consultation": ""}), drop=True)
erases("register_findings", blanks({"items": []}), drop=True)
