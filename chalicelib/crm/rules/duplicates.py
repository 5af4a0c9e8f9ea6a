"""Customers that may be one and the same, and what becomes of two that are.

Nouns: a *mark* (what two records of one customer share: SIRET, VAT number, e-mail, name and postcode). The one trick:
merging writes nothing into what was issued; the one that is left points at the one that stays, and what still moves
follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from chalicelib.crm.rules.customers import Address, Customer
from chalicelib.kernel.text import fold

T = TypeVar("T")
MOST = {"deliveries": 30, "contacts": 50, "emails": 10, "phones": 10, "tags": 50, "zones": 50}
MARKS = ("siret", "vat", "email", "place")


def marks(customer: Customer) -> list[str]:
    """What another record of the same customer would share: "siret:404…", "place:bistro du port 13002"."""
    if customer.merged_into:
        return []
    found = [f"siret:{customer.siret}"] if customer.siret else []
    found += [f"vat:{customer.vat_number}"] if customer.vat_number else []
    found += [f"email:{email.lower()}" for email in customer.emails]
    if customer.billing.postcode:
        words = " ".join(sorted(fold(customer.display_name).split()))
        found.append(f"place:{words} {fold(customer.billing.postcode)}")
    return list(dict.fromkeys(found))


def merged(kept: Customer, gone: Customer) -> Customer:
    """The customer that stays: its own values, completed with what the other one alone knew."""
    blanks = ("siret", "vat_number", "excise_number", "category_id", "grid_id", "depot_id", "payment_term",
              "payment_method", "currency", "account", "template", "representative", "since", "first_name",
              "vat_relief")  # fmt: skip
    filled = {name: getattr(gone, name) for name in blanks if not getattr(kept, name) and getattr(gone, name)}
    if "vat_relief" in filled:
        filled["relief_year"] = gone.relief_year
    lists: dict[str, Any] = {name: _joined(getattr(kept, name), getattr(gone, name))[: MOST[name]] for name in MOST}
    if gone.billing.lines and not _same_place(gone.billing, kept.billing):
        lists["deliveries"] = _joined(lists["deliveries"], (gone.billing,))[: MOST["deliveries"]]
    return replace(
        kept,
        **filled,
        **lists,
        bounced=_joined(kept.bounced, gone.bounced),
        billing=gone.billing if not (kept.billing.lines or kept.billing.town) else kept.billing,
        notes="\n".join(text for text in dict.fromkeys((kept.notes, gone.notes)) if text)[:5000],
        sticky=kept.sticky or gone.sticky,
        consent=kept.consent and gone.consent,
        in_use=kept.in_use or gone.in_use,
    )


def left(gone: Customer, kept: Customer) -> Customer:
    """The one that is left: archived, as it was, pointing at the one that stays."""
    return replace(gone, archived=True, merged_into=kept.id)


def _joined(one: Iterable[T], other: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _same_place(one: Address, other: Address) -> bool:
    return _written(one) == _written(other)


def _written(address: Address) -> str:
    return fold(" ".join((*address.lines, address.postcode, address.town)))
