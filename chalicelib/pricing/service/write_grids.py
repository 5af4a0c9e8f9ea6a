"""Use cases on grids: one book for the company."""

from __future__ import annotations

from dataclasses import asdict

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules import term_problem
from chalicelib.kernel.book import WHOLE, with_entry, without
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.text import fold
from chalicelib.pricing.rules import Count, Grid, GridBook
from chalicelib.pricing.schemas import DoubtOut, GridIn, GridOut, GridSavedV1, GridsOut
from chalicelib.pricing.service.reading import default_grid_id, grid, grids, refs
from chalicelib.pricing.store import COUNTS, GRIDS

REPRICING = ("tier_basis", "tier_unit", "franco_cols", "franco_amount", "franco_basis")
"""The settings of a grid that change what a draft costs without changing a price."""


def list_grids(call: Call) -> GridsOut:
    unit = reading(call)
    unit.load(*refs([], on=unit.today))
    unit.load(*(crm.naming_ref(one.id) for one in grids(unit).items if one.archived))
    return GridsOut(items=[_out(unit, one) for one in grids(unit).items], version=unit.version(GRIDS, WHOLE))


@use_case("pricing.grid.create")
def create_grid(unit: Unit, asked: GridIn) -> GridOut:
    id = unit.new_id(GRIDS.prefix)
    unit.load(*refs([], on=unit.today), crm.naming_ref(id))
    return _saved(unit, Grid(id=id, **asked.model_dump()))


@use_case("pricing.grid.change")
def change_grid(unit: Unit, id: str, asked: GridIn) -> GridOut:
    """The grid replaced by what is given. Conflict when that would change the meaning of prices it already
    holds."""
    unit.load(*refs([], on=unit.today), (COUNTS, id), crm.naming_ref(id))
    known = grid(unit, id)
    unit.expect(GRIDS, WHOLE, unit.call.if_match)
    doc = Grid(id=id, **asked.model_dump(), in_use=known.in_use)
    changes = doc.basis != known.basis or doc.currency != known.currency or doc.decimals < known.decimals
    if changes and priced(unit, id):
        raise Conflict(
            "pricing.grid.priced",
            f"Ce tarif a des prix ({priced(unit, id)} produits) : sa base, sa devise et ses décimales "
            "ne changent plus. "
            "Créez-en un autre.",
            "basis" if doc.basis != known.basis else "currency" if doc.currency != known.currency else "decimals",
        )
    reprices = any(getattr(doc, name) != getattr(known, name) for name in REPRICING)
    return _saved(unit, doc, reprices)


@use_case("pricing.grid.delete")
def delete_grid(unit: Unit, id: str) -> None:
    """Remove a grid that no order, customer or price names. NotFound for an unknown one, Conflict for one in use."""
    unit.load((GRIDS, WHOLE), (COUNTS, id), crm.naming_ref(id))
    known = grid(unit, id)
    if known.in_use or priced(unit, id) or crm.naming(unit, id):
        raise Conflict(
            "pricing.grid.in_use",
            "Ce tarif sert à des clients, des prix ou des commandes. Archivez-le.",
            grid=known.code,
        )
    unit.put(GRIDS, WHOLE, GridBook(without(grids(unit).items, id)))
    unit.put(COUNTS, id, Count(gone=True))
    crm.withdraw(unit, id)


def priced(unit: Unit, id: str) -> int:
    """How many variants have a price in this grid."""
    found = unit.find(COUNTS, id)
    return found.n if found else 0


def recount(unit: Unit, before: set[str], after: set[str]) -> None:
    """Keep the counts when the grids of one variant's prices change."""
    for id in sorted(before ^ after):
        unit.put(COUNTS, id, Count(priced(unit, id) + (1 if id in after else -1)))


def _saved(unit: Unit, doc: Grid, reprices: bool = False) -> GridOut:
    book = grids(unit)
    if problem := term_problem(doc.payment_term):
        raise Refused.many([problem.on("payment_term")])
    if any(fold(one.code) == fold(doc.code) and one.id != doc.id for one in book.items):
        raise Conflict("pricing.grid.code_taken", f"Le code {doc.code} est celui d'un autre tarif. Changez-le.", "code")
    unit.put(GRIDS, WHOLE, GridBook(with_entry(book.items, doc)))
    crm.offer(unit, doc.id)
    unit.emit(GridSavedV1(grid=doc.id, code=doc.code, archived=doc.archived, reprices=reprices))
    return _out(unit, doc)


def _out(unit: Unit, doc: Grid) -> GridOut:
    plain = {**asdict(doc), "version": unit.version(GRIDS, WHOLE), "default": doc.id == default_grid_id(unit)}
    return GridOut.model_validate({**plain, "warnings": _doubts(unit, doc)})


def _doubts(unit: Unit, doc: Grid) -> list[DoubtOut]:
    """An archived grid that is still named is never picked: those who name it fall to the next level."""
    if not doc.archived:
        return []
    named = crm.naming(unit, doc.id)
    found = []
    if named:
        found.append(f"{named} clients désignent ce tarif archivé : le tarif par défaut leur sera appliqué.")
    if doc.id == default_grid_id(unit):
        found.append("Ce tarif archivé est celui de la société. Choisissez-en un autre dans Réglages.")
    return [DoubtOut(field="archived", rule="pricing.grid.archived_in_use", detail=detail) for detail in found]
