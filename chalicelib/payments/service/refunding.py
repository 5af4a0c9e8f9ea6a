"""Giving money back.

The one trick: a refund is a payment below zero that names the payment it gives back, and both are written in one
commit with the invoices that are due again, so nothing is given back twice.
"""

from __future__ import annotations

from chalicelib.aws.unit import Unit, use_case
from chalicelib.payments import rules
from chalicelib.payments.rules import PAYMENT_NUMBER, Payment, Refund
from chalicelib.payments.rules.exchange import at_rate, booked, credit_back
from chalicelib.payments.schemas import AllocationV1, PaymentOut, PaymentRefundedV1, RefundIn
from chalicelib.payments.schemas.facts import EurosV1
from chalicelib.payments.service.moving import as_told, new_payment, rate_of
from chalicelib.payments.service.recording import not_to_come, settle, usable
from chalicelib.payments.service.shown import known, shown
from chalicelib.payments.store import LINKS, PAYMENTS
from chalicelib.sales import service as sales
from chalicelib.sales.rules.method import Method
from chalicelib.sales.rules.receivable import Receivable, Settlement
from chalicelib.tenancy import service as tenancy


@use_case("payments.payment.refund")
def refund(unit: Unit, id: str, asked: RefundIn) -> PaymentOut:
    """Give a part of a payment back; the answer is the refund. What is not allocated goes first, then what the last
    invoices were paid, which are due again."""
    unit.load((PAYMENTS, id), *sales.method_refs(), *tenancy.refs(PAYMENT_NUMBER, on=unit.today))
    payment = known(unit, id)
    unit.expect(PAYMENTS, id, unit.call.if_match)
    rules.require_recorded(payment)
    method = usable(unit, asked.method)
    wanted = rules.taken_back(payment, asked.amount)
    invoices = [invoice for invoice, _, _ in wanted]
    unit.load(*sales.receivable_refs(*invoices), *((LINKS, invoice) for invoice in invoices))
    taken = [(sales.receivable(unit, invoice), amount) for invoice, _, amount in wanted]
    made = _made(unit, payment, method, asked)
    part = booked(payment, Refund(made.id, made.number, asked.amount, made.received_on), taken)
    after, due = rules.refunded(payment, part, taken)
    voided = settle(unit, due)
    unit.put(PAYMENTS, id, after)
    unit.put(PAYMENTS, made.id, made)
    if payment.advance:
        sales.add_advance(unit, payment.advance, Settlement(made.id, made.number, -asked.amount, made.received_on))
    unit.emit(_told(payment, made, method, taken))
    return shown(unit, made, voided)


def _made(unit: Unit, payment: Payment, method: Method, asked: RefundIn) -> Payment:
    day = not_to_come(unit, asked.refunded_on, "refunded_on")
    whose = {
        name: getattr(payment, name) for name in ("customer", "customer_code", "customer_name", "owner", "currency")
    }
    about = {"refund_of": payment.id, "refund_of_number": payment.number, "advance": payment.advance}
    made = new_payment(unit, method, -asked.amount, day, asked.reference, **whose, **about)
    return at_rate(made, rate_of(unit, payment.currency, day, asked.rate, payment.rate))


def _told(payment: Payment, made: Payment, method: Method, taken: list[tuple[Receivable, int]]) -> PaymentRefundedV1:
    return PaymentRefundedV1(
        **as_told(made, method),
        refund_id=made.id,
        payment_id=payment.id,
        payment_number=payment.number,
        refunded_on=made.received_on,
        taken=[_taken(owed, amount) for owed, amount in taken],
        credit=credit_back(payment, -made.amount, taken) if payment.rate else None,
    )


def _taken(owed: Receivable, amount: int) -> AllocationV1:
    reopened = -owed.closes(-amount) if owed.home else None
    euros = None
    if reopened is not None:
        euros = EurosV1(given=reopened, booked=reopened, discount=0, difference=0, gain=0)
    return AllocationV1(invoice_id=owed.invoice, invoice_number=owed.number, amount=amount, settles=False, euros=euros)
