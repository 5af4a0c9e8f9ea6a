"""What a payment in a foreign currency is in euros, and what its rate gained or lost since the invoice.

Nouns: the `Euros` of a share of a payment. The one trick: the euros of a payment and those of an invoice are each used
up by the shares taken of them, the last taking all that is left, and the difference of the two is the gain, so the
books balance entry by entry and close to the cent.

Specification: docs/algorithms/currencies.md. Amounts are euro cents unless said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chalicelib.kernel.exchange import Rate, euros, part
from chalicelib.payments.rules.payment import Payment, Refund
from chalicelib.payments.rules.settling import Euros, Share
from chalicelib.sales.rules.receivable import Receivable


def at_rate(payment: Payment, rate: Rate | None, home: int | None = None) -> Payment:
    """A new payment at its rate, or worth `home` euro cents; as it is in euros."""
    if rate is None:
        return payment
    worth = euros(payment.amount, rate.rate) if home is None else home
    return replace(payment, currency=rate.currency, rate=rate, home=worth, home_left=worth)


def in_euros(payment: Payment, shares: Iterable[Share]) -> list[Share]:
    """The shares of a payment with their euros; as they are when it is in euros."""
    if payment.rate is None:
        return list(shares)
    left, home_left, found = payment.unallocated, payment.home_left, []
    for one in shares:
        given = part(home_left, one.amount, left)
        left, home_left = left - one.amount, home_left - given
        found.append(replace(one, euros=_euros(one, given)))
    return found


def _euros(one: Share, given: int) -> Euros:
    booked = one.owed.closes(one.settles)
    besides = booked - part(booked, one.amount, one.settles)
    return Euros(given, booked, besides if one.discount else 0, besides if one.difference else 0)


def credit_back(payment: Payment, amount: int, taken: Sequence[tuple[Receivable, int]]) -> int:
    """The euros of a refund of `amount` cents that were the customer's credit: what invoices do not give back."""
    left = amount - sum(cents for _, cents in taken)
    return part(payment.home_left, left, payment.unallocated) if left else 0


def booked(payment: Payment, refund: Refund, taken: Sequence[tuple[Receivable, int]]) -> Refund:
    """The refund with what it takes of the customer's account: his credit, and what was closed of his invoices."""
    if payment.rate is None:
        return refund
    reopened = sum(owed.closes(-cents) for owed, cents in taken)
    return replace(refund, booked=credit_back(payment, refund.amount, taken) - reopened)
