"""Many prices changed at once: shown, applied, undone.

Nouns: a `Plan` (the cells that would change, with their digest). The one trick: each transaction writes the prices of
some variants and the record of what it replaced together, so whatever was written can be undone, even after a stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import Conflict, FieldError, NotFound, Refused
from chalicelib.pricing import index, rules
from chalicelib.pricing.rules import Cell, ChangePart, Formula, GridBook, PriceChange, Tariff, Tier
from chalicelib.pricing.schemas import (
    CellIn,
    CellOut,
    ChangeIn,
    ChangeOut,
    ChangeRow,
    DoubtOut,
    FormulaIn,
    PricesChangedV1,
    TierIO,
    UndoneOut,
)
from chalicelib.pricing.service.reading import grids
from chalicelib.pricing.service.write_grids import recount
from chalicelib.pricing.service.write_prices import as_tier
from chalicelib.pricing.store import CHANGE_PARTS, CHANGES, COUNTS, GRIDS, TARIFFS, part_id
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery, Page

CHUNK = 70
"""Variants in one transaction: with their record, the counts of grids and the journal this stays under 90 items."""


@dataclass
class Plan:
    """What would change: variant id -> its row of the list; the cells; what is wrong with what was asked."""

    book: GridBook
    rows: dict[str, Row]
    cells: list[Cell] = field(default_factory=list)
    problems: list[FieldError] = field(default_factory=list)

    @property
    def digest(self) -> str:
        return rules.digest(self.cells)


def list_changes(call: Call, query: ListQuery) -> Page[ChangeRow]:
    return lists.page(call, index.CHANGES, query, ChangeRow)


def change_prices(call: Call, asked: ChangeIn) -> ChangeOut:
    """Show what would change, or apply what was shown. Refused with every cell in error; Conflict
    (pricing.change.moved) when a price is no longer what was shown."""
    plan = planned(call, asked.cells) if asked.formula is None else _formula(call, asked.formula)
    if plan.problems:
        raise Refused.many(plan.problems)
    if not asked.apply:
        return shown(plan)
    if asked.digest != plan.digest:
        raise _moved()
    if not plan.cells:
        return shown(plan)
    return _applied(call, plan, asked.title or _title(asked, plan))


def planned(call: Call, asked: Sequence[CellIn]) -> Plan:
    """The cells typed or read from a file, beside what is stored now."""
    plan, tariffs = _read(call, {one.variant_id for one in asked}, None)
    for n, cell in enumerate(asked):
        here = f"cells.{n}"
        grid = entry(plan.book.items, cell.grid_id)
        if grid is None:
            detail = "Ce tarif n'existe pas. Choisissez-en un autre."
            plan.problems.append(FieldError(f"{here}.grid_id", "pricing.grid.unknown", detail))
        if cell.variant_id not in plan.rows:
            detail = "Ce produit n'existe pas. Choisissez-en un autre."
            plan.problems.append(FieldError(f"{here}.variant_id", "catalogue.variant.unknown", detail))
        tiers = rules.in_order(as_tier(one) for one in cell.tiers)
        if grid is not None:
            plan.problems += rules.tier_problems(grid.decimals, tiers, f"{here}.tiers")
        before = tariffs[cell.variant_id].prices.get(cell.grid_id, ()) if cell.variant_id in tariffs else ()
        if before != tiers:
            plan.cells.append(Cell(cell.variant_id, cell.grid_id, before, tiers))
    return plan


def _formula(call: Call, asked: FormulaIn) -> Plan:
    plan, tariffs = _read(call, None, ListQuery(q=asked.q, where=asked.where))
    formula = Formula(**asked.model_dump(exclude={"grids", "q", "where"}))
    for n, grid_id in enumerate(asked.grids):
        grid = entry(plan.book.items, grid_id)
        if grid is None:
            detail = "Ce tarif n'existe pas. Choisissez-en un autre."
            plan.problems.append(FieldError(f"formula.grids.{n}", "pricing.grid.unknown", detail))
            continue
        for id in plan.rows:
            before = tariffs[id].prices.get(grid_id, ()) if id in tariffs else ()
            after = rules.changed_tiers(before, formula, grid.decimals, call.today)
            if before != after:
                plan.cells.append(Cell(id, grid_id, before, after))
    return plan


def _read(call: Call, ids: set[str] | None, query: ListQuery | None) -> tuple[Plan, dict[str, Tariff]]:
    """The variants wanted (of the list, or by id) and their prices, read by key."""
    names = ListQuery(
        q=query.q if query else None, where=query.where if query else None, fields="id,sku,label,label_en"
    )
    rows = {row["id"]: row for row in catalogue.each_variant(call, names, list) if ids is None or row["id"] in ids}
    unit = reading(call)
    unit.load((GRIDS, WHOLE), *((TARIFFS, id) for id in rows))
    return Plan(grids(unit), rows), {id: found for id in rows if (found := unit.find(TARIFFS, id))}


def shown(plan: Plan, change: str | None = None, problems: Iterable[FieldError] = ()) -> ChangeOut:
    doubts = [
        replace(doubt, field=f"{cell.variant_id}.{cell.grid_id}")
        for cell in plan.cells
        for doubt in rules.tier_doubts(cell.after, "")
    ]
    return ChangeOut(
        id=change,
        applied=change is not None,
        digest=plan.digest,
        count=len(plan.cells),
        cells=[_cell_out(plan, cell) for cell in plan.cells],
        problems=[DoubtOut.model_validate(one) for one in (*problems, *doubts)],
    )


def _cell_out(plan: Plan, cell: Cell) -> CellOut:
    row = plan.rows.get(cell.variant_id, {})
    grid = entry(plan.book.items, cell.grid_id)
    return CellOut.model_construct(
        variant_id=cell.variant_id,
        grid_id=cell.grid_id,
        sku=row.get("sku", ""),
        label=row.get("label", ""),
        grid=grid.name if grid else "",
        before=[_tier_out(tier) for tier in cell.before],
        after=[_tier_out(tier) for tier in cell.after],
    )


def _tier_out(tier: Tier) -> TierIO:
    """As it is kept, so it need not be judged again: a change may show thousands."""
    return TierIO.model_construct(
        from_qty=tier.from_qty,
        price=tier.price,
        valid_from=tier.valid_from,
        valid_to=tier.valid_to,
        franco=tier.franco,
    )


def _title(asked: ChangeIn, plan: Plan) -> str:
    """What was done, in words, when nobody said it."""
    formula = asked.formula
    if formula is None:
        return "Saisie dans les tarifs"
    names = [grid.name for id in formula.grids if (grid := entry(plan.book.items, id))]
    rate = f"{formula.percent:+f} %".replace(".", ",") if formula.percent else ""
    amount = f"{formula.amount:+f}".replace(".", ",") if formula.amount else ""
    return " ".join(part for part in (rate, amount, "sur", ", ".join(names)) if part)[:200]


def _moved() -> Conflict:
    return Conflict(
        "pricing.change.moved", "Des prix ont changé depuis l'aperçu. Relisez l'aperçu, puis appliquez-le à nouveau."
    )


# --- applying ------------------------------------------------------------------------------------------------------


def _applied(call: Call, plan: Plan, title: str) -> ChangeOut:
    """Write the cells by groups of variants; the last one writes the change itself, and the answer."""
    parts = _parts(plan.cells)
    change = PriceChange(
        id=f"{CHANGES.prefix}_{plan.digest[:16]}{call.now:%Y%m%d}",
        title=title,
        cells=len(plan.cells),
        parts=len(parts),
        user=call.actor.name or call.actor.id,
        made_at=call.now,
    )
    for n, cells in enumerate(parts[:-1]):
        _write(replace(call, idempotency=None), change.id, n, cells)
    return _finish(call, change, parts[-1], plan)


def _parts(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    by_variant: dict[str, list[Cell]] = {}
    for cell in cells:
        by_variant.setdefault(cell.variant_id, []).append(cell)
    ids = list(by_variant)
    return [tuple(c for id in ids[at : at + CHUNK] for c in by_variant[id]) for at in range(0, len(ids), CHUNK)]


@use_case("pricing.change.write")
def _write(unit: Unit, change: str, n: int, cells: Sequence[Cell]) -> int:
    """Put the cells as they are wanted. Conflict when one is neither as it was shown nor as it is wanted."""
    part = part_id(change, n)
    unit.load(
        (GRIDS, WHOLE),
        (CHANGE_PARTS, part),
        *((TARIFFS, cell.variant_id) for cell in cells),
        *((COUNTS, cell.grid_id) for cell in cells),
    )
    kept = [cell for cell in cells if not _put(unit, cell)]
    if kept:
        raise _moved()
    unit.put(CHANGE_PARTS, part, ChangePart(change, tuple(cells)))
    return len(cells)


def _put(unit: Unit, cell: Cell) -> bool:
    """Is the cell as it is wanted now? False when it is not what it was."""
    known = unit.find(TARIFFS, cell.variant_id) or Tariff(cell.variant_id)
    present = known.prices.get(cell.grid_id, ())
    if present == cell.after:
        return True
    if present != cell.before:
        return False
    prices = {**known.prices, cell.grid_id: cell.after}
    if not cell.after:
        del prices[cell.grid_id]
    recount(unit, set(known.prices), set(prices))
    unit.put(TARIFFS, cell.variant_id, Tariff(cell.variant_id, dict(sorted(prices.items()))))
    return True


@use_case("pricing.change.apply")
def _finish(unit: Unit, change: PriceChange, cells: Sequence[Cell], plan: Plan) -> ChangeOut:
    unit.load((CHANGES, change.id), (CHANGE_PARTS, part_id(change.id, change.parts - 1)))
    _write(unit, change.id, change.parts - 1, cells)
    unit.put(CHANGES, change.id, change)
    unit.emit(PricesChangedV1(change=change.id, cells=change.cells, undone=False))
    return shown(plan, change.id)


# --- undoing -------------------------------------------------------------------------------------------------------


def undo_change(call: Call, id: str) -> UndoneOut:
    """Put back every cell that still is as the change left it. NotFound for an unknown change, Conflict for one undone
    already."""
    known = _known(reading(call), id)
    kept: list[Cell] = []
    for n in range(known.parts - 1):
        kept += _restore(replace(call, idempotency=None), id, n)
    return _unmade(call, id, kept)


@use_case("pricing.change.restore")
def _restore(unit: Unit, id: str, n: int) -> list[Cell]:
    """Put one part back; gives the cells that had changed since."""
    part = unit.get(CHANGE_PARTS, part_id(id, n))
    if part.undone:
        return []
    unit.load(*((TARIFFS, cell.variant_id) for cell in part.cells), *((COUNTS, cell.grid_id) for cell in part.cells))
    kept = [cell for cell in part.cells if not _put(unit, Cell(cell.variant_id, cell.grid_id, cell.after, cell.before))]
    unit.put(CHANGE_PARTS, part_id(id, n), replace(part, undone=True))
    return kept


@use_case("pricing.change.undo")
def _unmade(unit: Unit, id: str, kept: Sequence[Cell]) -> UndoneOut:
    unit.load((CHANGES, id), (GRIDS, WHOLE))
    known = _known(unit, id)
    unit.load((CHANGE_PARTS, part_id(id, known.parts - 1)))
    left = [*kept, *_restore(unit, id, known.parts - 1)]
    unit.put(CHANGES, id, replace(known, undone=True))
    unit.emit(PricesChangedV1(change=id, cells=known.cells - len(left), undone=True))
    wines = catalogue.variants(unit, {cell.variant_id for cell in left})
    rows: dict[str, dict[str, Any]] = {wine.id: {"sku": wine.sku, "label": wine.label} for wine in wines.values()}
    plan = Plan(grids(unit), rows)
    return UndoneOut(id=id, restored=known.cells - len(left), kept=[_cell_out(plan, cell) for cell in left])


def _known(unit: Unit, id: str) -> PriceChange:
    found = unit.find(CHANGES, id)
    if found is None:
        raise NotFound("pricing.change.not_found", "Ce changement de prix n'existe pas.")
    if found.undone:
        raise Conflict("pricing.change.undone", "Ce changement est déjà annulé.")
    return found
