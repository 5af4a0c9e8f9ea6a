"""Grids, customer categories, tags, packagings and product families: found by their code or name, or created before
the rows.

The one trick: they are looked for again inside the transaction that creates them, so two imports at once make
one of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chalicelib.aws.unit import Unit
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.schemas import FamilyIn, PackagingIn
from chalicelib.crm import service as crm
from chalicelib.crm.rules import LabelKind, labelled
from chalicelib.crm.schemas import CategoryIn, LabelIn
from chalicelib.kernel.errors import Conflict, NotFound, Refused
from chalicelib.kernel.money import Basis
from chalicelib.kernel.text import fold
from chalicelib.migration.rules.findings import Entry, finding
from chalicelib.migration.rules.imports import Books, LedgerLine, Task, recorded
from chalicelib.migration.rules.mapping import BasisCode
from chalicelib.migration.rules.packagings import Pack, settled
from chalicelib.migration.rules.plan import GridNeed, Needs
from chalicelib.pricing import service as pricing
from chalicelib.pricing.schemas import GridIn

SETUP = "setup"


def load(unit: Unit) -> None:
    """Everything this file looks at, in one batch."""
    unit.load(*crm.refs(), *crm.label_refs(), *catalogue.refs([]), *pricing.refs([], on=unit.today))


def known_bases(unit: Unit) -> dict[str, BasisCode]:
    """The grids of the company: code in capitals -> HT or TTC."""
    return {grid.code.upper(): ("TTC" if grid.basis is Basis.TTC else "HT") for grid in pricing.grids(unit).items}


def found(unit: Unit, needs: Needs) -> Books:
    """The ids of what exists already."""
    grids = {fold(grid.code): grid.id for grid in pricing.grids(unit).items}
    categories = {fold(one.code): one.id for one in crm.categories(unit).items}
    families = {fold(one.name): one.id for one in catalogue.families(unit).items}
    return Books(
        {grid.code: grids[fold(grid.code)] for grid in needs.grids if fold(grid.code) in grids},
        {code: categories[fold(code)] for code in needs.categories if fold(code) in categories},
        {fold(name): families[fold(name)] for name in needs.families if fold(name) in families},
        capsules={fold(one.name): one.id for one in catalogue.capsules(unit).items if not one.archived},
        named=_named(unit),
        packs=settled(_packs(unit), needs.packagings),
    )


def _packs(unit: Unit) -> Iterator[Pack]:
    for one in catalogue.packagings(unit).items:
        yield Pack(one.name, one.quantity, one.kind, one.code, one.id, one.archived)


def _named(unit: Unit) -> dict[str, tuple[str, ...]]:
    """The categories and grids by what they are called: a list names them so."""
    named: dict[str, tuple[str, ...]] = {}
    called = [(f"category:{fold(one.name)}", one.id) for one in crm.categories(unit).items]
    called += [(f"grid:{fold(one.name)}", one.id) for one in pricing.grids(unit).items]
    for key, id in called:
        named[key] = (*named.get(key, ()), id)
    return named


def made(unit: Unit, needs: Needs) -> tuple[Books, list[LedgerLine]]:
    """The ids of everything needed, what was missing created in the caller's transaction; and what to write
    in the ledger."""
    books = found(unit, needs)
    lines: list[LedgerLine] = []
    for grid in needs.grids:
        if grid.code not in books.grids:
            id = _grid(unit, grid)
            books = replace(books, grids={**books.grids, grid.code: id}, made=(*books.made, id))
            lines.append(_line("setup.grid", grid.code, id, basis=grid.basis, decimals=grid.decimals))
    for code, name in needs.categories.items():
        if code not in books.categories:
            id = crm.create_category(unit, CategoryIn(code=code, name=name)).id
            books = replace(books, categories={**books.categories, code: id}, made=(*books.made, id))
            lines.append(_line("setup.category", code, id))
    for name in needs.families:
        if fold(name) not in books.families:
            id = _family(unit, name)
            books = replace(books, families={**books.families, fold(name): id}, made=(*books.made, id))
            lines.append(_line("setup.family", name, id))
    return _packed(unit, *_labelled(unit, needs, books, lines))


def _packed(unit: Unit, books: Books, lines: list[LedgerLine]) -> tuple[Books, list[LedgerLine]]:
    """The same with the packagings that products name."""
    packs: list[Pack] = []
    for pack in books.packs:
        if not pack.id:
            code = _free(pack.name, "CONDITIONNEMENT", {fold(one.code) for one in catalogue.packagings(unit).items})
            asked = PackagingIn(code=code, name=pack.name, quantity=pack.count, kind=pack.sort)
            pack = replace(pack, code=code, id=catalogue.create_packaging(unit, asked).id)
            books = replace(books, made=(*books.made, pack.id))
            lines.append(_line("setup.packaging", pack.name, pack.id, count=pack.count))
        packs.append(pack)
    return replace(books, packs=tuple(packs)), lines


def _labelled(unit: Unit, needs: Needs, books: Books, lines: list[LedgerLine]) -> tuple[Books, list[LedgerLine]]:
    """The same with the tags and zones that customers name."""
    sorts: dict[str, LabelKind] = {"tag": "tag", "zone": "zone"}
    for sort, name in needs.tags:
        if labelled(crm.labels(unit), sorts[sort], name) is None:
            id = crm.create_label(unit, LabelIn(kind=sorts[sort], name=name)).id
            books = replace(books, made=(*books.made, id))
            lines.append(_line("setup.tag", name, id))
    return books, lines


def _grid(unit: Unit, need: GridNeed) -> str:
    if need.basis is None:
        raise Refused("migration.grid.basis", f"Dites si le tarif {need.code} est HT ou TTC.", "bases")
    asked = GridIn(code=need.code, name=need.name, basis=Basis(need.basis), decimals=need.decimals)
    return pricing.create_grid(unit, asked).id


def _family(unit: Unit, name: str) -> str:
    taken = {fold(one.code) for one in catalogue.families(unit).items}
    code = _free(name, "FAMILLE", taken)
    return catalogue.create_family(unit, FamilyIn(code=code, name=name, position=len(taken) + 1)).id


def _free(name: str, otherwise: str, taken: set[str]) -> str:
    """A code that is not taken, made from a name."""
    stem = re.sub(r"[^A-Z0-9]+", "-", fold(name).upper()).strip("-")[:34] or otherwise
    code, number = stem, 1
    while fold(code) in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def _line(code: str, name: str, id: str, **data: object) -> LedgerLine:
    """What was created is said in the ledger too, on no line of any file."""
    entry = Entry("", 0, SETUP, name, (finding(code, "", name, **data),), height=0)
    return replace(recorded(Task("", entry), "create", id), outcome="created", stamp=SETUP)


# --- undo ----------------------------------------------------------------------------------------------------------


def unmake(unit: Unit, line: LedgerLine) -> LedgerLine:
    """Remove one of them, when nothing uses it any more."""
    if line.undone:
        return line
    try:
        _delete(unit, line)
    except Conflict as refusal:
        return replace(line, undone="kept", undone_why=refusal.detail)
    except NotFound:
        return replace(line, undone="gone", undone_why="Cet élément avait déjà été supprimé.")
    return replace(line, undone="removed")


def _delete(unit: Unit, line: LedgerLine) -> None:
    code = line.said[0].code
    if code == "setup.grid":
        pricing.delete_grid(unit, line.record)
    elif code == "setup.category":
        crm.delete_category(unit, line.record)
    elif code == "setup.tag":
        crm.delete_label(unit, line.record)
    elif code == "setup.packaging":
        catalogue.delete_packaging(unit, line.record)
    else:
        catalogue.delete_family(unit, line.record)
