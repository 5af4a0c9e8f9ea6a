"""A company as the law, the customs and the printer know it, and the checks on what identifies it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.identifiers import COUNTRY, EMAIL, EXCISE, IBAN, PHONE, POSTCODE, SIRET, VAT
from chalicelib.kernel.identifiers.problem import Identifier, Problem
from chalicelib.kernel.text import squeeze

LOGO_SUFFIX = {"image/png": "png", "image/jpeg": "jpg"}
LOGO_BYTES = 1_000_000
LOGO_PIXELS = 4000

# Eleven accents, each with at least 4.5:1 against white text (a test computes it). The default comes first.
COLOURS: dict[str, str] = {
    "bordeaux": "#7A1F3D",
    "rubis": "#A61E3C",
    "tuile": "#A8421F",
    "ambre": "#8F5A00",
    "olive": "#5F6B1A",
    "vigne": "#2F6B3A",
    "sapin": "#0F6A5F",
    "lagune": "#0B6A8A",
    "nuit": "#24478F",
    "lavande": "#5B4699",
    "ardoise": "#4A5560",
}


@dataclass(frozen=True)
class Address:
    """A French or foreign postal address; `country` is ISO 3166 alpha-2."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    town: str = ""
    country: str = "FR"


@dataclass(frozen=True)
class Logo:
    """The stored picture: its file (named by its SHA-256), what it is, how big (pixels)."""

    file: str
    content_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Company:
    """The identity printed on documents and sent to the State. Numbers are stored compacted.

    `fiscal_year_start` is the month (1-12) in which the fiscal year begins; `capital` a text printed as it
    is.
    """

    name: str
    created_at: datetime
    address: Address = Address()
    legal_name: str = ""
    legal_form: str = ""
    capital: str = ""
    siret: str = ""
    vat_number: str = ""
    excise_number: str = ""
    rcs: str = ""
    iban: str = ""
    bic: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    fiscal_year_start: int = 1
    colour: str = "bordeaux"
    logo: Logo | None = None

    @property
    def siren(self) -> str:
        return self.siret[:9]


@dataclass(frozen=True)
class Checked:
    """A company with its numbers in stored form, and what it is warned of."""

    company: Company
    warnings: tuple[FieldError, ...]


_NUMBERS: tuple[tuple[str, Identifier], ...] = (
    ("siret", SIRET),
    ("vat_number", VAT),
    ("excise_number", EXCISE),
    ("iban", IBAN),
    ("email", EMAIL),
    ("phone", PHONE),
)
_WEBSITE = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?")
# A wrong number here makes a false invoice or a transfer to nobody: refused. The others are warned of.
_REFUSED_WHEN_WRONG = {"siret", "vat_number", "iban", "email"}


def checked(company: Company) -> Checked:
    """The company as it may be stored. Refused (every bad field at once) for a wrong SIRET, VAT number, IBAN,
    e-mail, country, colour or month; warned of an unusual excise number, telephone or postcode."""
    country = COUNTRY.clean(company.address.country)
    stored = _cleaned(company, country)
    problems = [
        *((name, kind.check(getattr(stored, name), country)) for name, kind in _NUMBERS if getattr(stored, name)),
        ("address.country", COUNTRY.check(country)),
        (
            "address.postcode",
            POSTCODE.check(stored.address.postcode, country) if stored.address.postcode else None,
        ),
        *_own_rules(stored),
    ]
    blocking = [problem.on(field) for field, problem in problems if problem and _blocks(field, problem)]
    if blocking:
        raise Refused.many(blocking)
    return Checked(stored, tuple(problem.on(field) for field, problem in problems if problem))


def _cleaned(company: Company, country: str) -> Company:
    numbers: dict[str, Any] = {
        name: kind.clean(getattr(company, name), country) for name, kind in _NUMBERS if getattr(company, name)
    }
    address = replace(
        company.address,
        country=country,
        postcode=POSTCODE.clean(company.address.postcode, country),
        town=squeeze(company.address.town),
        lines=tuple(line for line in map(squeeze, company.address.lines) if line),
    )
    return replace(company, name=squeeze(company.name), address=address, **numbers)


def _own_rules(company: Company) -> list[tuple[str, Problem | None]]:
    rules: list[tuple[bool, str, Problem]] = [
        (
            not company.name,
            "name",
            Problem("tenancy.company.name", "Le nom de la société est vide. Donnez-lui un nom."),
        ),
        (
            company.colour not in COLOURS,
            "colour",
            Problem("tenancy.company.colour", f"Couleur inconnue. Choisissez parmi : {', '.join(COLOURS)}."),
        ),
        (
            bool(company.website) and not _WEBSITE.fullmatch(company.website),
            "website",
            Problem("tenancy.company.website", "Adresse de site illisible. Exemple : https://www.domaine.fr."),
        ),
        (
            not 1 <= company.fiscal_year_start <= 12,
            "fiscal_year_start",
            Problem("tenancy.company.month", "Un exercice commence un mois de 1 à 12."),
        ),
        (
            bool(company.siret and company.vat_number.startswith("FR")) and company.vat_number[4:] != company.siret[:9],
            "vat_number",
            Problem(
                "tenancy.company.vat_of_other_siren",
                "Ce numéro de TVA est celui d'un autre SIREN. Vérifiez les deux numéros.",
                "warning",
            ),
        ),
    ]
    return [(field, problem) for broken, field, problem in rules if broken]


def _blocks(field: str, problem: Problem) -> bool:
    if field in {"excise_number", "phone", "address.postcode"}:
        return False
    return problem.blocks or (field in _REFUSED_WHEN_WRONG and problem.code.endswith((".format", ".checksum")))


def picture(content: bytes) -> tuple[str, int, int]:
    """(content type, width, height in pixels) of a PNG or JPEG, from its own header. Refused for anything
    else, or too big.

    Only the header is read: nothing is decoded, so no picture can exhaust memory.
    """
    if len(content) > LOGO_BYTES:
        raise Refused("tenancy.logo.size", "Logo trop lourd : 1 Mo au plus. Réduisez l'image.", field="content")
    for content_type, size in (("image/png", _png_size(content)), ("image/jpeg", _jpeg_size(content))):
        if size and all(1 <= side <= LOGO_PIXELS for side in size):
            return content_type, *size
        if size:
            raise Refused(
                "tenancy.logo.pixels",
                f"Logo trop grand : {LOGO_PIXELS} pixels de côté au plus.",
                field="content",
            )
    raise Refused("tenancy.logo.type", "Ce fichier n'est pas une image PNG ou JPEG lisible.", field="content")


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walks the segments up to the first frame header (SOF0-SOF15 but DHT, JPG and DAC)."""
    if content[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 2 + length
    return None
