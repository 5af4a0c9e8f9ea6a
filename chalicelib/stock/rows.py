"""Levels, movements and reservations in lists, and the levels as a file.

Beside `schemas` rather than in it: what asks the read model has no place in what rules import.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.readmodel.lists import ListQuery
from chalicelib.stock.schemas import Cause


class ExportQuery(ListQuery):
    """The same question, answered with a file of every row; `fields` gives the columns in the order wanted."""

    format: Literal["csv", "xlsx"] = "xlsx"


class LevelRow(Contract):
    """One variant in one depot: available = physical - reserved. Bottles."""

    id: str
    variant: str
    sku: str
    label: str
    depot: str
    depot_name: str | None
    physical: int
    reserved: int
    available: int
    updated_at: datetime


class MovementRow(Contract):
    """One line of a movement: bottles into the depot (negative: out of it). `on`: the day it counts from; `backdated`:
    it was written on a later one. `number`: the document, `source`, that caused it."""

    id: str
    movement: str
    on: date
    at: datetime
    backdated: bool
    cause: Cause
    variant: str
    sku: str
    label: str
    depot: str
    depot_name: str | None
    quantity: int
    source: str
    number: str
    reason: str
    actor: str
    author: str | None = Field(description="the name of who wrote it")


class ReservedRow(Contract):
    """Bottles promised to an order and not gone yet."""

    id: str
    order: str
    number: str
    variant: str
    sku: str
    label: str
    depot: str
    depot_name: str | None
    quantity: int
    at: datetime
