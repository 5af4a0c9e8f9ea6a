"""Bytes -> parts: the sheets of a file, each recognised or left to a person, and sorted into entries.

Nouns: *choice* (what a person said of one sheet). The one trick: a person's choice, a saved template and a
program's reader are asked in that order, and all answer with a mapping.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from typing import Literal

from chalicelib.kernel.errors import Refused
from chalicelib.migration.readers import PROGRAMS, open_grids
from chalicelib.migration.readers.usual import LEGEND
from chalicelib.migration.rules import heading as headings
from chalicelib.migration.rules import sorting
from chalicelib.migration.rules.cells import shown
from chalicelib.migration.rules.fields import PRICE
from chalicelib.migration.rules.grid import Grid
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.mapping import BasisCode, Mapping, Suggestion, built, guessed, guessed_kind
from chalicelib.migration.rules.plan import Part
from chalicelib.migration.rules.row import Settings

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said of one sheet: leave it out, or which line is its header, what it holds, column ->
    field, the decimal mark."""

    ignored: bool = False
    kind: str = ""
    header: int | None = None
    columns: dict[int, str] = field(default_factory=dict)
    decimal: Literal[",", "."] | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A mapping somebody saved, applied to every file with the same headings (`signature`)."""

    name: str
    signature: str
    kind: str
    columns: dict[int, str]
    decimal: Literal[",", "."] | None = None
    bases: dict[str, BasisCode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is read with: choices by sheet, templates, bases by grid."""

    settings: Settings
    choices: Dict[str, Choice] = field(default_factory=dict)
    templates: tuple[Template, ...] = ()
    bases: Dict[str, BasisCode] = field(default_factory=dict)


def parts(content: bytes, file: str, name: str, asked: Asked) -> list[Part]:
    """One part per filled sheet. Refused: the file itself cannot be read."""
    return [_part(grid, file, name, asked) for grid in open_grids(content, name)]


def _part(grid: Grid, file: str, name: str, asked: Asked) -> Part:
    choice = asked.choices.get(grid.sheet, Choice())
    bare = Part(file, name, grid.sheet, how=grid.how, lines=sum(line.height for line in grid.lines))
    if choice.ignored:
        return replace(bare, ignored=True)
    heading = headings.at(grid, choice.header) if choice.header else headings.find(grid)
    if heading is None or not any(heading.titles):
        return bare
    if heading.titles == LEGEND:
        return replace(bare, ignored=True)
    program, mapping = _mapping(heading, grid, choice, asked.templates)
    bare = replace(bare, heading=heading, program=program, suggestions=suggestions(heading, grid, mapping))
    if mapping is None:
        return bare
    mapping = mapping.with_basis(dict(asked.bases))
    return replace(bare, mapping=mapping, entries=tuple(sorting.entries(grid, heading, mapping, asked.settings)))


def _mapping(
    heading: Heading, grid: Grid, choice: Choice, templates: tuple[Template, ...]
) -> tuple[str, Mapping | None]:
    """(program or template, mapping): what a person said, else a template for these headings, else a known
    program."""
    if choice.columns:
        return "", replace(built(choice.kind, choice.columns, heading), decimal=choice.decimal)
    for template in templates:
        if template.signature == heading.signature:
            mapping = built(template.kind, template.columns, heading)
            return template.name, replace(mapping, decimal=template.decimal).with_basis(template.bases)
    for program in PROGRAMS:
        found = program.recognise(heading, grid)
        if found is not None:
            return program.name, found
    return "", None


def suggestions(heading: Heading, grid: Grid, mapping: Mapping | None) -> tuple[Suggestion, ...]:
    """Each column with what it is (or probably is) and its first values."""
    if mapping is not None:
        named = {column: field for field, column in mapping.columns.items()}
        named |= {price.column: f"{PRICE}{price.grid}" for price in mapping.prices}
    else:
        kind = guessed_kind(heading)
        named = {column: field for field, column in guessed(kind, heading).items()}
    return tuple(
        Suggestion(column, title, named.get(column), _samples(heading, grid, column))
        for column, title in enumerate(heading.titles)
    )


def _samples(heading: Heading, grid: Grid, column: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for line in grid.lines:
        if line.number > heading.line and shown(line.at(column)).strip():
            found.setdefault(shown(line.at(column)).strip()[:60])
        if len(found) == SAMPLES:
            break
    return tuple(found)


def require_sheet(parts_read: list[Part], sheet: str) -> Part:
    """The part of a sheet, or Refused: a choice must be about a sheet that exists."""
    for part in parts_read:
        if part.sheet == sheet:
            return part
    raise Refused("migration.sheet.unknown", f"Ce fichier n'a pas de feuille « {sheet} ».", "sheet")
