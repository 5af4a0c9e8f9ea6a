"""Use cases on grids: one book for the company."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.shelf import Shelf, own_code
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules import term_problem
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.pricing.rules import Count, Grid
from chalicelib.pricing.schemas import DoubtOut, GridIn, GridOut, GridSavedV1, GridsOut
from chalicelib.pricing.service.reading import default_grid_id, refs
from chalicelib.pricing.store import COUNTS, GRIDS

grids = Shelf[Grid, GridOut](GRIDS, GridOut, "pricing.grid.not_found", "Ce tarif n'existe pas ou plus.")
REPRICING = ("tier_basis", "tier_unit", "franco_cols", "franco_amount", "franco_basis")
"""The settings of a grid that change what a draft costs without changing a price."""


def list_grids(call: Call) -> GridsOut:
    unit = reading(call)
    unit.load(*refs([], on=unit.today))
    unit.load(*(crm.naming_ref(one.id) for one in grids.entries(unit) if one.archived))
    return GridsOut(items=[_out(unit, one) for one in grids.entries(unit)], version=grids.version(unit))


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
    known = grids.changing(unit, id)
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
    known = grids.entry(unit, id)
    if known.in_use or priced(unit, id) or crm.naming(unit, id):
        raise Conflict(
            "pricing.grid.in_use",
            "Ce tarif sert à des clients, des prix ou des commandes. Archivez-le.",
            grid=known.code,
        )
    grids.drop(unit, id)
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
    if problem := term_problem(doc.payment_term):
        raise Refused.many([problem.on("payment_term")])
    detail = f"Le code {doc.code} est celui d'un autre tarif. Changez-le."
    own_code(doc, grids.entries(unit), "pricing.grid.code_taken", detail)
    grids.put(unit, doc)
    crm.offer(unit, doc.id)
    unit.emit(GridSavedV1(grid=doc.id, code=doc.code, archived=doc.archived, reprices=reprices))
    return _out(unit, doc)


def _out(unit: Unit, doc: Grid) -> GridOut:
    return grids.shown(unit, doc, default=doc.id == default_grid_id(unit), warnings=_doubts(unit, doc))


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
