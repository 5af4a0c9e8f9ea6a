"""Mails sent after the commit that caused them, by consumers of its facts.

A consumer that fails is run again; a mail may then leave twice, never not at all. What was spent meanwhile (a
link used, an invitation withdrawn) is not mailed.
"""

from __future__ import annotations

from chalicelib.aws import mail, secrets
from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.unit import reading
from chalicelib.tenancy import documents
from chalicelib.tenancy.rules.identity import Sessions
from chalicelib.tenancy.rules.members import invitation_state
from chalicelib.tenancy.schemas.identity import LinkCreatedV1, NewDeviceV1, SecurityChangedV1
from chalicelib.tenancy.schemas.members import MemberInvitedV1
from chalicelib.tenancy.store import COMPANIES, INVITATIONS, MAIL_LINKS, MEMBERS, ONE, SESSIONS, USERS

PAGES = {"verify": "/verification", "reset": "/mot-de-passe"}
INVITATION_PAGE = "/invitation"
PROFILE_PAGE = "/profil"


def send_link(call: Call, fact: LinkCreatedV1) -> None:
    """The mail that proves an address or lets a password be chosen."""
    unit = reading(call)
    unit.load((MAIL_LINKS, fact.link), (USERS, fact.user))
    link, user = unit.find(MAIL_LINKS, fact.link), unit.find(USERS, fact.user)
    if link is None or user is None or link.expires_at <= call.now:
        return
    token = secrets.unseal(fact.sealed, f"link:{fact.link}")
    page = f"{config().origin}{PAGES[fact.purpose]}#{token}"
    _send(link.email, documents.letter(fact.purpose, user.language, page, name=user.name), fact.purpose)


def send_invitation(call: Call, fact: MemberInvitedV1) -> None:
    """The mail that asks someone in, in the language of who invites."""
    unit = reading(call)
    unit.load((COMPANIES, ONE), (INVITATIONS, fact.invitation))
    invitation = unit.find(INVITATIONS, fact.invitation)
    if invitation is None or invitation_state(invitation, call.now) != "pending":
        return
    unit.load((USERS, invitation.invited_by), (MEMBERS, invitation.invited_by))
    inviter = unit.find(USERS, invitation.invited_by)
    company = unit.get(COMPANIES, ONE)
    token = secrets.unseal(fact.sealed, f"invitation:{fact.link}")
    letter = documents.letter(
        "invitation",
        inviter.language if inviter else "fr",
        f"{config().origin}{INVITATION_PAGE}#{token}",
        inviter=inviter.name if inviter else company.name,
        company=company.name,
    )
    _send(invitation.email, letter, "invitation", call.company)


def send_new_device(call: Call, fact: NewDeviceV1) -> None:
    """The alert after a login from a browser never seen before."""
    unit = reading(call)
    unit.load((USERS, fact.user), (SESSIONS, fact.user))
    user, sessions = unit.find(USERS, fact.user), unit.find(SESSIONS, fact.user) or Sessions()
    session = next((one for one in sessions.open if one.id == fact.session), None)
    if user is None or session is None:
        return
    letter = documents.letter(
        "new_device",
        user.language,
        f"{config().origin}{PROFILE_PAGE}",
        name=user.name,
        at=f"{session.opened_at:%Y-%m-%d %H:%M}",
        device=session.device,
        address=session.address,
    )
    _send(user.email, letter, "new_device")


def send_security(call: Call, fact: SecurityChangedV1, at: str) -> None:
    """The notice that something about a login's safety changed."""
    user = reading(call).find(USERS, fact.user)
    if user is None:
        return
    letter = documents.letter(
        "security",
        user.language,
        f"{config().origin}{PROFILE_PAGE}",
        name=user.name,
        what=documents.security_words(fact.what, user.language),
        at=at,
    )
    _send(user.email, letter, "security")


def _send(to: str, letter: documents.Letter, name: str, company: str = "platform") -> None:
    mail.send(to, letter.subject, letter.text, letter.html, {"mail": name, "company": company})
