"""One source row while it is being read: its cells by field, and what has been said about it.

Nouns: *settings* (what a person chose for the import), *row* (cells by field, findings so far). The one
trick: a text is only ever taken through `Row.text`, which is where formulas, spreadsheet errors and over-long
texts are stopped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date

from chalicelib.migration.rules.cells import is_error, is_formula, shown, text
from chalicelib.migration.rules.fields import BY_KIND
from chalicelib.migration.rules.findings import Finding, finding
from chalicelib.migration.rules.grid import Cell

REPLACED = "\ufffd"
_SECOND = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", errors="ignore"))
"""What the second byte of an accented letter of UTF-8 is, read as Windows."""
_LOST = re.compile(rf"[^\W\d_][?](?=[^\W\d_]|$)|(?:^|[\s'’-])[?][^\W\d_]|[^\W\d_][?]['’ ]|[ÃÅ][\x80-\xbf{_SECOND}]|â€")
"""A question mark amid a word, or UTF-8 read as Windows: an accent that was lost before the file came here."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`today` bounds dates and vintages; `home` is the company's country; `assumed_country` (ISO, "" = none)
    a person's choice for rows that name none; `text_postcodes`: the file writes postcodes as texts, so one
    written as a number lost something. `day_first`: no date of the file has its month before its day."""

    today: date
    home: str = "FR"
    assumed_country: str = ""
    text_postcodes: bool = True
    day_first: bool = True


@dataclass(slots=True)
class Row:
    """`cells`: field -> cell; `titles`: field -> heading in the source. `own`: the row of a file that Caveau wrote,
    where a text is a text whatever it looks like."""

    kind: str
    cells: Dict[str, Cell]
    titles: Dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    own: bool = False

    def raw(self, name: str) -> Cell:
        return self.cells.get(name)

    def shown(self, name: str) -> str:
        return shown(self.cells.get(name)).strip()

    def say(self, code: str, name: str = "", **data: object) -> None:
        """Add a finding about a field (or the whole row), quoting what the source holds there."""
        raw = str(data.pop("raw", self.shown(name) if name else ""))
        self.findings.append(finding(code, self.titles.get(name, ""), raw, **data))

    def safe(self, name: str) -> Cell:
        """The cell, None (and said so) when it is a formula or a spreadsheet's error."""
        cell = self.cells.get(name)
        if is_formula(cell) and not (self.own and isinstance(cell, str)):
            self.say(f"{self.kind}.formula", name)
            return None
        if is_error(cell):
            self.say(f"{self.kind}.cell_error", name)
            return None
        return cell

    def text(self, name: str) -> str:
        """The cell's tidied text, "" (and said so) when it cannot be trusted, cut (and said so) at the
        field's limit."""
        value = text(self.safe(name))
        if REPLACED in value or _LOST.search(value):
            self.say("row.encoding", name)
        limit = BY_KIND[self.kind][name].limit
        if len(value) > limit:
            self.say(f"{self.kind}.too_long", name, limit=limit)
            value = value[:limit].rstrip()
        return value
