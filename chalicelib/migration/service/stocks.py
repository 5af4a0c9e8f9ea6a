"""Rows of opening stock: which product, in which depot, and what was counted there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.aws.unit import Unit
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Variant
from chalicelib.kernel.text import fold
from chalicelib.kernel.volume import shown
from chalicelib.migration.rules.fields import PRODUCT
from chalicelib.migration.rules.imports import Books, LedgerLine, Task, recorded
from chalicelib.migration.service import parties
from chalicelib.migration.service.met import Met, existing, saying, stamp
from chalicelib.migration.service.parties import Coming
from chalicelib.stock import service as stock
from chalicelib.stock.rules.depot import Depot
from chalicelib.stock.rules.movement import Movement


def refusals(record: dict[str, Any]) -> list[str]:
    """Nothing more: the depot is looked for when the row is met."""
    return []


def meet(unit: Unit, tasks: Sequence[Task], books: Books, coming: Coming) -> list[Met]:
    wines = parties.products(unit, tasks)
    unit.load(*stock.refs([wine.id for wine in wines.values()]))
    depots = stock.depots(unit)
    spots = [
        (wine.id, depot.id)
        for task in tasks
        if (wine := wines.get(_said(task, "reference"))) and (depot := _depot(depots, _said(task, "depot")))
    ]
    opened, counted = stock.openings(unit, spots), stock.counted(unit, spots)
    return [_met(task, wines, depots, opened, counted, coming) for task in tasks]


def _said(task: Task, name: str) -> str:
    return str((task.entry.record or {}).get(name, ""))


def _depot(depots: Sequence[Depot], written: str) -> Depot | None:
    """The depot of that code or name; none written: the company's own."""
    if not written:
        return next((one for one in depots if one.default), None)
    return next((one for one in depots if fold(written) in (fold(one.code), fold(one.name))), None)


def _met(
    task: Task,
    wines: Mapping[str, Variant],
    depots: Sequence[Depot],
    opened: Mapping[tuple[str, str], Movement],
    counted: set[tuple[str, str]],
    coming: Coming,
) -> Met:
    record = task.entry.record
    if record is None:
        return Met(task, "none")
    depot = _depot(depots, record["depot"])
    if depot is None:
        known = ", ".join(one.code for one in depots)
        return _refused(task, "stock.unknown_depot" if known else "stock.no_depot", raw=record["depot"], known=known)
    wine = wines.get(record["reference"])
    if wine is None:
        return parties.unknown(task, PRODUCT, record["reference"], coming)
    if not wine.goods:
        return _refused(task, "stock.service", wanted=wine.sku)
    if record["volume"] is not None and record["volume"] != wine.volume:
        has = shown(wine.volume) if wine.volume else "–"
        return _refused(task, "stock.other_volume", raw=shown(record["volume"]), known=has)
    id = f"{wine.id}.{depot.id}"
    movement = opened.get((wine.id, depot.id))
    if movement is not None:
        return existing(replace(task, left=""), id, _differences(movement, record), print_of(movement))
    if (wine.id, depot.id) in counted:
        return _refused(task, "stock.counted", raw=wine.sku)
    return Met(task, "create", id)


def _refused(task: Task, code: str, **data: object) -> Met:
    said = saying(task, code, **data)  # type: ignore[arg-type]
    return Met(replace(said, entry=replace(said.entry, record=None)), "none")


def _differences(movement: Movement, record: dict[str, Any]) -> list[str]:
    """What the file says otherwise than the movement, which is never rewritten."""
    (line,) = movement.lines
    day = record["counted_on"] or movement.on.isoformat()
    pairs = (("Stock", line.quantity, record["quantity"]), ("Stock au", movement.on.isoformat(), day))
    return [label for label, one, other in pairs if one != other]


def print_of(movement: Movement) -> str:
    return stamp(movement.id)


# --- writing -------------------------------------------------------------------------------------------------------


def write(unit: Unit, mets: Sequence[Met], source: str, books: Books) -> list[LedgerLine]:
    return [_written(unit, met) for met in mets]


def _written(unit: Unit, met: Met) -> LedgerLine:
    if met.action != "create":
        return recorded(met.task, met.action, met.record)
    record = met.task.entry.record or {}
    variant, depot = met.record.split(".")
    if stock.counted(unit, [(variant, depot)]):  # by another row of this very slice, written otherwise
        return recorded(_refused(met.task, "stock.counted", raw=record["reference"]).task, "none")
    on = date.fromisoformat(record["counted_on"]) if record["counted_on"] else unit.today
    movement = stock.take_opening(unit, catalogue.variant(unit, variant), depot, record["quantity"], on)
    return recorded(met.task, "create", met.record, stamp=print_of(movement))


# --- undo ----------------------------------------------------------------------------------------------------------


def unmake(unit: Unit, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    made = [tuple(line.record.split(".")) for line in lines if line.stamp]
    unit.load(*stock.refs([one[0] for one in made]), *catalogue.refs([one[0] for one in made]))
    opened = stock.openings(unit, [(one[0], one[1]) for one in made])
    return [_unmade(unit, line, opened) for line in lines]


def _unmade(unit: Unit, line: LedgerLine, opened: Mapping[tuple[str, str], Movement]) -> LedgerLine:
    if not line.stamp or line.undone:
        return line
    variant, depot = line.record.split(".")
    movement = opened.get((variant, depot))
    if movement is None or print_of(movement) != line.stamp:
        return replace(line, undone="gone", undone_why="Ce stock de départ avait déjà été repris.")
    if not stock.untouched(unit, movement):
        return replace(line, undone="kept", undone_why="Des bouteilles ont bougé ou sont promises depuis l'import.")
    stock.withdraw_opening(unit, movement)
    return replace(line, undone="removed")
