"""The two shapes that cross a border: a `Contract` (HTTP, in or out) and a `Fact` (what happened, on the bus).

The one trick: `defer_build`, so that importing five hundred contracts costs nothing until one is used:
cold start is an import budget.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Contract(BaseModel):
    """What an endpoint takes or gives. Unknown fields are refused; decimals leave as strings."""

    model_config = ConfigDict(
        extra="forbid", defer_build=True, frozen=True, from_attributes=True, str_strip_whitespace=True
    )


class Fact(BaseModel):
    """Something that happened, told to whoever listens. `TYPE` is `<room>.<noun>.<past tense>.v<n>`."""

    model_config = ConfigDict(extra="ignore", defer_build=True, frozen=True)
    TYPE: ClassVar[str]
