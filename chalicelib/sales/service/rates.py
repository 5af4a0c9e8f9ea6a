"""Exchange rates: kept every day from the European Central Bank, typed by a company, found for a document.

The one trick: the rates of a month are one item, the same for every company, so a document in a foreign currency reads
two months and the company's own rates in one batch, and one in euros reads nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.log import logger
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Refused
from chalicelib.kernel.exchange import HOME, Rate
from chalicelib.sales.rules.currency import (
    CURRENCIES,
    TOO_OLD,
    Published,
    Typed,
    TypedRate,
    no_rate,
    published,
    rate_on,
    require_cents,
)
from chalicelib.sales.schemas.rates import RateRow, RatesOut, RatesQuery, TypedRateIn
from chalicelib.sales.store import PUBLISHED, TYPED

Days = Mapping[date, dict[str, Decimal]]
SHOWN = 31
MOST_TYPED = 500


# --- kept


def keep(call: Call) -> int:
    """Ask the European Central Bank what it published since the last day known, when it should have; gives how many
    days are new. Its silence changes nothing and is logged: the next hour asks for all that is missing."""
    from chalicelib.aws.line import Silent  # noqa: PLC0415 - nothing else here asks anybody
    from chalicelib.sales.partners import ecb  # noqa: PLC0415 - as above

    zero = call.within(PLATFORM)
    last = _last(_known(reading(zero), call.today))
    if last is not None and last >= published(call.now):
        return 0
    gap = last is None or (call.today - last).days > 4
    try:
        days = ecb.ninety_days() if gap else ecb.last_day()
        if not gap and last is not None and _missed(last, min(days)):
            days = ecb.ninety_days()
    except Silent as silent:
        logger.warning("no exchange rates", extra={"reason": silent.reason})
        return 0
    return sum(_kept(zero, month, days) for month in sorted({f"{day:%Y-%m}" for day in days if day <= call.today}))


def _missed(last: date, next_: date) -> bool:
    """Was there a working day between two days?"""
    return any((last + timedelta(days=n)).weekday() < 5 for n in range(1, (next_ - last).days))


@use_case("sales.rates.keep")
def _kept(unit: Unit, month: str, days: Days) -> int:
    """Write the days of a month that are not known yet: what was published is never replaced."""
    unit.load((PUBLISHED, month))
    book = unit.find(PUBLISHED, month) or Published()
    new = {
        day.isoformat(): rates
        for day, rates in days.items()
        if f"{day:%Y-%m}" == month and day <= unit.today and day.isoformat() not in book.days
    }
    if new:
        unit.put(PUBLISHED, month, Published(dict(sorted({**book.days, **new}.items()))))
    return len(new)


# --- found


def rate_for(unit: Unit, currency: str, on: date, typed: Decimal | None = None) -> Rate | None:
    """The rate of a document or a payment of a day: the one typed on it, else the last one known. None in euros.
    Refused when there is none."""
    if currency == HOME:
        return None
    require_cents(currency)
    if typed is not None:
        return Rate(currency, typed, on, "typed")
    found = rate_on(currency, on, _known(unit, on), unit.find(TYPED, WHOLE) or Typed())
    if found is None:
        raise no_rate(currency, on)
    return found


def _known(unit: Unit, on: date) -> list[Published]:
    """The rates of the month of a day and of the one before."""
    months = [f"{on:%Y-%m}", f"{on.replace(day=1) - timedelta(days=1):%Y-%m}"]
    unit.load((TYPED, WHOLE), *((PUBLISHED, month) for month in months))
    return [book for month in months if (book := unit.find(PUBLISHED, month))]


def _last(months: list[Published]) -> date | None:
    return max((date.fromisoformat(day) for month in months for day in month.days), default=None)


# --- typed


@use_case("sales.rates.type")
def type_rate(unit: Unit, asked: TypedRateIn) -> RatesOut:
    """Keep, replace or take away the company's own rate of a day. Refused for the euro, for a day to come."""
    unit.load((TYPED, WHOLE))
    unit.expect(TYPED, WHOLE, unit.call.if_match)
    on = asked.on or unit.today
    require_cents(asked.currency)
    if asked.currency == HOME or on > unit.today:
        detail = "Saisissez le cours d'une devise étrangère, d'aujourd'hui ou d'un jour passé."
        raise Refused("sales.rate.typed", detail, "currency" if asked.currency == HOME else "on")
    book = unit.find(TYPED, WHOLE) or Typed()
    kept = [one for one in book.items if (one.currency, one.on) != (asked.currency, on)]
    if asked.rate is not None:
        kept.append(TypedRate(asked.currency, on, asked.rate, unit.actor.name))
    kept = sorted(kept, key=lambda one: (one.on, one.currency))[-MOST_TYPED:]
    unit.put(TYPED, WHOLE, replace(book, items=tuple(kept)))
    return _shown(unit, unit.today, None)


def list_rates(call: Call, query: RatesQuery) -> RatesOut:
    """The rates known on a day, and those of the month before it."""
    return _shown(reading(call), query.until or call.today, query.currency)


def _shown(unit: Unit, until: date, only: str | None) -> RatesOut:
    months, typed = _known(unit, until), unit.find(TYPED, WHOLE) or Typed()
    by = {(one.currency, one.on): one.by for one in typed.items}
    names = sorted({*CURRENCIES, *(one.currency for one in typed.items)})
    found = [rate_on(name, until, months, typed) for name in names if only in (None, name)]
    since = until - timedelta(days=SHOWN)
    last = _last([Published({day: rates for day, rates in m.days.items() if day <= until.isoformat()}) for m in months])
    late = last is None or (until - last).days > TOO_OLD
    return RatesOut(
        current=[_row(one, by) for one in found if one],
        items=[
            _row(one, by)
            for one in sorted(_all(months, typed), key=lambda one: (-one.on.toordinal(), one.currency, one.source))
            if since <= one.on <= until and one.currency in names and only in (None, one.currency)
        ],
        currencies=names,
        last_on=last,
        warning=_LATE.format(f"{last:%d/%m/%Y}" if last else "jamais") if late else "",
        version=unit.version(TYPED, WHOLE),
    )


_LATE = "La Banque centrale européenne n'a pas été lue depuis longtemps (dernier cours : {}). Saisissez les cours."


def _all(months: list[Published], typed: Typed) -> list[Rate]:
    found = [Rate(one.currency, one.rate, one.on, "typed") for one in typed.items]
    for month in months:
        for day, listed in month.days.items():
            found += [Rate(name, rate, date.fromisoformat(day)) for name, rate in listed.items()]
    return found


def _row(one: Rate, by: dict[tuple[str, date], str]) -> RateRow:
    who = by.get((one.currency, one.on), "") if one.source == "typed" else ""
    return RateRow(currency=one.currency, on=one.on, rate=one.rate, source=one.source, by=who)
