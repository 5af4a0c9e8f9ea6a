"""What each company costs in a month."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from chalicelib.kernel.contract import Contract


class CostQuery(Contract):
    month: str = Field(
        default="", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$", description="`2026-11`; this month when empty."
    )


class CostOut(Contract):
    """Euros as decimal strings (docs/decisions/0004: amounts below a cent are no amounts)."""

    company: str
    name: str
    euros: Decimal
    services: dict[str, Decimal]
    requests: int
    reads: Decimal = Field(description="Read units.")
    writes: Decimal = Field(description="Write units.")
    commits: int
    stored: int = Field(description="Bytes in the table, at the last backup.")


class CostsOut(Contract):
    month: str
    euros: Decimal
    items: list[CostOut] = Field(description="Dearest first; `0` is the platform itself.")
    prices_as_of: str
