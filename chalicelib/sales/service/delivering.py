"""Use cases of delivery notes: issue, read, print, undo.

The one trick: the ledger of what left stands on the order, so issuing reads and writes the order and the new note
alone: one batch, one transaction, and two notes made at once can never ship more than was ordered. Only a sale under
suspension reads more: what SEED said of its customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import NotFound, require_transition
from chalicelib.sales.rules import delivery as rules
from chalicelib.sales.rules.credit import require_still_out
from chalicelib.sales.rules.delivery import DeliveryNote
from chalicelib.sales.rules.order import Order, Part, require_released, require_sellable
from chalicelib.sales.rules.vat import case_named, duty_of
from chalicelib.sales.schemas import (
    DeliveryCancelledV1,
    DeliveryIn,
    DeliveryIssuedV1,
    DeliveryNoteOut,
    NotePaperQuery,
    ShippedLine,
)
from chalicelib.sales.service import holding, levels, papers, shown
from chalicelib.sales.service.freezing import line_of, seller_of
from chalicelib.sales.service.invoices import order_of
from chalicelib.sales.store import DELIVERIES, ORDERS
from chalicelib.stock import service as stock
from chalicelib.tenancy import service as tenancy

NUMBER = "delivery_number"


@use_case("sales.delivery.issue")
def deliver(unit: Unit, asked: DeliveryIn) -> DeliveryNoteOut:
    """A delivery note of a confirmed order, numbered, frozen and counted on its lines. Reads one batch, writes one
    transaction."""
    standing = stock.order_refs(asked.order)
    said = (*catalogue.refs(()), *crm.refs(), *levels.refs())
    unit.load((ORDERS, asked.order), *said, *standing, *tenancy.refs(NUMBER, on=unit.today))
    order = order_of(unit, asked.order)
    unit.expect(ORDERS, order.id, unit.call.if_match)
    wanted = None if asked.lines is None else [Part(one.line, one.quantity) for one in asked.lines]
    parts = rules.chosen(order, wanted)
    require_sellable(order)
    require_released(order, unit.today)
    if duty_of(order.asked_duty, case_named(order.vat_case)) == "suspended":
        from chalicelib.sales.service import suspending  # noqa: PLC0415 - most sales are duty-paid

        suspending.require_authorised(unit, order, parts)
    note = _frozen(unit, order, parts, asked.comment)
    order = _kept(unit, order, note)
    stock.ship(unit, order.id, order.depot, note.id, note.number, holding.leaving(order, note.parts))
    unit.emit(
        DeliveryIssuedV1(
            note_id=note.id,
            number=note.number,
            issued_on=note.issued_on,
            order_id=order.id,
            order_number=order.number,
            customer_id=order.buyer.id,
            complete=not note.partial,
            lines=_shipped(order, note.parts),
        )
    )
    return shown.note_out(unit, note, order)


@use_case("sales.delivery.transition")
def move_note(unit: Unit, id: str, to: str) -> DeliveryNoteOut:
    """Undo a note: another of the opposite quantities counters it, and the order has them to ship again. Gives the
    note, cancelled. Conflict when a credit note brought some of its bottles back already."""
    note, order = _note_of(unit, id)
    unit.expect(DELIVERIES, id, unit.call.if_match)
    require_transition(rules.TRANSITIONS, rules.note_state(order, id), to, "sales.delivery.transition")
    require_still_out(order, note)
    number = tenancy.next_number(unit, NUMBER)
    undoing = rules.countered(note, unit.new_id(DELIVERIES.prefix), number, on=unit.today, at=unit.at)
    order = _kept(unit, order, undoing)
    stock.take_back(unit, order.id, note.id, undoing.id, undoing.number)
    if order.state not in rules.DELIVERABLE:  # what a cancelled order has back is not promised to it again
        stock.release(unit, order.id)
    unit.emit(
        DeliveryCancelledV1(
            note_id=undoing.id,
            number=undoing.number,
            issued_on=undoing.issued_on,
            cancels_id=note.id,
            cancels_number=note.number,
            order_id=order.id,
            order_number=order.number,
            customer_id=order.buyer.id,
            lines=_shipped(order, note.parts),
        )
    )
    return shown.note_out(unit, note, order)


def get_note(call: Call, id: str) -> DeliveryNoteOut:
    unit = reading(call)
    note, order = _note_of(unit, id)
    return shown.note_out(unit, note, order)


def note_pdf(call: Call, id: str, query: NotePaperQuery) -> Download:
    """The paper of a note in a language, with prices only when asked: made from the note alone, the same bytes each
    time."""
    from chalicelib.sales import documents  # noqa: PLC0415 - most requests print nothing

    note, _ = _note_of(reading(call), id)
    lang = papers.language(query.lang, note.language)
    content = documents.note_pdf(note, lang, papers.art(call, note.seller, note.template), prices=query.prices)
    return papers.download(note.number, content)


def _note_of(unit: Unit, id: str) -> tuple[DeliveryNote, Order]:
    """The note and its order. NotFound when there is none, or when it is another representative's."""
    missing = NotFound("sales.delivery.not_found", "Ce bon de livraison n'existe pas.")
    note = unit.find(DELIVERIES, id)
    if note is None:
        raise missing
    try:
        return note, order_of(unit, note.order)
    except NotFound:
        raise missing from None


def _frozen(unit: Unit, order: Order, parts: Sequence[Part], comment: str) -> DeliveryNote:
    out = rules.shipped_by_line(order)
    case = case_named(order.vat_case)
    lines = tuple(
        rules.portion(line_of(unit, order.lines[part.line - 1], case), out.get(part.line, 0), part.quantity)
        for part in parts
    )
    return DeliveryNote(
        id=unit.new_id(DELIVERIES.prefix),
        number=tenancy.next_number(unit, NUMBER),
        issued_on=unit.today,
        issued_at=unit.at,
        order=order.id,
        order_number=order.number,
        ordered_on=order.ordered_on,
        seller=seller_of(tenancy.company(unit)),
        buyer=order.buyer,
        basis=order.basis.value,
        currency=order.currency,
        language=order.language,
        vat_case=order.vat_case,
        lines=lines,
        parts=tuple(parts),
        totals=rules.totals_of(lines),
        weight=rules.weight_of(order, parts),
        partial=sum(part.quantity for part in parts) < sum(part.quantity for part in rules.left(order)),
        reference=order.reference,
        comment=comment or order.comment_of("delivery_note"),
        template=levels.template(unit, order.buyer, order.grid.grid),
    )


def _kept(unit: Unit, order: Order, note: DeliveryNote) -> Order:
    """Store the note and count it on its order."""
    unit.put(DELIVERIES, note.id, note)
    counted = replace(order, deliveries=(*order.deliveries, rules.entry(note)), updated_at=unit.at)
    return unit.put(ORDERS, order.id, counted)


def _shipped(order: Order, parts: Sequence[Part]) -> list[ShippedLine]:
    lines = [(part, order.lines[part.line - 1]) for part in parts]
    return [
        ShippedLine(line=part.line, variant=line.variant, quantity=part.quantity, capsule=line.capsule)
        for part, line in lines
    ]
