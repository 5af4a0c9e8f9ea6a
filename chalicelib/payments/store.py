"""The items of payments.

| kind | pk | what | who asks |
|---|---|---|---|
| payment | `<company>#payment#<pay_…>` | one payment with its allocations | its page; allocating, cancelling |
| deposit_slip | `<company>#deposit_slip#<dep_…>` | payments brought to the bank together | its page; its paper |
| payment_link | `<company>#payment_link#<ivc_…>` | the pages on which an invoice may be paid | opening it; events |
| payment_connector | `<company>#payment_connector#stripe` | a partner's keys, sealed | asking him; his events |
| card_intent | `<company>#card_intent#<partner>:<id>` | which payment came by it | payouts, disputes |
| partner_event | `<company>#partner_event#<partner>:<id>` | an event taken, once | his events |
| payout | `<company>#payout#<partner>:<id>` | what a partner paid to the bank, once | his events |
| counter | `<company>#counter#payment_number:<year>` | last number given | recording |

Payment methods and what is due on an invoice are items of sales, below: an invoice freezes the method it asks for,
and its receivable is written in the same commit as the payment that settles it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.audit import Audit, audited
from chalicelib.aws.table import Kind
from chalicelib.payments.rules import Payment
from chalicelib.payments.rules.link import PayLink
from chalicelib.payments.rules.payout import Payout
from chalicelib.payments.rules.slip import Slip


@dataclass(frozen=True)
class Connector:
    """A partner's keys, sealed; `key_end` is what may be shown of one; `trial`: it moves no real money."""

    key: str
    key_end: str
    webhook_secret: str
    method: str
    enabled: bool
    trial: bool = False


@dataclass(frozen=True)
class Taken:
    """An event of a partner that was taken into account."""

    type: str
    at: datetime


@dataclass(frozen=True)
class PaidBy:
    """What a payment at a partner's is here: its document, payment, number, customer's name."""

    document: str
    payment: str
    number: str
    name: str


PAYMENTS = Kind("payment", Payment, prefix="pay")
LINKS = Kind("payment_link", PayLink)
CONNECTORS = Kind("payment_connector", Connector, secret=True)
INTENTS = Kind("card_intent", PaidBy, secret=True)
EVENTS = Kind("partner_event", Taken, secret=True)
SLIPS = Kind("deposit_slip", Slip, prefix="dep")
PAYOUTS = Kind("payout", Payout)
audited(Audit("payment", sums=lambda doc: {"amount": 0 if doc["cancelled_on"] else doc["amount"]}))
audited(Audit("deposit_slip", sums=lambda doc: {"amount": sum(line["amount"] for line in doc["lines"])}))
