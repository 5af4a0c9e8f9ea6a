"""A shelf: how the entries of a book (`kernel.book`) are read, replaced, removed and given out.

The one trick: a book is one item, so all its entries share the item's version: who changes an entry says which version
of the whole book he saw.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Generic, Protocol, TypeVar

from chalicelib.aws.table import Kind
from chalicelib.aws.working import Unit
from chalicelib.kernel.book import WHOLE, Entry, entry, with_entry, without
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.text import fold

E = TypeVar("E", bound=Entry)
G = TypeVar("G", bound=Contract)


class Coded(Entry, Protocol):
    @property
    def code(self) -> str: ...


@dataclass(frozen=True)
class Shelf(Generic[E, G]):
    """The book of one kind: `entries` are documents of type E, given out as `out`. `missing` is the code of the refusal
    of an id that is not there, and `detail` its sentence."""

    kind: Kind[Any]
    out: type[G]
    missing: str
    detail: str

    def entries(self, unit: Unit) -> tuple[E, ...]:
        """All of them, in the order they came."""
        book = unit.find(self.kind, WHOLE)
        items: tuple[E, ...] = book.items if book else ()
        return items

    def entry(self, unit: Unit, id: str) -> E:
        """One of them. NotFound when there is none of that id."""
        found = entry(self.entries(unit), id)
        if found is None:
            raise NotFound(self.missing, self.detail)
        return found

    def changing(self, unit: Unit, id: str) -> E:
        """The entry that is about to be changed. NotFound as `entry`, StaleVersion when the book has moved on."""
        found = self.entry(unit, id)
        unit.expect(self.kind, WHOLE, unit.call.if_match)
        return found

    def put(self, unit: Unit, doc: E) -> None:
        """The entry in its place, or at the end."""
        unit.put(self.kind, WHOLE, self.kind.doc_type(with_entry(self.entries(unit), doc)))

    def drop(self, unit: Unit, id: str) -> None:
        unit.put(self.kind, WHOLE, self.kind.doc_type(without(self.entries(unit), id)))

    def version(self, unit: Unit) -> int:
        return unit.version(self.kind, WHOLE)

    def shown(self, unit: Unit, doc: E, **more: Any) -> G:
        """The entry as it is given out, with what the contract has `more`."""
        return self.out.model_validate({**asdict(doc), "version": self.version(unit), **more})  # type: ignore[call-overload]


def own_code(doc: Coded, others: tuple[Coded, ...], refused: str, detail: str) -> None:
    """Conflict (code `refused`, on the field "code") when another entry bears the code, accents and case apart."""
    if any(fold(one.code) == fold(doc.code) and one.id != doc.id for one in others):
        raise Conflict(refused, detail, "code")
