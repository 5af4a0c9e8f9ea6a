"""The usual fields of contracts, with their limits: every text ends somewhere and holds no control character.

The one trick: a limit is part of the type, so the OpenAPI file, the refusal and the stored item agree on it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

_NO_CONTROL = r"^[^\x00-\x1f\x7f]*$"
_NO_CONTROL_BUT_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

Line = Annotated[str, Field(max_length=200, pattern=_NO_CONTROL)]
Code = Annotated[str, Field(max_length=40, pattern=_NO_CONTROL)]
LabelName = Annotated[
    str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f,;]*[^\s\x00-\x1f\x7f,;][^\x00-\x1f\x7f,;]*$")
]
"""A word put on records: not blank, no comma or semicolon, which separate several."""
Text = Annotated[str, Field(max_length=5000, pattern=_NO_CONTROL_BUT_LINES)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_\-]+$")]
TermCode = Annotated[
    str, Field(max_length=12, description="cash, net-60, eom-30, eom-30-10 (30 days, end of month, on the 10th)")
]
Percent = Annotated[
    Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4, description="percent, as a decimal string")
]
Price = Annotated[
    Decimal,
    Field(ge=0, le=1_000_000, max_digits=11, decimal_places=4, description="per col, as a decimal string"),
]
Version = Annotated[int, Field(description="give it back in If-Match to be warned of a change in between")]
