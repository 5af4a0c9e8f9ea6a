"""Members, invitations, roles."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.members import (
    AccessOut,
    InvitationIn,
    InvitationOut,
    InvitationsOut,
    MemberIn,
    MemberOut,
    MembersOut,
    RoleIn,
    RolesOut,
)
from chalicelib.tenancy.service import invitations, members


@endpoint("GET /{company}/access", scope="company:read")
def get_access(call: Call) -> AccessOut:
    """What one is and may do in this company."""
    return members.access(call)


@endpoint("DELETE /{company}/access", scope="company:read", status=204)
def leave_company(call: Call) -> None:
    """Leave the company."""
    members.leave(call)


@endpoint("GET /{company}/members", scope="members:read")
def list_members(call: Call) -> MembersOut:
    """Every member, by name."""
    return members.listed(call)


@endpoint("PUT /{company}/members/{member}", scope="members:write")
def change_member(call: Call, member: str, body: MemberIn) -> MemberOut:
    """Another role, or limited to own customers."""
    return members.change(call, member, body)


@endpoint("DELETE /{company}/members/{member}", scope="members:write", status=204)
def remove_member(call: Call, member: str) -> None:
    """A member taken out of the company."""
    members.remove(call, member)


@endpoint("GET /{company}/invitations", scope="members:read")
def list_invitations(call: Call) -> InvitationsOut:
    """The invitations in waiting, newest first."""
    return invitations.listed(call)


@endpoint("POST /{company}/invitations", scope="members:write", status=201)
def invite_member(call: Call, body: InvitationIn) -> InvitationOut:
    """Ask an address to join, by mail; good for seven days."""
    return invitations.invite(call, body)


@endpoint("DELETE /{company}/invitations/{invitation}", scope="members:write", status=204)
def withdraw_invitation(call: Call, invitation: str) -> None:
    """The link opens nothing any more."""
    invitations.withdraw(call, invitation)


@endpoint("GET /{company}/roles", scope="members:read")
def list_roles(call: Call) -> RolesOut:
    """Given roles, the company's own, and every scope there is."""
    return members.roles(call)


@endpoint("POST /{company}/roles", scope="members:write", status=201)
def add_role(call: Call, body: RoleIn) -> RolesOut:
    """A role of the company's own."""
    return members.add_role(call, body)


@endpoint("PUT /{company}/roles/{role}", scope="members:write")
def change_role(call: Call, role: str, body: RoleIn) -> RolesOut:
    """Its members have the new scopes at once."""
    return members.change_role(call, role, body)


@endpoint("DELETE /{company}/roles/{role}", scope="members:write")
def drop_role(call: Call, role: str) -> RolesOut:
    """Refused while someone has it."""
    return members.drop_role(call, role)
