"""A row of a contacts file -> a person at a customer's, or the reasons why not."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.kernel.text import fold
from chalicelib.migration.rules.contact import email, phone
from chalicelib.migration.rules.row import Row, Settings

_DOCUMENTS = {
    "devis": "quote", "quote": "quote", "quotes": "quote", "commande": "order", "commandes": "order", "order": "order",
    "bon de livraison": "delivery_note", "bons de livraison": "delivery_note", "bl": "delivery_note",
    "facture": "invoice", "factures": "invoice", "invoice": "invoice", "invoices": "invoice",
    "avoir": "credit_note", "avoirs": "credit_note", "releve": "statement", "releves": "statement",
    "relance": "reminder", "relances": "reminder", "offre": "marketing", "offres": "marketing",
    "marketing": "marketing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """`customer`: the customer's code in the former program. `documents`: the sorts that this person receives."""

    customer: str
    name: str
    first_name: str
    role: str
    email: str
    phone: str
    documents: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "documents": list(self.documents)}


def cleaned(row: Row, settings: Settings) -> Person | None:
    """The contact of a row; None (and said so) when it names no customer or nobody."""
    customer, last, first = row.text("customer"), row.text("last_name"), row.text("first_name")
    if not customer:
        row.say("contact.no_customer", "customer")
    if not (last or first):
        row.say("contact.no_name")
    found = Person(
        customer=customer,
        name=last or first,
        first_name=first if last else "",
        role=row.text("role"),
        email=email(row, "email"),
        phone=phone(row, "phone", "customer.phone", settings.home),
        documents=_documents(row),
    )
    return found if customer and found.name else None


def _documents(row: Row) -> tuple[str, ...]:
    said = [fold(one).strip() for one in re.split(r"[,;/+|]", row.text("documents")) if one.strip()]
    unknown = [one for one in said if one not in _DOCUMENTS]
    if unknown:
        row.say("contact.documents", "documents", unknown=", ".join(unknown))
    return tuple(dict.fromkeys(_DOCUMENTS[one] for one in said if one in _DOCUMENTS))
