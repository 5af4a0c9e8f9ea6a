"""Open credit notes of the former program: what a customer may still use of them, as his credit.

The one trick: such a credit is a payment without money, as that of our own credit notes (credits.py), under the number
of the former program: it is allocated to invoices, listed and counted by what does so for payments.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, use_case
from chalicelib.crm.rules import Customer
from chalicelib.kernel.errors import Conflict
from chalicelib.payments.rules import CREDIT_NOTE, Payment
from chalicelib.payments.store import PAYMENTS
from chalicelib.sales.service import former

LABEL = "Avoir repris"


@use_case("payments.credit.take_over")
def take_over_credit(unit: Unit, number: str, buyer: Customer, issued_on: date, amount: int) -> Payment:
    """Open the credit of `amount` cents that an open credit note of the former program leaves to its customer. Conflict
    when something is claimed under that number already."""
    id = unit.new_id(PAYMENTS.prefix)
    former.open_former_credit(unit, id, number, buyer, issued_on, amount)
    payment = Payment(
        id=id,
        number=number,
        state="recorded",
        customer=buyer.id,
        customer_code=buyer.code,
        customer_name=buyer.display_name,
        method=CREDIT_NOTE,
        method_kind=CREDIT_NOTE,
        method_label=LABEL,
        amount=amount,
        received_on=issued_on,
        recorded_at=unit.at,
        owner=buyer.representative or "",
    )
    return unit.put(PAYMENTS, id, payment)


def credits_named(unit: Unit, numbers: Sequence[str]) -> dict[str, Payment]:
    """Number as written -> the credit taken over under it."""
    ids = former.claimed(unit, numbers)
    unit.load(*((PAYMENTS, id) for id in ids.values()))
    return {number: known for number, id in ids.items() if (known := unit.find(PAYMENTS, id)) is not None}


def credit_refs(*ids: str) -> tuple[Ref, ...]:
    """For the caller's batch: what `credit_of` looks at."""
    return tuple((PAYMENTS, id) for id in ids)


def credit_of(unit: Unit, id: str) -> Payment | None:
    return unit.find(PAYMENTS, id)


def untouched(payment: Payment) -> bool:
    """Nothing of it was used, given back or cancelled."""
    return payment.state == "recorded" and not (payment.allocations or payment.refunds)


@use_case("payments.credit.withdraw")
def withdraw_credit(unit: Unit, payment: Payment) -> None:
    """Take it back, and say so to the books. Conflict once something of it was used."""
    if not untouched(payment):
        raise Conflict("payments.credit.used", f"L'avoir {payment.number} a servi. Désaffectez-le d'abord.")
    unit.delete(PAYMENTS, payment.id)
    former.withdraw_former_credit(unit, payment.id, payment.number, payment.customer)
