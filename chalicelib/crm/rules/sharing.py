"""A customer that several companies of one owner share: one record in each, the same identity in all.

Nouns: a *link* (in each company, beside its record: who the others are, when it was last followed), a *twin* (the
record in another company). The one trick: what is shared is a list of fields; everything else, prices, terms, accounts,
labels, notes and consent, is each company's own and is never even sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from chalicelib.crm.rules.customers import Customer

SHARED = (
    "kind", "name", "first_name", "siret", "vat_number", "excise_number", "legal_form", "billing", "deliveries",
    "contacts", "emails", "phones", "language",
)  # fmt: skip
"""What follows from one company to the others: who the customer is and where."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The record of the same customer in another company."""

    company: str
    customer: str


@dataclass(frozen=True, slots=True)
class Link:
    """`twins`: the same customer elsewhere. `changed_at`: ISO instant of the latest change that was told or followed:
    an older one is not followed any more."""

    twins: tuple[Twin, ...] = ()
    changed_at: str = ""

    def twin_in(self, company: str) -> Twin | None:
        return next((one for one in self.twins if one.company == company), None)


def shared(doc: Customer) -> dict[str, Any]:
    """The fields that all companies have in common."""
    return {name: getattr(doc, name) for name in SHARED}


def followed(doc: Customer, source: Customer) -> Customer:
    """The record with what it shares as the other company has it; the rest is its own."""
    return replace(doc, **shared(source))


def joined(link: Link, twin: Twin, at: str) -> Link:
    """The link with that twin (a company has one)."""
    others = tuple(one for one in link.twins if one.company != twin.company)
    return Link((*others, twin), max(link.changed_at, at))


def left(link: Link, company: str) -> Link:
    """The link without what is in a company."""
    return replace(link, twins=tuple(one for one in link.twins if one.company != company))
