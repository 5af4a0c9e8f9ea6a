"""Depots, movements and levels in and out. Quantities are bottles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.crm.schemas import AddressIO
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Id, Line, Version

Bottles = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
Cause = Literal["opening", "inventory", "correction", "transfer", "delivery", "counter", "withdrawal", "return"]


class DepotIn(Contract):
    """A depot. The first one is the default; making another the default takes it off the one before."""

    code: Annotated[Code, Field(min_length=1)]
    name: Annotated[Line, Field(min_length=1)]
    duty: Literal["suspended", "paid"] = Field(default="paid", description="suspended: sous suspension de droits")
    address: AddressIO = AddressIO()
    default: bool = False
    archived: bool = False


class DepotOut(DepotIn):
    """`version` is that of the whole set."""

    id: str
    in_use: bool = Field(description="something moved there: archive it, it cannot be deleted")
    version: Version


class DepotsOut(Contract):
    items: list[DepotOut]
    version: Version


class MovedIn(Contract):
    """Bottles of a variant: those there at the `opening`, those counted at an `inventory`, those sent by a `transfer`,
    those added (or, negative, taken off) by a `correction`."""

    variant: Id
    quantity: Bottles


class MovementIn(Contract):
    """What a person tells the stock. `depot`: where; `to`: where a transfer goes. `on`: the day it counts from (today
    without it); an inventory is of today. A correction says why."""

    cause: Literal["opening", "inventory", "correction", "transfer"]
    depot: Id
    to: Id | None = None
    on: date | None = None
    reason: Line = ""
    lines: Annotated[list[MovedIn], Field(min_length=1, max_length=40)]


class MovedOut(Contract):
    """`quantity` came into the depot (negative: left it)."""

    depot: str
    variant: str
    sku: str
    label: str
    quantity: int


class MovementOut(Contract):
    """A movement, for ever. `number`: what the document that caused it, `source`, is called."""

    id: str
    cause: Cause
    on: date
    at: datetime
    actor: str
    reason: str
    source: str
    number: str
    lines: list[MovedOut]


class AvailabilityOut(Contract):
    """Of one variant in one depot."""

    variant: str
    depot: str
    physical: int
    reserved: int
    available: int
