"""A row of a customers file -> a customer, or the reasons why not.

Nouns: *customer* (cleaned, in plain values), *place* (an address). The one trick: a value that cannot be
trusted is left empty and said, never bent into shape; a row is refused for want of a name, or for a code that cannot
be one, and for nothing else: whoever changes program must find all his customers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from chalicelib.kernel.identifiers import EXCISE, SIRET, VAT, country_name
from chalicelib.kernel.text import fold, squeeze
from chalicelib.migration.rules import cells
from chalicelib.migration.rules.contact import email, phone
from chalicelib.migration.rules.fields import CUSTOMER_FIELDS
from chalicelib.migration.rules.places import country, postcode
from chalicelib.migration.rules.row import Row, Settings

EARLIEST = 1900
LABEL = 40
"""The longest name of a tag or a zone."""
LONGEST_NAME = 200
CODE = 40
"""The longest code of a category or a grid, once in capitals."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address. `country` is ISO 3166, "" = not known. Names are those to write above the street (delivery
    only)."""

    street: str = ""
    street2: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    company: str = ""
    last_name: str = ""
    first_name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the import will create it. `code` is the old program's. Telephones are E.164. `since` is
    an ISO date or "". `archived`: marked unusable there. `emails`, `phones`: those beside the first. `lacks`: the
    fields that the file has no column for; it decides nothing of them. `said`: the texts of a row that Caveau exported,
    as they stand there."""

    code: str
    kind: str
    company: str
    last_name: str
    first_name: str
    billing: Place
    delivery: Place | None = None
    email: str = ""
    phone: str = ""
    mobile: str = ""
    vat_number: str = ""
    excise_number: str = ""
    siret: str = ""
    category: str = ""
    category_label: str = ""
    grid: str = ""
    grid_label: str = ""
    since: str = ""
    archived: bool = False
    notes: str = ""
    tags: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    discount: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    said: dict[str, str] | None = None

    def plain(self) -> dict[str, Any]:
        """The customer as plain values (dataclasses.asdict, ten times faster: it knows there is nothing to
        copy)."""
        found = {name: getattr(self, name) for name in _FIELDS}
        for name in ("billing", "delivery"):
            place = found[name]
            found[name] = {field: getattr(place, field) for field in _PLACE} if place is not None else None
        return found


_FIELDS = tuple(one.name for one in fields(Customer))
_PLACE = tuple(one.name for one in fields(Place))


def cleaned(row: Row, settings: Settings) -> Customer | None:
    """The customer of a row; None (and said so) when the row names nobody. Findings are left on the row: all of them,
    for a refused row too, so that it is corrected once. A country that is not certain is left empty: crm keeps the
    customer "to be completed", and sales asks for it before anything is invoiced."""
    company, last, first = _names(row)
    if not (named := bool(company or last or first)):
        row.say("customer.no_name")
    code = _code(row)
    billing = _billing(row, settings)
    delivery, aside = _delivery(row, settings)
    vat = _vat(row, billing.country, settings)
    excise = _excise(row, billing.country)
    siret = _siret(row)
    customer = Customer(
        code=code or "",
        kind=_nature(row) or ("business" if company or vat or excise or siret else "individual"),
        company=company,
        last_name=last,
        first_name=first,
        billing=billing,
        delivery=delivery,
        **_reached(row, billing.country or settings.home),
        vat_number=vat,
        excise_number=excise,
        siret=siret,
        **_books(row),
        since=_since(row, settings),
        archived=_archived(row),
        notes="\n".join(note for note in (row.text("notes"), _country_note(row, billing), aside) if note),
        tags=_labels(row, "tags"),
        zones=_labels(row, "zones"),
        discount=_discount(row),
        lacks=tuple(name for name in CUSTOMER_FIELDS if name not in row.titles),
        said={name: cells.text(cell) for name, cell in row.cells.items()} if row.own else None,
    )
    return customer if named and code is not None else None


_NATURES = {
    "professionnel": "business",
    "business": "business",
    "particulier": "individual",
    "individual": "individual",
}


def _nature(row: Row) -> str:
    """business or individual as the row says it, "" when it says neither."""
    written = row.text("nature")
    if written and fold(written) not in _NATURES:
        row.say("customer.nature.unreadable", "nature")
    return _NATURES.get(fold(written), "")


def _names(row: Row) -> tuple[str, str, str]:
    """(company, last name, first name). A full name is the company of a business, and a person's last name once his
    first name is taken off its end."""
    company, last, first, full = (row.text(name) for name in ("company", "last_name", "first_name", "display_name"))
    if not full or company or last:
        return company, last, first
    if _NATURES.get(fold(row.shown("nature"))) == "business":
        return full[:LONGEST_NAME], "", first
    surname = full.removesuffix(f" {first}") if first else full
    return "", surname[:LONGEST_NAME], first


def _reached(row: Row, region: str) -> dict[str, Any]:
    """E-mails and telephones."""
    emails = _all(row, "email", lambda one: email(one, "email"))
    phones = _all(row, "phone", lambda one: phone(one, "phone", "customer.phone", region))
    return {
        "email": emails[0] if emails else "",
        "emails": emails[1:],
        "phone": phones[0] if phones else "",
        "phones": phones[1:],
        "mobile": phone(row, "mobile", "customer.mobile", region),
    }


def _books(row: Row) -> dict[str, Any]:
    """The category and the grid, by their codes and by what they are called."""
    found: dict[str, Any] = {}
    for name in ("category", "grid"):
        found |= {name: row.text(name).upper()[:CODE], f"{name}_label": row.text(f"{name}_label")}
    return found


def _all(row: Row, name: str, read: Callable[[Row], str]) -> tuple[str, ...]:
    """The addresses or numbers of a cell: several in our own lists, where commas part them."""
    written = row.shown(name).split(",") if row.own else []
    if len(written) < 2:
        return tuple(filter(None, [read(row)]))
    each = (replace(row, cells={**row.cells, name: one.strip()}) for one in written)
    return tuple(dict.fromkeys(filter(None, map(read, each))))


def _labels(row: Row, name: str) -> tuple[str, ...]:
    """The tags or zones of a cell: "Salon, Restaurant"."""
    found = (squeeze(one)[:LABEL] for one in re.split(r"[,;|]", row.text(name)))
    return tuple({fold(one): one for one in found if one}.values())


def _discount(row: Row) -> str:
    """A percentage as text, "" for none."""
    written = row.text("discount").removesuffix("%").strip().replace(",", ".")
    if not written:
        return ""
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", written) or Decimal(written) > 100:
        row.say("customer.discount.unreadable", "discount")
        return ""
    return f"{Decimal(written).normalize():f}" if Decimal(written) else ""


def _country_note(row: Row, billing: Place) -> str:
    """What the file calls a country that was not understood, for whoever completes the record."""
    written = row.text("country")
    return f"Pays dans l'ancien fichier : {written}" if written and not billing.country else ""


def _code(row: Row) -> str | None:
    """The old code; "" (and said so) when there is none, None when what stands there cannot be one."""
    if cells.is_formula(row.raw("code")) or cells.is_error(row.raw("code")):
        row.say("customer.code.unreadable", "code")
        return None
    code = row.text("code")
    if "code" in row.titles and not code:
        row.say("customer.code.missing", "code")
    return code


def _billing(row: Row, settings: Settings) -> Place:
    iso = country(row, "country", "customer", row.shown("postcode"), row.shown("vat_number"), settings)
    return Place(
        street=row.text("street"),
        street2=row.text("street2"),
        postcode=postcode(row, "postcode", "customer", iso, settings),
        town=row.text("town"),
        country=iso,
    )


def _delivery(row: Row, settings: Settings) -> tuple[Place | None, str]:
    """The delivery address, None when the row gives none; and the note that keeps a name or a telephone without any
    address to deliver to."""
    if not any(cells.text(cell) for name, cell in row.cells.items() if name.startswith("delivery_")):
        return None, ""
    iso = ""
    if row.shown("delivery_street") or row.shown("delivery_town") or row.shown("delivery_country"):
        iso = country(row, "delivery_country", "customer.delivery", row.shown("delivery_postcode"), "", settings)
    place = Place(
        street=row.text("delivery_street"),
        postcode=postcode(row, "delivery_postcode", "customer.delivery", iso, settings),
        town=row.text("delivery_town"),
        country=iso,
        company=row.text("delivery_company"),
        last_name=row.text("delivery_last_name"),
        first_name=row.text("delivery_first_name"),
        phone=phone(row, "delivery_phone", "customer.delivery.phone", iso or settings.home),
    )
    if iso or place.street or place.postcode or place.town:
        return place, ""
    said = ", ".join(filter(None, (place.company, place.first_name, place.last_name, place.phone)))
    if not said:
        return None, ""
    row.say("customer.delivery.noted", "delivery_last_name")
    return None, f"Livraison : {said}"


def _vat(row: Row, iso: str, settings: Settings) -> str:
    """The VAT number when it is right and of the customer's country; else "" (and said so): a number that
    does not fit must never exempt a sale."""
    written = row.text("vat_number")
    if not written:
        return ""
    number = VAT.clean(written)
    if re.fullmatch(r"\d{11}", number) and (iso or settings.home) == "FR":
        number = f"FR{number}"
    problem = VAT.check(number, iso)
    if problem is None:
        return number
    if problem.code.endswith("outside_eu"):
        row.say("customer.vat.unchecked", "vat_number")
        return number
    if problem.blocks:
        row.say("customer.vat.invalid", "vat_number")
    else:
        row.say("customer.vat.other_country", "vat_number", prefix=number[:2], country=country_name(iso))
    return ""


def _excise(row: Row, iso: str) -> str:
    """The excise number, kept when its form is possible: it is checked on SEED before any suspended
    movement."""
    written = row.text("excise_number")
    if not written:
        return ""
    number = EXCISE.clean(written)
    problem = EXCISE.check(number, iso)
    if problem is not None and problem.blocks:
        row.say("customer.excise.invalid", "excise_number")
        return ""
    if problem is not None:
        unusual = problem.code.endswith("unusual")
        row.say(
            f"customer.excise.{'unusual' if unusual else 'other_country'}",
            "excise_number",
            prefix=number[:2],
            country=country_name(iso),
        )
    elif number.startswith("FR") and iso not in ("", "FR", "MC"):
        row.say("customer.excise.other_country", "excise_number", prefix="FR", country=country_name(iso))
    return number


def _siret(row: Row) -> str:
    written = row.text("siret")
    if written and SIRET.check(written) is not None:
        row.say("customer.siret.invalid", "siret")
        return ""
    return SIRET.clean(written) if written else ""


def _since(row: Row, settings: Settings) -> str:
    if not row.text("since"):
        return ""
    day = cells.day(row.raw("since"), settings.day_first)
    if day is None or day.year < EARLIEST or day > settings.today:
        row.say("customer.date.unreadable", "since")
        return ""
    return day.isoformat()


def _archived(row: Row) -> bool:
    """Marked unusable (or not active) in the old program."""
    for name, meaning in (("unusable", True), ("active", False)):
        if not row.text(name):
            continue
        value = cells.flag(row.raw(name))
        if value is None:
            row.say("customer.flag.unreadable", name)
        elif value is meaning:
            row.say("customer.unusable", name)
            return True
    return False
