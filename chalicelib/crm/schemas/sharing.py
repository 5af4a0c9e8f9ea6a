"""Contracts of customers shared between companies of one owner."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Id


class ShareIn(Contract):
    """Share a customer with another company of yours, or stop. `customer`: a record that company has already, to be
    linked to this one; null: a copy is made, unless one there has the same SIRET or VAT number."""

    company: Id
    shared: bool = True
    customer: Id | None = None


class ShareOut(Contract):
    """The same customer in another company. `name` of the company and `customer` are given to its members only; `may`:
    you could share with it, or stop."""

    company: str
    name: str
    customer: str
    shared: bool
    may: bool


class SharesOut(Contract):
    items: list[ShareOut] = Field(description="the companies it is shared with, then those it could be")


class SharedCustomerDeletedV1(Fact):
    """A customer that other companies share was removed here."""

    TYPE: ClassVar[str] = "crm.customer.shared_deleted.v1"
    customer: str


class CustomerUnsharedV1(Fact):
    """A customer is no longer shared with a company, where it was `twin`: both records stay."""

    TYPE: ClassVar[str] = "crm.customer.unshared.v1"
    customer: str
    company: str
    twin: str
