"""Use cases of payments: record, allocate, cancel.

The one trick: everything a payment touches is named in its request, so one batch brings it all and one transaction
writes both sides of every allocation. Recording reads 3 + n items and writes 3 + n for n invoices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import NoReturn

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import Conflict, Refused, require_transition
from chalicelib.kernel.exchange import HOME
from chalicelib.payments import rules
from chalicelib.payments.rules import PAYMENT_NUMBER, TOLERANCE, Allocation, Payment, Share
from chalicelib.payments.rules.exchange import at_rate, in_euros
from chalicelib.payments.rules.link import void
from chalicelib.payments.schemas import (
    AllocateIn,
    AllocationIn,
    AllocationV1,
    PaymentAllocatedV1,
    PaymentCancelledV1,
    PaymentIn,
    PaymentOut,
    PaymentRecordedV1,
)
from chalicelib.payments.schemas.facts import EurosV1
from chalicelib.payments.service.moving import as_told, new_payment, rate_of
from chalicelib.payments.service.shown import known, shown
from chalicelib.payments.store import LINKS, PAYMENTS
from chalicelib.sales import service as sales
from chalicelib.sales.rules.method import Method
from chalicelib.sales.rules.receivable import Receivable, released
from chalicelib.sales.schemas import VatAmount
from chalicelib.tenancy import service as tenancy


@use_case("payments.payment.record")
def record(unit: Unit, asked: PaymentIn) -> PaymentOut:
    """Money received from a customer, given at once to the invoices named. Refused when an allocation exceeds what is
    paid or due, when the method is archived, or for a day to come."""
    invoices = [part.invoice for part in asked.allocations]
    unit.load(
        *crm.refs(asked.customer),
        *sales.method_refs(),
        *sales.receivable_refs(*invoices),
        *((LINKS, invoice) for invoice in invoices),
        *tenancy.refs(PAYMENT_NUMBER, on=unit.today),
    )
    blank = _new(unit, asked)
    shares = _shares(unit, blank, asked.allocations)
    payment, settled, voided = _allocated(unit, blank, shares)
    unit.put(PAYMENTS, payment.id, payment)
    crm.mark_used(unit, payment.customer)
    method = sales.method(unit, asked.method)
    unit.emit(
        PaymentRecordedV1(
            **as_told(payment, method),
            payment_id=payment.id,
            received_on=payment.received_on,
            allocations=_told(unit, shares, settled),
        )
    )
    return shown(unit, payment, voided)


@use_case("payments.payment.allocate")
def allocate(unit: Unit, id: str, asked: AllocateIn) -> PaymentOut:
    """Give what is left of a payment to invoices."""
    invoices = [part.invoice for part in asked.allocations]
    links = [(LINKS, invoice) for invoice in invoices]
    unit.load((PAYMENTS, id), *sales.receivable_refs(*invoices), *links, *tenancy.refs(on=unit.today))
    payment = known(unit, id)
    unit.expect(PAYMENTS, id, unit.call.if_match)
    rules.require_recorded(payment)
    shares = _shares(unit, payment, asked.allocations)
    besides = any(one.discount or one.difference or (one.euros and one.euros.gain) for one in shares)
    settling = unit.new_id("stl") if besides else ""
    payment, settled, voided = _allocated(unit, payment, shares, settling)
    unit.put(PAYMENTS, id, payment)
    unit.emit(
        PaymentAllocatedV1(
            payment_id=id,
            number=payment.number,
            customer_id=payment.customer,
            customer_code=payment.customer_code,
            customer_name=payment.customer_name,
            currency=payment.currency,
            allocations=_told(unit, shares, settled),
            allocated_on=unit.today,
            settling=settling,
        )
    )
    return shown(unit, payment, voided)


@use_case("payments.payment.cancel")
def cancel(unit: Unit, id: str, reason: str) -> PaymentOut:
    """Undo a payment or a refund: the invoices that a payment paid are due again, what a refund gave back is to the
    customer's credit again, and the books get a counter-entry."""
    payment = known(unit, id)
    unit.expect(PAYMENTS, id, unit.call.if_match)
    require_transition(rules.TRANSITIONS, payment.state, "cancelled", "payments.payment.transition")
    rules.require_money(payment)
    rules.require_not_refunded(payment)
    invoices = dict.fromkeys(part.invoice for part in payment.allocations)
    unit.load(*sales.receivable_refs(*invoices), *((LINKS, invoice) for invoice in invoices))
    due = [released(sales.receivable(unit, invoice), id) for invoice in invoices]
    voided = settle(unit, due)
    if payment.refund_of:
        given = unit.get(PAYMENTS, payment.refund_of)
        unit.put(PAYMENTS, given.id, rules.without_refund(given, id))
    if payment.advance:
        sales.drop_advance(unit, payment.advance, id)
    gone = unit.put(PAYMENTS, id, rules.cancelled(payment, unit.today, reason))
    unit.emit(
        PaymentCancelledV1(
            payment_id=id,
            number=payment.number,
            customer_id=payment.customer,
            cancelled_on=unit.today,
            reason=reason,
            amount=payment.amount,
            currency=payment.currency,
            allocations=[_undone(part) for part in payment.allocations],
            settlings=list(dict.fromkeys(part.settling for part in payment.allocations if part.settling)),
            deposited=bool(payment.slip),
            deposit_account=payment.slip_account or None,
        )
    )
    return shown(unit, gone, voided)


def get_payment(call: Call, id: str) -> PaymentOut:
    unit = reading(call)
    return shown(unit, known(unit, id))


def refuse_deletion(call: Call, id: str) -> NoReturn:
    """A payment may already be in the books: it is reversed, never deleted. Conflict (NotFound when there is none)."""
    known(reading(call), id)
    raise Conflict(
        "payments.payment.kept", "Un règlement ne se supprime pas. Annulez-le : l'écriture inverse est passée."
    )


def commercial_file(call: Call, customer: str, language: str) -> Download:
    """The commercial file of a customer, as a PDF: identity, open invoices, credits, what was bought by year."""
    from chalicelib.payments import documents  # noqa: PLC0415 - most requests print nothing

    call.require("crm:read")
    call.require("sales:read")
    content, name = documents.commercial_file(call, customer, language)
    return Download(content, "application/pdf", name)


def usable(unit: Unit, id: str) -> Method:
    """A method that is not archived. NotFound, Refused."""
    method = sales.method(unit, id)
    if method.archived:
        raise Refused("payments.method.archived", "Ce mode de règlement est archivé. Choisissez-en un autre.", "method")
    return method


def not_to_come(unit: Unit, day: date | None, field: str) -> date:
    """The day, today when none is given. Refused for a day to come."""
    if day and day > unit.today:
        raise Refused(
            "payments.payment.future", "Un règlement se date du jour où il est reçu. Corrigez la date.", field
        )
    return day or unit.today


def _new(unit: Unit, asked: PaymentIn) -> Payment:
    customer, on = crm.customer(unit, asked.customer), not_to_come(unit, asked.received_on, "received_on")
    made = new_payment(
        unit,
        usable(unit, asked.method),
        asked.amount,
        on,
        asked.reference,
        customer=customer.id,
        customer_code=customer.code,
        customer_name=customer.display_name,
        owner=customer.representative or "",
    )
    first = sales.receivable(unit, asked.allocations[0].invoice) if asked.allocations else None
    currency = asked.currency or (first.currency if first else HOME)
    return at_rate(made, rate_of(unit, currency, on, asked.rate, first.rate if first else None))


def _shares(unit: Unit, payment: Payment, asked: Sequence[AllocationIn]) -> list[Share]:
    """What is asked, with the discounts and differences that apply on the day the money came. Refused."""
    owed = [sales.receivable(unit, part.invoice) for part in asked]
    rules.check_customer(payment.customer, payment.currency, owed)
    tolerance = tenancy.company_settings(unit).integer(TOLERANCE)
    shares = [
        rules.shared(one, part.amount, part.rest, tolerance, payment.received_on)
        for one, part in zip(owed, asked, strict=True)
    ]
    rules.check_amounts(payment.unallocated, shares)
    return in_euros(payment, shares)


def _allocated(
    unit: Unit, payment: Payment, shares: Sequence[Share], settling: str = ""
) -> tuple[Payment, list[Receivable], list[str]]:
    payment, settled = rules.allocated(payment, shares, unit.today, settling)
    return payment, settled, settle(unit, settled)


def settle(unit: Unit, settled: Sequence[Receivable]) -> list[str]:
    """Keep receivables whose settlements changed; gives the partner's pages that are void by it."""
    voided = []
    for owed in settled:
        sales.settle(unit, owed)
        link = unit.find(LINKS, owed.invoice)
        after = void(link, owed.balance, unit.at) if link else None
        if link and link.last and after is not link and after is not None:
            unit.put(LINKS, link.id, after)
            voided.append(link.last.session)
    return voided


def _told(unit: Unit, shares: Sequence[Share], settled: Sequence[Receivable]) -> list[AllocationV1]:
    return [
        AllocationV1(
            invoice_id=owed.invoice,
            invoice_number=owed.number,
            amount=part.amount,
            settles=owed.balance == 0,
            discount=part.discount,
            difference=part.difference,
            discount_rates=_rates(unit, part) if part.discount else [],
            euros=_euros(part),
        )
        for part, owed in zip(shares, settled, strict=True)
    ]


def _undone(part: Allocation) -> AllocationV1:
    return AllocationV1(
        invoice_id=part.invoice, invoice_number=part.number, amount=part.amount, settles=False, euros=_euros(part)
    )


def _euros(part: Share | Allocation) -> EurosV1 | None:
    return EurosV1(**asdict(part.euros), gain=part.euros.gain) if part.euros else None


def _rates(unit: Unit, part: Share) -> list[VatAmount]:
    found = rules.by_rate(part.euros.discount if part.euros else part.discount, sales.rates_of(unit, part.owed.invoice))
    return [VatAmount(rate=one.rate, category=one.category, net=one.net, vat=one.vat) for one in found]
