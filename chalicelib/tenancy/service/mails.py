"""Mails sent after the commit that caused them, by consumers of its facts.

A consumer that fails is run again; a mail may then leave twice, never not at all. What was spent meanwhile (a
link used, an invitation withdrawn) is not mailed.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.aws import mail, secrets
from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.config import config
from chalicelib.aws.unit import reading
from chalicelib.render.mail import MailBody
from chalicelib.tenancy import documents
from chalicelib.tenancy.rules.companies import COLOURS
from chalicelib.tenancy.rules.exports import worth_a_mail
from chalicelib.tenancy.rules.identity import Sessions
from chalicelib.tenancy.rules.members import Roles, invitation_state
from chalicelib.tenancy.rules.scopes import GIVEN_ROLES
from chalicelib.tenancy.schemas.exports import ExportReadyV1
from chalicelib.tenancy.schemas.identity import LinkCreatedV1, LockedV1, NewDeviceV1
from chalicelib.tenancy.schemas.members import MemberInvitedV1
from chalicelib.tenancy.schemas.support import SuggestionJudgedV1
from chalicelib.tenancy.schemas.tasks import TaskAssignedV1
from chalicelib.tenancy.service import suggestions
from chalicelib.tenancy.service.credentials import LOCK_SECONDS
from chalicelib.tenancy.store import (
    COMPANIES,
    EXPORTS,
    INVITATIONS,
    MAIL_LINKS,
    ONE,
    ROLES,
    SESSIONS,
    SUGGESTIONS,
    TASKS,
    USERS,
    mailed,
    note_mailed,
)


def send_link(call: Call, fact: LinkCreatedV1) -> None:
    """The mail that proves an address or lets a password be chosen."""
    unit = reading(call)
    unit.load((MAIL_LINKS, fact.link), (USERS, fact.user))
    link, user = unit.find(MAIL_LINKS, fact.link), unit.find(USERS, fact.user)
    if link is None or user is None or link.expires_at <= call.now:
        return
    token, origin = secrets.unseal(fact.sealed, f"link:{fact.link}"), config().origin
    if link.purpose == "verify":
        _send(link.email, documents.verification(user, origin, token, link.expires_at), "verification")
    else:
        _send(link.email, documents.password_reset(user, origin, token), "password_reset")


def send_invitation(call: Call, fact: MemberInvitedV1) -> None:
    """The mail that asks someone in, in the language of who invites."""
    unit = reading(call)
    unit.load((COMPANIES, ONE), (INVITATIONS, fact.invitation), (ROLES, ONE))
    invitation, company = unit.find(INVITATIONS, fact.invitation), unit.get(COMPANIES, ONE)
    if invitation is None or invitation_state(invitation, call.now) != "pending":
        return
    inviter = unit.find(USERS, invitation.invited_by)
    language = inviter.language if inviter else "fr"
    body = documents.invitation(
        invitation,
        _role_name(unit.find(ROLES, ONE) or Roles(), invitation.role, language),
        inviter.name if inviter else company.name,
        language,
        company.name,
        COLOURS[company.colour],
        config().origin,
        secrets.unseal(fact.sealed, f"invitation:{fact.link}"),
    )
    _send(invitation.email, body, "invitation", call.company)


def send_login_alert(call: Call, fact: NewDeviceV1) -> None:
    """The alert after a login from a browser never seen before."""
    unit = reading(call)
    unit.load((USERS, fact.user), (SESSIONS, fact.user))
    user, sessions = unit.find(USERS, fact.user), unit.find(SESSIONS, fact.user) or Sessions()
    session = next((one for one in sessions.open if one.id == fact.session), None)
    if user and session:
        _send(user.email, documents.login_alert(user, session, config().origin), "login_alert")


def send_lockout(call: Call, fact: LockedV1, at: datetime) -> None:
    """The notice after five wrong proofs."""
    user = reading(call).find(USERS, fact.user)
    if user:
        _send(user.email, documents.lockout(user, at, LOCK_SECONDS // 60, config().origin), "lockout")


def send_task(call: Call, fact: TaskAssignedV1, told: str) -> None:
    """Tell a member that he was given a task: once, and only if it is still his and he wants such mails."""
    unit = reading(call)
    unit.load((TASKS, fact.task), (USERS, fact.assignee), (COMPANIES, ONE))
    task, user = unit.find(TASKS, fact.task), unit.find(USERS, fact.assignee)
    if task is None or user is None or task.assignee != fact.assignee or "tasks" in user.muted:
        return
    if mailed(call.company, told):
        return
    company = unit.get(COMPANIES, ONE)
    body = documents.task_assigned(user, task, fact.by, call.company, company, config().origin)
    _send(user.email, body, "task_assigned", call.company)
    note_mailed(call.company, told, call.now)


def send_export(call: Call, fact: ExportReadyV1, told: str) -> None:
    """Tell who asked that a long export is ready: once, and only if he had to wait."""
    unit = reading(call)
    export = unit.find(EXPORTS, fact.export)
    if export is None or not worth_a_mail(export) or mailed(call.company, told):
        return
    unit.load((USERS, export.asker.id), (COMPANIES, ONE))
    user, company = unit.find(USERS, export.asker.id), unit.get(COMPANIES, ONE)
    if user:
        body = documents.export_ready(user, fact.export, export, call.company, company, config().origin)
        _send(user.email, body, "export_ready", call.company)
        note_mailed(call.company, told, call.now)


def send_judgement(call: Call, fact: SuggestionJudgedV1, told: str) -> None:
    """Tell those who voted what becomes of a suggestion, each once."""
    zero = call.within(PLATFORM)
    suggestion = reading(zero).find(SUGGESTIONS, fact.suggestion)
    if suggestion is None or suggestion.state != fact.state:
        return
    for person in suggestions.voters(zero, fact.suggestion):
        user, mark = reading(zero).find(USERS, person), f"{told}:{person}"
        if user is None or "suggestions" in user.muted or mailed(PLATFORM, mark):
            continue
        _send(user.email, documents.suggestion_judged(user, suggestion, config().origin), "suggestion_judged")
        note_mailed(PLATFORM, mark, call.now)


def _role_name(roles: Roles, role: str, language: str) -> str:
    given = GIVEN_ROLES.get(role)
    if given:
        return given.label_en if language == "en" else given.label_fr
    return roles.own[role].name if role in roles.own else role


def _send(to: str, body: MailBody, name: str, company: str = "platform") -> None:
    mail.send(to, body.subject, body.text, body.html, {"mail": name, "company": company})
