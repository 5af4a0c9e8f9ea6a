"""What a credit note leaves to its customer: a sum to allocate to his other invoices.

The one trick: it is a payment without money, under the id and number of its credit note, so it is allocated, listed and
counted as his credit by what does so for payments, and lettered by the entry that the credit note already has.
"""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.kernel.exchange import Rate
from chalicelib.payments.rules import CREDIT_NOTE, Payment
from chalicelib.payments.rules.exchange import at_rate
from chalicelib.payments.store import PAYMENTS
from chalicelib.sales.schemas import CreditNoteIssuedV1


def keep_excess(call: Call, fact: CreditNoteIssuedV1) -> int:
    """Open the credit of a customer whose invoice was paid already; told twice, it opens one. Gives how many."""
    return _keep(call, fact) if fact.excess else 0


@use_case("payments.credit.open")
def _keep(unit: Unit, fact: CreditNoteIssuedV1) -> int:
    if unit.find(PAYMENTS, fact.credit_id) is not None:
        return 0
    payment = Payment(
        id=fact.credit_id,
        number=fact.number,
        state="recorded",
        customer=fact.customer_id,
        customer_code=fact.customer_code,
        customer_name=fact.customer_name,
        method=CREDIT_NOTE,
        method_kind=CREDIT_NOTE,
        method_label="Avoir",
        amount=fact.excess,
        received_on=fact.issued_on,
        recorded_at=unit.at,
        owner=fact.owner,
        currency=fact.currency,
        reference=", ".join(one.number for one in fact.invoices),
    )
    if fact.home is not None:
        told = fact.home.rate
        payment = at_rate(payment, Rate(told.currency, told.rate, told.on, told.source), fact.home.excess)
    unit.put(PAYMENTS, payment.id, payment)
    return 1
