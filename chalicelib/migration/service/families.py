"""The kinds of rows and who meets, writes and unmakes each: one module per kind, all with the same functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from chalicelib.aws.unit import Unit
from chalicelib.migration.rules.fields import AGREEMENT, CONTACT, CUSTOMER, INVOICE, PRODUCT, STOCK
from chalicelib.migration.rules.imports import Books, LedgerLine, Task, recorded
from chalicelib.migration.service import agreements, contacts, customers, invoices, products, stocks
from chalicelib.migration.service.met import Met
from chalicelib.migration.service.parties import Coming

T = TypeVar("T")
R = TypeVar("R")
NOTHING: Coming = frozenset()
_MEET: dict[str, Callable[[Unit, Sequence[Task], Books, Coming], list[Met]]] = {
    CUSTOMER: lambda unit, tasks, books, coming: customers.meet(unit, tasks, books),
    PRODUCT: lambda unit, tasks, books, coming: products.meet(unit, tasks, books),
    CONTACT: contacts.meet,
    AGREEMENT: agreements.meet,
    INVOICE: invoices.meet,
    STOCK: stocks.meet,
}
_WRITE: dict[str, Callable[[Unit, Sequence[Met], str, Books], list[LedgerLine]]] = {
    CUSTOMER: customers.write,
    PRODUCT: products.write,
    CONTACT: contacts.write,
    AGREEMENT: agreements.write,
    INVOICE: invoices.write,
    STOCK: stocks.write,
}
_UNMAKE: dict[str, Callable[[Unit, Sequence[LedgerLine]], list[LedgerLine]]] = {
    CUSTOMER: customers.unmake,
    PRODUCT: products.unmake,
    CONTACT: contacts.unmake,
    AGREEMENT: agreements.unmake,
    INVOICE: invoices.unmake,
    STOCK: stocks.unmake,
}


def meet(unit: Unit, tasks: Sequence[Task], books: Books, coming: Coming = NOTHING) -> list[Met]:
    """Each task with what the company has under its key, in order."""

    def work(kind: str, mine: Sequence[Task]) -> list[Met]:
        return _MEET[kind](unit, mine, books, coming)

    return _by_kind(tasks, [task.entry.kind for task in tasks], work, lambda task: Met(task, "none"))


def write(unit: Unit, mets: Sequence[Met], source: str, books: Books) -> list[LedgerLine]:
    """What the meetings say, done in the caller's transaction; the ledger lines, in order."""

    def work(kind: str, mine: Sequence[Met]) -> list[LedgerLine]:
        return _WRITE[kind](unit, mine, source, books)

    return _by_kind(mets, [met.task.entry.kind for met in mets], work, lambda met: recorded(met.task, met.action))


def unmake(unit: Unit, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """What the lines made, removed or given back; the lines as they are then, in order."""

    def work(kind: str, mine: Sequence[LedgerLine]) -> list[LedgerLine]:
        return _UNMAKE[kind](unit, mine)

    return _by_kind(lines, [line.kind for line in lines], work, lambda line: line)


def _by_kind(
    items: Sequence[T], kinds: Sequence[str], work: Callable[[str, Sequence[T]], list[R]], rest: Callable[[T], R]
) -> list[R]:
    """The results of each kind's function on its own items, put back in the order of all."""
    done: dict[str, Iterator[R]] = {}
    for kind in dict.fromkeys(kinds):
        if kind in _MEET:
            done[kind] = iter(work(kind, [one for one, its in zip(items, kinds, strict=True) if its == kind]))
    return [next(done[kind]) if kind in done else rest(one) for one, kind in zip(items, kinds, strict=True)]
