"""Labels: the tags (*étiquettes*) and zones a company puts on customers and orders.

Noun: *label*, one entry of a book. The one trick: records hold the id and people say the name, so renaming a label
renames it everywhere at once, and no record is written again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chalicelib.kernel import book as books

LabelKind = Literal["tag", "zone"]


@dataclass(frozen=True, slots=True)
class Label:
    """`kind`: a tag says what someone is (Presse, Fidèle), a zone where (Lyon-Est); both are free sets."""

    id: str
    kind: LabelKind
    name: str


@dataclass(frozen=True, slots=True)
class LabelBook:
    """All the labels of a company."""

    items: tuple[Label, ...] = ()


def labelled(book: LabelBook, kind: LabelKind, said: str) -> Label | None:
    """The label a person means, by its name (accents and case forgiven) or its id."""
    return books.named((one for one in book.items if one.kind == kind), said)


def names(book: LabelBook, ids: Iterable[str]) -> list[str]:
    """What labels are called now, in the order they were put; one deleted since is left out."""
    return books.names(book.items, ids)
