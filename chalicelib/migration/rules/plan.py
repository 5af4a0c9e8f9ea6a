"""The preview: what an import will do, in figures and in questions.

Nouns: *part* (one sheet or text file, read), *plan* (parts, counts, what must exist first, questions). The
one trick: the plan is counted from the very entries that the run will write, so preview and ledger cannot
disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from chalicelib.kernel.text import fold
from chalicelib.migration.rules.fields import AGREEMENT, CONTACT, CUSTOMER, INVOICE, PRODUCT, STOCK
from chalicelib.migration.rules.findings import Entry
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.mapping import BasisCode, Mapping, Suggestion
from chalicelib.migration.rules.prices import basis_in, decimals
from chalicelib.migration.rules.reasons import REASONS

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One grid of one file. `program`: the reader that knew it ("" = mapped by hand or by a template).
    `mapping` None: a person must map it (`suggestions`) or leave it out (`ignored`)."""

    file: str
    name: str
    sheet: str
    program: str = ""
    heading: Heading | None = None
    mapping: Mapping | None = None
    how: dict[str, str] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    entries: tuple[Entry, ...] = ()
    ignored: bool = False
    lines: int = 0

    @property
    def label(self) -> str:
        """The file, and its sheet when it has several."""
        return f"{self.name} · {self.sheet}" if self.sheet else self.name

    @property
    def kind(self) -> str:
        return self.mapping.kind if self.mapping else ""


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many times a reason is given, and the first lines it is given on."""

    code: str
    family: str
    severity: str
    count: int
    sentence: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one kind. `rows` = create + refuse + skip; `warned` is a part of create."""

    rows: int = 0
    create: int = 0
    refuse: int = 0
    skip: int = 0
    warned: int = 0


@dataclass(frozen=True, slots=True)
class GridNeed:
    """A grid the files name. `basis` None: nothing says HT or TTC, or two things disagree (`doubt`)."""

    code: str
    name: str
    basis: BasisCode | None
    decimals: int = 2
    prices: int = 0
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What must exist before the records: grids, customer categories (code -> label), product families,
    tags and zones (sort, name), packagings as they are written."""

    grids: tuple[GridNeed, ...] = ()
    categories: dict[str, str] = field(default_factory=dict)
    families: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    packagings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must answer before the run (`mapping` of a part, `basis` of a grid), or may (`country` of
    the rows that name none, which are created without one otherwise)."""

    kind: str
    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    customers: Counts
    products: Counts
    others: dict[str, Counts]
    prices: int
    reasons: tuple[ReasonCount, ...]
    families: dict[str, int]
    needs: Needs
    questions: tuple[Question, ...]
    offers: tuple[Question, ...] = ()


def planned(parts: list[Part], chosen: dict[str, BasisCode], known: dict[str, BasisCode]) -> Plan:
    """The plan of the parts read. `chosen`: bases a person gave; `known`: grids of the company, by code."""
    entries = [entry for part in parts for entry in part.entries]
    needs = _needs(parts, chosen, known)
    return Plan(
        customers=_counts(entries, CUSTOMER),
        products=_counts(entries, PRODUCT),
        others={kind: _counts(entries, kind) for kind in (CONTACT, AGREEMENT, INVOICE, STOCK)},
        prices=sum(len(prices_of(entry)) for entry in entries),
        reasons=tuple(_reasons(entries)),
        families=by_family(entries),
        needs=needs,
        questions=tuple(_questions(parts, needs)),
        offers=tuple(_offers(entries)),
    )


def prices_of(entry: Entry) -> dict[str, str]:
    """grid -> price of a row that gives a product."""
    found: dict[str, str] = entry.record["prices"] if entry.kind == PRODUCT and entry.record else {}
    return found


def by_family(entries: Iterable[Entry]) -> dict[str, int]:
    """Family of reasons -> how many findings: missing_country, bad_email, zero_prices…"""
    counted = Counter(item.reason.family for entry in entries for item in entry.findings)
    return dict(sorted(counted.items()))


def _counts(entries: Iterable[Entry], kind: str) -> Counts:
    mine = [entry for entry in entries if entry.kind == kind]
    verdicts = Counter(entry.verdict for entry in mine)
    warned = sum(entry.warned for entry in mine)
    return Counts(len(mine), verdicts["create"], verdicts["refuse"], verdicts["skip"], warned)


def _reasons(entries: Iterable[Entry]) -> Iterator[ReasonCount]:
    """One line per reason, the gravest first, then in the order of the table."""
    counted: Counter[str] = Counter()
    lines: dict[str, list[int]] = {}
    samples: dict[str, str] = {}
    for entry in entries:
        for item in entry.findings:
            counted[item.code] += 1
            samples.setdefault(item.code, item.sentence())
            lines.setdefault(item.code, []).append(entry.line)
    order = {code: (("refuse", "skip", "warn", "note").index(reason.severity), place)
             for place, (code, reason) in enumerate(REASONS.items())}  # fmt: skip
    for code in sorted(counted, key=lambda code: order[code]):
        reason = REASONS[code]
        yield ReasonCount(
            code, reason.family, reason.severity, counted[code], samples[code], tuple(lines[code][:EXAMPLES])
        )


def _needs(parts: list[Part], chosen: dict[str, BasisCode], known: dict[str, BasisCode]) -> Needs:
    categories: dict[str, str] = {}
    families: dict[str, str] = {}
    for entry in (entry for part in parts for entry in part.entries if entry.record is not None):
        record = entry.record or {}
        if entry.kind == CUSTOMER and record["category"]:
            categories[record["category"]] = categories.get(record["category"]) or record["category_label"]
        elif entry.kind == PRODUCT and record["family"]:
            families.setdefault(fold(record["family"]), record["family"])
    grids = tuple(_grid_need(code, parts, chosen, known) for code in _grid_codes(parts))
    return Needs(
        grids,
        {code: label or code for code, label in categories.items()},
        tuple(families.values()),
        _tags(parts),
        _packagings(parts),
    )


def _packagings(parts: list[Part]) -> tuple[str, ...]:
    """What products are said to be packed in, each once, as it is written."""
    records = (entry.record for part in parts for entry in part.entries if entry.kind == PRODUCT and entry.record)
    found = {fold(record["packaging"]): record["packaging"] for record in records if record["packaging"]}
    return tuple(found.values())


def _tags(parts: list[Part]) -> tuple[tuple[str, str], ...]:
    """The tags and zones that customers name, each once."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for entry in (entry for part in parts for entry in part.entries if entry.kind == CUSTOMER and entry.record):
        for sort, name in (("tag", "tags"), ("zone", "zones")):
            for label in (entry.record or {})[name]:
                found.setdefault((sort, fold(label)), (sort, label))
    return tuple(found.values())


def _grid_codes(parts: list[Part]) -> list[str]:
    """Every grid named: by a price column, or by a customer."""
    codes = [price.grid.upper() for part in parts if part.mapping for price in part.mapping.prices]
    codes += [
        entry.record["grid"] for part in parts for entry in part.entries if entry.record and entry.kind == CUSTOMER
    ]
    return list(dict.fromkeys(code for code in codes if code))


def _grid_need(code: str, parts: list[Part], chosen: dict[str, BasisCode], known: dict[str, BasisCode]) -> GridNeed:
    labels = _labels(code, parts)
    columns = [price for part in parts if part.mapping for price in part.mapping.prices if price.grid.upper() == code]
    values = [Decimal(price) for part in parts for entry in part.entries for grid, price in prices_of(entry).items()
              if grid.upper() == code]  # fmt: skip
    told = {price.basis for price in columns if price.basis} | {basis for basis in map(basis_in, labels) if basis}
    basis, doubt = _basis({chosen[code]} if code in chosen else told, known.get(code), bool(columns))
    places = min(4, max([2, *(decimals(value) for value in values)]))
    return GridNeed(code, labels[0] if labels else code, basis, places, len(values), doubt)


def _basis(said: set[BasisCode], known: BasisCode | None, priced: bool) -> tuple[BasisCode | None, str]:
    """(HT or TTC, why it is not known). `said` by the files or by a person; `known`: the basis of the company's own
    grid, which its prices must have; `priced`: the files hold prices of this grid, not only its name."""
    if known and (said == {known} or (not said and not priced)):
        return known, ""
    if known:
        what = f"le fichier dit {' et '.join(sorted(said))}" if said else "rien dans le fichier ne le dit"
        return None, f"dans Caveau il est {known}, {what}"
    if len(said) == 1:
        return next(iter(said)), ""
    return None, "les fichiers se contredisent" if said else "rien ne le dit"


def _labels(code: str, parts: list[Part]) -> list[str]:
    """How customers files call a grid, the most usual first."""
    found = Counter(
        entry.record["grid_label"]
        for part in parts
        for entry in part.entries
        if entry.record and entry.kind == CUSTOMER and entry.record["grid"] == code and entry.record["grid_label"]
    )
    return [label for label, _ in found.most_common()]


def _offers(entries: Iterable[Entry]) -> Iterator[Question]:
    missing = sum(
        any(item.code == "customer.country.missing" for item in entry.findings)
        for entry in entries
        if entry.verdict == "create"
    )
    if missing:
        yield Question(
            "country",
            "",
            f"{missing} clients n'ont pas de pays : créés à compléter, ou avec celui que vous choisissez.",
        )


def _questions(parts: list[Part], needs: Needs) -> Iterator[Question]:
    for part in parts:
        if part.mapping is None and not part.ignored:
            yield Question(
                "mapping",
                part.label,
                f"Les colonnes de « {part.label} » ne sont pas connues. Dites ce qu'elles contiennent.",
            )
    for grid in needs.grids:
        if grid.basis is None:
            yield Question(
                "basis", grid.code, f"Le tarif {grid.code} est-il HT ou TTC ? {grid.doubt[:1].upper()}{grid.doubt[1:]}."
            )
