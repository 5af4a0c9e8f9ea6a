"""Contracts of credit insurance. Amounts are cents."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Line


class CreditIn(Contract):
    """The cover of a customer, whole. `limit` null: he is not covered. `until`: the last day covered."""

    limit: Annotated[int, Field(ge=0, le=1_000_000_000_00)] | None = None
    until: date | None = None
    insurer: Line = ""
    reference: Line = Field(default="", description="the insurer's number for this customer")


class CreditOut(CreditIn):
    """`open`: due on invoices less unallocated payments; `ordered`: confirmed and not invoiced, TTC; both null without
    the right to see sales, as is `available`: what may still be ordered within the limit of today."""

    open: int | None
    ordered: int | None
    available: int | None
    control: str = Field(description="what an order beyond the limit meets: warn, block, off")
    warning: str = Field(description='"" or the rule: the cover ends within 30 days, or has ended')
    warning_detail: str
    version: int = Field(description="0 while there is no cover")
