"""The books of crm: categories, and the labels that are tags and zones."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.crm.schemas.fields import Account, LabelName
from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Line, TermCode, Version


class CategoryIn(Contract):
    """A customer category; term, method, ledger account and template: null = inherit."""

    code: Annotated[Code, Field(min_length=1)]
    name: Annotated[Line, Field(min_length=1)]
    payment_term: TermCode | None = None
    payment_method: Code | None = None
    account: Account | None = None
    template: Code | None = None
    archived: bool = False


class CategoryOut(CategoryIn):
    """`version` is that of the whole set."""

    id: str
    version: Version


class CategoriesOut(Contract):
    items: list[CategoryOut]
    version: Version


class LabelIn(Contract):
    """A tag or a zone. Two of a kind have two names, accents and case aside."""

    kind: Literal["tag", "zone"] = "tag"
    name: LabelName


class LabelOut(LabelIn):
    """`customers`: how many bear it; `version` is that of the whole set."""

    id: str
    customers: int
    version: Version


class LabelsOut(Contract):
    items: list[LabelOut]
    version: Version
