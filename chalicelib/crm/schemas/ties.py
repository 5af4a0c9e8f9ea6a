"""Contracts of who follows a customer."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Id, Version


class TieIn(Contract):
    """`user` follows the customer from `since` on (today when not given); null: nobody does."""

    user: Id | None
    since: date | None = None


class TieOut(Contract):
    user: str | None
    since: date | None = Field(description="null: from the beginning")


class TiesOut(Contract):
    """Who follows the customer now, and who did, the earliest first. `version` is that of the customer."""

    user: str | None
    ties: list[TieOut]
    version: Version
