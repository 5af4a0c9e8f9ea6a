"""Use cases on promotions: one book for the company."""

from __future__ import annotations

from dataclasses import asdict, replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE, entry, with_entry, without
from chalicelib.kernel.errors import Conflict, FieldError, NotFound, Refused
from chalicelib.kernel.text import fold
from chalicelib.pricing.rules import Promotion, PromotionBook, Scope, promotion_doubts, promotion_problems, shown_price
from chalicelib.pricing.schemas import DoubtOut, PromotionIn, PromotionOut, PromotionSavedV1, PromotionsOut
from chalicelib.pricing.service.reading import grids, promotions
from chalicelib.pricing.store import GRIDS, PROMOTIONS

MOST = 100


def list_promotions(call: Call) -> PromotionsOut:
    unit = reading(call)
    ordered = sorted(promotions(unit).items, key=lambda one: (one.archived, one.code))
    return PromotionsOut(items=[_out(unit, one) for one in ordered], version=unit.version(PROMOTIONS, WHOLE))


@use_case("pricing.promotion.create")
def create_promotion(unit: Unit, asked: PromotionIn) -> PromotionOut:
    unit.load((PROMOTIONS, WHOLE), (GRIDS, WHOLE))
    if len(promotions(unit).items) >= MOST:
        detail = f"Une société garde {MOST} promotions. Supprimez-en d'anciennes."
        raise Conflict("pricing.promotion.too_many", detail)
    return _saved(unit, unit.new_id(PROMOTIONS.prefix), asked)


@use_case("pricing.promotion.change")
def change_promotion(unit: Unit, id: str, asked: PromotionIn) -> PromotionOut:
    unit.load((PROMOTIONS, WHOLE), (GRIDS, WHOLE))
    _known(unit, id)
    unit.expect(PROMOTIONS, WHOLE, unit.call.if_match)
    return _saved(unit, id, asked)


@use_case("pricing.promotion.delete")
def delete_promotion(unit: Unit, id: str) -> None:
    """Remove a promotion: orders priced with it keep their own trace."""
    known = _known(unit, id)
    unit.put(PROMOTIONS, WHOLE, PromotionBook(without(promotions(unit).items, id)))
    unit.emit(PromotionSavedV1(promotion=id, code=known.code))


def _known(unit: Unit, id: str) -> Promotion:
    found = entry(promotions(unit).items, id)
    if found is None:
        raise NotFound("pricing.promotion.not_found", "Cette promotion n'existe pas ou plus.")
    return found


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
    book = promotions(unit)
    problems = [*promotion_problems(doc, book.items), *_unknown_grids(unit, doc)]
    if problems:
        raise Refused.many(problems)
    if any(fold(one.code) == fold(doc.code) and one.id != id for one in book.items):
        detail = f"Le code {doc.code} est celui d'une autre promotion. Changez-le."
        raise Conflict("pricing.promotion.code_taken", detail, "code")
    unit.put(PROMOTIONS, WHOLE, PromotionBook(with_entry(book.items, doc)))
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
    doubts = promotion_doubts(doc, promotions(unit).items)
    plain = {**asdict(replace(doc)), "version": unit.version(PROMOTIONS, WHOLE)}
    return PromotionOut.model_validate({**plain, "warnings": [DoubtOut.model_validate(doubt) for doubt in doubts]})
