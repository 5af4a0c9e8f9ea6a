"""A company of any size computed from numbers: its customers, its orders, and the tables that list them.

Nouns: a `Crowd` (the journal of such a company). Tables are shaped like the ones of customers and orders; everybody is
drawn from the number he has, so the same size gives the same company.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.kernel.clock import iso
from chalicelib.readmodel import Change, Column, Row, Table, projection
from chalicelib.readmodel.registry import Registry

COMPANY = "com_bench"
START = datetime(2024, 1, 1, tzinfo=UTC)
NAMES = (
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David"
    " Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier"
    " Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry"
    " Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard"
)
SURNAMES = NAMES.split()
FIRST = ("Jean", "Marie", "Pierre", "Anne", "Michel", "Sophie", "Luc", "Hélène", "Paul", "Émilie", "Louis", "Zoé")
SIGNS = ("Château", "Domaine", "Restaurant", "Caves", "Maison", "Cave coopérative de", "Le Bistrot de", "Épicerie")
SOUNDS = "bau bel ber bon cha che cla co dan de du fe fon gau gi gra jo la lé lin lou ma mé mon nan pé pi quer ra ro"
SYLLABLES = SOUNDS.split()
TOWNS = ("Beaune", "Saint-Émilion", "Pauillac", "Chablis", "Épernay", "Sancerre", "Gaillac", "Cahors", "Bandol")


@dataclass(frozen=True)
class Crowd:
    """Its journal: entries 1..customers create them, the rest create and change orders."""

    customers: int
    orders: int

    @property
    def last(self) -> int:
        return self.customers + 2 * self.orders

    def heads(self, company: str) -> dict[str, int]:
        return {"main": self.last}

    def read(self, company: str, lane: str, first: int, last: int) -> list[dict[str, Any]]:
        return [self.entry(seq) for seq in range(first, last + 1)]

    def picked(self, company: str, lane: str, numbers: Sequence[int]) -> list[dict[str, Any]]:
        return [self.entry(seq) for seq in numbers]

    def entry(self, seq: int) -> dict[str, Any]:
        return {
            "company": COMPANY,
            "lane": "main",
            "seq": seq,
            "at": iso(START + timedelta(minutes=5 * seq)),
            "actor": {"kind": "user", "id": f"usr_{seq % 7}", "name": f"User {seq % 7}"},
            "command": "crm.customer.create" if seq <= self.customers else "sales.order.save",
            "request": f"req-{seq}",
            "changes": [self.change(seq)],
            "facts": [],
        }

    def change(self, seq: int) -> dict[str, Any]:
        if seq <= self.customers:
            return {"kind": "customer", "id": f"cus_{seq:026d}", "v": 1, "doc": customer(seq)}
        number, changed = divmod(seq - self.customers - 1, 2)
        doc = order(number, self.customers, "confirmed" if changed else "draft")
        change = {"kind": "order", "id": doc["id"], "v": 1 + changed, "doc": doc}
        return {**change, "was": {"state": "draft"}} if changed else change


def word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 3)))).capitalize()


def surname(n: int) -> str:
    chance = random.Random(n % 9973 if n % 3 else n)
    return chance.choice(SURNAMES) if chance.random() < 0.3 else word(chance)


def customer(n: int) -> dict[str, Any]:
    chance = random.Random(n)
    name = surname(n)
    person = chance.random() < 0.6
    town = chance.choice(TOWNS) if chance.random() < 0.3 else f"{word(random.Random(n % 4001))}-sur-Loire"
    return {
        "id": f"cus_{n:026d}",
        "code": f"C{n:06d}",
        "name": f"{name} {chance.choice(FIRST)}" if person else f"{chance.choice(SIGNS)} {name}",
        "kind": "individual" if person else "company",
        "category": f"cat_{chance.randrange(8)}",
        "grid": f"gri_{chance.randrange(6)}",
        "address": f"{chance.randrange(1, 200)} rue {word(chance)}",
        "postcode": f"{chance.randrange(1000, 96000):05d}",
        "town": town,
        "country": chance.choice(("FR",) * 8 + ("BE", "DE")),
        "email": f"{name}.{n}@example.fr".lower(),
        "phone": f"+336{chance.randrange(10**8):08d}",
        "siret": None if person else f"{chance.randrange(10**14):014d}",
        "tags": chance.sample(["Salon Lyon", "Fidèle", "Presse", "Primeurs"], chance.choice((0, 0, 1, 2))),
        "representative": f"usr_{chance.randrange(12)}",
        "term": chance.choice(("eom-30", "net-30", "cash")),
        "discount": chance.choice(("0", "2.5", "5", "10")),
        "balance": chance.randrange(-5000, 200_000),
        "turnover": chance.randrange(2_000_000),
        "since": date(2010 + n % 15, 1 + n % 12, 1 + n % 28).isoformat(),
        "archived": n % 40 == 0,
    }


def order(n: int, customers: int, state: str) -> dict[str, Any]:
    chance = random.Random(-n)
    who = chance.randrange(1, customers + 1)
    total = chance.randrange(2000, 500_000)
    return {
        "id": f"ord_{n:026d}",
        "number": f"CO-2026-{n:06d}",
        "state": state,
        "customer_id": f"cus_{who:026d}",
        "customer": surname(who),
        "representative": f"usr_{chance.randrange(12)}",
        "ordered_on": date(2024 + n % 3, 1 + n % 12, 1 + n % 28).isoformat(),
        "total": total,
        "due": total if state == "draft" else 0,
        "bottles": chance.randrange(6, 600),
    }


CUSTOMERS = Table(
    "customers",
    [
        Column("id", "id"),
        Column("code", "text", search=True, index=True),
        Column("name", "text", search=True),
        Column("kind", "choice"),
        Column("category", "id", index=True),
        Column("grid", "id"),
        Column("address", "text"),
        Column("postcode", "text", search=True),
        Column("town", "text", search=True),
        Column("country", "choice"),
        Column("email", "text", search=True),
        Column("phone", "text", search=True),
        Column("siret", "text", search=True),
        Column("tags", "tags"),
        Column("representative", "id"),
        Column("term", "choice"),
        Column("discount", "percent"),
        Column("balance", "cents"),
        Column("turnover", "cents"),
        Column("since", "date"),
        Column("archived", "bool"),
        Column("updated_at", "instant"),
    ],
    owner="representative",
    sort="name",
)
ORDERS = Table(
    "orders",
    [
        Column("id", "id"),
        Column("number", "text", search=True),
        Column("state", "choice", index=True, carries=("total",)),
        Column("customer_id", "id", index=True),
        Column("customer", "text", search=True),
        Column("representative", "id"),
        Column("ordered_on", "date"),
        Column("total", "cents"),
        Column("due", "cents"),
        Column("bottles", "int"),
    ],
    owner="representative",
    sort="-ordered_on",
    title="customer",
)


@projection(CUSTOMERS, kind="customer")
def customer_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {**doc, "updated_at": change.at}


@projection(ORDERS, kind="order")
def order_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield doc


def registry(released: bool = False) -> Registry:
    """Both tables; `released`: after a release that projects customers otherwise."""
    if not released:
        return Registry([CUSTOMERS, ORDERS])
    next_one = Table(CUSTOMERS.name, CUSTOMERS.columns, owner=CUSTOMERS.owner, sort=CUSTOMERS.sort, version=2)
    next_one.kinds.update(CUSTOMERS.kinds)
    return Registry([next_one, ORDERS])
