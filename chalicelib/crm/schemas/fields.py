"""Fields that several contracts of crm have."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.fields import LabelName as LabelName

Email = Annotated[str, Field(max_length=254)]
Phone = Annotated[str, Field(max_length=40)]
Number = Annotated[str, Field(max_length=30)]
DocumentSort = Literal[
    "quote", "order", "delivery_note", "invoice", "credit_note", "statement", "reminder", "marketing"
]
Account = Annotated[str, Field(max_length=20, pattern=r"^[0-9A-Z]+$")]
