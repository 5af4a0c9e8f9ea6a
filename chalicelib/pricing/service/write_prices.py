"""Use cases on prices: those of one variant, of many, and why a price is what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.pricing import rules
from chalicelib.pricing.rules import LineAsk, PricedLine, Tariff, Tier
from chalicelib.pricing.schemas import (
    DoubtOut,
    ExplainIn,
    ExplainOut,
    PricedLineOut,
    PricesIn,
    PricesOut,
    PricesSetV1,
    TierIO,
    VariantPrices,
)
from chalicelib.pricing.service.reading import choose_grid, grids, price_lines, refs, tariff
from chalicelib.pricing.service.write_grids import recount
from chalicelib.pricing.store import COUNTS, TARIFFS


def get_prices(call: Call, variant_id: str) -> PricesOut:
    unit = reading(call)
    unit.load(*catalogue.refs([variant_id]), *refs([variant_id], on=unit.today))
    return _out(unit, variant_id)


@use_case("pricing.prices.put")
def put_prices(unit: Unit, variant_id: str, asked: PricesIn) -> PricesOut:
    """The prices of one variant replaced by what is given. NotFound for an unknown variant, Refused with
    every field in error."""
    unit.load(*catalogue.refs([variant_id]), *refs([variant_id], on=unit.today))
    catalogue.variant(unit, variant_id)
    unit.expect(TARIFFS, variant_id, unit.call.if_match)
    set_prices(unit, [VariantPrices(variant_id=variant_id, prices=asked.prices)])
    return _out(unit, variant_id)


@use_case("pricing.prices.set")
def set_prices(unit: Unit, asked: Sequence[VariantPrices]) -> None:
    """The prices of several variants replaced, all or none. Items: one for each variant, one for each
    distinct grid. Refused with every field in error ("prices.<grid>.<n>.price", after "<n>." when
    several)."""
    unit.load(
        *refs([one.variant_id for one in asked], on=unit.today),
        *catalogue.refs([one.variant_id for one in asked]),
        *((COUNTS, grid.id) for grid in grids(unit).items),
    )
    problems: list[FieldError] = []
    for n, one in enumerate(asked):
        problems += _set(unit, one, f"{n}." if len(asked) > 1 else "")
    if problems:
        raise Refused.many(problems)


def _set(unit: Unit, asked: VariantPrices, path: str) -> list[FieldError]:
    problems: list[FieldError] = []
    if asked.variant_id not in catalogue.variants(unit, [asked.variant_id]):
        problems.append(
            FieldError(
                f"{path}variant_id", "catalogue.variant.unknown", "Ce produit n'existe pas. Choisissez-en un autre."
            )
        )
    prices: dict[str, tuple[Tier, ...]] = {}
    for grid_id, given in asked.prices.items():
        tiers = tuple(as_tier(one) for one in given)
        problems += _tier_problems(unit, grid_id, tiers, f"{path}prices.{grid_id}")
        if tiers:
            prices[grid_id] = rules.in_order(tiers)
    if not problems:
        known = tariff(unit, asked.variant_id)
        recount(unit, set(known.prices), set(prices))
        unit.put(TARIFFS, asked.variant_id, Tariff(asked.variant_id, dict(sorted(prices.items()))))
        unit.emit(PricesSetV1(variant=asked.variant_id, grids=sorted(prices)))
    return problems


def as_tier(given: TierIO) -> Tier:
    return Tier(given.from_qty, rules.shown_price(given.price), given.valid_from, given.valid_to, given.franco)


def _tier_problems(unit: Unit, grid_id: str, tiers: tuple[Tier, ...], path: str) -> list[FieldError]:
    grid = entry(grids(unit).items, grid_id)
    if grid is None:
        return [FieldError(path, "pricing.grid.unknown", "Ce tarif n'existe pas. Choisissez-en un autre.")]
    return rules.tier_problems(grid.decimals, tiers, path)


@use_case("pricing.prices.delete")
def delete_prices(unit: Unit, variant_ids: Sequence[str]) -> None:
    """Remove all the prices of these variants. Items: one for each, and one for each distinct grid."""
    unit.load(*((TARIFFS, id) for id in variant_ids))
    docs = [doc for id in variant_ids if (doc := unit.find(TARIFFS, id))]
    unit.load(*((COUNTS, grid_id) for doc in docs for grid_id in doc.prices))
    for doc in docs:
        recount(unit, set(doc.prices), set())
        unit.delete(TARIFFS, doc.variant_id)
        unit.emit(PricesSetV1(variant=doc.variant_id, grids=[]))


def _out(unit: Unit, variant_id: str) -> PricesOut:
    wine = catalogue.variant(unit, variant_id)
    doc = tariff(unit, variant_id)
    doubts = [doubt for id, tiers in doc.prices.items() for doubt in rules.tier_doubts(tiers, f"prices.{id}")]
    return PricesOut(
        variant_id=variant_id,
        sku=wine.sku,
        label=wine.label,
        warnings=[DoubtOut.model_validate(doubt) for doubt in doubts],
        prices={grid_id: [TierIO(**asdict(tier)) for tier in tiers] for grid_id, tiers in doc.prices.items()},
        version=unit.version(TARIFFS, variant_id),
    )


def explain(call: Call, asked: ExplainIn) -> ExplainOut:
    """Price lines as an order would, with every reason. Reads only."""
    unit = reading(call)
    variant_ids = [line.variant_id for line in asked.lines]
    customer_refs = crm.refs(asked.customer_id) if asked.customer_id else ()
    wanted = refs(variant_ids, on=unit.today, customer_id=asked.customer_id)
    unit.load(*customer_refs, *catalogue.refs(variant_ids), *wanted)
    customer = crm.customer(unit, asked.customer_id) if asked.customer_id else None
    choice = choose_grid(unit, customer, asked.grid_id)
    asks = [LineAsk(**line.model_dump()) for line in asked.lines]
    lines = price_lines(
        unit,
        customer,
        asked.grid_id,
        asks,
        percent=asked.percent,
        amount=asked.amount,
        on=asked.on,
        channel=asked.channel,
        delivered=asked.delivered,
    )
    language = call.actor.language
    return ExplainOut.model_validate(
        {
            "grid_id": choice.grid.id if choice.grid else None,
            "level": choice.level,
            "grid_trace": [asdict(step) for step in choice.trace],
            "lines": [_line_out(line, rules.explained(line, choice, language)) for line in lines],
        }
    )


def _line_out(line: PricedLine, sentences: list[str]) -> PricedLineOut:
    return PricedLineOut.model_validate({**asdict(line), "sentences": sentences})
