"""Customers drawn from the names: who they are, how much they drink, when they pay.

Nouns: a `Segment` (a sort of customer and its habits), a `Client` (one customer as crm is asked for it, with its
segment). Pure: chance and the ids of the books are arguments.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import count

from chalicelib.crm.schemas import AddressIO, ContactIO, CustomerIn
from chalicelib.kernel.identifiers import VAT
from chalicelib.kernel.text import fold
from scripts.estate import words
from scripts.estate.places import ABROAD, TELEPHONES, TOWNS, telephone

# code, name, payment term, payment method
CATEGORIES = (
    ("PART", "Particuliers", None, None),
    ("CLUB", "Club et allocataires", None, "card"),
    ("CHR", "Cafés, hôtels, restaurants", "eom-30", None),
    ("CAV", "Cavistes et épiceries fines", "net-45", None),
    ("GD", "Grande distribution", "eom-45", "transfer"),
    ("CE", "Comités d'entreprise", "net-30", "cheque"),
    ("EXP", "Importateurs", "net-60", "transfer"),
)


@dataclass(frozen=True)
class Segment:
    """`share` of all customers (percent), `thirst` how often it orders, `lines` and `packs` per order, `late` days
    between due date and payment (least, most), `methods` it pays by."""

    category: str
    grid: str
    share: int
    thirst: int
    lines: tuple[int, ...]
    packs: tuple[int, ...]
    late: tuple[int, int]
    methods: tuple[str, ...]
    business: bool = True


SEGMENTS = {
    "person": Segment("PART", "PART", 52, 2, (1, 1, 2, 2, 3, 4, 6), (1, 1, 1, 2, 2, 3), (0, 9),
                      ("card", "card", "cheque", "cash", "transfer"), business=False),
    "member": Segment("CLUB", "PART", 10, 5, (2, 3, 3, 4, 5, 6), (1, 1, 2, 2), (0, 3), ("card",), business=False),
    "restaurant": Segment("CHR", "CHR", 19, 10, (1, 2, 3, 3, 4, 5, 6, 8, 12), (1, 1, 1, 1, 2, 2, 3), (-4, 25),
                          ("transfer", "transfer", "cheque", "direct_debit")),
    "shop": Segment("CAV", "CAV", 10, 9, (3, 4, 5, 6, 8, 10, 12), (1, 1, 2, 2, 3, 5), (-6, 18),
                    ("transfer", "cheque", "bill")),
    "works": Segment("CE", "PART", 3, 3, (2, 3, 4, 6), (1, 2, 3, 5), (0, 30), ("cheque", "transfer")),
    "large": Segment("GD", "CAV", 1, 12, (1, 2, 3, 4), (10, 20, 40), (0, 12), ("transfer",)),
    "importer": Segment("EXP", "EXP", 5, 6, (2, 3, 4, 6, 8), (2, 5, 5, 10, 25), (-10, 20), ("transfer",)),
}  # fmt: skip


@dataclass(frozen=True)
class Books:
    """Code -> id of the company's categories and grids, and the members who follow customers; `sellers`: who follows
    the businesses in turn when no member does."""

    categories: Mapping[str, str]
    grids: Mapping[str, str]
    agents: Sequence[str] = ()
    sellers: Sequence[str] = ()


@dataclass(frozen=True)
class Client:
    segment: str
    asked: CustomerIn


@dataclass
class Crowd:
    """Draws clients one after the other."""

    chance: random.Random
    books: Books
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def client(self, since: date) -> Client:
        """The next one, a customer since that day."""
        (segment,) = self.chance.choices(list(SEGMENTS), [one.share for one in SEGMENTS.values()])
        habits, number = SEGMENTS[segment], next(self.numbers)
        who = _person(self.chance, number) if not habits.business else self._business(segment, number)
        return Client(
            segment,
            CustomerIn.model_validate(
                {
                    **who,
                    "category_id": self.books.categories[habits.category],
                    "grid_id": self.books.grids[habits.grid],
                    "representative": self._agent(habits, number),
                    "permanent_discount": Decimal(self.chance.choices((0, 3, 5), (92, 5, 3))[0])
                    if habits.business
                    else 0,
                    "tags": _tags(self.chance, habits),
                    "notes": self.chance.choice(words.NOTES) if self.chance.random() < 0.1 else "",
                    "since": since,
                }
            ),
        )

    def _agent(self, habits: Segment, number: int) -> str | None:
        if not self.books.agents and self.books.sellers and habits.business:
            return self.books.sellers[number % len(self.books.sellers)]
        if not self.books.agents or not habits.business or self.chance.random() < 0.35:
            return None
        return self.chance.choice(self.books.agents)

    def _business(self, segment: str, number: int) -> dict[str, object]:
        if segment == "importer":
            return _importer(self.chance, number)
        postcode, town = _town(self.chance)
        name = _sign(self.chance, segment, town)
        siren = _siren(number)
        domain = f"{_slug(name)[:28].strip('-')}-{number}.example"
        return {
            "kind": "business",
            "name": name,
            "siret": _siret(siren),
            "vat_number": f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}",
            "billing": _address(self.chance, postcode, town),
            "deliveries": [_address(self.chance, postcode, town, "Réserve")] if self.chance.random() < 0.2 else [],
            "contacts": [_contact(self.chance, domain)],
            "emails": [f"contact@{domain}"],
            "phones": [f"{telephone(postcode)} {_digits(self.chance)}"],
        }  # fmt: skip


def _contact(chance: random.Random, domain: str) -> ContactIO:
    first, last = chance.choice(words.FIRST_NAMES), chance.choice(words.SURNAMES)
    return ContactIO(name=last, first_name=first, role=chance.choice(words.ROLES), email=f"{_slug(first)}@{domain}")


def _person(chance: random.Random, number: int) -> dict[str, object]:
    first, last = chance.choice(words.FIRST_NAMES), chance.choice(words.SURNAMES)
    postcode, town = _town(chance)
    phones = [f"{TELEPHONES['mobile']} {_digits(chance)}"] if chance.random() < 0.8 else []
    return {
        "kind": "individual",
        "name": last,
        "first_name": first,
        "billing": _address(chance, postcode, town),
        "emails": [f"{_slug(first)}.{_slug(last)}{number}@courriel.example"] if chance.random() < 0.85 else [],
        "phones": phones,
    }


def _importer(chance: random.Random, number: int) -> dict[str, object]:
    (country,) = chance.choices(list(ABROAD), [one.weight for one in ABROAD.values()])
    place = ABROAD[country]
    postcode, town = chance.choice(place.towns)
    last = chance.choice(words.SURNAMES)
    name = f"{chance.choice(words.IMPORTERS[country])} {last}"
    street = place.street.format(n=chance.randint(1, 90))
    return {
        "kind": "business",
        "name": name,
        "vat_number": _vat(place.vat, country, number) if place.vat else "",
        "excise_number": f"{country}{number:011d}" if place.vat else "",
        "billing": AddressIO(lines=[street], postcode=postcode, town=town, country=country),
        "emails": [f"office@{_slug(name)}-{number}.example"],
        "phones": [place.phone.format(d=f"{chance.randint(0, 9999):04d}")],
        "language": "en" if place.english else "fr",
    }  # fmt: skip


def _sign(chance: random.Random, segment: str, town: str) -> str:
    if segment == "large":
        return f"{chance.choice(words.LARGE)} {town}"
    if segment == "works":
        return f"{chance.choice(words.WORKS)} {chance.choice(words.WORKPLACES)} ({town})"
    kinds = words.RESTAURANTS if segment == "restaurant" else words.SHOPS
    sign = f"{chance.choice(kinds)} {chance.choice(words.SIGNS)}"
    return f"{sign}, {town}" if chance.random() < 0.4 else sign


def _town(chance: random.Random) -> tuple[str, str]:
    ((postcode, town, _),) = chance.choices(TOWNS, _weights())
    return postcode, town


@cache
def _weights() -> tuple[int, ...]:
    return tuple(weight for _, _, weight in TOWNS)


def _address(chance: random.Random, postcode: str, town: str, label: str = "") -> AddressIO:
    number = f"{chance.randint(1, 140)}{chance.choices(('', ' bis'), (95, 5))[0]}"
    return AddressIO(lines=[f"{number} {chance.choice(words.STREETS)}"], postcode=postcode, town=town, label=label)


def _tags(chance: random.Random, habits: Segment) -> list[str]:
    given = words.TAGS_OF_SHOPS if habits.business else words.TAGS_OF_PEOPLE
    return chance.sample(given, chance.choices((0, 1, 2), (55, 35, 10))[0])


def _digits(chance: random.Random) -> str:
    return f"{chance.randint(0, 99):02d} {chance.randint(0, 99):02d}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _siren(number: int) -> str:
    """A number with its right key that no register gives: they never begin with 0."""
    stem = f"0{(number * 7919 + 1_892_017) % 10**7:07d}"
    return stem + _luhn(stem)


def _siret(siren: str) -> str:
    stem = f"{siren}0001"
    return stem + _luhn(stem)


def _luhn(stem: str) -> str:
    """The last digit that makes the sum right."""
    total = 0
    for rank, digit in enumerate(reversed(stem)):
        doubled = int(digit) * (2 if rank % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def _vat(shape: str, country: str, number: int) -> str:
    """The first number of that shape from `number` on whose key is right."""
    digits = shape.count("#")
    least = 10 ** (digits - 1)  # none begins with 0
    for tried in count(number * 7919):
        rest = iter(str(least + tried % (9 * least)))
        text = "".join(next(rest) if sign == "#" else sign for sign in shape)
        if VAT.check(text, country) is None:
            return text
    raise AssertionError("count never ends")
