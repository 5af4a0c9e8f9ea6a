"""Delivery notes in and out. Quantities in bottles, amounts in cents, weight in grams."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Text, Version
from chalicelib.sales.schemas.common import Amount, Bottles, Language, NoteState, PlaceOut, TotalsOut
from chalicelib.sales.schemas.invoices import BuyerOut


class PartIn(Contract):
    """So many bottles of the order's line of this rank (from 1)."""

    line: Annotated[int, Field(ge=1, le=200)]
    quantity: Bottles


class DeliveryIn(Contract):
    """A delivery note of a confirmed order, issued at once; without `lines`, of everything that is still to ship."""

    order: Id
    lines: Annotated[list[PartIn], Field(min_length=1, max_length=200)] | None = None
    comment: Text = ""


class NoteMoveIn(Contract):
    """`cancelled`: another note, of the opposite quantities, undoes this one."""

    to: Literal["cancelled"]


class NoteLineOut(Contract):
    """Bottles that left, `free` of which are not billed: `line` is the rank of the order's line, `net` their share of
    it (HT)."""

    line: int
    variant: str
    sku: str
    label: str
    quantity: int
    free: int
    packs: int | None
    packaging_label: str
    unit_price: Decimal
    net: Amount
    vat: Amount
    vat_rate: Decimal


class DeliveryNoteOut(Contract):
    """An issued delivery note, which never changes. `partial`: something was still to ship after it. `counters`: the
    note that this one undoes; `countered_by`: the one that undoes it."""

    id: str
    version: Version
    number: str
    state: NoteState
    allowed: list[str]
    issued_on: date
    order: str
    order_number: str
    ordered_on: date
    buyer: BuyerOut
    destination: PlaceOut
    language: Language
    currency: str
    lines: list[NoteLineOut]
    totals: TotalsOut
    weight: int
    partial: bool
    reference: str
    comment: str
    counters: str
    counters_number: str
    countered_by: str
    countered_number: str


class NotePaperQuery(Contract):
    """The language of the paper (the customer's own when left out), and whether it shows prices."""

    lang: Language | None = None
    prices: bool = False
