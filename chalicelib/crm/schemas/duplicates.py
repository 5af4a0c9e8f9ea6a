"""Customers that may be one, and their merging."""

from __future__ import annotations

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id


class MergeIn(Contract):
    """`into`: the customer that stays."""

    into: Id


class TwinOut(Contract):
    """Another customer that may be the same one. `shares`: siret, vat, email, place (name and postcode)."""

    id: str
    code: str
    name: str
    town: str
    shares: list[str]


class TwinsOut(Contract):
    items: list[TwinOut]


class TwinGroup(Contract):
    """Customers that share a mark. `mark`: what they share; `value`: the SIRET, the e-mail… itself."""

    mark: str
    value: str
    customers: list[TwinOut]


class TwinGroupsOut(Contract):
    """`count`: how many groups there are; `items`: the first 200."""

    items: list[TwinGroup]
    count: int
