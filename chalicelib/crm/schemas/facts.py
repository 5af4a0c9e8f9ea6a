"""What happens to customers, as others hear it."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.kernel.contract import Fact


class CustomerCreatedV1(Fact):
    """A customer exists."""

    TYPE: ClassVar[str] = "crm.customer.created.v1"
    customer: str
    code: str
    kind: str


class CustomerChangedV1(Fact):
    """A customer's record changed."""

    TYPE: ClassVar[str] = "crm.customer.changed.v1"
    customer: str
    archived: bool


class CustomerMergedV1(Fact):
    """A customer was found to be another one, `into`, which stays."""

    TYPE: ClassVar[str] = "crm.customer.merged.v1"
    customer: str
    into: str


class CustomerDeletedV1(Fact):
    """A customer that no document named was removed."""

    TYPE: ClassVar[str] = "crm.customer.deleted.v1"
    customer: str
    code: str
