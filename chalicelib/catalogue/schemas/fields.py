"""The fields that contracts of the catalogue share."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.fields import Line

Name = Annotated[Line, Field(min_length=1)]
Account = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z]+$")]
Gtin = Annotated[str, Field(max_length=20)]
Colour = Literal["", "red", "rose", "white", "sparkling", "other"]
Kind = Literal["goods", "service"]
Duty = Literal["paid", "suspended"]
Alcohol = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2, description="percent by volume")]
Volume = Annotated[int, Field(ge=1, le=100_000_000, description="10^-5 hL: 75 cl is 750")]
