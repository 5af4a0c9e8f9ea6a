"""A payment found, and as it is given out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

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
        {name: value for name, value in asdict(part).items() if name != "settling"} for part in payment.allocations
    ]
    out = PaymentOut.model_validate({**plain, "allocations": parts, "version": unit.version(PAYMENTS, payment.id)})
    out._voided = tuple(voided)
    return out


_SHOWN = (
    "id", "number", "state", "customer", "customer_code", "customer_name", "method", "method_label", "amount",
    "unallocated", "currency", "received_on", "reference", "refunds", "refund_of", "refund_of_number", "slip",
    "slip_number", "recorded_at", "cancelled_on", "cancel_reason",
)  # fmt: skip
