"""An import as its page shows it."""

from __future__ import annotations

from dataclasses import asdict

from chalicelib.kernel.clock import instant
from chalicelib.migration.rules.fields import AGREEMENT, CONTACT, INVOICE, STOCK
from chalicelib.migration.rules.imports import Choices, Import, PlanShown
from chalicelib.migration.schemas import (
    ChoicesIn,
    ColumnShown,
    FileIn,
    GridNeedOut,
    ImportOut,
    PlanOut,
    QuestionOut,
    ReasonOut,
    RowCounts,
    SheetOut,
    TallyOut,
    UndoneOut,
)


def import_out(doc: Import, plan: PlanShown, version: int) -> ImportOut:
    return ImportOut(
        id=doc.id,
        version=version,
        state=doc.state,
        files=[FileIn(file=file.id, name=file.name) for file in doc.files],
        choices=_choices(doc.choices),
        created_at=instant(doc.created_at),
        created_by=doc.person.name,
        total=doc.total,
        done=doc.done,
        tally=TallyOut(**doc.tally),
        prices=doc.prices,
        undone=UndoneOut(**doc.undone),
        failure=doc.failure,
        plan=plan_out(plan),
    )


def _choices(choices: Choices) -> ChoicesIn:
    return ChoicesIn.model_validate({**asdict(choices), "sheets": [asdict(sheet) for sheet in choices.sheets]})


def plan_out(plan: PlanShown) -> PlanOut:
    return PlanOut(
        sheets=[
            SheetOut(**{**asdict(part), "columns": [ColumnShown(**column) for column in part.columns]})
            for part in plan.parts
        ],
        customers=RowCounts(**plan.customers),
        products=RowCounts(**plan.products),
        contacts=RowCounts(**plan.others.get(CONTACT, {})),
        agreements=RowCounts(**plan.others.get(AGREEMENT, {})),
        invoices=RowCounts(**plan.others.get(INVOICE, {})),
        stocks=RowCounts(**plan.others.get(STOCK, {})),
        prices=plan.prices,
        reasons=[ReasonOut(**reason) for reason in plan.reasons],
        faults=plan.families,
        grids=[GridNeedOut(**asdict(grid)) for grid in plan.needs.grids],
        categories=plan.needs.categories,
        families=list(plan.needs.families),
        tags=[name for _, name in plan.needs.tags],
        packagings=list(plan.needs.packagings),
        questions=[QuestionOut.model_validate(question) for question in plan.questions],
        offers=[QuestionOut.model_validate(question) for question in plan.offers],
    )
