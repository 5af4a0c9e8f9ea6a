"""An import and its ledger, as they are kept.

Nouns: *import* (files, choices, progress, counts), *page* (the ledger of one chunk), *ledger line* (one
source row and what became of it), *outcome*. The one trick: a chunk's records and its page are one
transaction, so a page that exists says its records exist, and a resumed run needs to know nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from chalicelib.kernel.text import fold
from chalicelib.migration.rules.fields import AGREEMENT, CONTACT, CUSTOMER, INVOICE, KINDS, PRODUCT, STOCK
from chalicelib.migration.rules.findings import Entry, Finding
from chalicelib.migration.rules.mapping import BasisCode
from chalicelib.migration.rules.packagings import Pack
from chalicelib.migration.rules.plan import Needs, Question

State = Literal["preparing", "draft", "unreadable", "running", "done", "failed", "undoing", "undone", "discarded"]
TRANSITIONS: set[tuple[str, str]] = {
    ("preparing", "draft"),
    ("preparing", "unreadable"),
    ("preparing", "discarded"),
    ("unreadable", "preparing"),
    ("unreadable", "discarded"),
    ("draft", "preparing"),  # an answer: the files are read again with it
    ("draft", "running"),
    ("draft", "discarded"),
    ("running", "running"),  # said again: resume what was interrupted
    ("running", "done"),
    ("running", "failed"),
    ("failed", "running"),
    ("failed", "undoing"),
    ("done", "undoing"),
    ("undoing", "undoing"),
    ("undoing", "undone"),
}
ASKED = frozenset({"running", "discarded", "undoing"})
"""The states a person may ask for; the others are reached by the work itself."""

Outcome = Literal["created", "warned", "updated", "unchanged", "skipped", "refused", "noted"]
OUTCOMES: tuple[Outcome, ...] = ("created", "warned", "updated", "unchanged", "skipped", "refused", "noted")
Undone = Literal["", "removed", "restored", "kept", "gone"]

ITEMS_A_CHUNK = 84
LINES_A_CHUNK = 250


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An uploaded file: its id in the company's files, the name it had, its size in bytes."""

    id: str
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What a person said of one sheet ("" for a text file). `columns`: column number from 0, as text ->
    field."""

    file: str
    sheet: str = ""
    ignored: bool = False
    kind: str = ""
    header: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    decimal: Literal[",", "."] | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """`assumed_country`: ISO code for rows that name none ("" = leave it empty). `bases`: grid code -> HT or
    TTC."""

    assumed_country: str = ""
    bases: dict[str, BasisCode] = field(default_factory=dict)
    sheets: tuple[SheetChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who started the import: its changes are written in that name."""

    kind: str
    id: str
    name: str
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Books:
    """What the records refer to: grid and category codes, family and capsule names (folded) -> ids. `made`: the ids
    this import created. `named`: the folded name of a category ("category:…") or of a grid ("grid:…") -> the ids of
    those called so. `packs`: the packagings of the company, with those that this import is to create."""

    grids: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    capsules: dict[str, str] = field(default_factory=dict)
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    packs: tuple[Pack, ...] = ()

    def called(self, sort: str, name: str) -> tuple[str, ...]:
        """The ids of the categories ("category") or grids ("grid") of that name."""
        return self.named.get(f"{sort}:{fold(name)}", ()) if name else ()


@dataclass(frozen=True, slots=True)
class Import:
    """`total` and `done` count ledger lines; `chunk` is the last chunk written (0: the books); `tally` counts
    outcomes; `prices` the prices stored; `undone` what the undo did. `advanced_at`: ISO instant of the last
    progress."""

    id: str
    state: State
    files: tuple[SourceFile, ...]
    person: Person
    created_at: str
    choices: Choices = Choices()
    questions: int = 0
    total: int = 0
    done: int = 0
    chunks: int = 0
    chunk: int = 0
    books: Books = Books()
    tally: dict[str, int] = field(default_factory=dict)
    prices: int = 0
    undone: dict[str, int] = field(default_factory=dict)
    advanced_at: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class PartShown:
    """One sheet in the preview: what knew it, how it was read, its headings and their fields."""

    file: str
    name: str
    sheet: str
    program: str
    kind: str
    lines: int
    ignored: bool
    how: dict[str, str]
    header: int | None
    columns: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The preview of an import, as kept: figures, reasons, needs, questions."""

    parts: tuple[PartShown, ...] = ()
    customers: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    others: dict[str, dict[str, int]] = field(default_factory=dict)
    prices: int = 0
    reasons: tuple[dict[str, Any], ...] = ()
    families: dict[str, int] = field(default_factory=dict)
    needs: Needs = field(default_factory=Needs)
    questions: tuple[Question, ...] = ()
    offers: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as it was said that day."""

    code: str
    family: str
    severity: str
    field: str
    raw: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One source row. `key`: the old program's, or "~" and a hash of what the row says. `name`: how a person
    recognises the record. `record`: the id it made, changed or met. `prices`: how many it stored. `stamp`:
    the record's fingerprint as the import left it; `before`: its fields before, when it was changed."""

    file: str
    sheet: str
    line: int
    height: int
    kind: str
    key: str
    name: str
    outcome: Outcome
    said: tuple[Said, ...] = ()
    record: str = ""
    prices: int = 0
    stamp: str = ""
    before: dict[str, Any] | None = None
    undone: Undone = ""
    undone_why: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The ledger of one chunk. `lines` by their place in it: what an undo changes of one shows alone in the history."""

    import_id: str
    number: int
    lines: dict[str, LedgerLine]

    @property
    def rows(self) -> list[LedgerLine]:
        return list(self.lines.values())


@dataclass(frozen=True, slots=True)
class Task:
    """One entry to be written. `left`: the fingerprint an earlier import left on the record it meets, when
    they differ; `same`: the fingerprint of the record it meets, when they agree."""

    file: str
    entry: Entry
    left: str = ""
    same: str = ""

    def plain(self) -> dict[str, Any]:
        """The task as plain values."""
        entry = {name: getattr(self.entry, name) for name in _ENTRY}
        entry["findings"] = [{name: getattr(one, name) for name in _FINDING} for one in self.entry.findings]
        return {"file": self.file, "left": self.left, "same": self.same, "entry": entry}


_ENTRY = tuple(one.name for one in fields(Entry))
_FINDING = tuple(one.name for one in fields(Finding))


def task_of(plain: dict[str, Any]) -> Task:
    """The task written by `Task.plain`."""
    found = tuple(Finding(**one) for one in plain["entry"]["findings"])
    return Task(plain["file"], Entry(**{**plain["entry"], "findings": found}), plain["left"], plain["same"])


def page_of(import_id: str, number: int, rows: Iterable[LedgerLine]) -> Page:
    return Page(import_id, number, {str(place): row for place, row in enumerate(rows)})


def page_id(import_id: str, number: int) -> str:
    return f"{import_id}-{number:05d}"


def told(findings: Iterable[Finding]) -> tuple[Said, ...]:
    """The findings with their sentences."""
    return tuple(
        Said(
            item.code,
            item.reason.family,
            item.reason.severity,
            item.field,
            item.raw,
            item.sentence("fr"),
            item.sentence("en"),
        )
        for item in findings
    )


def outcome(entry: Entry, action: str) -> Outcome:
    """What became of a row: `action` is create, update or unchanged for a row that gives a record."""
    if entry.verdict == "refuse":
        return "refused"
    if entry.verdict == "skip":
        return "skipped"
    if entry.verdict == "note":
        return "noted"
    if action == "create":
        return "warned" if entry.warned else "created"
    return "updated" if action == "update" else "unchanged"


def recorded(
    task: Task, action: str, record: str = "", prices: int = 0, stamp: str = "", before: Any = None
) -> LedgerLine:
    """The ledger line of a task that was carried out."""
    entry = task.entry
    return LedgerLine(
        file=task.file,
        sheet=entry.sheet,
        line=entry.line,
        height=entry.height,
        kind=entry.kind,
        key=entry.key,
        name=name_of(entry),
        outcome=outcome(entry, action),
        said=told(entry.findings),
        record=record,
        prices=prices,
        stamp=stamp,
        before=before,
    )


def name_of(entry: Entry) -> str:
    """How a person recognises the row: the customer, the product, or what the row says."""
    record = entry.record or {}
    if entry.kind == CUSTOMER and record:
        return record["company"] or f"{record['last_name']} {record['first_name']}".strip()
    if entry.kind == PRODUCT and record:
        return str(record["name"])
    if entry.kind == STOCK and record:
        return str(record["reference"])
    if entry.kind == CONTACT and record:
        return f"{record['first_name']} {record['name']}".strip()
    return ""


def tallied(known: dict[str, int], lines: Iterable[LedgerLine]) -> dict[str, int]:
    """The counts of outcomes with those of more lines."""
    added = Counter(line.outcome for line in lines)
    return {name: known.get(name, 0) + added.get(name, 0) for name in OUTCOMES}


def weight(entry: Entry) -> int:
    """Items of the table that writing a row takes, besides the counts it shares with its neighbours."""
    if entry.verdict != "create" or entry.record is None:
        return 0
    return _WEIGHTS.get(entry.kind) or 4 + bool(entry.record["gtin"]) + bool(entry.record["case_gtin"])


_WEIGHTS = {CUSTOMER: 2, CONTACT: 1, AGREEMENT: 1, INVOICE: 2, STOCK: 4}


def shared(entry: Entry) -> set[str]:
    """The counts a row touches, each once in a chunk whatever the number of rows."""
    record = entry.record or {}
    if entry.verdict != "create" or not record:
        return set()
    if entry.kind == CUSTOMER:
        labels = {f"l:{label}" for label in (*record["tags"], *record["zones"])}
        return {f"c:{record['category']}", f"g:{record['grid']}", *labels}
    if entry.kind == STOCK:
        return {"depots"}
    if entry.kind != PRODUCT:
        return {f"o:{record['customer']}"}
    return {f"f:{record['family']}", *(f"p:{grid}" for grid in record["prices"])}


def chunks(tasks: Sequence[Task]) -> Iterator[tuple[int, int]]:
    """(first, end) of slices that fit one transaction each, in the order of the tasks. Two kinds are never in one
    slice: a contact is looked for among the customers already written."""
    start, items, rank = 0, 0, 0
    counts: set[str] = set()
    for place, task in enumerate(tasks):
        more = counts | shared(task.entry)
        heavy = items + weight(task.entry)
        apart = place > start and _rank(task.entry) > rank
        if place > start and (apart or heavy + len(more) > ITEMS_A_CHUNK or place - start >= LINES_A_CHUNK):
            yield start, place
            start, heavy, more = place, weight(task.entry), shared(task.entry)
        items, counts, rank = heavy, more, max(rank, _rank(task.entry))
    if start < len(tasks):
        yield start, len(tasks)


def _rank(entry: Entry) -> int:
    """Where a kind stands in the order of writing; 0 for a row that is no record."""
    return KINDS.index(entry.kind) if entry.kind in KINDS else 0


def advanced(doc: Import, page: Page, at: str) -> Import:
    """The import once a page is written."""
    lines = page.rows if page.number else []
    return replace(
        doc,
        done=doc.done + len(lines),
        chunk=max(doc.chunk, page.number),
        tally=tallied(doc.tally, lines),
        prices=doc.prices + sum(line.prices for line in lines),
        advanced_at=at,
    )
