"""A grid -> one entry per source row: which rows are records, which are titles, totals and blanks, and which
were seen before.

Nouns: *sorter* (the state of one pass: section, keys seen, rows counted). The one trick: every line of the
grid leaves exactly one entry, so the physical lines of the ledger add up to those of the file.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from chalicelib.kernel.text import fold, squeeze
from chalicelib.migration.rules import products
from chalicelib.migration.rules.cells import is_number, month_first, shown, text, whole
from chalicelib.migration.rules.cleaning import CLEANED
from chalicelib.migration.rules.fields import (
    AMOUNTS,
    CUSTOMER,
    DATES,
    OWN_KEY,
    PRICE,
    PRODUCT,
    PRODUCT_FIELDS,
    STOCK,
    key,
)
from chalicelib.migration.rules.findings import Entry, Finding, finding
from chalicelib.migration.rules.grid import Cell, Formula, Grid, Line
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.mapping import Mapping
from chalicelib.migration.rules.nothing import Emptied, emptied, said
from chalicelib.migration.rules.prices import decimal_mark
from chalicelib.migration.rules.quoted import unquoted
from chalicelib.migration.rules.row import Row, Settings
from chalicelib.render.tables import restored

_DECORATION = " *-=_#~.<>|•·:+"
_TOTAL = re.compile(
    r"(?P<sub>sous[- ]?|sub[- ]?)?tota(l|ux)\b.*|(?:nombre|nb|nbre) (de |d')?\w+.*"
    r"|[\d ]+ (clients|articles|lignes|produits|fiches|factures|contacts)"
)
_COUNTED = re.compile(
    r"[+-]?[\d\s.,\u202f]+ ?(clients?|articles?|lignes?|produits?|fiches?|factures?|contacts?|euros?|eur|€)"
)

_BRACKETED = re.compile(r"\s*[(\[<].*[)\]>]\s*", re.DOTALL)
"""A cell of a line that explains the headings: (texte), [obligatoire]."""
_FIVE = re.compile(r"\d{5}")
FAMILY_LIMIT = PRODUCT_FIELDS["family"].limit
_MAYBE_TOTAL = re.compile(
    r"tota|nombre|\bnbr?e?\b|\d (?:clients|articles|lignes|produits|fiches|factures|contacts)", re.IGNORECASE
)


@dataclass(slots=True)
class _Seen:
    line: int
    texts: tuple[str, ...]
    position: int


@dataclass(slots=True)
class Sorter:
    """One pass over one grid."""

    grid: Grid
    heading: Heading
    mapping: Mapping
    settings: Settings
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, _Seen] = field(default_factory=dict)
    gtins: dict[str, str] = field(default_factory=dict)
    alike: dict[str, tuple[str, int]] = field(default_factory=dict)
    quoted: tuple[int, ...] = ()
    words: Emptied = field(default_factory=dict)
    section: str = ""
    read: int = 0
    since_total: int = 0
    prices: products.PriceList = field(init=False)
    titles: dict[str, str] = field(init=False)
    columns: dict[str, int] = field(init=False)
    twins: list[tuple[int, int]] = field(init=False)
    lowered: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        mark = self.mapping.decimal or decimal_mark(self._price_cells())
        self.prices = products.PriceList(self.mapping.prices, mark)
        self.columns = {**self.mapping.columns, **{f"{PRICE}{item.grid}": item.column for item in self.mapping.prices}}
        self.titles = {name: self._title(column) for name, column in self.columns.items()}
        self.twins = list(self._twins())
        self.lowered = tuple(title.lower() for title in self.heading.titles)
        self.settings = replace(self.settings, day_first=self._day_first())
        if self.mapping.kind == CUSTOMER and "postcode" in self.columns:
            self.settings = replace(self.settings, text_postcodes=self._writes_texts(self.columns["postcode"]))

    def _title(self, column: int) -> str:
        return self.heading.titles[column] if column < self.heading.width else ""

    def _price_cells(self) -> Iterable[Cell]:
        wanted = [price.column for price in self.mapping.prices]
        wanted += [self.mapping.columns[name] for name in AMOUNTS if name in self.mapping.columns]
        for line in self._body():
            for column in wanted:
                yield line.at(column)

    def _body(self) -> Iterable[Line]:
        return (line for line in self.grid.lines if line.number > self.heading.line)

    def _twins(self) -> Iterator[tuple[int, int]]:
        """(column taken, column that bears the same heading and is not)."""
        used = self.mapping.used()
        taken = {key(self._title(column)): column for column in sorted(used, reverse=True) if self._title(column)}
        for column, title in enumerate(self.heading.titles):
            if column not in used and key(title) in taken:
                yield taken[key(title)], column

    def _day_first(self) -> bool:
        """Does the file write the day before the month? Not for sure, once a date can only be the other way."""
        wanted = [self.columns[name] for name in DATES if name in self.columns]
        return not any(month_first(line.at(column)) for line in self._body() for column in wanted)

    def _writes_texts(self, column: int) -> bool:
        """Does the file write five digits as texts? Then four of them as a number have been through a spreadsheet."""
        cells = [line.at(column) for line in self._body()]
        texts = sum(isinstance(cell, str) and bool(_FIVE.fullmatch(cell.strip())) for cell in cells)
        numbers = sum(isinstance(cell, Decimal) and bool(_FIVE.fullmatch(shown(cell))) for cell in cells)
        return texts > numbers

    # --- the pass ----------------------------------------------------------------------------------------------

    def run(self) -> list[Entry]:
        for line in self.grid.lines:
            if line.number < self.heading.line:
                self._leave(line, "blank" if line.blank else "preamble")
            elif line.number == self.heading.line:
                self._leave(line, "header", extra=self._unused_columns())
            else:
                self._sort(line)
        return self.entries

    def _sort(self, line: Line) -> None:
        if line.blank:
            self._leave(line, "blank")
        elif line.flaw:
            self._count()
            self._add(line, [finding(line.flaw, raw=_first(line))])
        elif self._repeats_header(line):
            self._leave(line, "header", "row.header_again")
        elif (total := self._total(line)) is not None:
            self._leave_entry(line, "total", total)
        elif (title := self._section_title(line)) is not None:
            self._open_section(line, title)
        else:
            self._record(line)

    def _count(self) -> None:
        self.read += 1
        self.since_total += 1

    # --- rows that are no record -------------------------------------------------------------------------------

    def _leave(self, line: Line, kind: str, code: str = "", extra: list[Finding] | None = None) -> None:
        self._leave_entry(line, kind, finding(code or f"row.{kind}", raw=_first(line)), extra)

    def _leave_entry(self, line: Line, kind: str, said: Finding, extra: list[Finding] | None = None) -> None:
        found = (said, *(extra or []))
        self.entries.append(Entry(self.grid.sheet, line.number, kind, findings=found, height=line.height))

    def _unused_columns(self) -> list[Finding]:
        """What is not taken is said: each filled column that no field takes. And that the sheet is a hidden one."""
        used = self.mapping.used()
        filled = Counter(
            column
            for line in self._body()
            for column, cell in enumerate(line.cells)
            if column not in used and shown(cell)
        )
        hidden = [finding("row.hidden_sheet", raw=self.grid.sheet)] if self.grid.hidden else []
        hidden += [finding("column.quoted", self._title(column)) for column in self.quoted]
        hidden += said(self.words, self.heading)
        return hidden + [
            finding("column.ignored", self._title(column), filled=count)
            for column, count in sorted(filled.items())
            if self._title(column)
        ]

    def _repeats_header(self, line: Line) -> bool:
        filled = [cell for cell in line.cells if cell is not None and cell != ""]
        if len(filled) > 1 and all(isinstance(cell, str) and _BRACKETED.fullmatch(cell) for cell in filled):
            return True
        pairs = zip(line.cells, self.lowered, strict=False)
        same = sum(1 for cell, title in pairs if title and isinstance(cell, str) and cell.strip().lower() == title)
        return same >= max(2, sum(1 for title in self.lowered if title) * 0.8)

    def _total(self, line: Line) -> Finding | None:
        """What a total row says of the count: only a first cell that says so, and numbers."""
        first, *others = [cell for cell in line.cells if cell is not None and cell != ""]
        found = _TOTAL.fullmatch(fold(text(first)).strip(_DECORATION)) if _MAYBE_TOTAL.search(shown(first)) else None
        if found is None or not all(_counts(cell) for cell in others):
            return None
        if found["sub"]:
            return finding("row.subtotal", raw=_first(line))
        announced = [number for number in map(_announced, others) if number is not None]
        if not others:
            announced = [int(number) for number in re.findall(r"\d+", re.sub(r"(?<=\d)\s(?=\d{3})", "", text(first)))]
        return self._compared(line, announced)

    def _compared(self, line: Line, announced: list[int]) -> Finding:
        """The total compared with the rows read since the start, or since the last total."""
        read, recent = self.read, self.since_total
        self.since_total = 0
        if not announced:
            return finding("row.total_unread", raw=_first(line), read=read)
        for count in (read, recent):
            if count in announced:
                return finding("row.total", raw=_first(line), announced=count, read=count)
        return finding("row.total_differs", raw=_first(line), announced=announced[0], read=read)

    def _section_title(self, line: Line) -> str | None:
        """The title of a line that holds nothing else: decorated (*** VINS ROUGES ***), or words that are no
        key."""
        filled = [(column, text(cell)) for column, cell in enumerate(line.cells) if cell is not None and cell != ""]
        if len(filled) != 1 or not filled[0][1]:
            return None
        column, written = filled[0]
        bare = squeeze(written.strip(_DECORATION))
        decorated = bool(bare) and written[0] in "*=#~<>•-_" and written != bare
        wordy = bool(re.search(r"[^\W\d_]{3}", bare)) and not re.search(r"\d", bare)
        if decorated or (wordy and (" " in bare or column != self._key_column())):
            return bare
        return None

    def _key_field(self) -> str:
        return OWN_KEY[self.mapping.kind][0]

    def _key_column(self) -> int:
        return self.columns.get(self._key_field(), 0)

    def _open_section(self, line: Line, title: str) -> None:
        if self.mapping.kind != PRODUCT:
            self._leave_entry(line, "section", finding("row.title", raw=_first(line)))
            return
        self.section = (title.capitalize() if title.isupper() else title)[:FAMILY_LIMIT]
        self._leave_entry(line, "section", finding("row.section", raw=_first(line), family=self.section))

    # --- records -----------------------------------------------------------------------------------------------

    def _record(self, line: Line) -> None:
        self._count()
        width = self._broken_width(line)
        if width is not None:
            self._add(line, [width])
            return
        cells = {name: self._cell(line, column) for name, column in self.columns.items()}
        row = Row(self.mapping.kind, cells, self.titles, own=self.mapping.own)
        missing = self.heading.width - len(line.cells)
        texts = (*map(text, line.cells[: self.heading.width]), *[""] * missing)
        own = self._own_key(row, texts)
        before = self.seen.get(fold(own))
        if before is not None and not self._better(line, row, texts, before):
            self._add(line, [self._repeated(line, own, texts, before)], own)
            return
        record = self._cleaned(row)
        self._off_table(line, row)
        self._said_twice(line, row)
        self._said_alike(line, row, own)
        row.findings.extend(finding("row.merged", raw=span) for span in self.grid.merged_at(line.number))
        self.seen[fold(own)] = _Seen(line.number, texts, len(self.entries))
        self._add(line, row.findings, own, record)

    def _cell(self, line: Line, column: int) -> Cell:
        """The cell; what our own text file put before a text so that no spreadsheet runs it is taken off again."""
        cell = line.at(column)
        return restored(cell) if self.mapping.own and not self.grid.sheet and isinstance(cell, str) else cell

    def _better(self, line: Line, row: Row, texts: tuple[str, ...], before: _Seen) -> bool:
        """Does a key that was refused come again with values that are right? Then this row is the one to
        keep."""
        if self.entries[before.position].record is not None or texts == before.texts:
            return False
        if self._cleaned(Row(row.kind, row.cells, row.titles, own=row.own)) is None:
            return False
        row.say(f"{row.kind}.duplicate.first_refused", self._key_field(), line=before.line)
        return True

    def _add(self, line: Line, found: list[Finding], own: str = "", record: dict[str, Any] | None = None) -> None:
        entry = Entry(self.grid.sheet, line.number, self.mapping.kind, own, tuple(found), record, line.height)
        self.entries.append(entry)

    def _cleaned(self, row: Row) -> dict[str, Any] | None:
        if self.mapping.kind != PRODUCT:
            found = CLEANED[self.mapping.kind](row, self.settings, self.prices.mark)
            return None if found is None else found.plain()
        product = products.cleaned(row, self.prices, self.section, self.settings)
        if product is None:
            return None
        holder = self.gtins.setdefault(product.gtin.zfill(14), product.reference) if product.gtin else product.reference
        if holder != product.reference:
            row.say("product.gtin.taken", "gtin", owner=holder)
            product = replace(product, gtin="")
        return asdict(product)

    def _broken_width(self, line: Line) -> Finding | None:
        """A text line of another width than its header: its columns are shifted, none can be believed."""
        if self.grid.sheet:
            return None
        filled = len(line.cells)
        while filled > self.heading.width and not shown(line.cells[filled - 1]).strip():
            filled -= 1
        if filled > self.heading.width or (filled < self.heading.width and self.grid.exact_width):
            return finding("row.width", raw=_first(line), found=filled, expected=self.heading.width)
        return None

    def _off_table(self, line: Line, row: Row) -> None:
        """Say what stands in a column that has no heading."""
        used = self.mapping.used()
        for column, cell in enumerate(line.cells):
            if column not in used and not self._title(column) and shown(cell).strip():
                row.say("row.off_table", raw=shown(cell))

    def _said_twice(self, line: Line, row: Row) -> None:
        """Say where a column whose heading comes twice says something else the second time."""
        for taken, other in self.twins:
            one, two = text(line.at(taken)), text(line.at(other))
            if two and fold(one) != fold(two):
                row.findings.append(finding("row.twice", self._title(taken), two))

    def _said_alike(self, line: Line, row: Row, own: str) -> None:
        """Say when a code is that of another row but for its spaces and its marks: two records, or one?"""
        bare = re.sub(r"[\W_]+", "", fold(own))
        if own.startswith("~") or not bare:
            return
        other, where = self.alike.setdefault(bare, (own, line.number))
        if fold(other) != fold(own):
            row.say("row.alike", self._key_field(), other=other, line=where)

    def _own_key(self, row: Row, texts: tuple[str, ...]) -> str:
        """The old program's key of the row; a row without one is known by what it says."""
        parts = [text(row.raw(name)) for name in OWN_KEY[self.mapping.kind]]
        known = parts[: 1 if self.mapping.kind == STOCK else 2]  # a stock without a depot is that of the usual one
        return " · ".join(filter(None, parts)) if all(known) else f"~{_digest(texts)}"

    def _repeated(self, line: Line, own: str, texts: tuple[str, ...], before: _Seen) -> Finding:
        pairs = zip(self.heading.titles, texts, before.texts, strict=True)
        differs = ", ".join(title for title, one, other in pairs if one != other)
        name = self.titles.get(self._key_field(), "")
        kind = self.mapping.kind
        if not differs:
            return finding(f"{kind}.duplicate.strict", name, own, line=before.line)
        first = self.entries[before.position]
        if first.record is not None:
            kept = finding(f"{kind}.duplicate.kept", name, own, line=line.number, differs=differs)
            self.entries[before.position] = replace(first, findings=(*first.findings, kept))
        return finding(f"{kind}.duplicate.conflicting", name, own, line=before.line, differs=differs)


def _counts(cell: Cell) -> bool:
    """May this cell stand beside the word TOTAL? A formula, a number, a number of something."""
    return isinstance(cell, Formula) or is_number(cell) or bool(_COUNTED.fullmatch(fold(text(cell))))


def _announced(cell: Cell) -> int | None:
    """The count that a cell beside TOTAL announces: 260, "260 clients"."""
    found = _COUNTED.fullmatch(fold(text(cell))) if isinstance(cell, str) else None
    return whole(fold(text(cell)).removesuffix(found[1])) if found and found[1] not in _MONEY else whole(cell)


_MONEY = frozenset({"euro", "euros", "eur", "€"})


def _first(line: Line) -> str:
    """What a person sees of a line: its filled cells, joined."""
    return " ".join(filter(None, (text(cell) for cell in line.cells)))


def _digest(texts: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]


def entries(grid: Grid, heading: Heading, mapping: Mapping, settings: Settings) -> list[Entry]:
    """One entry per line of the grid, in the order of the file."""
    if mapping.own:
        return Sorter(grid, heading, mapping, settings).run()
    bare, quoted = unquoted(grid, heading)
    bare, words = emptied(bare, heading, {price.column for price in mapping.prices})
    return Sorter(bare, heading, mapping, settings, quoted=quoted, words=words).run()
