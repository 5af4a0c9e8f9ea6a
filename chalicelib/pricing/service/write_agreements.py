"""Use cases on agreements: the prices negotiated with one customer."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Customer
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.pricing import rules
from chalicelib.pricing.rules import Agreement, Tier
from chalicelib.pricing.rules.tiers import MOST_DECIMALS, reached, series, valid_on
from chalicelib.pricing.schemas import AgreedOut, AgreementIn, AgreementOut, AgreementSavedV1, DoubtOut, TierIO
from chalicelib.pricing.service.reading import agreement, choose_grid, refs, tariff
from chalicelib.pricing.service.write_prices import as_tier
from chalicelib.pricing.store import AGREEMENTS


def get_agreement(call: Call, customer_id: str) -> AgreementOut:
    unit = reading(call)
    unit.load(*crm.refs(customer_id), *refs([], on=unit.today, customer_id=customer_id))
    buyer = crm.customer(unit, customer_id)
    ids = list(agreement(unit, customer_id).prices)
    unit.load(*catalogue.refs(ids), *refs(ids, on=unit.today))
    return _out(unit, buyer)


@use_case("pricing.agreement.put")
def put_agreement(unit: Unit, customer_id: str, asked: AgreementIn) -> AgreementOut:
    """The agreed prices of a customer replaced by what is given. Refused with every field in error
    ("prices.<variant>.<n>.price"); NotFound for an unknown customer."""
    ids = list(asked.prices)
    unit.load(*crm.refs(customer_id), *catalogue.refs(ids), *refs(ids, on=unit.today, customer_id=customer_id))
    buyer = crm.customer(unit, customer_id)
    unit.expect(AGREEMENTS, customer_id, unit.call.if_match)
    prices = {id: rules.in_order(as_tier(one) for one in tiers) for id, tiers in asked.prices.items() if tiers}
    if problems := _problems(unit, prices):
        raise Refused.many(problems)
    if prices:
        unit.put(
            AGREEMENTS, customer_id, Agreement(customer_id, asked.basis, asked.currency, dict(sorted(prices.items())))
        )
    else:
        unit.delete(AGREEMENTS, customer_id)
    unit.emit(AgreementSavedV1(customer=customer_id, variants=len(prices)))
    return _out(unit, buyer)


def _problems(unit: Unit, prices: dict[str, tuple[Tier, ...]]) -> list[FieldError]:
    known = catalogue.variants(unit, prices)
    found = [
        FieldError(f"prices.{id}", "catalogue.variant.unknown", "Ce produit n'existe pas. Choisissez-en un autre.")
        for id in prices
        if id not in known
    ]
    for id, tiers in prices.items():
        found += rules.tier_problems(MOST_DECIMALS, tiers, f"prices.{id}")
    return found


def _out(unit: Unit, buyer: Customer) -> AgreementOut:
    doc = agreement(unit, buyer.id)
    wines = catalogue.variants(unit, doc.prices)
    choice = choose_grid(unit, buyer)
    items = [
        AgreedOut(
            variant_id=id,
            sku=wines[id].sku,
            label=wines[id].label,
            tiers=[TierIO(**asdict(tier)) for tier in tiers],
            listed=_listed(unit, id, choice.grid.id) if choice.grid else None,
        )
        for id, tiers in doc.prices.items()
        if id in wines
    ]
    doubts = [doubt for id, tiers in doc.prices.items() for doubt in rules.tier_doubts(tiers, f"prices.{id}")]
    return AgreementOut(
        customer_id=buyer.id,
        basis=doc.basis,
        currency=doc.currency,
        items=sorted(items, key=lambda one: one.label),
        version=unit.version(AGREEMENTS, buyer.id),
        warnings=[DoubtOut.model_validate(doubt) for doubt in doubts if doubt.rule != "pricing.tier.hole"],
    )


def _listed(unit: Unit, variant_id: str, grid_id: str) -> Decimal | None:
    """What one col costs today in the customer's own grid."""
    tiers = valid_on(tariff(unit, variant_id).prices.get(grid_id, ()), unit.today)
    best = reached(series(tiers, Fraction(1), False), Fraction(1))
    return best.price if best else None
