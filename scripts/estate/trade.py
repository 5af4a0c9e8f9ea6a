"""Orders, invoices and payments, day after day, through the rooms' own use cases.

Nouns: `Trade`, an `Ask` (an order to make), a `Debt` (an invoice and the day it will be paid). The one trick: a use
case joins another's unit, so all the orders of a day, or two dozen invoices, are one read and one transaction.
"""

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, groupby

from chalicelib.aws.kinds import chain_ref
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.payments import service as payments
from chalicelib.payments.rules import PAYMENT_NUMBER
from chalicelib.payments.schemas import AllocationIn, PaymentIn
from chalicelib.pricing import service as pricing
from chalicelib.sales import service as sales
from chalicelib.sales.rules.delivery import left
from chalicelib.sales.rules.order import Order
from chalicelib.sales.rules.vat import case_named, duty_of
from chalicelib.sales.schemas import DeliveryIn, InvoiceOut, LineIn, NewOrderIn, OrderOut
from chalicelib.sales.service.composing import refs
from chalicelib.sales.service.delivering import NUMBER as NOTE_NUMBER
from chalicelib.sales.service.freezing import KIND, NUMBER
from chalicelib.sales.store import CHAIN, ORDERS, SERIES
from chalicelib.tenancy import service as tenancy
from scripts.estate import pace, words
from scripts.estate.cellar import Cellar
from scripts.estate.clients import Buyer, Clientele
from scripts.estate.wines import CARRIAGE, Bottle
from scripts.estate.world import World, fitting, parts

INVOICES_A_UNIT = 18  # four items each, with the delivery note
ITEMS_A_UNIT = 70  # of the 98 a transaction may have; counters come on top
OPEN_DAYS = 12  # how far back drafts and pending orders go
UNSHIPPED_DAYS, UNSHIPPED = 10, 3  # of the orders invoiced in the last days, one in three still stands in the cellar
BILLING, BANKING = (1, 4), (1, 4)  # days of the week


@dataclass(frozen=True)
class Ask:
    """An order to make, and what becomes of it: draft, pending, validated or cancelled."""

    buyer: Buyer
    order: NewOrderIn
    state: str


@dataclass(frozen=True, order=True)
class Debt:
    """An invoice of a customer and the day on which so many cents of it will be paid."""

    on: date
    customer: str
    invoice: str
    amount: int
    method: str
    extra: int = 0


@dataclass
class Trade:
    world: World
    cellar: Cellar
    clientele: Clientele
    used: set[str] = field(default_factory=set)
    to_invoice: list[tuple[date, str, Buyer]] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)
    orders: int = 0
    invoices: int = 0
    payments: int = 0

    @property
    def chance(self) -> random.Random:
        return self.world.chance

    def day(self, day: date, orders: int) -> None:
        """What happens on one day, in the order of its hours."""
        if pace.working(day) and day.weekday() in BANKING:
            self._bank(day)
        self._order(day, [self._ask(day) for _ in range(orders)])
        if pace.working(day) and day.weekday() in BILLING:
            self._bill(day)

    # --- orders

    def _ask(self, day: date) -> Ask:
        buyer, chance = self.clientele.next(), self.chance
        state = "validated"
        if (self.world.today - day).days <= OPEN_DAYS:
            (state,) = chance.choices(("validated", "pending", "draft"), (50, 25, 25))
        elif chance.random() < 0.015:
            state = "cancelled"
        fields = {
            "customer": buyer.id,
            "lines": self.lines(day, buyer),
            "confirm": state in ("validated", "cancelled"),
            "payment_method": None if buyer.habits.business else chance.choice(buyer.habits.methods),
            "discount_percent": chance.choice((2, 3, 5)) if chance.random() < 0.05 else None,
            "comment_printed": chance.choice(words.PRINTED) if chance.random() < 0.05 else "",
            "comment_private": chance.choice(words.NOTES) if chance.random() < 0.04 else "",
        }
        if buyer.habits.business and chance.random() < 0.3:
            fields["reference"] = chance.choice(words.REFERENCES).format(n=chance.randint(100, 9999))
        return Ask(buyer, NewOrderIn.model_validate(fields), state)

    def lines(self, day: date, buyer: Buyer) -> list[LineIn]:
        """What a customer of these habits asks for on a day."""
        habits, offers = buyer.habits, self.cellar.offers(day)
        wanted = min(self.chance.choice(habits.lines), len(offers))
        drawn = self.chance.choices(offers, cum_weights=self._tastes(day, habits.grid), k=3 * wanted)
        chosen = list(dict.fromkeys(drawn))[:wanted]
        lines = [self._line(one, buyer) for one in chosen]
        if not habits.business and self.chance.random() < 0.3 and (carriage := self._carriage()):
            lines.append(LineIn(variant=carriage, quantity=1))
        return lines[:12]

    def _line(self, bottle: Bottle, buyer: Buyer) -> LineIn:
        variant = self.cellar.variants[bottle]
        if bottle.size not in (375, 750, 1500):
            return LineIn(variant=variant, quantity=self.chance.choice((1, 1, 2, 3, 6)))
        packs = self.chance.choice(buyer.habits.packs)
        packaging = "CB6" if bottle.cuvee.scarce else "C12" if bottle.size == 375 else "C6"
        if bottle.size == 1500 or bottle.cuvee.scarce:
            packs = min(packs, 2)
        return LineIn(variant=variant, packaging=self.cellar.packagings[packaging], packs=packs)

    def _carriage(self) -> str | None:
        return next((id for one, id in self.cellar.variants.items() if one.cuvee.code == CARRIAGE), None)

    def _tastes(self, day: date, grid: str) -> list[int]:
        """How much each offer is liked, cumulated: bottles before magnums, everyday wines before great ones."""
        offers = self.cellar.offers(day)
        return list(accumulate(_liking(one, grid) for one in offers))

    def _order(self, day: date, asks: Sequence[Ask]) -> None:
        for part in self._fitting(asks):
            made = ordering(self.world.call(day, 9), part)
            self.orders += len(made)
            pairs = list(zip(made, part, strict=True))
            self.to_invoice += [(day, order.id, ask.buyer) for order, ask in pairs if ask.state == "validated"]
            if moved := [(order.id, ask.state) for order, ask in pairs if ask.state in ("pending", "cancelled")]:
                moving(self.world.call(day, 10), moved)

    def _fitting(self, asks: Sequence[Ask]) -> list[list[Ask]]:
        """The orders in units of so many items: an order, and whatever is named for the first time."""
        weighed = []
        for ask in asks:
            named = {ask.buyer.id, *(line.variant for line in ask.order.lines)} - self.used
            self.used |= named
            weighed.append((ask, 1 + len(named)))
        return fitting(weighed, ITEMS_A_UNIT)

    # --- invoices

    def _bill(self, day: date) -> None:
        """Invoice what was validated, but for a few that wait for the next time."""
        ready = [one for one in self.to_invoice if one[0] <= day and self.chance.random() < 0.75]
        waiting = set(ready)
        self.to_invoice = [one for one in self.to_invoice if one not in waiting]
        for part in parts(ready, INVOICES_A_UNIT):
            fresh = (self.world.today - day).days < UNSHIPPED_DAYS
            made = invoicing(self.world.call(day, 15), [id for _, id, _ in part], UNSHIPPED if fresh else 0)
            self.invoices += len(made)
            for invoice, (_, _, buyer) in zip(made, part, strict=True):
                self._owe(invoice, buyer)

    def _owe(self, invoice: InvoiceOut, buyer: Buyer) -> None:
        """Decide when an invoice will be paid: on time, late, in two parts, too much, or never."""
        habits, chance = buyer.habits, self.chance
        due = invoice.due_on if habits.business else invoice.issued_on
        on = max(due + timedelta(days=chance.randint(*habits.late)), invoice.issued_on)
        fresh = (self.world.today - due).days < 150
        (fate,) = chance.choices(("paid", "late", "parts", "over", "never"), (88, 6 if habits.business else 1, 2, 0.4,
                                                                               4 if fresh else 0.4))  # fmt: skip
        method, gross = (
            invoice.method.code if not habits.business else chance.choice(habits.methods),
            invoice.totals.gross,
        )
        if fate == "never" or not gross:
            return
        if fate == "late":
            on += timedelta(days=chance.randint(20, 70))
        if fate == "parts":
            self._promise(Debt(on, buyer.id, invoice.id, gross // 2, method))
            on, gross = on + timedelta(days=30), gross - gross // 2
        self._promise(Debt(on, buyer.id, invoice.id, gross, method, -gross % 1000 if fate == "over" else 0))

    def _promise(self, debt: Debt) -> None:
        if debt.amount:
            heapq.heappush(self.debts, debt)

    # --- payments

    def _bank(self, day: date) -> None:
        """Record what came in since the last time; a customer who pays several invoices at once pays them together."""
        ready = []
        while self.debts and self.debts[0].on <= day:
            ready.append(heapq.heappop(self.debts))
        ready.sort(key=lambda one: (one.customer, one.method, one.invoice))
        grouped = [list(some) for _, some in groupby(ready, key=lambda one: (one.customer, one.method))]
        asked = [_payment(some) for some in grouped]
        for part in fitting([(one, 1 + len(one.allocations)) for one in asked], ITEMS_A_UNIT):
            self.payments += len(receiving(self.world.call(day, 8), part))


def _liking(bottle: Bottle, grid: str) -> int:
    """The cheaper the more; carriage is added to an order, never chosen."""
    if bottle.cuvee.code == CARRIAGE:
        return 0
    sort = {750: 10, 1500: 1, 375: 3 if grid == "CHR" else 1}.get(bottle.size or 0, 3)
    liking = int(sort * (2 if bottle.year is None else 1) * 120 / Decimal(bottle.cuvee.price))
    if bottle.cuvee.scarce or (grid == "EXP" and bottle.size != 750):
        liking //= 4
    return max(1, liking)


def _payment(debts: list[Debt]) -> PaymentIn:
    """One payment for these debts of one customer."""
    parts_of: dict[str, int] = {}
    for one in debts[:20]:
        parts_of[one.invoice] = parts_of.get(one.invoice, 0) + one.amount
    amount = sum(parts_of.values()) + sum(one.extra for one in debts[:20])
    allocations = [AllocationIn(invoice=invoice, amount=part) for invoice, part in parts_of.items()]
    return PaymentIn(customer=debts[0].customer, method=debts[0].method, amount=amount, allocations=allocations)


@use_case("sales.order.create")
def ordering(unit: Unit, asks: Sequence[Ask]) -> list[OrderOut]:
    """Orders, validated when they are asked to be. What any of them reads is read in one batch."""
    said = crm.finding_refs(*(ask.order.customer for ask in asks))
    unit.load(*said, *(ref for ask in asks for ref in refs(unit, ask.order)))
    return [sales.create_order(unit, ask.order) for ask in asks]


@use_case("sales.order.transition")
def moving(unit: Unit, wanted: Sequence[tuple[str, str]]) -> None:
    """Orders put on hold, or cancelled."""
    unit.load(*((ORDERS, id) for id, _ in wanted))
    for id, state in wanted:
        sales.transition(unit, id, state)


@use_case("sales.invoice.issue")
def invoicing(unit: Unit, orders: Sequence[str], unshipped: int = 0) -> list[InvoiceOut]:
    """Their invoices, in the order of the orders; the goods leave with a delivery note, but for one order in so many
    `unshipped` (0: all leave)."""
    unit.load(
        *((ORDERS, id) for id in orders),
        (SERIES, KIND),
        chain_ref(CHAIN),
        *crm.refs(),
        *catalogue.refs(()),
        *pricing.refs((), on=unit.today),
        *sales.method_refs(),
        *tenancy.refs(NUMBER, NOTE_NUMBER, on=unit.today),
    )
    abroad = [order for order in (unit.get(ORDERS, id) for id in orders) if suspended(order)]
    if abroad:  # what a delivery note under suspension looks at, of them all at once
        buyers, sold = [order.buyer.id for order in abroad], (one.variant for order in abroad for one in order.lines)
        unit.load(*crm.refs(*buyers), *crm.finding_refs(*buyers), *catalogue.refs(sold))
    for n, id in enumerate(orders):
        if (not unshipped or n % unshipped) and left(unit.get(ORDERS, id)):  # an order may be of services alone
            sales.deliver(unit, DeliveryIn(order=id))
    return [sales.issue(unit, id) for id in orders]


def suspended(order: Order) -> bool:
    """Does it leave under suspension of duty?"""
    return duty_of(order.asked_duty, case_named(order.vat_case)) == "suspended"


@use_case("payments.payment.record")
def receiving(unit: Unit, asked: Sequence[PaymentIn]) -> list[str]:
    """Payments, each with what it pays."""
    unit.load(
        *crm.refs(*(one.customer for one in asked)),
        *sales.method_refs(),
        *sales.receivable_refs(*(part.invoice for one in asked for part in one.allocations)),
        *tenancy.refs(PAYMENT_NUMBER, on=unit.today),
    )
    return [payments.record(unit, one).id for one in asked]
