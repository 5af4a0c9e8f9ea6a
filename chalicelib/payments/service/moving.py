"""Money that moves: a payment as it is first written, and what every fact says of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.aws.unit import Unit
from chalicelib.kernel.errors import Refused
from chalicelib.kernel.exchange import Rate
from chalicelib.payments.rules import PAYMENT_NUMBER, Payment
from chalicelib.payments.store import PAYMENTS
from chalicelib.sales import service as sales
from chalicelib.sales.rules.method import Method
from chalicelib.tenancy import service as tenancy


def new_payment(unit: Unit, method: Method, amount: int, on: date, reference: str, **whose: Any) -> Payment:
    """A payment of `amount` cents, below zero for a refund, numbered, of this day; `whose`: its customer and owner."""
    return Payment(
        id=unit.new_id(PAYMENTS.prefix),
        number=tenancy.next_number(unit, PAYMENT_NUMBER),
        state="recorded",
        method=method.id,
        method_kind=method.kind,
        method_label=method.label_fr,
        account=method.account or "",
        amount=amount,
        received_on=on,
        recorded_at=unit.at,
        reference=reference,
        **whose,
    )


def rate_of(unit: Unit, currency: str, on: date, typed: Decimal | None, known: Rate | None) -> Rate | None:
    """The rate of money that moves on a day. Refused when there is none, except for what a partner tells of: that has
    moved already, and takes the rate `known` of its document."""
    try:
        return sales.rate_for(unit, currency, on, typed)
    except Refused:
        if unit.actor.kind != "system" or known is None or known.currency != currency:
            raise
        return known


def as_told(payment: Payment, method: Method) -> dict[str, Any]:
    """What a `Moved` fact says of a payment."""
    plain = ("number", "customer_code", "customer_name", "method_label", "currency", "reference")
    return {
        **{name: getattr(payment, name) for name in plain},
        "customer_id": payment.customer,
        "method_id": method.id,
        "method_kind": method.kind,
        "account": method.account,
        "journal": method.journal,
        "journal_label": method.journal_label,
        "amount": abs(payment.amount),
        "home": abs(payment.home) if payment.rate else None,
    }
