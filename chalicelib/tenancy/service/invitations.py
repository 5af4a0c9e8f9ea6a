"""Asking someone in, and coming in.

The one trick: the mailed token opens an item of its own that names company and invitation, so the page behind
the link needs no login to say who invites, and joining is one commit in the company's journal. What makes the
link good once is the invitation's state; the token's item goes by itself two weeks later.
"""

from __future__ import annotations

import os
from dataclasses import replace

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound, Refused
from chalicelib.tenancy.rules import members as rules
from chalicelib.tenancy.rules import tokens
from chalicelib.tenancy.rules.emails import email_key, normal_email
from chalicelib.tenancy.rules.identity import Memberships, Sessions, User, person_name
from chalicelib.tenancy.rules.members import Invitation, InvitationToken, Member, Roles, Team
from chalicelib.tenancy.schemas import members as schemas
from chalicelib.tenancy.service import credentials, people
from chalicelib.tenancy.service.companies import enter
from chalicelib.tenancy.service.handed import Handed, handed
from chalicelib.tenancy.service.identify import forget
from chalicelib.tenancy.service.sessions import Browser, open_session
from chalicelib.tenancy.store import (
    COMPANIES,
    INVITATION_TOKENS,
    INVITATIONS,
    LOGIN,
    MEMBERS,
    MEMBERSHIPS,
    ONE,
    ROLES,
    SESSIONS,
    TEAMS,
    USERS,
    login_ref,
)


@use_case("tenancy.member.invite")
def invite(unit: Unit, body: schemas.InvitationIn) -> schemas.InvitationOut:
    """Ask an address to join with a role: a link by mail, good for seven days, once.

    Forbidden while one's own address is not verified, or beyond one's own rights; Conflict for a member or an
    address already asked.
    """
    email = normal_email(body.email)
    unit.load((TEAMS, ONE), (ROLES, ONE), (COMPANIES, ONE), (USERS, unit.actor.id), login_ref(email))
    _require_may_invite(unit)
    roles, team = unit.find(ROLES, ONE) or Roles(), unit.find(TEAMS, ONE) or Team()
    rules.require_role(body.role, roles)
    rules.require_may_give(unit.actor.scopes, body.role, roles)
    team = _require_not_yet(unit, team, email)
    id = unit.new_id("inv")
    until = unit.at + rules.INVITATION_LIFE
    invitation = Invitation(email, body.role, body.only_own, unit.actor.id, unit.at, until)
    unit.put(INVITATIONS, id, invitation)
    unit.put(TEAMS, ONE, rules.with_invitation(team, id))
    _mail(unit, id, invitation)
    return _out(unit, id, invitation)


def _require_may_invite(unit: Unit) -> None:
    if unit.actor.kind != "user":
        raise Forbidden("tenancy.key.no_person", "Une clé d'API n'invite personne : connectez-vous.")
    if not unit.get(USERS, unit.actor.id).verified:
        raise Forbidden(
            "tenancy.user.unverified",
            "Vérifiez d'abord votre adresse : ouvrez le lien reçu par courriel, ou demandez-en un nouveau.",
            remedy="/api/v1/me/verification",
        )


def _require_not_yet(unit: Unit, team: Team, email: str) -> Team:
    """The team without its expired invitations. Conflict for a member or an address already asked."""
    known = unit.owner_of(LOGIN, email_key(email), globally=True)
    if known and known in team.members:
        raise Conflict("tenancy.member.already", "Cette personne est déjà membre. Changez plutôt son rôle.")
    unit.load(*((INVITATIONS, id) for id in team.invitations))
    for id in team.invitations:
        invitation = unit.find(INVITATIONS, id)
        state = rules.invitation_state(invitation, unit.at) if invitation else "withdrawn"
        if invitation and state == "pending" and invitation.email == email:
            raise Conflict(
                "tenancy.invitation.pending",
                "Cette adresse est déjà invitée. Retirez l'invitation pour en envoyer une autre.",
            )
        if state != "pending":
            team = rules.without_invitation(team, id)
    return team


def _mail(unit: Unit, id: str, invitation: Invitation) -> None:
    token = tokens.secret_text(os.urandom(tokens.SECRET_BYTES))
    link = secrets.fingerprint(token)
    company = unit.get(COMPANIES, ONE)
    opened = InvitationToken(unit.company, company.name, id, invitation.email, invitation.role, invitation.expires_at)
    unit.put(INVITATION_TOKENS, link, opened)
    sealed = secrets.seal(token, f"invitation:{link}")
    unit.emit(schemas.MemberInvitedV1(invitation=id, link=link, sealed=sealed))


def listed(call: Call) -> schemas.InvitationsOut:
    """The invitations not yet accepted or withdrawn, newest first; expired ones are shown as such."""
    unit = reading(call)
    ids = (unit.find(TEAMS, ONE) or Team()).invitations
    unit.load(*((INVITATIONS, id) for id in ids))
    found = [(id, unit.find(INVITATIONS, id)) for id in reversed(ids)]
    return schemas.InvitationsOut(items=[_out(unit, id, one) for id, one in found if one])


@use_case("tenancy.invitation.withdraw")
def withdraw(unit: Unit, id: str) -> None:
    """The link opens nothing any more."""
    unit.load((TEAMS, ONE), (INVITATIONS, id))
    invitation = unit.find(INVITATIONS, id)
    if invitation is None or invitation.state != "pending":
        raise NotFound("tenancy.invitation.not_found", "Cette invitation n'existe pas ou n'est plus en attente.")
    unit.put(INVITATIONS, id, replace(invitation, state="withdrawn"))
    unit.put(TEAMS, ONE, rules.without_invitation(unit.find(TEAMS, ONE) or Team(), id))


def seen(call: Call, token: str) -> schemas.InvitationSeenOut:
    """What the holder of a link is offered. Refused when it is spent, withdrawn or too old."""
    opened = _opened(call, token)
    unit = reading(call.within(opened.company))
    unit.load((INVITATIONS, opened.invitation), login_ref(opened.email))
    _require_pending(unit, opened)
    user = _owner(unit, opened.email)
    return schemas.InvitationSeenOut(
        company=opened.company,
        company_name=opened.company_name,
        email=opened.email,
        role=opened.role,
        known=bool(user and user[1].verified),
    )


def join(call: Call, token: str) -> schemas.JoinedOut:
    """The person signed in joins. Forbidden with another address than the one invited."""
    opened = _opened(call, token)
    out = _join(call.within(opened.company), opened)
    forget()
    return out


@use_case("tenancy.member.join")
def _join(unit: Unit, opened: InvitationToken) -> schemas.JoinedOut:
    id = unit.actor.id
    _load_for_joining(unit, opened, id)
    user = unit.get(USERS, id)
    if user.email != opened.email:
        raise Forbidden(
            "tenancy.invitation.other_address",
            "Cette invitation est pour une autre adresse. Connectez-vous avec l'adresse invitée.",
        )
    unit.put(USERS, id, replace(user, verified_at=user.verified_at or unit.at))
    return _admit(unit, opened, id, user)


def sign_up(call: Call, body: schemas.InvitationSignUpIn, browser: Browser) -> Handed:
    """A new login made through the link, joined and signed in. The link proves the address.

    Conflict when a verified login exists: its owner signs in, then joins. One that was never verified is
    taken over by the link's holder: its password, second factor and open browsers go.
    """
    opened = _opened(call, body.token)
    body = body.model_copy(update={"name": person_name(body.name)})
    credentials.require_acceptable(body.password, opened.email, body.name)
    known_as = replace(call.actor, name=f"{body.name} <{opened.email}>")
    there = replace(call.within(opened.company), actor=known_as)
    done = _sign_up(there, opened, body, credentials.hashed(body.password), browser)
    forget()
    return done


@use_case("tenancy.member.sign_up")
def _sign_up(
    unit: Unit, opened: InvitationToken, body: schemas.InvitationSignUpIn, password_hash: str, browser: Browser
) -> Handed:
    unit.load(login_ref(opened.email))
    known = _owner(unit, opened.email)
    if known and known[1].verified:
        raise Conflict(
            "tenancy.signup.email_taken", "Un accès existe déjà pour cette adresse. Connectez-vous, puis rejoignez."
        )
    id = known[0] if known else unit.new_id("usr")
    _load_for_joining(unit, opened, id)
    if not known:
        people.claim_address(unit, opened.email, id)
        unit.put(MEMBERSHIPS, id, Memberships())
    made = known[1] if known else User(opened.email, body.name, body.language, password_hash, unit.at)
    user = replace(people.proved(made, password_hash, unit), name=body.name, language=body.language)
    unit.put(USERS, id, user)
    unit.put(SESSIONS, id, Sessions())
    token = open_session(unit, id, browser)
    joined = _admit(unit, opened, id, user)
    return handed(joined.model_dump(mode="json"), token, browser.device)


def _load_for_joining(unit: Unit, opened: InvitationToken, id: str) -> None:
    unit.load(
        (INVITATIONS, opened.invitation),
        (TEAMS, ONE),
        (COMPANIES, ONE),
        (ROLES, ONE),
        (MEMBERS, id),
        (MEMBERSHIPS, id),
        (USERS, id),
        (SESSIONS, id),
    )


def _admit(unit: Unit, opened: InvitationToken, id: str, user: User) -> schemas.JoinedOut:
    """The member, the team, the person's list, the invitation spent: one commit."""
    invitation = _require_pending(unit, opened)
    unit.put(INVITATIONS, opened.invitation, replace(invitation, state="accepted"))
    team = rules.without_invitation(unit.find(TEAMS, ONE) or Team(), opened.invitation)
    unit.put(TEAMS, ONE, rules.with_member(team, id))
    unit.put(MEMBERS, id, Member(user.name, user.email, invitation.role, unit.at, invitation.only_own))
    enter(unit, id, invitation.role)
    unit.emit(schemas.MemberJoinedV1(user=id, role=invitation.role))
    return schemas.JoinedOut(company=unit.company, role=invitation.role)


def _opened(call: Call, token: str) -> InvitationToken:
    opened = reading(replace(call, idempotency=None)).find(INVITATION_TOKENS, secrets.fingerprint(token))
    if opened is None:
        raise _spent()
    return opened


def _require_pending(unit: Unit, opened: InvitationToken) -> Invitation:
    invitation = unit.find(INVITATIONS, opened.invitation)
    if invitation is None or rules.invitation_state(invitation, unit.at) != "pending":
        raise _spent()
    return invitation


def _owner(unit: Unit, email: str) -> tuple[str, User] | None:
    id = unit.owner_of(LOGIN, email_key(email), globally=True)
    user = unit.find(USERS, id) if id else None
    return (id, user) if id and user else None


def _spent() -> Refused:
    return Refused(
        "tenancy.invitation.spent",
        "Cette invitation a déjà servi, a été retirée ou a plus de sept jours. Demandez-en une nouvelle.",
        field="token",
    )


def _out(unit: Unit, id: str, invitation: Invitation) -> schemas.InvitationOut:
    return schemas.InvitationOut.model_validate(
        {
            "id": id,
            "email": invitation.email,
            "role": invitation.role,
            "only_own": invitation.only_own,
            "created_at": invitation.created_at,
            "expires_at": invitation.expires_at,
            "state": rules.invitation_state(invitation, unit.at),
        }
    )
