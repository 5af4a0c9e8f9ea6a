"""Use cases on promotions: one book for the company."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.shelf import Shelf, own_code
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import Conflict, FieldError, Refused
from chalicelib.pricing.rules import Promotion, Scope, promotion_doubts, promotion_problems, shown_price
from chalicelib.pricing.schemas import DoubtOut, PromotionIn, PromotionOut, PromotionSavedV1, PromotionsOut
from chalicelib.pricing.service.reading import grids
from chalicelib.pricing.store import GRIDS, PROMOTIONS

MOST = 100
promotions = Shelf[Promotion, PromotionOut](
    PROMOTIONS, PromotionOut, "pricing.promotion.not_found", "Cette promotion n'existe pas ou plus."
)


def list_promotions(call: Call) -> PromotionsOut:
    unit = reading(call)
    ordered = sorted(promotions.entries(unit), key=lambda one: (one.archived, one.code))
    return PromotionsOut(items=[_out(unit, one) for one in ordered], version=promotions.version(unit))


@use_case("pricing.promotion.create")
def create_promotion(unit: Unit, asked: PromotionIn) -> PromotionOut:
    unit.load((PROMOTIONS, WHOLE), (GRIDS, WHOLE))
    if len(promotions.entries(unit)) >= MOST:
        detail = f"Une société garde {MOST} promotions. Supprimez-en d'anciennes."
        raise Conflict("pricing.promotion.too_many", detail)
    return _saved(unit, unit.new_id(PROMOTIONS.prefix), asked)


@use_case("pricing.promotion.change")
def change_promotion(unit: Unit, id: str, asked: PromotionIn) -> PromotionOut:
    unit.load((PROMOTIONS, WHOLE), (GRIDS, WHOLE))
    promotions.changing(unit, id)
    return _saved(unit, id, asked)


@use_case("pricing.promotion.delete")
def delete_promotion(unit: Unit, id: str) -> None:
    """Remove a promotion: orders priced with it keep their own trace."""
    known = promotions.entry(unit, id)
    promotions.drop(unit, id)
    unit.emit(PromotionSavedV1(promotion=id, code=known.code))


def _saved(unit: Unit, id: str, asked: PromotionIn) -> PromotionOut:
    given = asked.model_dump(exclude={"scope", "grids", "channels", "per_col"})
    scope = Scope(**{name: tuple(dict.fromkeys(ids)) for name, ids in asked.scope.model_dump().items()})
    doc = Promotion(
        id=id,
        **given,
        per_col=None if asked.per_col is None else shown_price(asked.per_col),
        scope=scope,
        grids=tuple(dict.fromkeys(asked.grids)),
        channels=tuple(dict.fromkeys(asked.channels)),
    )
    others = promotions.entries(unit)
    if problems := [*promotion_problems(doc, others), *_unknown_grids(unit, doc)]:
        raise Refused.many(problems)
    detail = f"Le code {doc.code} est celui d'une autre promotion. Changez-le."
    own_code(doc, others, "pricing.promotion.code_taken", detail)
    promotions.put(unit, doc)
    unit.emit(PromotionSavedV1(promotion=id, code=doc.code))
    return _out(unit, doc)


def _unknown_grids(unit: Unit, doc: Promotion) -> list[FieldError]:
    book = grids(unit)
    return [
        FieldError(f"grids.{n}", "pricing.grid.unknown", "Ce tarif n'existe pas. Choisissez-en un autre.")
        for n, id in enumerate(doc.grids)
        if entry(book.items, id) is None
    ]


def _out(unit: Unit, doc: Promotion) -> PromotionOut:
    doubts = promotion_doubts(doc, promotions.entries(unit))
    return promotions.shown(unit, doc, warnings=[DoubtOut.model_validate(doubt) for doubt in doubts])
