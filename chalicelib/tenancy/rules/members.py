"""Who belongs to a company, as what, and how one is asked to join.

The one trick: what a member may do is computed from his role at each request (a given role, or the company's
own), so changing a role changes every member of it at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.kernel.errors import Conflict, Forbidden, Refused
from chalicelib.tenancy.rules.scopes import EVERYONE, GIVEN_ROLES, PLATFORM_ROLES, closed, unknown_scopes

INVITATION_LIFE = timedelta(days=7)
MOST_MEMBERS = 200
MOST_ROLES = 40
OWNER = "owner"
ERASE = "crm:erase"
ERASED_BEFORE = {"tenancy:write", "crm:write"}


@dataclass(frozen=True)
class Member:
    """A user in a company. `only_own`: he sees only the customers tied to him."""

    name: str
    email: str
    role: str
    since: datetime
    only_own: bool = False


@dataclass(frozen=True)
class Role:
    """A role of the company's own making. `erasing`: saved since erasing a person has a scope of its own."""

    name: str
    scopes: tuple[str, ...]
    erasing: bool = False

    @property
    def held(self) -> tuple[str, ...]:
        """Its scopes. Whoever could erase a person before there was a scope for it still can, until the role is saved
        again with the scopes that it shows."""
        before = not self.erasing and set(self.scopes) >= ERASED_BEFORE
        return closed((*self.scopes, ERASE)) if before else self.scopes


@dataclass(frozen=True)
class Roles:
    """The company's own roles, by id (`rol_…`)."""

    own: dict[str, Role] = field(default_factory=dict)


@dataclass(frozen=True)
class Team:
    """The ids of a company's members and of its pending invitations: what lets both be listed by key."""

    members: tuple[str, ...] = ()
    invitations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Invitation:
    """An address asked to join. `state`: pending, accepted, withdrawn; past `expires_at` it is worth
    nothing."""

    email: str
    role: str
    only_own: bool
    invited_by: str
    created_at: datetime
    expires_at: datetime
    state: str = "pending"


@dataclass(frozen=True)
class InvitationToken:
    """Which invitation a mailed token opens. Its id is the hash of the token; it belongs to no company
    yet."""

    company: str
    company_name: str
    invitation: str
    email: str
    role: str
    expires_at: datetime


def scopes_of(member: Member, roles: Roles | None) -> frozenset[str]:
    """What the member may do. A role that no longer exists gives nothing but what every member has."""
    given = GIVEN_ROLES.get(member.role)
    if given:
        return given.scopes | EVERYONE
    own = (roles or Roles()).own.get(member.role)
    return frozenset(own.held if own else ()) | EVERYONE


def platform_scopes(member: Member | None, second_factor: bool) -> frozenset[str]:
    """What a person may do for the platform, of which he is a member like of any company: nothing unless he has a
    second factor."""
    return PLATFORM_ROLES.get(member.role, frozenset()) if member and second_factor else frozenset()


def limited(member: Member) -> bool:
    """Whether he sees his own customers only: by his own restriction or by his role's."""
    given = GIVEN_ROLES.get(member.role)
    return member.only_own or bool(given and given.own_only)


def require_role(role: str, roles: Roles) -> None:
    """Refused unless it is a given role or one of the company's."""
    if role not in GIVEN_ROLES and role not in roles.own:
        raise Refused(
            "tenancy.role.unknown",
            f"Rôle inconnu. Choisissez parmi : {', '.join(GIVEN_ROLES)}, ou un rôle de la société.",
            field="role",
        )


def role_with(name: str, scopes: tuple[str, ...], roles: Roles, id: str | None = None) -> Role:
    """The role as stored. Refused for an unknown scope or a name already taken; Conflict beyond 40 roles."""
    unknown = unknown_scopes(scopes)
    if unknown:
        raise Refused("tenancy.role.scope", f"Droits inconnus : {', '.join(unknown)}.", field="scopes")
    taken = {other.name.casefold() for key, other in roles.own.items() if key != id}
    taken |= {label.casefold() for given in GIVEN_ROLES.values() for label in (given.label_fr, given.label_en)}
    if name.casefold() in taken:
        raise Refused("tenancy.role.name_taken", "Un rôle porte déjà ce nom. Choisissez-en un autre.", field="name")
    if id not in roles.own and len(roles.own) >= MOST_ROLES:
        raise Conflict("tenancy.role.too_many", f"{MOST_ROLES} rôles au plus. Supprimez-en un.")
    return Role(name, closed(scopes), erasing=True)


def require_may_give(held: frozenset[str], role: str, roles: Roles) -> None:
    """Forbidden to give a role that can do more than oneself: nobody raises himself through another."""
    given = GIVEN_ROLES.get(role)
    wanted = given.scopes if given else frozenset(roles.own[role].held)
    missing = set() if "*" in held else set(wanted) - set(closed(held)) - held
    if missing:
        raise Forbidden(
            "tenancy.role.beyond_own",
            "Ce rôle a des droits que vous n'avez pas. Demandez à un propriétaire de l'attribuer.",
        )


def require_an_owner_left(members: Mapping[str, Member], leaving: str) -> None:
    """Conflict when the company would be left without an owner."""
    if not any(member.role == OWNER for id, member in members.items() if id != leaving):
        raise Conflict(
            "tenancy.member.last_owner",
            "C'est le dernier propriétaire de la société. Nommez-en un autre d'abord.",
        )


def with_member(team: Team, id: str) -> Team:
    """The team with that member. Conflict beyond 200."""
    if id in team.members:
        return team
    if len(team.members) >= MOST_MEMBERS:
        raise Conflict("tenancy.team.full", f"{MOST_MEMBERS} membres au plus. Retirez-en un d'abord.")
    return replace(team, members=(*team.members, id))


def without_member(team: Team, id: str) -> Team:
    return replace(team, members=tuple(one for one in team.members if one != id))


def with_invitation(team: Team, id: str) -> Team:
    """The team with that invitation pending. Conflict beyond 200."""
    if len(team.invitations) >= MOST_MEMBERS:
        raise Conflict("tenancy.team.invitations", "Trop d'invitations en attente. Retirez-en.")
    return replace(team, invitations=(*team.invitations, id))


def without_invitation(team: Team, id: str) -> Team:
    return replace(team, invitations=tuple(one for one in team.invitations if one != id))


def invitation_state(invitation: Invitation, now: datetime) -> str:
    """pending, accepted, withdrawn, or expired once its date has passed."""
    if invitation.state == "pending" and invitation.expires_at <= now:
        return "expired"
    return invitation.state
