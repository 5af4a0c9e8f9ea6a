"""Money: amounts, rounding, sharing, VAT.

Nouns: *cents* (int, the minor unit every stored item holds), *amount* (Decimal, the edge form),
*basis* (are the given amounts HT or TTC?), *breakdown* (HT, VAT and TTC per line, per rate and in all).

The one trick: a share is done by largest remainder, so parts always sum to the whole to the cent, and
every figure is computed on the absolute value, so a credit note is the exact opposite of its invoice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

CENTS = 2


class Basis(StrEnum):
    """Whether a given price contains the VAT."""

    HT = "HT"
    TTC = "TTC"


class Rounding(StrEnum):
    """When the VAT is rounded. Names and meaning: docs/algorithms/pricing.md, "VAT rounding"."""

    LINE = "line"
    SUM_BY_NET = "sum_by_net"
    SUM_BY_NET_KEEP_GROSS = "sum_by_net_keep_gross"


def rounded(value: Decimal, places: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """`value` with exactly `places` decimals; half away from zero unless another decimal mode is named."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=mode)


def to_cents(amount: Decimal, places: int = CENTS) -> int:
    """Minor units of an amount already rounded. Raises ValueError when a cent would be lost."""
    scaled = amount.scaleb(places)
    cents = int(scaled)
    if scaled != cents:
        raise ValueError(f"{amount} has more than {places} decimals: round it first, by name")
    return cents


def from_cents(cents: int, places: int = CENTS) -> Decimal:
    """The amount of a number of minor units, with its decimals shown: 6993 -> Decimal("69.93")."""
    return Decimal(cents).scaleb(-places)


def rounded_cents(amount: Decimal, places: int = CENTS) -> int:
    """Minor units nearest to an exact amount (half away from zero)."""
    return to_cents(rounded(amount, places), places)


def share(total: int, weights: Sequence[int | Decimal | Fraction]) -> list[int]:
    """`total` cut in proportion to `weights`; the parts sum to `total` exactly (largest remainder).

    Ties go to the first. `share(-t, w)` is the opposite of `share(t, w)`. When the weights sum to zero their
    sizes are used, and equal parts when all are zero. Raises ValueError for something to share and nobody.
    """
    if not weights:
        if total:
            raise ValueError("an amount cannot be shared between no lines")
        return []
    exact: list[int | Fraction] = []
    for weight in weights:
        exact.append(weight if isinstance(weight, int) else Fraction(weight))  # whole numbers share far faster
    if not sum(exact):
        exact = [one if one >= 0 else -one for one in exact] if any(exact) else [1] * len(exact)
    whole = sum(exact)
    if whole < 0:
        exact, whole = [-one for one in exact], -whole
    quotas = [abs(total) * weight for weight in exact]
    parts = [int(quota // whole) for quota in quotas]
    left = abs(total) - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: -(quotas[i] % whole))
    for i in by_remainder[:left]:
        parts[i] += 1
    return parts if total >= 0 else [-part for part in parts]


def percent_of(cents: int, rate: Decimal) -> int:
    """`rate` percent of an amount of cents, in cents: 10 % of 12501 is 1250."""
    return rounded_cents(from_cents(cents) * rate / 100)


def net_of_gross(gross: int, rate: Decimal) -> int:
    """HT cents of a TTC amount: 6993 at 20 % is 5828."""
    exact = Fraction(abs(gross)) * 100 / (100 + Fraction(rate))
    cents = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return cents if gross >= 0 else -cents


def gross_of_net(net: int, rate: Decimal) -> int:
    """TTC cents of an HT amount: 28800 at 20 % is 34560."""
    return net + percent_of(net, rate)


@dataclass(frozen=True, slots=True)
class Taxable:
    """One amount to tax: `amount` in cents, in the basis of its document; `rate` in percent; `code` tells two
    regimes of one rate apart (reverse charge and export are both at 0)."""

    amount: int
    rate: Decimal
    code: str = ""


@dataclass(frozen=True, slots=True)
class Taxed:
    """HT + VAT = TTC, in cents, always."""

    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class RateTotal:
    """The foot of a document for one rate and regime."""

    rate: Decimal
    code: str
    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Lines in the order given, rates in ascending order, and the sums. Lines sum to rates, rates to
    totals."""

    lines: tuple[Taxed, ...]
    rates: tuple[RateTotal, ...]
    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat


def vat_breakdown(
    lines: Sequence[Taxable], basis: Basis, rounding: Rounding = Rounding.SUM_BY_NET_KEEP_GROSS
) -> Breakdown:
    """HT, VAT and TTC of a document. See `Rounding`; the default never moves an amount that was announced."""
    groups: dict[tuple[Decimal, str], list[int]] = {}
    for i, line in enumerate(lines):
        groups.setdefault((line.rate, line.code), []).append(i)
    taxed: dict[int, Taxed] = {}
    rates: list[RateTotal] = []
    for (rate, code), members in sorted(groups.items()):
        parts = _group([lines[i].amount for i in members], rate, basis, rounding)
        taxed.update(zip(members, parts, strict=True))
        rates.append(RateTotal(rate, code, sum(p.net for p in parts), sum(p.vat for p in parts)))
    return Breakdown(
        tuple(taxed[i] for i in range(len(lines))),
        tuple(rates),
        sum(total.net for total in rates),
        sum(total.vat for total in rates),
    )


def _group(amounts: list[int], rate: Decimal, basis: Basis, rounding: Rounding) -> list[Taxed]:
    """The lines of one rate."""
    if basis is Basis.HT:
        if rounding is Rounding.LINE:
            return [Taxed(net, percent_of(net, rate)) for net in amounts]
        return _vat_on_sum(amounts, rate)
    nets = [net_of_gross(gross, rate) for gross in amounts]
    if rounding is Rounding.SUM_BY_NET:
        return _vat_on_sum(nets, rate)
    if rounding is Rounding.SUM_BY_NET_KEEP_GROSS:
        nets = _nudged(nets, net_of_gross(sum(amounts), rate))
    return [Taxed(net, gross - net) for net, gross in zip(nets, amounts, strict=True)]


def _vat_on_sum(nets: list[int], rate: Decimal) -> list[Taxed]:
    vats = _nudged([percent_of(net, rate) for net in nets], percent_of(sum(nets), rate))
    return [Taxed(net, vat) for net, vat in zip(nets, vats, strict=True)]


def _nudged(parts: list[int], target: int) -> list[int]:
    """Parts moved as little as possible, biggest first, a cent at a time, so that they sum to `target`."""
    gap = target - sum(parts)
    rounds, rest = divmod(abs(gap), len(parts))
    sign = 1 if gap >= 0 else -1
    moved = [part + sign * rounds for part in parts]
    for i in sorted(range(len(parts)), key=lambda i: -abs(parts[i]))[:rest]:
        moved[i] += sign
    return moved
