"""What a customer bought. Amounts in cents HT, quantities as sold."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from chalicelib.kernel.contract import Contract


class BoughtYear(Contract):
    """One calendar year, by the dates of its invoices."""

    year: int
    turnover: int
    invoices: int
    cols: int


class BoughtProduct(Contract):
    """One variant. `years`: year -> quantity."""

    variant: str
    sku: str
    label: str
    quantity: int
    turnover: int
    last_on: date
    years: dict[int, int]


class BoughtOut(Contract):
    """`average`: turnover of an invoice (panier moyen); `orders`: those not cancelled; `products`: the first 200, the
    most bought first."""

    turnover: int
    invoices: int
    cols: int = Field(description="bottles")
    average: int
    orders: int
    last_order: date | None
    years: list[BoughtYear]
    products: list[BoughtProduct]
