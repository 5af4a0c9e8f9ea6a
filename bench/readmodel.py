"""The read model at 5,000, 50,000 and 200,000 customers: replay, snapshot, hydrate, lists, searches.

    .venv/bin/python -m bench.readmodel [customers ...]

The journal is computed from the entry's number (nothing of AWS is measured here: one read of the heads, as in `make
bench`, comes on top of a warm list or search). Tables are shaped like the ones of customers and orders.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from chalicelib.aws.call import Call, system
from chalicelib.kernel.clock import iso
from chalicelib.readmodel import Change, Column, ListQuery, Row, Table, changes, history, lists, projection
from chalicelib.readmodel.freshness import ReadModel, install
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
class Estate:
    """A company computed from numbers: entries 1..customers create them, the rest create and change orders."""

    customers: int
    orders: int

    @property
    def last(self) -> int:
        return self.customers + 2 * self.orders

    def heads(self, company: str) -> dict[str, int]:
        return {"main": self.last}

    def read(self, company: str, lane: str, first: int, last: int) -> list[dict[str, Any]]:
        return [self.entry(seq) for seq in range(first, last + 1)]

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
        Column("state", "choice", index=True),
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


class Folder:
    """A shelf on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, content: bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def read(self, path: str) -> Iterator[bytes]:
        with (self.root / path).open("rb") as file:
            while chunk := file.read(1 << 20):
                yield chunk

    def paths(self, prefix: str) -> list[str]:
        found = (path for path in (self.root / prefix).rglob("*") if path.is_file())
        return sorted(str(path.relative_to(self.root)) for path in found)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()


@dataclass(frozen=True)
class Line:
    """One measure; `unit` is ms, s, MB or 1/s. `worst` is the 95th percentile (or the worst of three); `cpu` the time
    this thread really ran, which other programs of the machine do not lengthen: (median, 95th percentile)."""

    size: int
    what: str
    value: float
    unit: str
    worst: float | None = None
    cpu: tuple[float, float] | None = None

    def __str__(self) -> str:
        figures = (self.value, self.worst, *(self.cpu or (None, None)))
        shown = " | ".join("" if figure is None else f"{figure:,.2f}" for figure in figures)
        return f"| {self.size:,} | {self.what} | {shown} | {self.unit} |"


HEAD = "| customers | what | p50 | p95 | CPU p50 | CPU p95 | unit |\n|---:|---|---:|---:|---:|---:|---|"


def run(sizes: Sequence[int] = (5_000, 50_000, 200_000)) -> Iterator[Line]:
    """The measures, size by size."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as room:
            yield from _size(size, Path(room))


def _size(size: int, room: Path) -> Iterator[Line]:
    estate = Estate(size, min(2 * size, 200_000))
    shelf = Folder(room / "shelf")
    registry = Registry([CUSTOMERS, ORDERS])
    model = ReadModel(estate, registry, room / "files", shelf)
    made = 20 * _timed(lambda: [estate.entry(seq) for seq in range(1, estate.last + 1, 20)])[1]
    _, cpu, db = _timed(lambda: model.fresh(COMPANY))
    yield Line(size, "replay, entries a second of CPU", estate.last / (cpu - made), "1/s")
    yield Line(size, "file", db.path.stat().st_size / 1e6, "MB")
    seconds, cpu, path = _timed(lambda: model.snapshot(COMPANY, always=True))
    yield Line(size, "snapshot: copy, pack, put", seconds, "s", None, (cpu, cpu))
    yield Line(size, "snapshot, packed", (shelf.root / str(path)).stat().st_size / 1e6, "MB")
    model.close()
    runs = []
    for _ in range(3):
        model = ReadModel(estate, registry, room / "files", shelf)
        runs.append(_timed(lambda model=model: model.fresh(COMPANY))[:2])  # type: ignore[misc]
    times, cpus = [run[0] for run in runs], [run[1] for run in runs]
    yield Line(size, "hydrate from the snapshot", median(times), "s", max(times), (median(cpus), max(cpus)))
    install(model)
    yield from _questions(size, estate)
    install(None)
    model.close()
    yield Line(size, "memory, peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "MB")


def _questions(size: int, estate: Estate) -> Iterator[Line]:
    call = Call(system("bench"), COMPANY, datetime.now(UTC), "bench")
    names = [surname(n) for n in random.Random(7).sample(range(1, size + 1), 200)]
    typed: dict[str, list[str]] = {
        "search a name": names,
        "search its first three letters": [name[:3] for name in names],
        "search a name with a typo": [_typo(name) for name in names if len(name) > 4],
        "search a name and a first name": [f"{name} {FIRST[i % len(FIRST)]}" for i, name in enumerate(names)],
        "search a code": [f"C{n:06d}" for n in range(1, size, size // 100)],
        "search the commonest words": ["chateau", "domaine", "jean", "loire", "example"],
    }
    for what, words in typed.items():
        yield _many(size, what, [lambda w=w: lists.page(call, CUSTOMERS, ListQuery(q=w)) for w in words])  # type: ignore[misc]
    filters = (
        '{"and":[{"field":"kind","op":"eq","value":"company"},{"field":"turnover","op":"gt","value":100000},'
        '{"field":"town","op":"contains","value":"loire"}]}',
        '{"and":[{"field":"country","op":"ne","value":"FR"},{"field":"tags","op":"has","value":"fidele"},'
        '{"field":"balance","op":"gt","value":0}]}',
        '{"and":[{"field":"category","op":"in","value":["cat_1","cat_2"]},{"field":"since","op":"ge",'
        '"value":"2020-01-01"},{"not":{"field":"archived","op":"eq","value":true}}]}',
        '{"and":[{"field":"discount","op":"ge","value":"2.5"},{"field":"representative","op":"eq","value":"usr_3"},'
        '{"or":[{"field":"term","op":"eq","value":"cash"},{"field":"postcode","op":"starts","value":"33"}]}]}',
    )
    sorts = (None, "-turnover", "town,name", "-since")
    asked = [ListQuery(where=where, sort=sort, sums="balance,turnover") for where in filters for sort in sorts] * 4
    yield _many(size, "list, 3 criteria, count and 2 sums", [_list(call, CUSTOMERS, query) for query in asked])
    asked = [ListQuery(sort=sort) for sort in (*sorts, "-balance")] * 8
    yield _many(size, "list, no criterion", [_list(call, CUSTOMERS, query) for query in asked])
    asked = [ListQuery(where='{"field":"state","op":"eq","value":"confirmed"}', sums="total")] * 20
    yield _many(size, "orders of one state, count and sum", [_list(call, ORDERS, query) for query in asked])
    ask = [history.HistoryQuery(kind="order", id=f"ord_{n:026d}") for n in range(50)]
    yield _many(size, "history of a record", [lambda q=q: history.page(call, q) for q in ask])  # type: ignore[misc]
    yield _many(size, "history, no criterion", [lambda: history.page(call, history.HistoryQuery())] * 5)
    yield _many(size, "changes, none", [lambda: changes.page(call, changes.ChangesQuery(after="now"))] * 50)
    for fmt in ("csv", "xlsx"):
        seconds, cpu, _ = _timed(lambda fmt=fmt: lists.export(call, CUSTOMERS, ListQuery(), fmt))  # type: ignore[misc]
        yield Line(size, f"export of all customers, {fmt}", seconds, "s", None, (cpu, cpu))


def _list(call: Call, table: Table, query: ListQuery) -> Callable[[], Any]:
    return lambda: lists.page(call, table, query)


def _typo(name: str) -> str:
    """The second vowel or so goes missing."""
    return name[:2] + name[3:]


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """(seconds, seconds of CPU, the result)."""
    begun, started = time.thread_time(), time.perf_counter()
    result = work()
    return time.perf_counter() - started, time.thread_time() - begun, result


def _many(size: int, what: str, works: Sequence[Callable[[], Any]]) -> Line:
    works[0]()
    runs = [_timed(work)[:2] for work in works]
    times, cpu = [1000 * run[0] for run in runs], [1000 * run[1] for run in runs]
    worst = quantiles(times, n=20)[-1]
    return Line(size, what, median(times), "ms", worst, (median(cpu), quantiles(cpu, n=20)[-1]))


if __name__ == "__main__":
    print(HEAD)
    for line in run([int(size) for size in sys.argv[1:]] or (5_000, 50_000, 200_000)):
        print(line, flush=True)
