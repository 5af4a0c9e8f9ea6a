"""Of which fields of a known customer a row decides.

The one trick: a file decides only of what it has a column for, and a row of our own list only of the cells that say
otherwise than the list writes for that customer: the list joins addresses and names, and what was joined is not bent
back into fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.crm.rules import Customer
from chalicelib.kernel.identifiers import country_name
from chalicelib.kernel.text import fold, squeeze
from chalicelib.migration.rules.imports import Books

PLACE = {"lines": ("street", "street2"), "postcode": ("postcode",), "town": ("town",), "country": ("country",)}
"""The columns that decide of each part of the address."""
_NAMES = ("last_name", "first_name", "company", "display_name")
_DELIVERY = tuple(
    f"delivery_{part}"
    for part in ("last_name", "first_name", "company", "street", "postcode", "town", "country", "phone")
)
_COLUMNS: dict[str, tuple[str, ...]] = {
    "kind": ("nature", "company"), "name": _NAMES, "first_name": ("first_name", "display_name"), "siret": ("siret",),
    "vat_number": ("vat_number",), "excise_number": ("excise_number",), "deliveries": _DELIVERY,
    "contacts": ("company",), "emails": ("email",), "phones": ("phone", "mobile"),
    "category_id": ("category", "category_label"), "grid_id": ("grid", "grid_label"), "since": ("since",),
    "archived": ("unusable", "active"), **{f"billing.{part}": columns for part, columns in PLACE.items()},
}  # fmt: skip
"""The columns any of which makes a file decide of a field."""


def decided(known: Customer, record: dict[str, Any], books: Books) -> set[str]:
    """The fields of Customer, and the parts of the address as "billing.town", that a cleaned row decides."""
    lacks = set(record["lacks"])
    fields = {field for field, columns in _COLUMNS.items() if not lacks.issuperset(columns)}
    if record["discount"]:
        fields.add("permanent_discount")
    if record["said"] is not None:
        fields -= set(_same(known, record["said"], record, books)) | {"deliveries", "contacts"}
    return fields | {"billing"} if any(field.startswith("billing.") for field in fields) else fields


def _same(known: Customer, said: dict[str, str], record: dict[str, Any], books: Books) -> Iterator[str]:
    """The fields of which a row of our list says what the list writes."""
    if said.get("display_name") == squeeze(known.display_name):
        yield from ("name", "first_name")
    for field, column, written in _texts(known):
        if said.get(column, "") == squeeze(written):
            yield field
    if fold(said.get("nature", "")) in _NATURES[known.kind]:
        yield "kind"
    if said.get("country", "") in _written(known.country):
        yield "billing.country"
    for sort, id in (("category", known.category_id), ("grid", known.grid_id)):
        name = said.get(f"{sort}_label", "")
        if (id in books.called(sort, name)) if name else id is None:
            yield f"{sort}_id"


def _written(country: str) -> set[str]:
    return {country_name(country, language) for language in ("fr", "en")} if country else {""}


_NATURES = {"business": ("professionnel", "business"), "individual": ("particulier", "individual")}


def _texts(known: Customer) -> Iterator[tuple[str, str, str]]:
    """(field, column, what the list writes there)."""
    for name in ("siret", "vat_number", "excise_number"):
        yield name, name, getattr(known, name)
    yield "emails", "email", ", ".join(known.emails)
    yield "phones", "phone", ", ".join(known.phones)
    yield "billing.lines", "street", ", ".join(known.billing.lines)
    yield "billing.postcode", "postcode", known.billing.postcode
    yield "billing.town", "town", known.billing.town
