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
from chalicelib.tenancy.rules.companies import COLOURS, Company
from chalicelib.tenancy.rules.exports import KEPT, Export
from chalicelib.tenancy.rules.identity import LINK_LIFE, Session, User
from chalicelib.tenancy.rules.members import Invitation
from chalicelib.tenancy.rules.suggestions import Suggestion
from chalicelib.tenancy.rules.support import Message, Thread
from chalicelib.tenancy.rules.tasks import Task

VERIFY_PAGE = "/verification"
RESET_PAGE = "/mot-de-passe"
INVITATION_PAGE = "/invitation"
PROFILE_PAGE = "/profil"
RECORD_PAGES = {"order": "orders", "invoice": "invoices", "customer": "customers", "payment": "payments"}
RECORD_PAGES |= {"quote": "quotes", "delivery_note": "delivery-notes", "product": "products", "variant": "variants"}


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


def task_assigned(user: User, task: Task, by: str, company_id: str, company: Company, origin: str) -> MailBody:
    """Someone gave this person a task or a reminder."""
    language = lang(user.language)
    due = moment(task.due_at, language) if task.due_at else long_day(task.due_on, language) if task.due_on else ""
    about = task.subject
    page = f"{RECORD_PAGES[about.kind]}/{about.id}" if about else "day"
    return mail_body(
        "task_assigned",
        language,
        {
            "person": user.name,
            "by": by,
            "title": task.title,
            "text": task.text,
            "due": due,
            "about": about.label if about else "",
            "link": f"{origin}/c/{company_id}/{page}",
        },
        sender=company.name,
        accent=COLOURS[company.colour],
    )


def export_ready(user: User, id: str, export: Export, company_id: str, company: Company, origin: str) -> MailBody:
    """A long export is there."""
    language = lang(user.language)
    return mail_body(
        "export_ready",
        language,
        {
            "person": user.name,
            "name": export.name,
            "until": moment((export.ended_at or export.asked_at) + KEPT, language),
            "link": f"{origin}/c/{company_id}/exports/{id}",
        },
        sender=company.name,
        accent=COLOURS[company.colour],
    )


def support_answer(user: User, thread: Thread, answers: tuple[Message, ...], origin: str) -> MailBody:
    """What the desk answered while the person was away."""
    return mail_body(
        "support_answer",
        lang(user.language),
        {
            "person": user.name,
            "subject_line": thread.subject,
            "answer": "\n\n".join(one.text for one in answers),
            "by": answers[-1].name,
            "link": f"{origin}/c/{thread.company}/support",
        },
    )


def suggestion_judged(user: User, suggestion: Suggestion, origin: str) -> MailBody:
    """What becomes of a suggestion one voted for."""
    language = lang(user.language)
    words = {"planned": ("prévue", "planned"), "done": ("réalisée", "done")}
    return mail_body(
        "suggestion_judged",
        language,
        {
            "person": user.name,
            "title": suggestion.title,
            "state": words[suggestion.state][language == "en"],
            "answer": suggestion.answer,
            "link": f"{origin}/",
        },
    )


def moment(instant: datetime, language: Lang) -> str:
    """The day and hour in Paris: « 22 novembre 2026 à 09:00 »."""
    hour = f"{instant.astimezone(PARIS):%H:%M}"
    return f"{long_day(paris_date(instant), language)} {'at' if language == 'en' else 'à'} {hour}"
