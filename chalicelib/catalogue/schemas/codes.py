"""Contracts of code tables (INAO products, fiscal labels, NC8)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Line


class CodesQuery(Contract):
    table: Literal["inao", "label", "nc8"]
    q: str | None = Field(default=None, max_length=200, description="a code, or words of its label")
    limit: int = Field(default=20, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=4000)


class CodeOut(Contract):
    table: str
    code: str
    fr: str
    en: str


class LoadQuery(Contract):
    """`language`: of the labels in the file. `name`: that of the file."""

    language: Literal["fr", "en"] = "fr"
    name: Line = ""


class LoadedOut(Contract):
    table: str
    count: int
    added: int
    removed: int
