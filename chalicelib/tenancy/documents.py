"""The mails of tenancy: which template, with what in its blanks. The words themselves are render's.

Links carry their token after `#`: what follows it never leaves the browser, so no server, proxy or log ever
sees it.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.kernel.clock import PARIS, paris_date
from chalicelib.render.mail import MailBody, mail_body
from chalicelib.render.sheet import Lang
from chalicelib.render.words import long_day
from chalicelib.tenancy.rules.identity import LINK_LIFE, Session, User
from chalicelib.tenancy.rules.members import Invitation

VERIFY_PAGE = "/verification"
RESET_PAGE = "/mot-de-passe"
INVITATION_PAGE = "/invitation"
PROFILE_PAGE = "/profil"


def lang(language: str) -> Lang:
    return "en" if language == "en" else "fr"


def verification(user: User, origin: str, token: str, expires: datetime) -> MailBody:
    """Prove that an address is one's own."""
    language = lang(user.language)
    return mail_body(
        "verification",
        language,
        {
            "person": user.name,
            "expires": long_day(paris_date(expires), language),
            "link": f"{origin}{VERIFY_PAGE}#{token}",
        },
    )


def password_reset(user: User, origin: str, token: str) -> MailBody:
    """Choose another password."""
    minutes = int(LINK_LIFE["reset"].total_seconds() // 60)
    return mail_body(
        "password_reset",
        lang(user.language),
        {"person": user.name, "minutes": str(minutes), "link": f"{origin}{RESET_PAGE}#{token}"},
    )


def invitation(
    invited: Invitation, role: str, inviter: str, language: str, company: str, accent: str, origin: str, token: str
) -> MailBody:
    """Join a company; `role` is its name as people say it, `language` the inviter's."""
    return mail_body(
        "invitation",
        lang(language),
        {
            "inviter": inviter,
            "company": company,
            "role": role,
            "expires": long_day(paris_date(invited.expires_at), lang(language)),
            "link": f"{origin}{INVITATION_PAGE}#{token}",
        },
        sender=company,
        accent=accent,
    )


def login_alert(user: User, session: Session, origin: str) -> MailBody:
    """A browser never seen before was signed in."""
    return mail_body(
        "login_alert",
        lang(user.language),
        {
            "person": user.name,
            "when": moment(session.opened_at, lang(user.language)),
            "device": session.device,
            "address": session.address,
            "link": f"{origin}{PROFILE_PAGE}",
        },
    )


def lockout(user: User, at: datetime, minutes: int, origin: str) -> MailBody:
    """Five wrong proofs in a row."""
    language = lang(user.language)
    return mail_body(
        "lockout",
        language,
        {
            "person": user.name,
            "when": moment(at, language),
            "minutes": str(minutes),
            "link": f"{origin}{RESET_PAGE}",
        },
    )


def moment(instant: datetime, language: Lang) -> str:
    """The day and hour in Paris: « 22 novembre 2026 à 09:00 »."""
    hour = f"{instant.astimezone(PARIS):%H:%M}"
    return f"{long_day(paris_date(instant), language)} {'at' if language == 'en' else 'à'} {hour}"
