"""Carriage as lines of the order: what is charged bears the VAT of the goods.

The one trick: the goods are totalled first, for the thresholds are compared with amounts after discounts; then the
charge is shared between their rates and totalled with them, so documents and books need no rule of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.kernel.money import Basis, Rounding, from_cents, share
from chalicelib.pricing.rules import Candidate, Carriage, Franco, Freight, PricedLine, carriage
from chalicelib.sales.rules.order import Line, Totals, totalled
from chalicelib.sales.rules.vat import VatCase

SKU = "PORT"


@dataclass(frozen=True)
class Carried:
    """The lines and charges with their HT and VAT, the totals of all, and the decision on carriage."""

    lines: tuple[Line, ...]
    charges: tuple[Line, ...]
    totals: Totals
    carriage: Carriage


def carried(
    lines: Sequence[Line],
    cost: int,
    franco: Franco,
    basis: Basis,
    case: VatCase,
    rounding: Rounding,
    *,
    account: str | None = None,
    language: str = "fr",
) -> Carried:
    """The order totalled with its carriage. `cost` in cents of the order's basis, before any franco."""
    ready, totals = totalled(lines, basis, case, rounding)
    goods = [line for line in ready if line.goods]
    decided = carriage(
        cost, [Freight(one.quantity, one.volume, one.net, one.vat, one.priced.franco) for one in goods], franco
    )
    if not decided.charged:
        return Carried(ready, (), totals, decided)
    charges = _charges(goods, decided.charged, basis, account, "Carriage" if language == "en" else "Frais de port")
    both, totals = totalled((*lines, *charges), basis, case, rounding)
    return Carried(both[: len(lines)], both[len(lines) :], totals, decided)


def _charges(goods: Sequence[Line], charged: int, basis: Basis, account: str | None, label: str) -> list[Line]:
    """One line for each rate of the goods, in proportion to their amounts."""
    amounts: dict[Decimal, int] = {}
    for line in goods:
        amounts[line.home_rate] = amounts.get(line.home_rate, 0) + line.amount
    currency = goods[0].priced.currency
    rates = sorted(amounts)
    parts = share(charged, [amounts[rate] for rate in rates])
    return [
        Line(
            variant="",
            sku=SKU,
            label=label,
            home_rate=rate,
            priced=_priced(part, basis, currency),
            goods=False,
            own_account=account,
        )
        for rate, part in zip(rates, parts, strict=True)
        if part
    ]


def _priced(amount: int, basis: Basis, currency: str) -> PricedLine:
    price = from_cents(amount)
    return PricedLine(
        variant_id="",
        quantity=1,
        per_pack=1,
        cols=1,
        basis=basis,
        currency=currency,
        grid_id=None,
        unit_price=price,
        manual=True,
        amount=amount,
        steps=(),
        net=amount,
        candidates=(Candidate("manual", "won", price),),
        tier_basis="variant",
        tier_unit="cols",
        count="1",
    )
