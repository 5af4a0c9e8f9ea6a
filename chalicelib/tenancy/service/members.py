"""Members of a company, the roles it made, and what the person asking may do."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.tenancy.rules import members as rules
from chalicelib.tenancy.rules.companies import COLOURS
from chalicelib.tenancy.rules.members import OWNER, Member, Roles, Team
from chalicelib.tenancy.rules.scopes import GIVEN_ROLES, IMPLIED, ROOMS, SPECIAL, closed
from chalicelib.tenancy.schemas import members as schemas
from chalicelib.tenancy.service.companies import enter, quit_list
from chalicelib.tenancy.service.identify import forget
from chalicelib.tenancy.store import COMPANIES, INVITATIONS, MEMBERS, MEMBERSHIPS, ONE, ROLES, TEAMS

KEY_ROLE = "api_key"


def access(call: Call) -> schemas.AccessOut:
    """What the caller is and may do here."""
    unit = reading(call)
    unit.load((COMPANIES, ONE), (MEMBERS, call.actor.id))
    company, member = unit.get(COMPANIES, ONE), unit.find(MEMBERS, call.actor.id)
    return schemas.AccessOut(
        company=call.company,
        name=company.name,
        accent=COLOURS[company.colour],
        role=member.role if member else KEY_ROLE,
        scopes=sorted(call.actor.scopes),
        only_own=call.actor.only_own,
    )


def listed(call: Call) -> schemas.MembersOut:
    """Every member, by name."""
    unit = reading(call)
    found = everyone(unit)
    items = [_out(unit, id, member) for id, member in found.items()]
    return schemas.MembersOut(items=sorted(items, key=lambda one: (one.name.casefold(), one.id)))


def everyone(unit: Unit) -> dict[str, Member]:
    """The members of the company by user id."""
    team = unit.find(TEAMS, ONE) or Team()
    unit.load(*((MEMBERS, id) for id in team.members))
    found = {id: unit.find(MEMBERS, id) for id in team.members}
    return {id: member for id, member in found.items() if member}


def change(call: Call, id: str, body: schemas.MemberIn) -> schemas.MemberOut:
    """Another role or restriction. Forbidden beyond one's own rights; Conflict for the last owner."""
    out = _change(call, id, body)
    forget()
    return out


@use_case("tenancy.member.change")
def _change(unit: Unit, id: str, body: schemas.MemberIn) -> schemas.MemberOut:
    unit.load((TEAMS, ONE), (MEMBERS, id), (ROLES, ONE), (COMPANIES, ONE), (MEMBERSHIPS, id))
    member, roles = _member(unit, id), unit.find(ROLES, ONE) or Roles()
    unit.expect(MEMBERS, id, unit.call.if_match)
    rules.require_role(body.role, roles)
    require_may_change(unit, member, roles)
    rules.require_may_give(unit.actor.scopes, body.role, roles)
    if member.role == OWNER and body.role != OWNER:
        rules.require_an_owner_left(everyone(unit), id)
    after = unit.put(MEMBERS, id, replace(member, role=body.role, only_own=body.only_own))
    enter(unit, id, body.role)
    unit.emit(schemas.MemberChangedV1(user=id, role=body.role, only_own=body.only_own))
    return _out(unit, id, after)


def require_may_change(unit: Unit, member: Member, roles: Roles) -> None:
    """Forbidden to touch a member who can do more than oneself."""
    if member.role in GIVEN_ROLES or member.role in roles.own:
        rules.require_may_give(unit.actor.scopes, member.role, roles)


def remove(call: Call, id: str) -> None:
    """A member taken out of the company; what he did stays in the history under his name."""
    _remove(call, id)
    forget()


@use_case("tenancy.member.remove")
def _remove(unit: Unit, id: str) -> None:
    unit.load((TEAMS, ONE), (MEMBERS, id), (ROLES, ONE), (MEMBERSHIPS, id))
    member = _member(unit, id)
    unit.expect(MEMBERS, id, unit.call.if_match)
    if id != unit.actor.id:
        require_may_change(unit, member, unit.find(ROLES, ONE) or Roles())
    if member.role == OWNER:
        rules.require_an_owner_left(everyone(unit), id)
    unit.delete(MEMBERS, id)
    unit.put(TEAMS, ONE, rules.without_member(unit.get(TEAMS, ONE), id))
    quit_list(unit, id)
    unit.emit(schemas.MemberLeftV1(user=id))


def leave(call: Call) -> None:
    """The person asking leaves the company. Forbidden to a key; Conflict for the last owner."""
    if call.actor.kind != "user":
        raise Forbidden("tenancy.key.no_person", "Une clé d'API ne quitte pas une société : révoquez-la.")
    remove(call, call.actor.id)


def roles(call: Call) -> schemas.RolesOut:
    """Given roles, then the company's own, and every scope there is."""
    return _roles_out(reading(call))


def add_role(call: Call, body: schemas.RoleIn) -> schemas.RolesOut:
    """A role of the company's own."""
    return _put_role(call, None, body)


def change_role(call: Call, id: str, body: schemas.RoleIn) -> schemas.RolesOut:
    """Its members have the new scopes at once. StaleVersion when If-Match is no longer true."""
    out = _put_role(call, id, body)
    forget()
    return out


@use_case("tenancy.role.save")
def _put_role(unit: Unit, id: str | None, body: schemas.RoleIn) -> schemas.RolesOut:
    held = unit.find(ROLES, ONE) or Roles()
    unit.expect(ROLES, ONE, unit.call.if_match)
    if id is not None:
        _own_role(held, id)
        rules.require_may_give(unit.actor.scopes, id, held)
    key = id or unit.new_id("rol")
    role = rules.role_with(body.name, tuple(body.scopes), held, id)
    after = Roles({**held.own, key: role})
    rules.require_may_give(unit.actor.scopes, key, after)
    unit.put(ROLES, ONE, after)
    return _roles_out(unit)


def drop_role(call: Call, id: str) -> schemas.RolesOut:
    """Conflict while a member or an invitation has it."""
    return _drop_role(call, id)


@use_case("tenancy.role.delete")
def _drop_role(unit: Unit, id: str) -> schemas.RolesOut:
    unit.load((ROLES, ONE), (TEAMS, ONE))
    held, team = unit.find(ROLES, ONE) or Roles(), unit.find(TEAMS, ONE) or Team()
    unit.expect(ROLES, ONE, unit.call.if_match)
    _own_role(held, id)
    unit.load(*((INVITATIONS, one) for one in team.invitations), *((MEMBERS, one) for one in team.members))
    asked = [unit.find(INVITATIONS, one) for one in team.invitations]
    if any(one and one.role == id for one in [*asked, *everyone(unit).values()]):
        raise Conflict("tenancy.role.in_use", "Ce rôle a encore des membres ou des invitations. Changez-les d'abord.")
    unit.put(ROLES, ONE, Roles({key: role for key, role in held.own.items() if key != id}))
    return _roles_out(unit)


def _own_role(roles: Roles, id: str) -> None:
    if id not in roles.own:
        raise NotFound("tenancy.role.not_found", "Ce rôle n'existe pas, ou ne se modifie pas.")


def _member(unit: Unit, id: str) -> Member:
    member = unit.find(MEMBERS, id)
    if member is None:
        raise NotFound("tenancy.member.not_found", "Cette personne n'est pas membre de la société.")
    return member


def _out(unit: Unit, id: str, member: Member) -> schemas.MemberOut:
    return schemas.MemberOut(
        id=id,
        name=member.name,
        email=member.email,
        role=member.role,
        only_own=rules.limited(member),
        since=member.since,
        version=unit.version(MEMBERS, id),
    )


def _roles_out(unit: Unit) -> schemas.RolesOut:
    english = unit.actor.language == "en"
    own = (unit.find(ROLES, ONE) or Roles()).own
    given = [
        schemas.RoleOut(
            id=role.name,
            name=role.label_en if english else role.label_fr,
            given=True,
            scopes=list(closed(role.scopes)),
            own_only=role.own_only,
        )
        for role in GIVEN_ROLES.values()
    ]
    made = [
        schemas.RoleOut(id=key, name=role.name, given=False, scopes=list(role.held), own_only=False)
        for key, role in sorted(own.items(), key=lambda one: one[1].name.casefold())
    ]
    return schemas.RolesOut(items=given + made, scopes=_scopes(english), version=unit.version(ROLES, ONE))


def _scopes(english: bool) -> list[schemas.ScopeOut]:
    """Every scope with its label in the reader's language."""
    verbs = {"read": ("lire", "read"), "write": ("modifier", "change")}
    rooms = [
        schemas.ScopeOut(scope=f"{room}:{verb}", label=f"{ROOMS[room][english]} : {words[english]}")
        for room in ROOMS
        for verb, words in verbs.items()
    ]
    special = [schemas.ScopeOut(scope=scope, label=words[english]) for scope, words in SPECIAL.items()]
    return rooms + special + [schemas.ScopeOut(scope=one, label=SPECIAL[of][english]) for one, of in IMPLIED.items()]
