"""Use cases of orders.

The one trick: everything an order needs is named by its request, so creating and confirming it is one batch read and
one transaction, whatever the number of lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Customer
from chalicelib.kernel.errors import Conflict, FieldError, NotFound, require_transition
from chalicelib.pricing.schemas import DoubtOut
from chalicelib.sales.rules.delivery import require_unshipped
from chalicelib.sales.rules.deposit import require_none
from chalicelib.sales.rules.invoice import effective_method, effective_term
from chalicelib.sales.rules.order import (
    OPEN,
    TRANSITIONS,
    Line,
    Offer,
    Order,
    released,
    require_editable,
    require_sellable,
    to_come,
    unsellable,
)
from chalicelib.sales.rules.party import Buyer
from chalicelib.sales.rules.schedule import problems
from chalicelib.sales.rules.terms import beyond_ceiling
from chalicelib.sales.rules.vat import case_named, duty_of, relief_doubts
from chalicelib.sales.schemas import (
    ExplainOut,
    NewOrderIn,
    OrderCancelledV1,
    OrderConfirmedV1,
    OrderedLine,
    OrderIn,
    OrderOut,
    OrderUnconfirmedV1,
    PreviewOut,
)
from chalicelib.sales.schemas.common import EffectiveOut
from chalicelib.sales.service import holding, levels, shown
from chalicelib.sales.service.composing import NUMBER, composed, filled, name, opened, planned, refs, require_buying
from chalicelib.sales.service.invoices import issue, order_of
from chalicelib.sales.store import ORDERS
from chalicelib.stock import service as stock
from chalicelib.tenancy import service as tenancy


@use_case("sales.order.create")
def create_order(unit: Unit, asked: NewOrderIn) -> OrderOut:
    """A numbered order, priced; validated at once when `confirm`. Reads one batch, writes one transaction."""
    unit.load(*refs(unit, asked))
    on = asked.ordered_on or unit.today
    made = composed(unit, asked, on)
    require_buying(unit, asked.customer)
    blank = opened(Order, unit, made, unit.new_id(ORDERS.prefix), tenancy.next_number(unit, NUMBER))
    order = filled(blank, asked, made, unit, on)
    name(unit, order)
    doubts: list[FieldError] = []
    if asked.confirm:
        order, doubts = _validated(unit, order)
    return _warned(shown.order_out(unit, unit.put(ORDERS, order.id, order)), doubts)


@use_case("sales.order.update")
def update_order(unit: Unit, id: str, asked: OrderIn) -> OrderOut:
    """A draft or pending order replaced by what is asked, and priced again: only typed prices stay."""
    unit.load((ORDERS, id), *refs(unit, asked))
    known = order_of(unit, id)
    unit.expect(ORDERS, id, unit.call.if_match)
    require_editable(known)
    on = asked.ordered_on or known.ordered_on
    made = composed(unit, asked, on, {line.variant for line in known.lines})
    order = filled(known, asked, made, unit, on)
    name(unit, order)
    return shown.order_out(unit, unit.put(ORDERS, id, order))


@use_case("sales.order.delete")
def delete_order(unit: Unit, id: str) -> None:
    """Remove a draft or pending order. Its number is not given again."""
    known = order_of(unit, id)
    unit.expect(ORDERS, id, unit.call.if_match)
    if known.state not in OPEN or known.deliveries:
        raise Conflict(
            "sales.order.not_removable",
            "Une commande validée ne se supprime plus. Annulez-la.",
            state=known.state,
        )
    unit.delete(ORDERS, id)


@use_case("sales.order.transition")
def transition(unit: Unit, id: str, to: str, *, returned: bool = False, release_on: date | None = None) -> OrderOut:
    """Change the state of an order. IllegalTransition names those allowed. Towards `invoiced` the invoice is issued;
    cancelling an invoiced order issues the credit note of what is left of it (`returned`: its bottles come back).
    `release_on`: confirmed futures stay so, released on that day."""
    if to == "invoiced":
        issue(unit, id)
        return shown.order_out(unit, order_of(unit, id))
    more = (*crm.credit_refs(), *crm.refs(), *tenancy.refs(on=unit.today)) if to == "validated" else ()
    unit.load((ORDERS, id), *stock.order_refs(id), *more)
    known = order_of(unit, id)
    unit.expect(ORDERS, id, unit.call.if_match)
    if to == "validated" and release_on is not None:
        moved = replace(released(known, release_on), updated_at=unit.at)
        return shown.order_out(unit, unit.put(ORDERS, id, moved))
    require_transition(TRANSITIONS, known.state, to, "sales.order.transition")
    if known.state == "invoiced":
        known = _credited(unit, known, returned=returned)
    order, doubts = _validated(unit, known) if to == "validated" else (_moved(unit, known, to), [])
    return _warned(shown.order_out(unit, unit.put(ORDERS, id, order)), doubts)


def get_order(call: Call, id: str) -> OrderOut:
    unit = reading(call)
    return shown.order_out(unit, order_of(unit, id))


def explain_line(call: Call, id: str, line: str) -> ExplainOut:
    """Why the price of a line (from 1). NotFound for a line that the order does not have."""
    order = order_of(reading(call), id)
    number = int(line) if line.isascii() and line.isdigit() else 0
    require_line(order, number)
    return shown.explain_out(order, number)


def preview(call: Call, asked: OrderIn) -> PreviewOut:
    """What the order would be, to the cent, nothing saved: prices while typing."""
    unit = reading(call)
    unit.load(*refs(unit, asked))
    on = asked.ordered_on or unit.today
    made = composed(unit, asked, on, {line.variant for line in asked.lines})
    told = levels.of(unit, made.buyer, made.choice.grid, asked.payment_term, asked.payment_method)
    term = effective_term(told.term, individual=not made.buyer.business)
    method = effective_method(told.method)
    part = shown.priced_part(made.choice, made.basis, made.currency, made.case, made.done, asked.duty)
    exchange = shown.exchange_part(made.rate, made.done.totals.gross, on)
    beyond = crm.credit_doubts(unit, asked.customer, exchange["gross_euros"])
    blocks = [*unsellable(made.done.lines, made.buyer), *(beyond if crm.credit_blocks(unit) else [])]
    futures = asked.release_on is not None and asked.release_on > unit.today
    short = [] if futures else holding.short(unit, made.done.lines, made.depot.value)
    blocks += short if stock.blocks(unit) else []
    doubts = [*([] if crm.credit_blocks(unit) else beyond), *([] if stock.blocks(unit) else short)]
    schedule, gross = planned(asked), made.done.totals.gross
    blocks += problems(schedule, gross, on)
    doubts += beyond_ceiling(term.value, made.case, on, business=made.buyer.business, schedule=schedule)
    doubts += relief_doubts(asked.vat_relief, made.buyer, max(on, unit.today))
    if part["duty"] == "suspended":
        doubts += _unauthorised(unit, made.buyer, made.done.lines)
    return PreviewOut(
        **exchange,
        **{**part, "warnings": [*part["warnings"], *_doubts(doubts)]},
        **holding.standing(unit, made),
        payment_term=EffectiveOut.model_validate(term),
        payment_method=EffectiveOut.model_validate(method) if method else None,
        template=shown.named(levels.template(unit, made.buyer, made.choice.grid)),
        schedule=shown.schedule_out(schedule, gross, max(unit.today, asked.planned_on or on)),
        customer_notes=_pinned(crm.customer(unit, asked.customer)),
        blocks=[error.detail for error in blocks],
    )


def _warned(out: OrderOut, doubts: Sequence[FieldError]) -> OrderOut:
    return out.model_copy(update={"warnings": [*out.warnings, *_doubts(doubts)]}) if doubts else out


def _doubts(found: Iterable[FieldError]) -> list[DoubtOut]:
    return [DoubtOut.model_validate(one) for one in found]


def _validated(unit: Unit, order: Order) -> tuple[Order, list[FieldError]]:
    """The order confirmed, its goods promised, and what is doubtful in that: what its customer owes goes beyond what is
    insured, what it promises beyond what is available, its term beyond what the law allows."""
    require_sellable(order)
    doubts = crm.credit_doubts(unit, order.buyer.id, order.gross_euros, order.id)
    order, short = holding.held(unit, order)
    if to_come(order, unit.today):
        from chalicelib.sales.service import proforma  # noqa: PLC0415 - few orders are of futures

        order = proforma.issued(unit, order)
    told = levels.of(unit, order.buyer, order.grid.grid, order.payment_term, order.payment_method)
    term = effective_term(told.term, individual=not order.buyer.business)
    case, business = case_named(order.vat_case), order.buyer.business
    doubts += beyond_ceiling(term.value, case, order.ordered_on, business=business, schedule=order.schedule)
    if duty_of(order.asked_duty, case_named(order.vat_case)) == "suspended":
        doubts += _unauthorised(unit, order.buyer, order.lines)
    unit.emit(
        OrderConfirmedV1(
            order_id=order.id,
            number=order.number,
            customer_id=order.buyer.id,
            ordered_on=order.ordered_on,
            gross=order.totals.gross,
            lines=[OrderedLine(variant=x.variant, quantity=x.bottles, goods=x.goods) for x in order.lines],
        )
    )
    return replace(order, state="validated", validated_at=unit.at, updated_at=unit.at), [*doubts, *short]


def _unauthorised(unit: Unit, buyer: Buyer, lines: Sequence[Line]) -> list[FieldError]:
    """Why what is sold under suspension would not leave for this customer."""
    from chalicelib.sales.service import suspending  # noqa: PLC0415 - most sales are duty-paid

    return suspending.doubts(unit, buyer, [line.variant for line in lines])


def _credited(unit: Unit, order: Order, *, returned: bool) -> Order:
    """An invoiced order, given back whole."""
    from chalicelib.sales.service.crediting import credit_rest  # noqa: PLC0415 - few orders are given back

    assert order.invoice is not None
    note = credit_rest(unit, order.invoice, returned=returned)
    if note is None:
        return order
    return replace(unit.get(ORDERS, order.id), credit_note=note.id, credit_note_number=note.number)


def _moved(unit: Unit, order: Order, to: str) -> Order:
    if order.state != "invoiced":  # what left of an invoiced one comes back, or not, by its credit note
        require_unshipped(order)
        require_none(order.deposits)
    stock.release(unit, order.id)
    if to == "cancelled":
        unit.emit(OrderCancelledV1(order_id=order.id, number=order.number, was=order.state))
    elif order.state == "validated":
        unit.emit(OrderUnconfirmedV1(order_id=order.id, number=order.number))
        order = replace(order, validated_at=None)
    return replace(order, state=to, updated_at=unit.at)


def require_line(offer: Offer, number: int) -> None:
    """NotFound for a line (from 1) that there is not."""
    if not 0 < number <= len(offer.lines):
        raise NotFound("sales.line.not_found", "Cette commande n'a pas cette ligne.")


def _pinned(customer: Customer) -> str:
    """The notes that whoever types an order should see."""
    return customer.notes if customer.sticky else ""
