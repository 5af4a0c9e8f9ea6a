"""An order composed: what was asked, made into priced lines, VAT and totals.

Nouns: a `Composed` order (everything that pricing, catalogue, customer and VAT decide, before it is anybody's order).
The one trick: the preview and the save compose the same way, so the editor shows what will be stored, to the cent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Duty, Packaging, Variant
from chalicelib.catalogue.rules import capsule as capsule_of
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Address, Customer, term_problem
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import FieldError, Forbidden, Refused
from chalicelib.kernel.exchange import HOME, Rate
from chalicelib.kernel.inheritance import Resolved
from chalicelib.kernel.money import Basis, Rounding
from chalicelib.pricing import service as pricing
from chalicelib.pricing.rules import (
    Franco,
    Grid,
    GridChoice,
    LineAsk,
    OrderDiscount,
    PricedLine,
    Terms,
    price_order,
)
from chalicelib.sales.rules.carriage import Carried, carried
from chalicelib.sales.rules.currency import carriage_abroad, converted, currency_of
from chalicelib.sales.rules.order import Line, Offer, sales_unit_doubts, without_vat
from chalicelib.sales.rules.party import Buyer, Place
from chalicelib.sales.rules.schedule import Planned, require_fitting
from chalicelib.sales.rules.template import facts_of
from chalicelib.sales.rules.vat import AskedRelief, Taxpayer, VatCase, duty_of, relief_of, vat_case
from chalicelib.sales.schemas import LineIn, OrderIn
from chalicelib.sales.service import levels
from chalicelib.sales.service.methods import methods
from chalicelib.sales.service.rates import rate_for
from chalicelib.stock import service as stock
from chalicelib.tenancy import service as tenancy

NUMBER = "order_number"
T = TypeVar("T", bound=Offer)
_AS_ASKED = (
    "channel", "delivered", "vat_relief", "planned_on", "payment_term", "payment_method", "reference",
    "comment_private", "comment_printed", "copies",
)  # fmt: skip


@dataclass(frozen=True)
class Composed:
    """What an order is made of, decided."""

    buyer: Buyer
    choice: GridChoice
    basis: Basis
    currency: str
    case: VatCase
    discount: OrderDiscount
    language: str
    done: Carried
    depot: Resolved[str]
    rate: Rate | None = None


def refs(unit: Unit, asked: OrderIn, number: str = NUMBER) -> tuple[Ref, ...]:
    """Everything that composing this order reads, for one batch, the counter of its `number` included."""
    variants = [line.variant for line in asked.lines]
    return (
        *crm.refs(asked.customer),
        *crm.credit_refs(asked.customer),
        *catalogue.refs(variants),
        *pricing.refs(variants, on=unit.today, customer_id=asked.customer),
        *levels.refs(),
        *tenancy.refs(number, on=unit.today),
        *stock.refs(variants),
        *(crm.label_refs() if asked.tags else ()),
        *(crm.representative_refs(asked.agent) if asked.agent else ()),
    )


def composed(unit: Unit, asked: OrderIn, on: date, known: Collection[str] = ()) -> Composed:
    """The order asked, priced as of `on`. `known`: the variants it already had, which may have left the catalogue
    since. Refused with every line in error."""
    customer = crm.customer(unit, asked.customer)
    _require_payment(unit, asked)
    buyer = buyer_of(customer, asked.delivery)
    case = vat_case_of(unit, buyer, asked.vat_relief, on)
    choice = _choice(unit, asked, customer)
    template = levels.template(unit, buyer, choice.grid).template
    language = asked.language or template.language or customer.language
    variants = catalogue.variants(unit, (line.variant for line in asked.lines))
    asks = _asks(unit, asked.lines, variants, known)
    rates = {id: catalogue.vat_rate(unit, variant).value or Decimal(0) for id, variant in variants.items()}
    discount = OrderDiscount(asked.discount_percent, customer.permanent_discount, asked.discount_amount or 0)
    terms = pricing.terms(unit, customer.id, channel=asked.channel, delivered=asked.delivered)
    currency = currency_of(asked.currency, customer.currency, choice.grid)
    rate = rate_for(unit, currency, on, asked.rate)
    grid, priced = _priced(unit, asks, variants, rates, choice.grid, case, on, discount, terms, rate)
    lines = tuple(
        _line(unit, line, variants[line.variant], one, rates[line.variant], language, duty_of(asked.duty, case))
        for line, one in zip(asked.lines, priced, strict=True)
    )
    basis = grid.basis if grid else Basis.HT
    rounding = Rounding(tenancy.company_settings(unit).text("rounding_mode"))
    cost, franco = _carriage(unit, asked, choice.grid, rate)
    account = tenancy.company_settings(unit).text("shipping_account") or None
    done = carried(lines, cost, franco, basis, case, rounding, account=account, language=language)
    if asked.channel == "shop" and (short := sales_unit_doubts(done.lines)):
        raise Refused.many(short)
    depot = stock.leaves_from(unit, asked.depot, customer.depot_id)
    return Composed(buyer, choice, basis, currency, case, discount, language, done, depot, rate)


def buyer_of(customer: Customer, delivery_rank: int | None = None) -> Buyer:
    """The customer as an order keeps him. Without a rank the goods go to the first delivery address, if there is
    one."""
    rank = delivery_rank or 0
    if delivery_rank is not None and rank >= len(customer.deliveries):
        raise Refused(
            "sales.order.delivery", "Ce client n'a pas cette adresse de livraison. Choisissez-en une autre.", "delivery"
        )
    return Buyer(
        id=customer.id,
        code=customer.code,
        name=customer.display_name,
        business=not customer.individual,
        address=_place(customer.billing),
        delivery=_place(customer.deliveries[rank]) if customer.deliveries else None,
        siret=customer.siret,
        vat_number=customer.vat_number,
        excise_number=customer.excise_number,
        email=next(iter(customer.emails), ""),
        phone=next(iter(customer.phones), ""),
        language=customer.language,
        owner=customer.representative or "",
        category=customer.category_id,
        term=customer.payment_term,
        method=customer.payment_method,
        template=customer.template,
        relief=customer.vat_relief,
        relief_year=customer.relief_year,
    )


def opened(kind: type[T], unit: Unit, made: Composed, id: str, number: str) -> T:
    """A new draft, still empty: see `filled`."""
    return kind(
        id=id,
        number=number,
        state="draft",
        buyer=made.buyer,
        grid=made.choice,
        basis=made.basis,
        vat_case=made.case.code,
        discount=made.discount,
        ordered_on=unit.today,
        created_at=unit.at,
        created_by=unit.actor.id,
        updated_at=unit.at,
    )


_ASKED = {
    "asked_currency": "currency", "asked_rate": "rate", "asked_duty": "duty", "asked_shipping": "shipping",
    "asked_depot": "depot", "asked_grid": "grid", "delivery_rank": "delivery", "asked_agent": "agent",
}  # fmt: skip
"""What an order keeps of what was asked, and the names it was asked by."""


def filled(order: T, asked: OrderIn, made: Composed, unit: Unit, on: date) -> T:
    """The order or quote with what was asked and what was made of it. Refused when its schedule does not fit it."""
    schedule = planned(asked)
    require_fitting(schedule, made.done.totals.gross, on)
    return replace(
        order,
        **{mine: getattr(asked, theirs) for mine, theirs in _ASKED.items()},
        **{name: getattr(asked, name) for name in _AS_ASKED},
        buyer=made.buyer,
        grid=made.choice,
        basis=made.basis,
        vat_case=made.case.code,
        discount=made.discount,
        currency=made.currency,
        rate=made.rate,
        language=made.language,
        lines=made.done.lines,
        totals=made.done.totals,
        charges=made.done.charges,
        carriage=made.done.carriage,
        depot=made.depot.value,
        depot_level=made.depot.level,
        ordered_on=on,
        updated_at=unit.at,
        agent=_agent(unit, order, asked),
        comment_on=tuple(asked.comment_on),
        schedule=schedule,
        release_on=asked.release_on,
        tags=order.tags if asked.tags is None else crm.label_ids(unit, "tag", asked.tags),
    )


def planned(asked: OrderIn) -> tuple[Planned, ...]:
    """The schedule asked for."""
    return tuple(Planned(one.percent, one.amount, one.on, one.term) for one in asked.schedule)


def _agent(unit: Unit, order: Offer, asked: OrderIn) -> str | None:
    """The representative who earns on it: the one typed, else that of the customer when he was chosen. Refused for
    one that does not exist."""
    _require_manager(unit, order, asked)
    if asked.agent is None:
        kept = order.buyer.id == asked.customer and order.agent is not None and order.asked_agent is None
        return order.agent if kept else crm.customer(unit, asked.customer).representative or ""
    if asked.agent and asked.agent != order.agent and not crm.may_follow(unit, asked.agent):
        detail = "Ce représentant n'existe pas ou est archivé. Choisissez-en un autre."
        raise Refused("sales.order.agent", detail, "agent")
    return asked.agent


def _require_manager(unit: Unit, order: Offer, asked: OrderIn) -> None:
    """Forbidden to who is limited to his own customers: what he earns is not his to type. What was typed stays."""
    typed = {(line.variant, line.commission) for line in order.lines if line.commission is not None}
    wanted = {(line.variant, line.commission) for line in asked.lines if line.commission is not None}
    if unit.actor.only_own and (not wanted <= typed or asked.agent not in (None, order.asked_agent)):
        detail = "Un responsable choisit le représentant et la commission d'une commande. Laissez-les par défaut."
        raise Forbidden("sales.order.commission_own", detail)


def name(unit: Unit, offer: Offer) -> None:
    """From now on a document names this customer, these products and this grid."""
    crm.mark_used(unit, offer.buyer.id)
    if offer.grid.grid is not None:
        pricing.mark_used(unit, offer.grid.grid.id)
    catalogue.mark_used(unit, (line.variant for line in offer.lines))


def require_buying(unit: Unit, customer: str) -> None:
    """Refused for a customer whose record was put away."""
    if crm.customer(unit, customer).archived:
        raise Refused("sales.order.customer_archived", "Ce client est archivé. Réactivez sa fiche.", "customer")


def vat_case_of(unit: Unit, buyer: Buyer, relief: AskedRelief | None, on: date) -> VatCase:
    """The case of VAT of a sale on that day, by regime and place of delivery; an inherited relief holds today too."""
    place, settings = buyer.destination, tenancy.company_settings(unit)
    taxpayer = Taxpayer(buyer.business, place.country, place.postcode, buyer.vat_number)
    return vat_case(
        taxpayer,
        franchise=settings.text("vat_regime") == "franchise",
        oss=settings.flag("oss_registered"),
        relief=relief_of(relief, buyer, max(on, unit.today)),
        on=on,
    )


def _require_payment(unit: Unit, asked: OrderIn) -> None:
    """Refused when the order's own term or method is none; what it inherits is not its own to judge."""
    if problem := term_problem(asked.payment_term):
        raise Refused.many([problem.on("payment_term")])
    method = methods(unit).find(asked.payment_method) if asked.payment_method else None
    if asked.payment_method and (method is None or method.archived):
        raise Refused(
            "sales.order.payment_method",
            "Ce mode de règlement est archivé ou n'existe pas. Choisissez-en un autre.",
            "payment_method",
        )


def _place(address: Address) -> Place:
    return Place(address.lines, address.postcode, address.town, address.country, address.recipient)


def _choice(unit: Unit, asked: OrderIn, customer: Customer) -> GridChoice:
    wanted = entry(pricing.grids(unit).items, asked.grid)
    if asked.grid is not None and (wanted is None or wanted.archived):
        raise Refused("sales.order.grid", "Ce tarif est archivé ou n'existe pas. Choisissez-en un autre.", "grid")
    return pricing.choose_grid(unit, customer, asked.grid)


def _asks(
    unit: Unit, asked: Sequence[LineIn], variants: Mapping[str, Variant], known: Collection[str]
) -> list[LineAsk]:
    """What is asked of pricing. Refused with every line whose product or quantity is wrong."""
    errors = [error for n, line in enumerate(asked) for error in _line_errors(unit, n, line, variants, known)]
    if errors:
        raise Refused.many(errors)
    return [
        LineAsk(
            line.variant,
            quantity=line.packs or line.quantity or 1,
            per_pack=_packaging(unit, line).quantity if line.packs else 1,
            manual_price=line.unit_price,
            percent=line.discount,
            per_col=line.per_col,
        )
        for line in asked
    ]


def _line_errors(
    unit: Unit, n: int, line: LineIn, variants: Mapping[str, Variant], known: Collection[str]
) -> Iterator[FieldError]:
    variant = variants.get(line.variant)
    if variant is None:
        yield FieldError(f"lines.{n}.variant", "sales.line.unknown", "Ce produit n'existe pas. Choisissez-en un autre.")
    elif not variant.offered and line.variant not in known:
        detail = f"« {variant.label} » n'est pas proposé à la vente. Choisissez un autre produit."
        yield FieldError(f"lines.{n}.variant", "sales.line.not_offered", detail)
    if (line.quantity is None) == (line.packs is None):
        detail = "Donnez la quantité en cols, ou un nombre de conditionnements."
        yield FieldError(f"lines.{n}.quantity", "sales.line.quantity", detail)
    if line.free and variant is not None and not variant.goods:
        detail = f"« {variant.label} » est un service : il n'a pas de bouteilles offertes. Accordez une remise."
        yield FieldError(f"lines.{n}.free", "sales.line.free_service", detail)
    if line.packs is not None and entry(catalogue.packagings(unit).items, line.packaging) is None:
        detail = "Ce conditionnement n'existe pas. Choisissez-en un autre."
        yield FieldError(f"lines.{n}.packaging", "sales.line.packaging", detail)


def _packaging(unit: Unit, line: LineIn) -> Packaging:
    return next(one for one in catalogue.packagings(unit).items if one.id == line.packaging)


def _priced(
    unit: Unit,
    asks: Sequence[LineAsk],
    variants: Mapping[str, Variant],
    rates: Mapping[str, Decimal],
    grid: Grid | None,
    case: VatCase,
    on: date,
    discount: OrderDiscount,
    terms: Terms,
    rate: Rate | None,
) -> tuple[Grid | None, list[PricedLine]]:
    """The lines priced, and the grid in the basis and currency they were priced in: HT where no VAT is due, at `rate`
    where its prices are in euros and the order is not."""
    goods = {id: pricing.priceable(unit, variant) for id, variant in variants.items()}
    tariffs = {id: pricing.tariff(unit, id) for id in variants}
    if grid is not None and grid.basis is Basis.TTC and not case.taxed:
        grid, tariffs = without_vat(grid, tariffs, rates)
    if rate is not None and grid is not None and grid.currency == HOME:
        grid, tariffs, terms = converted(grid, tariffs, terms, rate)
    priced = price_order(asks, goods, tariffs, grid, on, discount, terms)
    return grid, [replace(one, currency=rate.currency) for one in priced] if rate is not None else priced


def _carriage(unit: Unit, asked: OrderIn, grid: Grid | None, rate: Rate | None) -> tuple[int, Franco]:
    """What carriage costs and from where it is free, in cents of the order's currency: what the company and a grid in
    euros say is converted."""
    cost, franco = tenancy.company_settings(unit).integer("shipping_flat"), pricing.franco_of(unit, grid)
    if rate is not None:
        own = grid is not None and grid.currency == rate.currency and grid.franco_amount is not None
        cost, franco = carriage_abroad(cost, franco, rate, own_franco=own)
    return cost if asked.shipping is None else asked.shipping, franco


def _line(
    unit: Unit, asked: LineIn, variant: Variant, priced: PricedLine, rate: Decimal, language: str, duty: Duty
) -> Line:
    packaging = entry(catalogue.packagings(unit).items, asked.packaging)
    english = language == "en"
    capsule = capsule_of(variant, duty, asked.capsule) if variant.goods else None
    return Line(
        variant=variant.id,
        sku=variant.sku,
        label=asked.label or (variant.label_en if english else variant.label),
        home_rate=rate,
        priced=priced,
        goods=variant.goods,
        volume=variant.volume or 0,
        packaging=packaging.id if packaging else None,
        packaging_label=(packaging.name_en if english else "") or packaging.name if packaging else "",
        percent=asked.discount,
        per_col=asked.per_col,
        gtin=variant.gtin,
        family=variant.of.family_id,
        own_account=variant.sales_account,
        product_account=variant.of.sales_account,
        asked_capsule=asked.capsule,
        capsule=capsule.value if capsule else None,
        capsule_level=capsule.level if capsule else "",
        weight=(variant.weight or 0) if variant.goods else 0,
        sales_unit=variant.sales_unit,
        commission=asked.commission,
        own_label=asked.label if asked.label not in (variant.label, variant.label_en) else "",
        facts=facts_of(variant, english=english),
        free=asked.free,
    )
