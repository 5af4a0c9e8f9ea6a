"""Contract of a duplicated vintage."""

from __future__ import annotations

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id


class DuplicateIn(Contract):
    """The vintage to copy, and the new year."""

    source: Id
    year: int = Field(ge=1800, le=2200)
