"""The items of payments.

| kind | pk | what | who asks |
|---|---|---|---|
| payment | `<company>#payment#<pay_…>` | one payment with its allocations | its page; allocating, cancelling |
| deposit_slip | `<company>#deposit_slip#<dep_…>` | payments brought to the bank together | its page; its paper |
| counter | `<company>#counter#payment_number:<year>` | last number given | recording |

Payment methods and what is due on an invoice are items of sales, below: an invoice freezes the method it asks for,
and its receivable is written in the same commit as the payment that settles it.
"""

from __future__ import annotations

from chalicelib.aws.audit import Audit, audited
from chalicelib.aws.table import Kind
from chalicelib.payments.rules import Payment
from chalicelib.payments.rules.slip import Slip

PAYMENTS = Kind("payment", Payment, prefix="pay")
SLIPS = Kind("deposit_slip", Slip, prefix="dep")
audited(Audit("payment", sums=lambda doc: {"amount": 0 if doc["cancelled_on"] else doc["amount"]}))
audited(Audit("deposit_slip", sums=lambda doc: {"amount": sum(line["amount"] for line in doc["lines"])}))
