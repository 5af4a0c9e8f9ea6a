"""What of the sales of a period is reported, and how.

Nouns: the `Way` an invoice goes (e-invoice, summed, one by one), the `Sums` of a period, an `EReport` (what is kept of
a report). The one trick: of each rate, services are the sum of their lines and goods are the rest, so every cent of an
invoice is in exactly one place. Amounts are cents of euros, credit notes below zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from chalicelib.render.flux10 import DaySum, Tax, UnitSale
from chalicelib.sales.rules.credit import KIND as CREDIT_NOTE
from chalicelib.sales.rules.invoice import Invoice
from chalicelib.sales.rules.order import RateShare
from chalicelib.sales.rules.regime import regime
from chalicelib.sales.rules.vat import case_named, territory

Way = Literal["einvoice", "summed", "unit"]
GOODS, SERVICES, UNTAXED = "TLB1", "TPS1", "TNT1"
ELSEWHERE = frozenset({"oss", "export"})
"""VAT cases of sales that French VAT does not touch."""
EU_VAT, FOREIGN = "0223", "0227"
TYPES = {"credit_note": "381", "deposit_invoice": "386"}
TRANSITIONS = {
    ("open", "to_send"),
    ("to_send", "sent"),
    ("to_send", "refused"),
    ("sent", "accepted"),
    ("sent", "refused"),
    ("refused", "replaced"),
    ("accepted", "replaced"),
    ("sent", "replaced"),
}


@dataclass(frozen=True)
class EReport:
    """A report, first or replacing (`type_code` RE, `replaces`). `number` is TT-1. `digest`: of what it tells, so that
    a period whose sales no longer equal it is seen. `sha256`: its file, "" while its period runs. `net`, `vat`: what it
    tells, `elsewhere`: VAT of other states on its sales, which it does not tell; `count`: invoices or days of money."""

    id: str
    sort: str
    start: date
    end: date
    due_on: date
    state: str
    number: str
    type_code: str
    made_at: datetime
    net: int = 0
    vat: int = 0
    elsewhere: int = 0
    count: int = 0
    digest: str = ""
    sha256: str = ""
    problem: str = ""
    replaces: str = ""
    sent_at: datetime | None = None


@dataclass
class Sums:
    """What a period told so far: by day and category, one by one, and what goes by e-invoice (to compare)."""

    days: dict[tuple[date, str], dict[Decimal, list[int]]] = field(default_factory=dict)
    counts: dict[tuple[date, str], int] = field(default_factory=dict)
    units: list[UnitSale] = field(default_factory=list)
    unit_net: int = 0
    unit_vat: int = 0
    einvoiced_net: int = 0
    einvoiced_vat: int = 0
    elsewhere: int = 0
    invoices: int = 0

    def add(self, said: Invoice) -> None:
        """One invoice or credit note more."""
        sign = -1 if said.kind == CREDIT_NOTE else 1
        home = said.home or said.totals
        match way(said):
            case "einvoice":
                self.einvoiced_net += sign * home.net
                self.einvoiced_vat += sign * home.vat
            case "unit":
                self.invoices += 1
                self.unit_net += sign * home.net
                self.unit_vat += sign * home.vat
                self.units.append(unit_of(said))
            case "summed":
                self.invoices += 1
                self._summed(said, sign)

    def _summed(self, said: Invoice, sign: int) -> None:
        elsewhere = said.vat_case in ELSEWHERE
        touched = set()
        for share, goods, services in shares(said):
            for category, (net, vat) in ((GOODS, goods), (SERVICES, services)):
                if not net and not vat:
                    continue
                where = said.issued_on, UNTAXED if elsewhere else category
                held = self.days.setdefault(where, {}).setdefault(Decimal(0) if elsewhere else share.rate, [0, 0])
                held[0] += sign * net
                held[1] += 0 if elsewhere else sign * vat
                self.elsewhere += sign * vat if elsewhere else 0
                touched.add(where)
        for where in touched:
            self.counts[where] = self.counts.get(where, 0) + 1

    def day_sums(self) -> tuple[DaySum, ...]:
        """10.3, by day and category."""
        return tuple(
            DaySum(
                on=day,
                category=category,
                currency="EUR",
                net=sum(net for net, _ in rates.values()),
                vat=sum(vat for _, vat in rates.values()),
                count=self.counts[day, category],
                taxes=tuple(Tax(percent, net, vat) for percent, (net, vat) in sorted(rates.items())),
            )
            for (day, category), rates in sorted(self.days.items())
        )

    @property
    def net(self) -> int:
        return self.unit_net + sum(net for rates in self.days.values() for net, _ in rates.values())

    @property
    def vat(self) -> int:
        return self.unit_vat + sum(vat for rates in self.days.values() for _, vat in rates.values())

    @property
    def empty(self) -> bool:
        return not self.days and not self.units

    @property
    def digest(self) -> str:
        """Of what is told: the same sales, the same text."""
        told = repr((self.day_sums(), sorted(self.units, key=lambda one: one.number)))
        return hashlib.sha256(told.encode()).hexdigest()


def way(said: Invoice) -> Way:
    """How a sale is told: a business in France with a number gets an e-invoice, one without is reported with private
    persons, one abroad is reported one by one."""
    match regime(said.buyer):
        case "B2B" if said.buyer.siret:
            return "einvoice"
        case "B2BINT":
            return "unit"
    return "summed"


def shares(said: Invoice) -> Iterable[tuple[RateShare, tuple[int, int], tuple[int, int]]]:
    """Each rate of an invoice in euros, with its goods and its services (net, VAT). In another currency services are
    their share of the rate's euros."""
    own = {(one.rate, one.category): one for one in said.totals.rates}
    for share in said.home.rates if said.home else said.totals.rates:
        lines = [one for one in said.lines if (one.vat_rate, one.category) == (share.rate, share.category)]
        net = sum(one.net for one in lines if not one.goods)
        vat = sum(one.vat for one in lines if not one.goods)
        if said.home:
            whole = own[share.rate, share.category]
            net = _part(share.net, net, whole.net)
            vat = _part(share.vat, vat, whole.vat)
        yield share, (share.net - net, share.vat - vat), (net, vat)


def _part(amount: int, some: int, of: int) -> int:
    return round(Decimal(amount) * some / of) if of else 0


def unit_of(said: Invoice) -> UnitSale:
    """A sale to a business abroad, in its own currency, its VAT in euros."""
    case, home = case_named(said.vat_case), said.home or said.totals
    place, buyer = said.buyer.address, said.buyer
    in_eu = territory(place.country, place.postcode) == "eu" and bool(buyer.vat_number)
    vats = {(one.rate, one.category): one.vat for one in home.rates}
    kinds = {line.goods for line in said.lines}
    return UnitSale(
        number=said.number,
        on=said.issued_on,
        type_code=TYPES.get(said.kind, "380"),
        currency=said.currency,
        process="M1" if len(kinds) == 2 else "B1" if True in kinds else "S1",
        buyer=buyer.vat_number[:18] if in_eu else f"{place.country}{buyer.name}"[:18],
        scheme=EU_VAT if in_eu else FOREIGN,
        buyer_vat=buyer.vat_number if in_eu else "",
        country=place.country,
        net=said.totals.net,
        vat=home.vat,
        taxes=tuple(
            Tax(one.rate, one.net, vats[one.rate, one.category], one.category, "" if case.taxed else case.mention_fr)
            for one in said.totals.rates
        ),
        of=tuple((one.number, one.issued_on) for one in said.preceding),
    )
