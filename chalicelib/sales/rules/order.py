"""The order: what a customer asked for, at which price and why, in which state.

Nouns: a `Line` (a variant with its priced line, which holds the trace), `Totals` (HT, VAT by rate, TTC), an `Offer`
(what an order and a quote have in common), an `Order`, what was `Delivered` of it.
The one trick: pricing decides each line in the basis of the grid and one breakdown splits them into HT and VAT, so
lines, rates and total always agree to the cent. Amounts are cents, volumes 10^-5 hL, quantities bottles (cols).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from chalicelib.catalogue.rules import Duty
from chalicelib.kernel.errors import Conflict, FieldError, Refused
from chalicelib.kernel.exchange import Rate, euros
from chalicelib.kernel.money import Basis, Rounding, Taxable, rounded, vat_breakdown
from chalicelib.pricing.rules import Carriage, Channel, Grid, GridChoice, OrderDiscount, PricedLine, Tariff
from chalicelib.sales.rules.deposit import Deposit
from chalicelib.sales.rules.party import Buyer
from chalicelib.sales.rules.schedule import Planned, problems
from chalicelib.sales.rules.vat import AskedRelief, VatCase, category_for, rate_for

TRANSITIONS = {
    ("draft", "pending"),
    ("draft", "validated"),
    ("draft", "cancelled"),
    ("pending", "draft"),
    ("pending", "validated"),
    ("pending", "cancelled"),
    ("validated", "draft"),
    ("validated", "cancelled"),
    ("validated", "invoiced"),
    ("invoiced", "cancelled"),
}
OPEN = frozenset({"draft", "pending"})
MOST_LINES = 200
DocumentName = Literal["quote", "order", "proforma", "delivery_note", "invoice"]
PRICE_PLACES = 4
NO_CARRIAGE = Carriage(0, 0)


@dataclass(frozen=True)
class Line:
    """One sold line. `priced` is what pricing decided, with its trace; `net` (HT) and `vat` are its share of the
    totals.

    `home_rate` is the variant's French rate, `vat_rate` the one that applies to this order, in percent. `packaging`
    says how the bottles were asked for ("6 cartons of 6"). `percent` and `per_col` are the line's own discounts, as
    typed. `capsule` is what its bottles wear and `capsule_level` says who decided it; `asked_capsule` what the line
    itself says. `weight` of one bottle in grams, `sales_unit`: sold by so many. `own_account` and `product_account` are
    what variant and product say of the sales account, for the invoice. `commission`: the percent typed for the
    representative, None as his rates say. `own_label`: the words typed for it, "" when they are the product's.
    `facts`: what a template may show besides (abv, lot, customs_code, ttb_id), those that are known. `free`: bottles
    given besides those billed (12 + 1).
    """

    variant: str
    sku: str
    label: str
    home_rate: Decimal
    priced: PricedLine
    vat_rate: Decimal = Decimal(0)
    goods: bool = True
    volume: int = 0
    packaging: str | None = None
    packaging_label: str = ""
    percent: Decimal = Decimal(0)
    per_col: Decimal = Decimal(0)
    gtin: str = ""
    family: str = ""
    own_account: str | None = None
    product_account: str | None = None
    asked_capsule: str | None = None
    capsule: str | None = None
    capsule_level: str = ""
    weight: int = 0
    sales_unit: int = 1
    commission: Decimal | None = None
    own_label: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    free: int = 0
    net: int = 0
    vat: int = 0

    @property
    def quantity(self) -> int:
        """Bottles billed."""
        return self.priced.cols

    @property
    def bottles(self) -> int:
        """Bottles that leave: billed and free."""
        return self.quantity + self.free

    @property
    def amount(self) -> int:
        """Cents after discounts, in the order's basis; 0 while there is no price."""
        return self.priced.net or 0


@dataclass(frozen=True)
class RateShare:
    """The foot of a document for one rate: base HT and VAT in cents; `category` is the EN 16931 code."""

    rate: Decimal
    category: str
    net: int
    vat: int


@dataclass(frozen=True)
class Totals:
    """Cents. `discounts`: what all discounts took, in the order's basis. `cols` counts physical bottles, the free
    ones too, `volume` sums them."""

    net: int = 0
    vat: int = 0
    gross: int = 0
    discounts: int = 0
    cols: int = 0
    volume: int = 0
    rates: tuple[RateShare, ...] = ()


@dataclass(frozen=True)
class Offer(ABC):
    """What is sold, to whom, at which prices, with what was true of customer and grid when it was last priced: all that
    an order and a quote have in common.

    `payment_term` and `payment_method` are what the document itself says (None: inherited until invoiced).
    `planned_on`: the day from which it may be invoiced. `delivery_rank`: which of the customer's delivery addresses.
    `delivered`: delivered prices are wanted. `asked_duty`: duty paid or suspended, None as the destination says.
    `asked_shipping`: what carriage costs, in cents of the basis, None as the company says; `charges`: its lines.
    `vat_relief`: why no VAT is due ("none": it is, None: as the customer says). `copies`: is the representative in copy
    of its e-mails, None as the company says. `asked_depot`: the depot it says itself, `depot`: the one it leaves from
    and `depot_level` who decided it. `comment_on`: the documents that print the printed comment, none: all.
    `ordered_on`: the date the document is of. `tags`: ids of the labels it bears. `agent`: the representative who
    earns on it, that of the customer when it was made, "" nobody (None: made before it was noted); `asked_agent`: the
    one typed. `schedule`: its instalments, none: all of it by its payment term. `release_on`: of
    futures (primeurs), the day their vintage is released. `asked_currency` and
    `asked_rate`: what it says itself of its currency; `rate`: the one it is priced and invoiced at, None in euros.
    """

    id: str
    number: str
    state: str
    buyer: Buyer
    grid: GridChoice
    basis: Basis
    vat_case: str
    discount: OrderDiscount
    ordered_on: date
    created_at: datetime
    created_by: str
    updated_at: datetime
    currency: str = "EUR"
    language: str = "fr"
    asked_grid: str | None = None
    delivery_rank: int | None = None
    planned_on: date | None = None
    payment_term: str | None = None
    payment_method: str | None = None
    reference: str = ""
    comment_private: str = ""
    comment_printed: str = ""
    comment_on: tuple[DocumentName, ...] = ()
    tags: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    totals: Totals = Totals()
    channel: Channel = "office"
    delivered: bool = False
    asked_duty: Duty | None = None
    vat_relief: AskedRelief | None = None
    asked_shipping: int | None = None
    charges: tuple[Line, ...] = ()
    carriage: Carriage = NO_CARRIAGE
    copies: bool | None = None
    asked_depot: str | None = None
    depot: str | None = None
    depot_level: str = ""
    agent: str | None = None
    asked_agent: str | None = None
    schedule: tuple[Planned, ...] = ()
    release_on: date | None = None
    asked_currency: str | None = None
    asked_rate: Decimal | None = None
    rate: Rate | None = None

    @property
    def earner(self) -> str:
        """The representative who earns on it: one made before it was noted counts for who followed its customer."""
        return self.buyer.owner if self.agent is None else self.agent

    @property
    def gross_euros(self) -> int:
        """Its TTC in euro cents, at its rate."""
        return euros(self.totals.gross, self.rate.rate) if self.rate else self.totals.gross

    @property
    def weight(self) -> int:
        """Grams, without packagings."""
        return sum(line.weight * line.bottles for line in self.lines)

    def comment_of(self, document: DocumentName) -> str:
        """The comment that a document prints: that of the offer when it is one of those chosen (none chosen: all)."""
        return self.comment_printed if not self.comment_on or document in self.comment_on else ""

    @property
    @abstractmethod
    def over(self) -> bool:
        """Nothing that changes on its customer concerns it any more."""


@dataclass(frozen=True)
class Part:
    """So many bottles of the order's line of this rank (from 1)."""

    line: int
    quantity: int


@dataclass(frozen=True)
class Delivered:
    """What one delivery note did to the order: bottles out, or back in (negative) when it undoes the note `counters`.
    `number`, `on` and `cols` are the note's."""

    note: str
    number: str
    on: date
    parts: tuple[Part, ...]
    cols: int
    counters: str = ""


@dataclass(frozen=True)
class CameBack:
    """So many bottles of a variant that a credit note brought back to the cellar: never more than were out."""

    note: str
    number: str
    variant: str
    quantity: int


@dataclass(frozen=True)
class Order(Offer):
    """An order. `quote`: the one it came from. `deliveries`: every delivery note made of it, in order; a note that was
    undone stays there, followed by the one that undid it. `returns`: what credit notes brought back. `credit_note`:
    that of an invoiced order that was cancelled. `proforma`: the last one issued of it. `deposits`: its deposit
    invoices, but those credited."""

    validated_at: datetime | None = None
    invoice: str | None = None
    invoice_number: str = ""
    quote: str | None = None
    quote_number: str = ""
    deliveries: tuple[Delivered, ...] = ()
    credit_note: str | None = None
    credit_note_number: str = ""
    proforma: str | None = None
    proforma_number: str = ""
    deposits: tuple[Deposit, ...] = ()
    returns: tuple[CameBack, ...] = ()

    @property
    def over(self) -> bool:
        return self.invoice is not None or self.state == "cancelled"


def without_vat(
    grid: Grid, tariffs: Mapping[str, Tariff], rates: Mapping[str, Decimal]
) -> tuple[Grid, dict[str, Tariff]]:
    """A TTC grid and its tariffs as HT ones, each price to four decimals: for a sale on which no VAT is due.

    `rates`: variant -> its French rate, which is what its TTC prices contain.
    """
    prices = {
        variant: replace(
            tariff,
            prices={
                grid.id: tuple(
                    replace(tier, price=excluding_vat(tier.price, rates[variant]))
                    for tier in tariff.prices.get(grid.id, ())
                )
            },
        )
        for variant, tariff in tariffs.items()
    }
    return replace(grid, basis=Basis.HT, decimals=PRICE_PLACES), prices


def excluding_vat(unit_price: Decimal, rate: Decimal) -> Decimal:
    """The HT price of a bottle from its TTC price, to four decimals."""
    return rounded(unit_price * 100 / (100 + rate), PRICE_PLACES)


def totalled(
    lines: Sequence[Line], basis: Basis, case: VatCase, rounding: Rounding = Rounding.SUM_BY_NET_KEEP_GROSS
) -> tuple[tuple[Line, ...], Totals]:
    """The lines with their rate, HT and VAT, and the totals. One breakdown for all, so everything agrees."""
    ready = [replace(line, vat_rate=rate_for(case, line.home_rate)) for line in lines]
    foot = vat_breakdown(
        [Taxable(line.amount, line.vat_rate, category_for(case, line.vat_rate)) for line in ready], basis, rounding
    )
    done = tuple(replace(line, net=part.net, vat=part.vat) for line, part in zip(ready, foot.lines, strict=True))
    return done, Totals(
        net=foot.net,
        vat=foot.vat,
        gross=foot.gross,
        discounts=sum(step.taken for line in done for step in line.priced.steps),
        cols=sum(line.bottles for line in done if line.goods),
        volume=sum(line.bottles * line.volume for line in done if line.goods),
        rates=tuple(RateShare(total.rate, total.code, total.net, total.vat) for total in foot.rates),
    )


def require_editable(order: Order) -> None:
    """Raise Conflict unless the order is still a draft or pending."""
    if order.state not in OPEN:
        raise Conflict(
            "sales.order.not_editable",
            "Une commande validée ne se modifie plus. Remettez-la en brouillon, ou annulez-la.",
            state=order.state,
        )


def unsellable(lines: Sequence[Line], buyer: Buyer) -> list[FieldError]:
    """What forbids validating: nothing sold, lines that no source can price, a buyer whose country is not known."""
    if not lines:
        nothing = FieldError("lines", "sales.order.no_lines", "Il n'y a aucune ligne. Ajoutez un produit.")
        return [nothing, *buyer.misplaced]
    return buyer.misplaced + [
        FieldError(
            f"lines.{number}.unit_price",
            "sales.line.no_price",
            f"« {line.label} » n'a pas de prix dans ce tarif. Saisissez-en un ou changez de tarif.",
        )
        for number, line in enumerate(lines)
        if line.priced.unit_price is None
    ]


def sales_unit_doubts(lines: Sequence[Line]) -> list[FieldError]:
    """Lines whose bottles are not a multiple of what the article is sold by: refused in the shop, a warning here."""
    return [
        FieldError(
            f"lines.{number}.quantity",
            "sales.line.sales_unit",
            f"« {line.label} » se vend par {line.sales_unit} : {line.quantity} cols demandés. Ajustez la quantité.",
        )
        for number, line in enumerate(lines)
        if line.quantity % line.sales_unit
    ]


def require_sellable(order: Offer) -> None:
    """Raise Refused (everything at once) for an order that sells nothing, something without a price, to a buyer whose
    country is not known, or whose schedule does not fit it. Asked before validating, and again before invoicing."""
    errors = unsellable(order.lines, order.buyer)
    if errors := errors or problems(order.schedule, order.totals.gross, order.ordered_on):
        raise Refused.many(errors)


def to_come(offer: Offer, today: date) -> bool:
    """Is it of futures (primeurs) whose vintage is not released yet?"""
    return offer.release_on is not None and offer.release_on > today


def require_released(order: Order, today: date) -> None:
    """Raise Conflict for futures: nothing is delivered, nor invoiced but by deposits, before the release."""
    if to_come(order, today):
        raise Conflict(
            "sales.futures.not_released",
            f"Ce primeur est libéré le {order.release_on:%d/%m/%Y}. Libérez-le d'abord, ou facturez un acompte.",
            release_on=str(order.release_on),
        )


def released(order: Order, on: date) -> Order:
    """Futures released on another day. Conflict for an order that has none, or is no longer confirmed."""
    if order.release_on is None or order.state != "validated":
        detail = "Seul un primeur validé se libère. Indiquez sa date de libération avant de le valider."
        raise Conflict("sales.futures.none", detail, state=order.state)
    return replace(order, release_on=on)


def require_due(order: Order, today: date) -> None:
    """Raise Conflict for an order planned to be invoiced later: a batch leaves it."""
    if order.planned_on is not None and order.planned_on > today:
        raise Conflict(
            "sales.invoice.not_due",
            f"Cette commande se facture à partir du {order.planned_on:%d/%m/%Y}. Changez cette date, ou ouvrez-la "
            "pour la facturer quand même.",
            planned_on=order.planned_on.isoformat(),
        )
