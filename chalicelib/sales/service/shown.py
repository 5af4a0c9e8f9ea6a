"""Quotes, orders, delivery notes and invoices as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from chalicelib.aws.unit import Unit
from chalicelib.catalogue.rules import Duty
from chalicelib.crm import service as crm
from chalicelib.crm.rules import names
from chalicelib.kernel.exchange import Rate, euros
from chalicelib.kernel.volume import equivalents_shown
from chalicelib.pricing.rules import GridChoice, explained
from chalicelib.pricing.schemas import DoubtOut
from chalicelib.sales.rules.carriage import Carried
from chalicelib.sales.rules.credit import KIND as CREDIT_NOTE
from chalicelib.sales.rules.credit import Left
from chalicelib.sales.rules.credit import left as left_to_credit
from chalicelib.sales.rules.currency import said, stale
from chalicelib.sales.rules.delivery import TRANSITIONS as NOTE_TRANSITIONS
from chalicelib.sales.rules.delivery import DeliveryNote, left, note_state, shipped, shipped_by_line
from chalicelib.sales.rules.deposit import Deposit
from chalicelib.sales.rules.invoice import FRANCO, Invoice, InvoiceLine
from chalicelib.sales.rules.order import TRANSITIONS, Line, Offer, Order, Totals, sales_unit_doubts
from chalicelib.sales.rules.party import Place
from chalicelib.sales.rules.quote import Quote
from chalicelib.sales.rules.quote import allowed as quote_allowed
from chalicelib.sales.rules.receivable import Receivable, left_of
from chalicelib.sales.rules.schedule import Planned, cut, falls_due
from chalicelib.sales.rules.template import Used
from chalicelib.sales.rules.vat import VatCase, case_named, duty_of, relief_doubts
from chalicelib.sales.schemas import DeliveryNoteOut, ExplainOut, InvoiceOut, OrderOut, QuoteOut
from chalicelib.sales.schemas.common import DiscountOut, EffectiveOut, PlaceOut, PlannedOut, TotalsOut
from chalicelib.sales.schemas.deliveries import NoteLineOut
from chalicelib.sales.schemas.deposits import DepositOut
from chalicelib.sales.schemas.invoices import CreditNoteOut, HomeOut, InstalmentOut, InvoiceLineOut, WarningOut
from chalicelib.sales.schemas.orders import CandidateOut, GridStepOut, LineOut, NextTierOut, ShippingOut
from chalicelib.sales.schemas.rates import ExchangeOut
from chalicelib.sales.store import DELIVERIES, INVOICES, ORDERS, QUOTES


def order_out(unit: Unit, order: Order) -> OrderOut:
    return OrderOut.model_validate(
        {
            **_offer_part(unit, order),
            **{name: getattr(order, name) for name in _ORDER},
            "version": unit.version(ORDERS, order.id),
            "allowed": allowed(order),
            "lines": _order_lines(order),
            "shipped": shipped(order),
            "deposits": [_deposit_out(one) for one in order.deposits],
            "deliveries": [
                {**{name: getattr(one, name) for name in _DELIVERED}, "state": note_state(order, one.note)}
                for one in order.deliveries
            ],
        }
    )


def quote_out(unit: Unit, quote: Quote) -> QuoteOut:
    return QuoteOut.model_validate(
        {
            **_offer_part(unit, quote),
            **{name: getattr(quote, name) for name in _QUOTE},
            "version": unit.version(QUOTES, quote.id),
            "allowed": quote_allowed(quote),
        }
    )


def _offer_part(unit: Unit, offer: Offer) -> dict[str, Any]:
    """The fields that an order and a quote share."""
    done = Carried(offer.lines, offer.charges, offer.totals, offer.carriage)
    case = case_named(offer.vat_case)
    priced = priced_part(offer.grid, offer.basis, offer.currency, case, done, offer.asked_duty)
    on = max(unit.today, offer.ordered_on)
    doubts = [] if offer.over else relief_doubts(offer.vat_relief, offer.buyer, on)
    return {
        **priced,
        "warnings": [*priced["warnings"], *map(DoubtOut.model_validate, doubts)],
        **exchange_part(offer.rate, offer.totals.gross, max(unit.today, offer.ordered_on)),
        "depot": offer.depot,
        "depot_level": offer.depot_level,
        **{name: getattr(offer, name) for name in _OFFER},
        "customer": offer.buyer.id,
        "customer_code": offer.buyer.code,
        "customer_name": offer.buyer.name,
        "discount_percent": offer.discount.percent,
        "discount_amount": offer.discount.amount,
        "delivery": place_out(offer.buyer.delivery),
        "agent": offer.earner,
        "asked_agent": offer.asked_agent,
        "tags": names(crm.labels(unit), offer.tags) if offer.tags else [],
        "schedule": schedule_out(
            offer.schedule, offer.totals.gross, max(unit.today, offer.planned_on or offer.ordered_on)
        ),
    }


def exchange_part(rate: Rate | None, gross: int, on: date) -> dict[str, Any]:
    """The rate of a document, with what it makes in euros."""
    return {
        "exchange": ExchangeOut.model_validate(rate) if rate else None,
        "gross_euros": euros(gross, rate.rate) if rate else gross,
        "rate_warning": doubt.detail if (doubt := stale(rate, on)) else "",
    }


def schedule_out(plan: Sequence[Planned], total: int, on: date) -> list[PlannedOut]:
    """A schedule as typed, with what it makes of a document of that day."""
    return [
        PlannedOut(
            percent=one.percent, amount=one.amount, on=one.on, term=one.term, due_on=falls_due(one, on), cents=cents
        )
        for one, cents in zip(plan, cut(plan, total), strict=True)
    ]


def _deposit_out(one: Deposit) -> DepositOut:
    return DepositOut(invoice=one.invoice, number=one.number, on=one.on, gross=one.gross, vat=one.vat)


def _order_lines(order: Order) -> list[LineOut]:
    """The lines, with what is out of each and what is still to ship."""
    out, rest = shipped_by_line(order), {part.line: part.quantity for part in left(order)}
    return [
        line_out(line, shipped=out.get(rank, 0), to_ship=rest.get(rank, 0))
        for rank, line in enumerate(order.lines, start=1)
    ]


def allowed(order: Order) -> list[str]:
    """The states the order may go to now."""
    return sorted(to for state, to in TRANSITIONS if state == order.state)


def priced_part(
    choice: GridChoice, basis: str, currency: str, case: VatCase, done: Carried, duty: Duty | None
) -> dict[str, Any]:
    """The fields that an order and its preview share."""
    grid = choice.grid
    return {
        "grid": grid.id if grid else None,
        "grid_label": grid.name if grid else "",
        "grid_level": choice.level,
        "basis": basis,
        "currency": currency,
        "vat_case": case.code,
        "vat_mention_fr": case.mention_fr,
        "vat_mention_en": case.mention_en,
        "lines": [line_out(line) for line in done.lines],
        "totals": totals_out(done.totals),
        "shipping": shipping_out(done),
        "weight": sum(line.weight * line.bottles for line in done.lines),
        "duty": duty_of(duty, case),
        "warnings": [DoubtOut.model_validate(doubt) for doubt in sales_unit_doubts(done.lines)],
    }


def shipping_out(done: Carried) -> ShippingOut:
    decided = done.carriage
    mention = FRANCO if decided.free else ("", "")
    return ShippingOut(
        full=decided.full,
        charged=decided.charged,
        reason=decided.reason,
        net=sum(line.net for line in done.charges),
        vat=sum(line.vat for line in done.charges),
        mention_fr=mention[0],
        mention_en=mention[1],
    )


def line_out(line: Line, *, shipped: int = 0, to_ship: int = 0) -> LineOut:
    priced = line.priced
    packs = priced.quantity if line.packaging and priced.per_pack > 1 else None
    return LineOut(
        variant=line.variant,
        sku=line.sku,
        label=line.label,
        goods=line.goods,
        quantity=priced.cols,
        free=line.free,
        packaging=line.packaging,
        packs=packs,
        packaging_label=line.packaging_label,
        unit_price=priced.unit_price,
        manual=priced.manual,
        source=priced.source,
        discount=line.percent,
        per_col=line.per_col,
        discounts=[DiscountOut.model_validate(step) for step in priced.steps],
        amount=priced.amount,
        reduced=sum(step.taken for step in priced.steps),
        net=line.net,
        vat=line.vat,
        vat_rate=line.vat_rate,
        next_tier=NextTierOut.model_validate(priced.next_tier) if priced.next_tier else None,
        franco=priced.franco,
        capsule=line.capsule,
        capsule_level=line.capsule_level,
        asked_capsule=line.asked_capsule,
        commission=line.commission,
        asked_label=line.own_label,
        shipped=shipped,
        to_ship=to_ship,
    )


def totals_out(totals: Totals) -> TotalsOut:
    return TotalsOut.model_validate(
        {
            **{name: getattr(totals, name) for name in ("net", "vat", "gross", "discounts", "cols", "volume", "rates")},
            "equivalents": equivalents_shown(totals.volume),
        }
    )


def place_out(place: Place | None) -> PlaceOut | None:
    return PlaceOut.model_validate(place) if place else None


def explain_out(order: Offer, number: int) -> ExplainOut:
    """Why the price of line `number` (from 1)."""
    line = order.lines[number - 1]
    priced = line.priced
    return ExplainOut(
        line=number,
        label=line.label,
        quantity=priced.cols,
        count=priced.count,
        tier_basis=priced.tier_basis,
        tier_unit=priced.tier_unit,
        unit_price=priced.unit_price,
        manual=priced.manual,
        grids=[GridStepOut.model_validate(step) for step in order.grid.trace],
        candidates=[CandidateOut.model_validate(one) for one in priced.candidates],
        discounts=[DiscountOut.model_validate(step) for step in priced.steps],
        amount=priced.amount,
        net=priced.net,
        stacking=priced.stacking,
        sentences_fr=[*rate_said(order, "fr"), *explained(priced, order.grid, "fr")],
        sentences_en=[*rate_said(order, "en"), *explained(priced, order.grid, "en")],
    )


def rate_said(order: Offer, language: str) -> list[str]:
    """Of an order whose grid is in euros and whose prices are not: by which rate they were converted."""
    grid = order.grid.grid
    if order.rate is None or grid is None or grid.currency == order.currency:
        return []
    return [said(order.rate, grid.decimals, french=language == "fr")]


def note_out(unit: Unit, note: DeliveryNote, order: Order) -> DeliveryNoteOut:
    """A delivery note; its order knows whether it was undone since."""
    state = note_state(order, note.id)
    undoing = next((one for one in order.deliveries if one.counters == note.id), None)
    return DeliveryNoteOut.model_validate(
        {
            **{name: getattr(note, name) for name in _NOTE},
            "version": unit.version(DELIVERIES, note.id),
            "state": state,
            "allowed": sorted(to for known, to in NOTE_TRANSITIONS if known == state),
            "destination": note.buyer.destination,
            "lines": [
                NoteLineOut.model_validate({**_note_line(line), "line": part.line})
                for line, part in zip(note.lines, note.parts, strict=True)
            ],
            "totals": totals_out(note.totals),
            "countered_by": undoing.note if undoing else "",
            "countered_number": undoing.number if undoing else "",
        }
    )


def _note_line(line: InvoiceLine) -> dict[str, Any]:
    told = {name: getattr(line, name) for name in NoteLineOut.model_fields if name != "line"}
    return {**told, "quantity": line.bottles}


def named(used: Used) -> EffectiveOut:
    """A template by its name, with the level that gave it."""
    return EffectiveOut(value=used.template.name, level=used.level)


def invoice_out(unit: Unit, invoice: Invoice, owed: Receivable, warnings: Iterable[WarningOut]) -> InvoiceOut:
    """An invoice or a credit note, with what was paid and credited on it."""
    plain = {name: getattr(invoice, name) for name in _INVOICE}
    rest = left_to_credit(invoice, owed.credits) if invoice.kind != CREDIT_NOTE else (Left(0, 0),) * len(invoice.lines)
    return InvoiceOut.model_validate(
        {
            **plain,
            "version": unit.version(INVOICES, invoice.id),
            "lines": [
                InvoiceLineOut.model_validate(_invoice_line(line, one))
                for line, one in zip(invoice.lines, rest, strict=True)
            ],
            "credit_notes": [
                CreditNoteOut(id=one.note, number=one.number, on=one.on, net=one.net, vat=one.vat, gross=one.gross)
                for one in owed.credits
            ],
            "credited": sum(one.gross for one in owed.credits),
            "totals": totals_out(invoice.totals),
            "seal": invoice.link,
            "exchange": invoice.rate,
            "home": HomeOut.model_validate(invoice.home) if invoice.home else None,
            "status": owed.status,
            "paid": owed.paid,
            "balance": owed.balance,
            "settlements": owed.settlements,
            "deposits": [_deposit_out(one) for one in invoice.deposits],
            "template": named(invoice.template) if invoice.template else None,
            "schedule": [
                InstalmentOut(due_on=one.due_on, amount=one.amount, paid=one.amount - rest, balance=rest)
                for one, rest in zip(owed.schedule, left_of(owed.schedule, owed.paid), strict=True)
            ],
            "warnings": list(warnings),
        }
    )


def _invoice_line(line: InvoiceLine, rest: Left) -> dict[str, Any]:
    """A line, with what is left to credit of it."""
    told = {name: getattr(line, name) for name in InvoiceLineOut.model_fields if not name.startswith("left_")}
    return {**told, "left_quantity": rest.quantity, "left_free": rest.free, "left_amount": rest.amount}


_INVOICE = (
    "id", "number", "kind", "issued_on", "due_on", "delivered_on", "order", "order_number", "seller", "buyer", "basis",
    "currency", "language", "vat_case", "zone", "term", "method", "mentions", "reference", "comment",
    "preceding", "reason",
)  # fmt: skip
_OFFER = (
    "id", "number", "state", "asked_grid", "delivery_rank", "channel", "delivered", "asked_duty", "vat_relief",
    "asked_shipping", "asked_depot", "asked_currency", "asked_rate",
    "language", "ordered_on", "planned_on", "payment_term", "payment_method",
    "reference", "comment_private", "comment_printed", "comment_on", "copies", "release_on", "created_at", "updated_at",
)  # fmt: skip
_ORDER = (
    "validated_at", "invoice", "invoice_number", "quote", "quote_number", "credit_note", "credit_note_number",
    "proforma", "proforma_number",
)  # fmt: skip
_QUOTE = ("valid_until", "sent_at", "accepted_on", "reason", "order", "order_number")
_DELIVERED = ("note", "number", "on", "cols", "counters")
_NOTE = (
    "id", "number", "issued_on", "order", "order_number", "ordered_on", "buyer", "language", "currency", "weight",
    "partial", "reference", "comment", "counters", "counters_number",
)  # fmt: skip
