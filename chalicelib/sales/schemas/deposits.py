"""Deposit invoices in, out and as facts. Amounts in cents, VAT included unless `net`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Percent
from chalicelib.sales.schemas.common import Amount, AmountIn


class DepositIn(Contract):
    """A deposit invoice of a confirmed order: a `percent` of its total or an `amount`, VAT included. `due_on`: when it
    is to be paid, null at once."""

    percent: Percent | None = None
    amount: AmountIn | None = None
    due_on: date | None = None


class DepositOut(Contract):
    """A deposit invoice of an order, as its order and its final invoice list it."""

    invoice: str
    number: str
    on: date
    gross: Amount
    vat: Amount


class DepositShareV1(Contract):
    """What a deposit holds of one rate, goods and services apart."""

    rate: Decimal
    category: str
    goods: bool
    net: int
    vat: int


class DepositInvoicedV1(Fact):
    """A deposit was invoiced: the books owe it to the customer until the order's invoice deducts it."""

    TYPE: ClassVar[str] = "sales.deposit.invoiced.v1"
    invoice_id: str
    number: str
    issued_on: date
    order_id: str
    order_number: str
    customer_id: str
    customer_code: str
    customer_name: str
    currency: str
    gross: int
    shares: list[DepositShareV1]
