"""Changes of state that a person asks for.

The one trick: asking only writes the state and tells a fact; the work is done by whoever hears it, so the
answer is immediate.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.unit import Unit, use_case
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Conflict, IllegalTransition, require_transition
from chalicelib.migration.rules.fields import STOCK
from chalicelib.migration.rules.imports import ASKED, TRANSITIONS, Import, PlanShown
from chalicelib.migration.schemas import ImportOut, ImportStartedV1, TransitionIn
from chalicelib.migration.service.drafts import the_import
from chalicelib.migration.service.showing import import_out
from chalicelib.migration.service.watching import ALL, unwatch, watch
from chalicelib.migration.store import IMPORTS, PLANS, RUNS


@use_case("migration.import.move")
def move_import(unit: Unit, id: str, asked: TransitionIn) -> ImportOut:
    """Run (or resume), undo, or discard. Conflict while the preview has unanswered questions;
    IllegalTransition otherwise."""
    unit.load((IMPORTS, id), (PLANS, id), (RUNS, ALL))
    doc = the_import(unit, id)
    unit.expect(IMPORTS, id, unit.call.if_match)
    _require(doc, asked.to)
    if asked.to == "running" and doc.questions:
        plan = unit.find(PLANS, id) or PlanShown()
        raise Conflict("migration.import.questions", " ".join(question.sentence for question in plan.questions))
    doc = replace(doc, state=asked.to, advanced_at=iso(unit.at), failure="")
    if asked.to == "discarded":
        unwatch(unit, doc)
    else:
        for scope in _scopes(unit.find(PLANS, id) or PlanShown()):
            unit.call.require(scope)
        unit.emit(ImportStartedV1(import_id=id))
        watch(unit, doc)
    unit.put(IMPORTS, id, doc)
    return import_out(doc, unit.find(PLANS, id) or PlanShown(), unit.version(IMPORTS, id))


def _scopes(plan: PlanShown) -> tuple[str, ...]:
    """What the person must be allowed to write."""
    counted = plan.others.get(STOCK, {}).get("create", 0)
    return ("crm:write", "catalogue:write", "pricing:write", *(("stock:write",) if counted else ()))


def _require(doc: Import, to: str) -> None:
    code = "migration.import.transition"
    require_transition({pair for pair in TRANSITIONS if pair[1] in ASKED}, doc.state, to, code)
    if doc.state == "running" and to == "undoing":
        raise IllegalTransition(code, "L'import est en cours. Attendez sa fin, puis annulez-le.", allowed=["running"])
