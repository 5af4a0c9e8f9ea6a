"""Questions to the registers, and what they answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.crm.rules import State, Subject
from chalicelib.kernel.contract import Contract


class LookupIn(Contract):
    """A question to a register. `number`: a SIRET (or a SIREN, for the head office), a VAT number, an excise number, an
    e-mail address. One whose key is wrong is refused, and nobody is asked."""

    subject: Subject
    number: Annotated[str, Field(min_length=1, max_length=254)]


class RegisterCheckOut(Contract):
    """A question to a register and its answer. `state` unavailable: nobody answered, which says nothing of the number.
    `reason`: why it is invalid (unknown, closed, ended, no_domain, no_mail) or why nobody answered (down, timeout,
    rate, error, malformed, key, or the register's own word). `consultation`: the register's number of this question.
    `answer`: what it said; `fields`: what that gives to fields of a customer, by dotted path (lines of an address
    joined by a line feed). `proposal`: the e-mail address that was perhaps meant."""

    id: str
    subject: Subject
    number: str
    source: str
    state: State
    at: datetime
    consultation: str
    reason: str
    answer: dict[str, str]
    fields: dict[str, str]
    by: str
    proposal: str = ""


class ChecksIn(Contract):
    """`subjects`: what to ask about; all that the customer has when left out."""

    subjects: list[Subject] = Field(default=[], max_length=4)


class FindingOut(Contract):
    """What is known of one number of the customer: the last answer that decided (`state`, `at`, `consultation`,
    `reason`, `check`), and the last try (`tried_at`; `silence`: why it was in vain). `products`: the categories an
    excise number is authorised for. `proposal`: as in RegisterCheckOut."""

    subject: Subject
    number: str
    state: State
    at: datetime
    check: str
    source: str
    tried_at: datetime
    consultation: str
    reason: str
    silence: str
    products: list[str]
    proposal: str = ""


class FilledOut(Contract):
    """A field that still holds what a register gave: which, when."""

    field: str
    source: str
    at: datetime
    check: str


class ChecksOut(Contract):
    """`findings`: its numbers as they stand; `unchecked`: those nobody was asked about yet; `filled`: where its fields
    come from; `items`: the checks, newest first (of a POST those just made, of a GET the last 50)."""

    findings: list[FindingOut]
    unchecked: list[Subject]
    filled: list[FilledOut]
    items: list[RegisterCheckOut]
