"""Countries and postcodes of a customers file.

The one trick: nothing is deduced from a neighbour. In the exports this was written for, Belgian customers
carry French VAT numbers and French-looking postcodes, so neither proves a country; they may only *contradict*
one. docs/algorithms/import.md argues each case.
"""

from __future__ import annotations

import re
from decimal import Decimal

from chalicelib.kernel.identifiers import COUNTRY, POSTCODE, country_name, vat_prefix
from chalicelib.kernel.text import fold
from chalicelib.migration.rules.fields import key
from chalicelib.migration.rules.row import Row, Settings

LONGEST = 12
_EU_PREFIX = re.compile(r"[A-Z]{2}")


def country(row: Row, name: str, base: str, postcode: str, vat: str, settings: Settings) -> str:
    """ISO code of the country in field `name`, "" when it is not certain. `base` is the stem of the codes
    said ("customer", "customer.delivery"); `postcode` and `vat` are what the row says there, to contradict a
    doubtful name."""
    written = row.text(name)
    if not written:
        return _missing(row, name, base, settings)
    iso = COUNTRY.clean(written)
    if COUNTRY.check(iso) is not None:
        row.say(f"{base}.country.unknown", name)
        return ""
    if is_plain(written, iso, settings.home):
        return iso
    against = _against(iso, postcode, vat)
    row.say(
        f"{base}.country.{'doubtful' if against else 'understood'}", name, country=country_name(iso), against=against
    )
    return "" if against else iso


def _missing(row: Row, name: str, base: str, settings: Settings) -> str:
    if settings.assumed_country:
        row.say(f"{base}.country.assumed", name, country=country_name(settings.assumed_country))
    else:
        row.say(f"{base}.country.missing", name)
    return settings.assumed_country


def is_plain(written: str, iso: str, home: str) -> bool:
    """Is it written as in the list (French or English name), or the code of the company's own country?"""
    names = {key(country_name(iso, "fr")), key(country_name(iso, "en"))}
    return key(written) in names or (iso == home and fold(written) == fold(home))


def _against(iso: str, postcode: str, vat: str) -> str:
    """What contradicts a country that is not plainly written, "" for nothing."""
    code = POSTCODE.clean(postcode, iso)
    problem = POSTCODE.check(code, iso) if code else None
    if problem is not None and problem.blocks:
        return f"le code postal {postcode} n'est pas de ce pays"
    prefix = vat.strip().upper()[:2]
    if _EU_PREFIX.fullmatch(prefix) and prefix != vat_prefix(iso):
        return f"le n° de TVA commence par {prefix}"
    return ""


def postcode(row: Row, name: str, base: str, iso: str, settings: Settings) -> str:
    """The postcode in field `name` of a place in `iso` ("" = country not known), its lost zero given back
    when that is certain."""
    raw = row.text(name)
    code = POSTCODE.clean(raw, iso)
    if not code:
        return ""
    if len(code) > LONGEST:  # capitals may be longer than what was written
        row.say(f"{base}.postcode.unusual", name, country=country_name(iso))
        return ""
    problem = POSTCODE.check(code, iso) if iso else None
    if problem is not None and problem.proposal:
        row.say(f"{base}.postcode.lost_zero", name, raw=code, read=problem.proposal)
        return problem.proposal
    why = _doubt(row, name, code, iso, settings)
    if why:
        row.say(f"{base}.postcode.lost_zero_doubtful", name, raw=code, read=code.zfill(5), why=why)
    elif problem is not None:
        row.say(f"{base}.postcode.unusual", name, country=country_name(iso))
    return code


def _doubt(row: Row, name: str, code: str, iso: str, settings: Settings) -> str:
    """Why four digits may be five of which one was lost, though it cannot be known; "" when there is no
    doubt."""
    if not re.fullmatch(r"\d{4}", code):
        return ""
    if not iso:
        return "le pays n'étant pas connu"
    if isinstance(row.raw(name), Decimal) and settings.text_postcodes:
        return f"quatre chiffres n'étant pas impossibles pour {country_name(iso)}"
    return ""
