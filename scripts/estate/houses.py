"""The two invented houses: their papers, their people, their size. Data: neither exists.

Nouns: a `Size`, a `House`.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Size:
    """How much of everything there is, over so many days up to today."""

    customers: int
    variants: int
    orders: int
    days: int

    def part(self, scale: float) -> "Size":
        """A part of it, over as many days; a cellar has 60 bottles at least."""
        customers, variants, orders = (
            max(least, round(number * scale))
            for number, least in ((self.customers, 1), (self.variants, 60), (self.orders, 1))
        )
        return Size(customers, variants, orders, self.days)


@dataclass(frozen=True)
class House:
    """`papers` as the company's form has them; `team` are name, e-mail and role of those invited."""

    papers: dict[str, Any]
    owner: str
    email: str
    password: str
    size: Size
    team: tuple[tuple[str, str, str], ...] = ()


SMALL = House(
    papers={
        "name": "Domaine des Trois Terroirs",
        "legal_name": "SCEA des Trois Terroirs",
        "legal_form": "SCEA",
        "capital": "120 000 €",
        "siret": "73282932000074",
        "vat_number": "FR44732829320",
        "excise_number": "FR012345E6789",
        "rcs": "RCS Dijon 732 829 320",
        "address": {"lines": ["4 rue du Pressoir"], "postcode": "21190", "town": "Meursault", "country": "FR"},
        "iban": "FR1420041010050500013M02606",
        "bic": "PSSTFRPPXXX",
        "email": "contact@troisterroirs.example",
        "phone": "+33 3 80 00 00 00",
        "website": "https://troisterroirs.example",
    },
    owner="Camille Vigneron",
    email="demo@caveau.example",
    password="Vendanges-Tardives-1959",
    size=Size(customers=60, variants=60, orders=120, days=365),
)

LARGE = House(
    papers={
        "name": "Maison Grandchamp",
        "legal_name": "SCEA Maison Grandchamp",
        "legal_form": "SCEA",
        "capital": "480 000 €",
        "siret": "01892189000010",
        "vat_number": "FR21018921890",
        "address": {"lines": ["7 rue du Grand-Champ"], "postcode": "21200", "town": "Beaune", "country": "FR"},
        "excise_number": "FR093021E1892",
        "rcs": "RCS Dijon 018 921 890",
        "iban": "FR7630006000011234567890189",
        "bic": "AGRIFRPP821",
        "email": "bonjour@grandchamp.example",
        "phone": "03 53 01 18 92",
        "website": "https://grandchamp.example",
        "colour": "rubis",
    },
    owner="Hélène Grandchamp",
    email="direction@grandchamp.example",
    password="Cinq-Mille-Bouteilles-1892",
    size=Size(customers=5000, variants=400, orders=6000, days=3 * 365),
    # The representatives share the businesses between them.
    team=(
        ("Julien Fontanel", "julien@grandchamp.example", "representative"),
        ("Maud Tessandier", "maud@grandchamp.example", "representative"),
        ("Baptiste Orsel", "baptiste@grandchamp.example", "representative"),
        ("Carole Vignot", "bureau@grandchamp.example", "office"),
        ("Étienne Lachaume", "chai@grandchamp.example", "cellar"),
        ("Odile Perrachon", "compta@grandchamp.example", "accountant"),
    ),
)
