"""A payment found, and as it is given out."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.aws.unit import Unit
from chalicelib.kernel.errors import NotFound
from chalicelib.payments.rules import Payment
from chalicelib.payments.schemas import PaymentOut
from chalicelib.payments.store import PAYMENTS


def known(unit: Unit, id: str) -> Payment:
    """The payment. NotFound when there is none, or when it is another representative's."""
    payment = unit.find(PAYMENTS, id)
    if payment is None or (unit.actor.only_own and payment.owner != unit.actor.id):
        raise NotFound("payments.payment.not_found", "Ce règlement n'existe pas ou plus.")
    return payment


def shown(unit: Unit, payment: Payment, voided: Sequence[str] = ()) -> PaymentOut:
    """`voided`: the partner's pages that are void by what was just done."""
    plain = {name: getattr(payment, name) for name in _SHOWN}
    parts = [
        {**{name: getattr(part, name) for name in _PART}, "gain": part.euros.gain if part.euros else 0}
        for part in payment.allocations
    ]
    refunds = [{name: getattr(one, name) for name in _REFUND} for one in payment.refunds]
    out = PaymentOut.model_validate(
        {
            **plain,
            "allocations": parts,
            "refunds": refunds,
            "exchange": payment.rate,
            "home": payment.home if payment.rate else payment.amount,
            "version": unit.version(PAYMENTS, payment.id),
        }
    )
    out._voided = tuple(voided)
    return out


_PART = ("invoice", "number", "amount", "discount", "difference", "on")
_REFUND = ("id", "number", "amount", "on")
_SHOWN = (
    "id", "number", "state", "customer", "customer_code", "customer_name", "method", "method_label", "amount",
    "unallocated", "currency", "received_on", "reference", "refund_of", "refund_of_number", "slip",
    "slip_number", "recorded_at", "cancelled_on", "cancel_reason",
)  # fmt: skip
