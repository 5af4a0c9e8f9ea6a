"""Members, invitations, roles, and what the person asking may do here."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact


class MemberOut(Contract):
    id: str = Field(description="The user's id.")
    name: str
    email: str
    role: str
    only_own: bool = Field(description="Sees only the customers tied to him.")
    since: datetime
    version: int


class MembersOut(Contract):
    items: list[MemberOut]


class MemberIn(Contract):
    role: str = Field(max_length=40)
    only_own: bool = False


class InvitationIn(Contract):
    email: str = Field(max_length=254)
    role: str = Field(max_length=40)
    only_own: bool = False


class InvitationOut(Contract):
    id: str
    email: str
    role: str
    only_own: bool
    created_at: datetime
    expires_at: datetime
    state: Literal["pending", "accepted", "withdrawn", "expired"]


class InvitationsOut(Contract):
    items: list[InvitationOut]


class InvitationTokenIn(Contract):
    token: str = Field(max_length=100, description="From the mailed link.")


class InvitationSeenOut(Contract):
    """What an invitation offers, to whoever holds its link."""

    company: str
    company_name: str
    email: str
    role: str
    known: bool = Field(description="Whether a verified login already exists for this address: sign in, then join.")


class InvitationSignUpIn(Contract):
    token: str = Field(max_length=100)
    name: str = Field(min_length=1, max_length=100)
    password: str = Field(max_length=1000)
    language: Literal["fr", "en"] = "fr"


class JoinedOut(Contract):
    company: str
    role: str


class ScopeOut(Contract):
    scope: str
    label: str


class RoleOut(Contract):
    id: str
    name: str
    given: bool = Field(description="True for the seven roles every company has; they cannot be changed.")
    scopes: list[str]
    own_only: bool


class RolesOut(Contract):
    items: list[RoleOut]
    scopes: list[ScopeOut] = Field(description="Every scope there is.")
    version: int = Field(description="Of the company's own roles; 0 while there are none.")


class RoleIn(Contract):
    name: str = Field(min_length=1, max_length=40)
    scopes: list[str] = Field(min_length=1, max_length=100)


class AccessOut(Contract):
    """What the person (or key) asking is and may do in this company: the menu is drawn from it."""

    company: str
    name: str
    accent: str
    role: str
    scopes: list[str]
    only_own: bool


class MemberInvitedV1(Fact):
    """`sealed` is the token of the link, sealed for its own id."""

    TYPE: ClassVar[str] = "tenancy.member.invited.v1"
    invitation: str
    link: str
    sealed: str


class MemberJoinedV1(Fact):
    TYPE: ClassVar[str] = "tenancy.member.joined.v1"
    user: str
    role: str


class MemberChangedV1(Fact):
    TYPE: ClassVar[str] = "tenancy.member.changed.v1"
    user: str
    role: str
    only_own: bool


class MemberLeftV1(Fact):
    TYPE: ClassVar[str] = "tenancy.member.left.v1"
    user: str
