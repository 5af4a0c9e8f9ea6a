"""Use cases on depots: one book for the company."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.shelf import Shelf, own_code
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Address
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.identifiers import COUNTRY
from chalicelib.stock.rules.depot import MOST_DEPOTS, Depot, DepotBook, with_depot
from chalicelib.stock.schemas import DepotIn, DepotOut, DepotsOut
from chalicelib.stock.store import DEPOTS

depots = Shelf[Depot, DepotOut](DEPOTS, DepotOut, "stock.depot.not_found", "Ce dépôt n'existe pas ou plus.")


def list_depots(call: Call) -> DepotsOut:
    unit = reading(call)
    return DepotsOut(items=[depots.shown(unit, one) for one in depots.entries(unit)], version=depots.version(unit))


@use_case("stock.depot.create")
def create_depot(unit: Unit, asked: DepotIn) -> DepotOut:
    id = unit.new_id(DEPOTS.prefix)
    unit.load((DEPOTS, WHOLE), crm.naming_ref(id))
    if len(depots.entries(unit)) >= MOST_DEPOTS:
        raise Conflict("stock.depot.too_many", f"{MOST_DEPOTS} dépôts au plus. Reprenez-en un qui ne sert plus.")
    return _kept(unit, _depot(id, asked))


@use_case("stock.depot.change")
def change_depot(unit: Unit, id: str, asked: DepotIn) -> DepotOut:
    """The depot replaced by what is given. Conflict for the default one put away, or no longer the default."""
    unit.load((DEPOTS, WHOLE), crm.naming_ref(id))
    known = depots.changing(unit, id)
    return _kept(unit, replace(_depot(id, asked), in_use=known.in_use))


@use_case("stock.depot.delete")
def delete_depot(unit: Unit, id: str) -> None:
    """Remove a depot where nothing ever moved and that no customer names. Conflict for another, or for the default one
    while there are others."""
    unit.load((DEPOTS, WHOLE), crm.naming_ref(id))
    known = depots.changing(unit, id)
    if known.in_use or crm.naming(unit, id):
        detail = "Ce dépôt a des mouvements, ou des clients le désignent. Archivez-le."
        raise Conflict("stock.depot.in_use", detail, depot=known.code)
    if known.default and len(depots.entries(unit)) > 1:
        raise _default_needed("default")
    depots.drop(unit, id)
    crm.withdraw(unit, id)


def _depot(id: str, asked: DepotIn) -> Depot:
    at = asked.address
    country = COUNTRY.clean(at.country)
    if country and (problem := COUNTRY.check(country)):
        raise Refused.many([problem.on("address.country")])
    address = Address(**{**at.model_dump(), "lines": tuple(at.lines), "country": country})
    return Depot(id=id, **{**asked.model_dump(), "address": address})


def _kept(unit: Unit, doc: Depot) -> DepotOut:
    detail = f"Le code {doc.code} est celui d'un autre dépôt. Changez-le."
    own_code(doc, depots.entries(unit), "stock.depot.code_taken", detail)
    items = with_depot(depots.entries(unit), doc)
    kept = next(one for one in items if one.id == doc.id)
    if kept.archived and kept.default:
        raise _default_needed("archived")
    unit.put(DEPOTS, WHOLE, DepotBook(items))
    crm.offer(unit, doc.id)
    return depots.shown(unit, kept)


def _default_needed(field: str) -> Refused:
    detail = "Les commandes partent de ce dépôt par défaut. Choisissez d'abord un autre dépôt par défaut."
    return Refused("stock.depot.default", detail, field)
