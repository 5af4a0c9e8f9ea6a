"""Use cases of payments: record, allocate, cancel; the methods.

The one trick: everything a payment touches is named in its request, so one batch brings it all and one transaction
writes both sides of every allocation. Recording reads 3 + n items and writes 3 + n for n invoices.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import Conflict, NotFound, Refused, require_transition
from chalicelib.payments import index, rules
from chalicelib.payments.rules import PAYMENT_NUMBER, Payment
from chalicelib.payments.schemas import (
    AllocateIn,
    AllocationIn,
    AllocationV1,
    MethodIn,
    MethodOut,
    MethodsOut,
    PaymentAllocatedV1,
    PaymentCancelledV1,
    PaymentIn,
    PaymentOut,
    PaymentRecordedV1,
)
from chalicelib.payments.store import PAYMENTS
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import service as sales
from chalicelib.sales.rules.method import Method
from chalicelib.sales.rules.receivable import Receivable, released
from chalicelib.tenancy import service as tenancy

MERGED_AT_ONCE = 40

# --- payments


@use_case("payments.payment.record")
def record(unit: Unit, asked: PaymentIn) -> PaymentOut:
    """Money received from a customer, given at once to the invoices named. Refused when an allocation exceeds what is
    paid or due, when the method is archived, or for a day to come."""
    invoices = [part.invoice for part in asked.allocations]
    unit.load(
        *crm.refs(asked.customer),
        *sales.method_refs(),
        *sales.receivable_refs(*invoices),
        *tenancy.refs(PAYMENT_NUMBER, on=unit.today),
    )
    blank = _new(unit, asked)
    payment, settled = _allocated(unit, blank, asked.allocations)
    unit.put(PAYMENTS, payment.id, payment)
    crm.mark_used(unit, payment.customer)
    method = sales.method(unit, asked.method)
    unit.emit(
        PaymentRecordedV1(
            payment_id=payment.id,
            number=payment.number,
            received_on=payment.received_on,
            customer_id=payment.customer,
            customer_code=payment.customer_code,
            customer_name=payment.customer_name,
            method_id=method.id,
            method_kind=method.kind,
            method_label=method.label_fr,
            account=method.account,
            amount=payment.amount,
            currency=payment.currency,
            reference=payment.reference,
            allocations=_told(asked.allocations, settled),
        )
    )
    return _out(unit, payment)


@use_case("payments.payment.allocate")
def allocate(unit: Unit, id: str, asked: AllocateIn) -> PaymentOut:
    """Give what is left of a payment to invoices."""
    unit.load((PAYMENTS, id), *sales.receivable_refs(*(part.invoice for part in asked.allocations)))
    payment = _known(unit, id)
    unit.expect(PAYMENTS, id, unit.call.if_match)
    rules.require_recorded(payment)
    payment, settled = _allocated(unit, payment, asked.allocations)
    unit.put(PAYMENTS, id, payment)
    unit.emit(
        PaymentAllocatedV1(
            payment_id=id,
            number=payment.number,
            customer_id=payment.customer,
            allocations=_told(asked.allocations, settled),
        )
    )
    return _out(unit, payment)


@use_case("payments.payment.cancel")
def cancel(unit: Unit, id: str, reason: str) -> PaymentOut:
    """Undo a payment: the invoices it paid are due again, and the books get a counter-entry."""
    payment = _known(unit, id)
    unit.expect(PAYMENTS, id, unit.call.if_match)
    require_transition(rules.TRANSITIONS, payment.state, "cancelled", "payments.payment.transition")
    rules.require_money(payment)
    invoices = dict.fromkeys(part.invoice for part in payment.allocations)
    unit.load(*sales.receivable_refs(*invoices))
    for invoice in invoices:
        sales.settle(unit, released(sales.receivable(unit, invoice), id))
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
            allocations=[
                AllocationV1(invoice_id=part.invoice, invoice_number=part.number, amount=part.amount, settles=False)
                for part in payment.allocations
            ],
        )
    )
    return _out(unit, gone)


def get_payment(call: Call, id: str) -> PaymentOut:
    unit = reading(call)
    return _out(unit, _known(unit, id))


def refuse_deletion(call: Call, id: str) -> NoReturn:
    """A payment may already be in the books: it is reversed, never deleted. Conflict (NotFound when there is none)."""
    _known(reading(call), id)
    raise Conflict(
        "payments.payment.kept", "Un règlement ne se supprime pas. Annulez-le : l'écriture inverse est passée."
    )


def _new(unit: Unit, asked: PaymentIn) -> Payment:
    customer = crm.customer(unit, asked.customer)
    method = sales.method(unit, asked.method)
    if method.archived:
        raise Refused("payments.method.archived", "Ce mode de règlement est archivé. Choisissez-en un autre.", "method")
    received_on = asked.received_on or unit.today
    if received_on > unit.today:
        raise Refused(
            "payments.payment.future", "Un règlement se date du jour où il est reçu. Corrigez la date.", "received_on"
        )
    return Payment(
        id=unit.new_id(PAYMENTS.prefix),
        number=tenancy.next_number(unit, PAYMENT_NUMBER),
        state="recorded",
        customer=customer.id,
        customer_code=customer.code,
        customer_name=customer.display_name,
        method=method.id,
        method_kind=method.kind,
        method_label=method.label_fr,
        amount=asked.amount,
        received_on=received_on,
        recorded_at=unit.at,
        owner=customer.representative or "",
        reference=asked.reference,
    )


def _allocated(unit: Unit, payment: Payment, asked: Sequence[AllocationIn]) -> tuple[Payment, list[Receivable]]:
    wanted = [(sales.receivable(unit, part.invoice), part.amount) for part in asked]
    rules.check_customer(payment.customer, payment.currency, [owed for owed, _ in wanted])
    rules.check_amounts(payment.unallocated, wanted)
    payment, settled = rules.allocated(payment, wanted, unit.today)
    for owed in settled:
        sales.settle(unit, owed)
    return payment, settled


def _told(asked: Sequence[AllocationIn], settled: Sequence[Receivable]) -> list[AllocationV1]:
    return [
        AllocationV1(invoice_id=owed.invoice, invoice_number=owed.number, amount=part.amount, settles=owed.balance == 0)
        for part, owed in zip(asked, settled, strict=True)
    ]


def _known(unit: Unit, id: str) -> Payment:
    payment = unit.find(PAYMENTS, id)
    if payment is None or (unit.actor.only_own and payment.owner != unit.actor.id):
        raise NotFound("payments.payment.not_found", "Ce règlement n'existe pas ou plus.")
    return payment


def _out(unit: Unit, payment: Payment) -> PaymentOut:
    return PaymentOut.model_validate(
        {
            **{name: getattr(payment, name) for name in _SHOWN},
            "version": unit.version(PAYMENTS, payment.id),
        }
    )


_SHOWN = (
    "id", "number", "state", "customer", "customer_code", "customer_name", "method", "method_label", "amount",
    "unallocated", "currency", "received_on", "reference", "allocations", "recorded_at", "cancelled_on",
    "cancel_reason",
)  # fmt: skip


def commercial_file(call: Call, customer: str, language: str) -> Download:
    """The commercial file of a customer, as a PDF: identity, open invoices, credits, what was bought by year."""
    from chalicelib.payments import documents  # noqa: PLC0415 - most requests print nothing

    call.require("crm:read")
    call.require("sales:read")
    content, name = documents.commercial_file(call, customer, language)
    return Download(content, "application/pdf", name)


# --- methods


def list_methods(call: Call) -> MethodsOut:
    """All the methods, archived included: those of the trade, then the company's own."""
    unit = reading(call)
    return MethodsOut(
        items=[MethodOut.model_validate(one) for one in sales.methods(unit).all()],
        version=sales.methods_version(unit),
    )


@use_case("payments.method.create")
def create_method(unit: Unit, asked: MethodIn) -> MethodOut:
    """A method of the company's own ("Chèque Crédit Agricole")."""
    return _kept(unit, unit.new_id("mth"), asked)


@use_case("payments.method.change")
def change_method(unit: Unit, id: str, asked: MethodIn) -> MethodOut:
    """Change a method, given or own. Its kind stays: past payments were booked by it."""
    known = sales.method(unit, id)
    if known.kind != asked.kind:
        raise Refused(
            "payments.method.kind", "La nature d'un mode de règlement ne change pas. Archivez-le, créez-en un.", "kind"
        )
    return _kept(unit, id, asked)


def _kept(unit: Unit, id: str, asked: MethodIn) -> MethodOut:
    method = replace(
        Method(id, asked.label_fr, asked.kind),
        label_en=asked.label_en,
        account=asked.account,
        bank=asked.bank,
        archived=asked.archived,
    )
    sales.keep_method(unit, method)
    return MethodOut.model_validate(method)


# --- customers that were one


def follow_merge(call: Call, gone: str, into: str) -> int:
    """Give the payments of `gone` to `into`, which stays; how many changed. Twice changes nothing more."""
    where = json.dumps({"field": "customer", "op": "eq", "value": gone})
    ids: list[str] = lists.each(
        call, index.PAYMENTS, ListQuery(where=where, fields="id"), lambda rows: [row["id"] for row in rows]
    )
    chunks = [ids[at : at + MERGED_AT_ONCE] for at in range(0, len(ids), MERGED_AT_ONCE)]
    return sum(_merged(call, chunk, gone, into) for chunk in chunks)


@use_case("payments.follow_merge")
def _merged(unit: Unit, ids: Sequence[str], gone: str, into: str) -> int:
    unit.load(*crm.refs(into), *((PAYMENTS, id) for id in ids))
    kept = crm.customer(unit, into)
    for id in ids:
        payment = unit.find(PAYMENTS, id)
        if payment is not None and payment.customer == gone:
            owner = kept.representative or ""
            unit.put(PAYMENTS, id, replace(payment, customer=kept.id, customer_code=kept.code, owner=owner))
    return sum(1 for _ in unit.touched())
