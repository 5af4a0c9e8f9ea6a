"""Documents in a foreign currency: which rate they take, prices converted by it, and their euros.

Nouns: the `Published` rates of a month (the European Central Bank's, the same for every company), the `Typed` rates of
a company, the `Home` amounts of an invoice. The one trick: the euros of an invoice are its TTC converted once and then
shared, so whatever is added up of it, by line, by account or by rate, is what was booked.

Specification: docs/algorithms/currencies.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from chalicelib.kernel.clock import PARIS
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.exchange import HOME, WITHOUT_CENTS, Rate, abroad, euros, part
from chalicelib.kernel.money import rounded, share
from chalicelib.pricing.rules import Agreement, Franco, Grid, Promotion, Tariff, Terms
from chalicelib.sales.rules.order import RateShare, Totals

TOO_OLD = 7
"""Days after which the last known rate is doubtful: a week covers weekends and the closing days of TARGET."""
PRICE_PLACES = 4
PUBLISHED_AT = time(16, 15)
SATURDAY = 5
CURRENCIES = (
    "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "BRL",
    "MXN", "CNY", "HKD", "SGD", "THB", "INR", "IDR", "MYR", "PHP", "ILS", "ZAR",
)  # fmt: skip
"""Those that the European Central Bank publishes, the ones without cents left out; a typed rate opens any other."""


@dataclass(frozen=True)
class Published:
    """The rates published in a month: day (ISO) -> currency -> units for one euro."""

    days: dict[str, dict[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class TypedRate:
    """A rate of the company's own: it wins over the published one of its day."""

    currency: str
    on: date
    rate: Decimal
    by: str = ""


@dataclass(frozen=True)
class Typed:
    """All rates a company typed."""

    items: tuple[TypedRate, ...] = ()


@dataclass(frozen=True)
class Home:
    """An invoice in euro cents: HT, VAT, TTC, by rate, and the HT of each of its lines."""

    net: int
    vat: int
    gross: int
    rates: tuple[RateShare, ...]
    lines: tuple[int, ...]


# --- rates


def published(now: datetime) -> date:
    """The last day whose rates the European Central Bank should have published: a working day, from 16:15 on."""
    there = now.astimezone(PARIS)
    day = there.date() - timedelta(days=there.time() < PUBLISHED_AT)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return day


def rate_on(currency: str, on: date, months: Iterable[Published], typed: Typed) -> Rate | None:
    """The last rate known on a day: of the latest day up to it, the typed one before the published one."""
    found = [Rate(currency, one.rate, one.on, "typed") for one in typed.items if one.currency == currency]
    for month in months:
        for day, rates in month.days.items():
            if currency in rates:
                found.append(Rate(currency, rates[currency], date.fromisoformat(day)))
    known = [one for one in found if one.on <= on]
    return max(known, key=lambda one: (one.on, one.source == "typed"), default=None)


def stale(rate: Rate | None, on: date) -> FieldError | None:
    """What is doubtful of a rate: it is older than a week on the day it is used."""
    if rate is None or (on - rate.on).days <= TOO_OLD:
        return None
    detail = f"Le dernier cours connu de {rate.currency} est du {rate.on:%d/%m/%Y}. Vérifiez-le, ou saisissez le cours."
    return FieldError("rate", "sales.rate.old", detail)


def no_rate(currency: str, on: date) -> Refused:
    """The refusal of a sale or a payment in a currency that has no rate."""
    detail = f"Aucun cours de {currency} n'est connu au {on:%d/%m/%Y}. Saisissez-le ici, ou dans Réglages, Devises."
    return Refused("sales.rate.unknown", detail, "rate")


def require_cents(currency: str) -> None:
    """Refused for a currency without a minor unit."""
    if currency in WITHOUT_CENTS:
        detail = f"{currency} n'a pas de centimes : facturez en euros, ou dans une autre devise."
        raise Refused("sales.currency.no_cents", detail, "currency")


def currency_of(asked: str | None, customer: str | None, grid: Grid | None) -> str:
    """The currency of a document: its own, else the customer's, else that of the grid. Refused when the grid's prices
    are in another one than euros and than the document's: prices are converted from euros only."""
    listed = grid.currency if grid else HOME
    currency = asked or customer or listed
    if currency != listed and listed != HOME:
        detail = f"Ce tarif est en {listed} : il ne se convertit pas en {currency}. Choisissez un tarif en euros."
        raise Refused("sales.currency.grid", detail, "grid")
    require_cents(currency)
    return currency


# --- prices


def converted(
    grid: Grid, tariffs: Mapping[str, Tariff], terms: Terms, rate: Rate
) -> tuple[Grid, dict[str, Tariff], Terms]:
    """A grid in euros, its tariffs, and what was agreed or promised in euros, in the currency of a rate: each price
    multiplied by it and rounded half up to the decimals of the grid."""
    prices = {
        variant: replace(
            tariff,
            prices={
                grid.id: tuple(
                    replace(tier, price=price_abroad(tier.price, rate, grid.decimals))
                    for tier in tariff.prices.get(grid.id, ())
                )
            },
        )
        for variant, tariff in tariffs.items()
    }
    agreed = _agreed(terms.agreement, rate, grid.decimals)
    promised = tuple(_promised(one, rate) for one in terms.promotions)
    return replace(grid, currency=rate.currency), prices, replace(terms, agreement=agreed, promotions=promised)


def price_abroad(price: Decimal, rate: Rate, decimals: int) -> Decimal:
    return rounded(price * rate.rate, decimals)


def _agreed(agreement: Agreement | None, rate: Rate, decimals: int) -> Agreement | None:
    if agreement is None or agreement.currency != HOME:
        return agreement
    prices = {
        variant: tuple(replace(tier, price=price_abroad(tier.price, rate, decimals)) for tier in tiers)
        for variant, tiers in agreement.prices.items()
    }
    return replace(agreement, currency=rate.currency, prices=prices)


def _promised(one: Promotion, rate: Rate) -> Promotion:
    return one if one.per_col is None else replace(one, per_col=price_abroad(one.per_col, rate, PRICE_PLACES))


def carriage_abroad(cost: int, franco: Franco, rate: Rate, *, own_franco: bool) -> tuple[int, Franco]:
    """What carriage costs and from where it is free, both in euros, in the currency of a rate. `own_franco`: the
    threshold is already in it (that of a grid in this currency)."""
    amount = franco.amount if own_franco else abroad(franco.amount, rate.rate)
    return abroad(cost, rate.rate), replace(franco, amount=amount)


# --- euros


def home_of(totals: Totals, nets: Sequence[tuple[Decimal, str, int]], rate: Rate) -> Home:
    """The euros of a document: its TTC converted, shared between HT and VAT of each rate, then the HT of a rate between
    its lines (rate, category, HT cents), by largest remainder."""
    gross = euros(totals.gross, rate.rate)
    parts = share(gross, [cents for one in totals.rates for cents in (one.net, one.vat)])
    rates = tuple(replace(one, net=parts[2 * n], vat=parts[2 * n + 1]) for n, one in enumerate(totals.rates))
    return summed(rates, _lines(rates, nets))


def summed(rates: tuple[RateShare, ...], lines: tuple[int, ...]) -> Home:
    net, vat = sum(one.net for one in rates), sum(one.vat for one in rates)
    return Home(net, vat, net + vat, rates, lines)


def _lines(rates: Iterable[RateShare], nets: Sequence[tuple[Decimal, str, int]]) -> tuple[int, ...]:
    found = [0] * len(nets)
    for one in rates:
        ranks = [n for n, (rate, category, _) in enumerate(nets) if (rate, category) == (one.rate, one.category)]
        for n, cents in zip(ranks, share(one.net, [nets[n][2] for n in ranks]) if ranks else (), strict=True):
            found[n] = cents
    return tuple(found)


def home_of_credit(
    of: Home, of_rates: Iterable[RateShare], before: Iterable[RateShare], note: Iterable[RateShare],
    nets: Sequence[tuple[Decimal, str, int]],
) -> Home:  # fmt: skip
    """The euros of a credit note, at the rate of its invoice `of`: of each rate and of HT and VAT, the difference of
    two rounded running sums, so credit notes cut in any way add up to their invoice. `before`: what earlier ones took,
    a share a rate and a note."""
    whole = {(one.rate, one.category): one for one in of_rates}
    booked = {(one.rate, one.category): one for one in of.rates}
    taken: dict[tuple[Decimal, str], tuple[int, int]] = {}
    for one in before:
        net, vat = taken.get((one.rate, one.category), (0, 0))
        taken[(one.rate, one.category)] = (net + one.net, vat + one.vat)
    rates = []
    for one in note:
        key = (one.rate, one.category)
        net, vat = taken.get(key, (0, 0))
        rates.append(
            replace(
                one,
                net=_running(booked[key].net, net, one.net, whole[key].net),
                vat=_running(booked[key].vat, vat, one.vat, whole[key].vat),
            )
        )
    return summed(tuple(rates), _lines(rates, nets))


def _running(home: int, before: int, more: int, whole: int) -> int:
    return part(home, before + more, whole) - part(home, before, whole)


def said(rate: Rate, decimals: int, *, french: bool) -> str:
    """The sentence that explains prices that were converted."""
    value, day = f"{rate.rate:f}", f"{rate.on:%d/%m/%Y}"
    if french:
        source = "BCE" if rate.source == "ecb" else "saisi"
        return (
            f"Prix en euros convertis : 1 EUR = {value.replace('.', ',')} {rate.currency} ({source}, {day}), "
            f"arrondis à {decimals} décimales au plus près."
        )
    source = "ECB" if rate.source == "ecb" else "typed"
    return (
        f"Prices in euros converted: EUR 1 = {rate.currency} {value} ({source}, {day}), "
        f"rounded to {decimals} decimals, half up."
    )
