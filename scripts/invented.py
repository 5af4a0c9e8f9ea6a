"""Names, places and prices of the invented estate. Nothing here belongs to anybody."""

import random
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product
from typing import Any, Literal

Colour = Literal["red", "white", "rose"]
COMPANY: dict[str, Any] = {
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
}
FAMILIES: tuple[tuple[Colour, str, str], ...] = (
    ("red", "ROUGE", "Vins rouges"),
    ("white", "BLANC", "Vins blancs"),
    ("rose", "ROSE", "Vins rosés"),
)
BOTTLES = (("75", 750), ("150", 1500), ("37", 375))  # code, volume in 10^-5 hL
GRIDS = (("PART", "Particuliers", "TTC"), ("CHR", "Cafés, hôtels, restaurants", "HT"), ("EXPORT", "Export", "HT"))
SHARES = {"PART": Decimal("1.2"), "CHR": Decimal("0.8"), "EXPORT": Decimal("0.7")}
NAMES = ("Les Clos", "La Combe", "Les Perrières", "Le Petit Bois", "La Chapelle", "Les Charmes", "Vieilles Vignes",
         "Le Moulin", "Les Lavières", "Sous la Roche", "Les Épinottes", "La Fontaine")  # fmt: skip
PLACES: tuple[tuple[Colour, str], ...] = (
    ("red", "Bourgogne"),
    ("white", "Mâcon-Villages"),
    ("rose", "Bourgogne rosé"),
    ("red", "Santenay"),
    ("white", "Saint-Véran"),
)
TOWNS = (("69002", "Lyon"), ("75011", "Paris"), ("13006", "Marseille"), ("67000", "Strasbourg"), ("44000", "Nantes"),
         ("33000", "Bordeaux"), ("59000", "Lille"), ("21000", "Dijon"), ("29200", "Brest"), ("06300", "Nice"),
         ("35000", "Rennes"), ("38000", "Grenoble"))  # fmt: skip
ABROAD = (
    ("BE", "1000", "Bruxelles"),
    ("DE", "50667", "Köln"),
    ("CH", "1003", "Lausanne"),
    ("GB", "EC1A 1BB", "London"),
)
FIRST = (
    "Marie",
    "Jean",
    "Anne",
    "Luc",
    "Hélène",
    "Paul",
    "Zoé",
    "Hugo",
    "Inès",
    "Noé",
    "Léa",
    "Émile",
    "Agathe",
    "Malo",
)
LAST = ("Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon",
        "Michel", "Lefèvre", "Leroy", "Roux", "David", "Bertrand", "Morel", "Fournier", "Girard")  # fmt: skip
SHOPS = ("Le Bistrot", "Auberge", "La Table", "Brasserie", "Hôtel", "La Cave", "Caviste", "L’Épicerie", "Le Comptoir")
SIGNS = ("du Marché", "des Halles", "du Port", "de la Gare", "des Arts", "du Théâtre", "Saint-Vincent", "des Amis")
STREETS = ("rue des Vignes", "avenue de la République", "place du Marché", "rue Pasteur", "quai des Brumes")


def cuvees(count: int) -> list[tuple[str, Colour, str]]:
    """(name, colour, appellation) of as many wines."""
    every = ((f"{place} {name}", colour, place) for name, (colour, place) in product(NAMES, PLACES))
    return list(islice(every, count))


@dataclass(frozen=True)
class Invented:
    """A customer: its fields, its grid, days until it pays, how often it orders (1 seldom, 20 often)."""

    fields: dict[str, Any]
    grid: str
    days: int
    thirst: int


def customer(chance: random.Random, number: int) -> Invented:
    """A private person, two times in three; else a restaurant or a shop, one in four of them abroad."""
    postcode, town = chance.choice(TOWNS)
    place = {"lines": [f"{chance.randint(1, 120)} {chance.choice(STREETS)}"], "postcode": postcode, "town": town}
    first, last = chance.choice(FIRST), chance.choice(LAST)
    contact = {"code": f"C{number + 1:05d}", "emails": [f"client{number}@courrier.example"]}
    if chance.random() < 2 / 3:
        person = {"kind": "individual", "name": last, "first_name": first, "billing": place, **contact}
        return Invented(person, "PART", 0, chance.randint(1, 4))
    name = f"{chance.choice(SHOPS)} {chance.choice(SIGNS)} ({town})"
    if chance.random() < 1 / 4:
        country, postcode, town = chance.choice(ABROAD)
        place |= {"postcode": postcode, "town": town, "country": country}
        shop = {"kind": "business", "name": f"{name.partition(' (')[0]} {town}", "billing": place, **contact}
        return Invented(shop, "EXPORT", 45, chance.randint(3, 12))
    shop = {"kind": "business", "name": name, "billing": place, "payment_term": "eom-30", **contact}
    return Invented(shop, "CHR", 40, chance.randint(4, 20))
