"""The small invented estate of a first `make run`: `python -m scripts.estate COMPANY USER`, inside the local system.

Noun: the `Maker`, who fills a company with a year of trade through the rooms' own use cases. The one trick: a use case
may join another, so some orders are one transaction, on the day they happened. `make demo` has a large estate.
"""

import heapq
import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, islice
from typing import Any, TypeVar

import app  # noqa: F401 - registers every kind
from chalicelib.aws.call import Actor, Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import schemas as wine
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import schemas as people
from chalicelib.crm import service as crm
from chalicelib.kernel.money import Basis
from chalicelib.payments import schemas as money
from chalicelib.payments import service as payments
from chalicelib.pricing import schemas as tariff
from chalicelib.pricing import service as pricing
from chalicelib.sales import schemas as sale
from chalicelib.sales import service as sales
from chalicelib.sales.store import ORDERS
from chalicelib.tenancy.schemas.companies import CompanyIn
from chalicelib.tenancy.service import companies
from scripts import invented

T = TypeVar("T")
CUSTOMERS, CUVEES, VINTAGES, SALES, DAYS = 60, 6, 3, 120, 365
TOGETHER = 2  # orders of one day, in one transaction
FRESH = timedelta(days=10)  # younger orders are not invoiced yet, some not even validated
LATE = 0.06  # share of invoices that nobody has paid yet


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items, `size` at a time."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


@dataclass
class Buyer:
    """A customer of the estate; `days` until an invoice is paid."""

    id: str
    days: int
    thirst: int


@dataclass
class Maker:
    """Fills one company. `due` holds the invoices to be paid, by day."""

    company: str
    user: str
    today: date
    chance: random.Random = field(default_factory=lambda: random.Random(1959))
    buyers: list[Buyer] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    grids: dict[str, str] = field(default_factory=dict)
    cartons: str = ""
    due: list[tuple[date, str, str, int]] = field(default_factory=list)

    def call(self, day: date) -> Call:
        """The owner, at ten o'clock of a day."""
        actor = Actor("user", self.user, "Camille Vigneron", frozenset({"*"}))
        return Call(
            actor, self.company, datetime.combine(day, time(9), UTC), str(uuid.UUID(int=self.chance.getrandbits(128)))
        )

    @property
    def first_day(self) -> date:
        """When the estate's books begin."""
        return self.today - timedelta(days=DAYS)

    def fill(self) -> None:
        """Everything, oldest first."""
        self.identity()
        self.wines()
        self.prices()
        self.people()
        self.trade()

    def identity(self) -> None:
        """The company's own address and numbers, which invoices need."""
        companies.update(self.call(self.first_day), CompanyIn(**invented.COMPANY))

    def wines(self) -> None:
        """Families, a packaging, cuvées with their vintages, bottles of three sizes."""
        call = self.call(self.first_day)
        made = catalogue.create_packaging(call, wine.PackagingIn(code="C6", name="Carton de 6", quantity=6))
        self.cartons = made.id
        families = {
            colour: catalogue.create_family(call, wine.FamilyIn(code=code, name=name, position=position)).id
            for position, (colour, code, name) in enumerate(invented.FAMILIES)
        }
        years = [self.today.year - 2 - age for age in range(VINTAGES)]
        asked = [
            wine.ProductIn(
                family_id=families[colour], name=name, code=f"P{number:03d}", colour=colour, appellation=place,
                vintages=[wine.VintageIO(year=year, alcohol=Decimal("13.5")) for year in years],
            )
            for number, (name, colour, place) in enumerate(invented.cuvees(CUVEES), 1)
        ]  # fmt: skip
        products = [one for part in chunks(asked, 20) for one in catalogue.create_products(call, part)]
        bottles = [
            wine.VariantIn(
                product_id=product.id, vintage_id=vintage.id, sku=f"{product.code}-{vintage.year}-{code}", volume=volume
            )
            for product in products
            for vintage in product.vintages
            for code, volume in invented.BOTTLES
        ]
        for part in chunks(bottles, 20):
            self.variants += [variant.id for variant in catalogue.create_variants(call, part)]

    def prices(self) -> None:
        """A public, a restaurant and an export grid, with tiers."""
        call = self.call(self.first_day)
        for code, name, basis in invented.GRIDS:
            self.grids[code] = pricing.create_grid(call, tariff.GridIn(code=code, name=name, basis=Basis(basis))).id
        priced = [
            tariff.VariantPrices(variant_id=variant, prices=self.tiers(rank))
            for rank, variant in enumerate(self.variants)
        ]
        for part in chunks(priced, 20):
            pricing.set_prices(call, part)

    def tiers(self, rank: int) -> dict[str, list[tariff.TierIO]]:
        """The prices of a bottle in every grid: cheaper from 60."""
        volume = invented.BOTTLES[rank % len(invented.BOTTLES)][1]
        base = Decimal(self.chance.randrange(700, 3200, 10)) / 100 * volume / 750
        found = {}
        for code, share in invented.SHARES.items():
            price = (base * share).quantize(Decimal("0.01"))
            many = (price * Decimal("0.92")).quantize(Decimal("0.01"))
            found[self.grids[code]] = [tariff.TierIO(price=price), tariff.TierIO(from_qty=60, price=many)]
        return found

    def people(self) -> None:
        """Customers: two thirds private, the others restaurants, shops and importers."""
        call = self.call(self.first_day)
        kinds = [invented.customer(self.chance, number) for number in range(CUSTOMERS)]
        for part in chunks(kinds, 40):
            asked = [people.CustomerIn(**one.fields, grid_id=self.grids[one.grid]) for one in part]
            made = crm.create_customers(call, asked)
            self.buyers += [Buyer(out.id, one.days, one.thirst) for out, one in zip(made, part, strict=True)]

    def trade(self) -> None:
        """Orders, invoices and payments, day after day."""
        days = sorted(self.first_day + timedelta(days=self.chance.randrange(1, DAYS)) for _ in range(SALES))
        for part in chunks(days, TOGETHER):
            self.pay(part[-1])
            fresh = part[-1] > self.today - FRESH
            asked = [self.order(confirm=not fresh or self.chance.random() < 0.6) for _ in part]
            orders = ordering(self.call(part[-1]), [one.order for one in asked])
            if not fresh:
                for invoice, one in zip(invoicing(self.call(part[-1]), orders), asked, strict=True):
                    self.owe(part[-1], invoice, one)
        self.pay(self.today)

    @cached_property
    def weights(self) -> list[int]:
        """Thirst, cumulated."""
        return list(accumulate(buyer.thirst for buyer in self.buyers))

    def order(self, confirm: bool) -> "Asked":
        """What one customer asks for."""
        buyer = self.chance.choices(self.buyers, cum_weights=self.weights)[0]
        chosen = self.chance.sample(self.variants, self.chance.randint(1, min(8, len(self.variants))))
        lines = [
            sale.LineIn(variant=one, packaging=self.cartons, packs=self.chance.choice((1, 1, 2, 3, 10)))
            for one in chosen
        ]
        return Asked(buyer.days, sale.NewOrderIn(customer=buyer.id, lines=lines, confirm=confirm))

    def owe(self, day: date, invoice: sale.InvoiceOut, asked: "Asked") -> None:
        """Remember when an invoice will be paid, if ever."""
        if self.chance.random() > LATE:
            paid = day + timedelta(days=asked.days + self.chance.randint(0, 12))
            heapq.heappush(self.due, (paid, invoice.id, asked.order.customer, invoice.totals.gross))

    def pay(self, until: date) -> None:
        """Record the payments of the days up to `until`."""
        ready = []
        while self.due and self.due[0][0] <= until:
            ready.append(heapq.heappop(self.due))
        for part in chunks(ready, TOGETHER):
            asked = [
                money.PaymentIn(
                    customer=customer, method=self.chance.choice(("transfer", "card", "cheque")), amount=amount,
                    received_on=day, allocations=[money.AllocationIn(invoice=invoice, amount=amount)],
                )
                for day, invoice, customer, amount in part
            ]  # fmt: skip
            receiving(self.call(until), asked)


@dataclass(frozen=True)
class Asked:
    """An order to make; `days` until its invoice is paid."""

    days: int
    order: sale.NewOrderIn


@use_case("demonstration.orders")
def ordering(unit: Unit, asked: list[sale.NewOrderIn]) -> list[str]:
    """Orders, validated; their ids. All that they read is read in one batch."""
    variants = {line.variant for one in asked for line in one.lines}
    unit.load(
        *crm.refs(*(one.customer for one in asked)), *catalogue.refs(variants), *pricing.refs(variants, on=unit.today)
    )
    return [sales.create_order(unit, one).id for one in asked]


@use_case("demonstration.invoices")
def invoicing(unit: Unit, orders: list[str]) -> list[sale.InvoiceOut]:
    """Their invoices."""
    unit.load(*((ORDERS, order) for order in orders))
    return [sales.issue(unit, order) for order in orders]


@use_case("demonstration.payments")
def receiving(unit: Unit, asked: list[money.PaymentIn]) -> list[Any]:
    """Payments."""
    invoices = [part.invoice for one in asked for part in one.allocations]
    unit.load(*crm.refs(*(one.customer for one in asked)), *sales.receivable_refs(*invoices))
    return [payments.record(unit, one) for one in asked]


if __name__ == "__main__":
    Maker(sys.argv[1], sys.argv[2], datetime.now(UTC).date()).fill()
