"""The items of tenancy, and who asks for them.

| kind | id | pk | asked by |
|---|---|---|---|
| user | `usr_…` | `G#user#…` | every request of a person; login |
| sessions | `usr_…` | `G#sessions#…` | every request of a person; his list of logins |
| memberships | `usr_…` | `G#memberships#…` | his companies |
| mail_link | hash of the token | `G#mail_link#…` | the page behind a mailed link |
| invitation_token | hash of the token | `G#invitation_token#…` | the page behind an invitation |
| webhook_backlog | `all` | `G#webhook_backlog#all` | the schedule that tries again |
| unique | `login:<hash>` | `G#unique#…` (guard) | login: which user has this address |
| company | `all` | `<company>#company#all` | whoever prints, prices or declares |
| settings | `all` | `<company>#settings#all` | the same, and every request (second factor) |
| team, roles | `all` | `<company>#…` | members page; every request (roles) |
| member, invitation | `usr_…`, `inv_…` | `<company>#…` | every request (member); members page |
| api_key, api_key_secret, api_key_use | `key_…` | `<company>#…` | a program's requests |
| api_key_book | `all` | `<company>#api_key_book#all` | the list of keys |
| webhook, webhook_secret, webhook_health | `whk_…` | `<company>#…` | every journal entry, once on the bus |
| webhook_book | `all` | `<company>#…` | the same |
| attachments | `<kind>:<id>` of a record | `<company>#attachments#…` | the page of the record: its files |
| view | `vew_…` | `<company>#view#…` | the lists, with their saved views |
| view_book | `usr_…`, `shared` | `<company>#view_book#…` | the same: one person's views, the company's |
| export | `exp_…` | `<company>#export#…` | who asked for it, until it is fetched |
| webhook_delivery | `dlv_…` | `<company>#…` | the sender, a replay |
| task, note | `tsk_…`, `not_…` | `<company>#…` | their page; lists come from the read model |
| mail_sent | a fact, an answer | `<company>#mail_sent#…` | whoever sends a mail that must leave once |
| registered_company | `com_…` | `0#registered_company#…` | the platform |
| backups | `all` | `0#backups#all` | the nightly job; the page of backups |
| support_thread | `sup_…` | `0#support_thread#…` | the person who asks, the desk that answers |
| support_presence | `usr_…` | `G#support_presence#…` | the schedule that mails answers not read |
| support_line | `all` | `0#support_line#all` | the support page |
| company_plan | `com_…` | `0#company_plan#…` | the support page |
| suggestion, suggestion_vote | `sug_…`, `sug_…:usr_…` | `0#…` | votes and comments |
| member | `usr_…` | `0#member#…` | the platform's own people (role: support) |

Whatever holds a hash, a sealed value or belongs to a person rather than to a company is secret: it never
reaches history, change feed or read model. `api_key_use` is written outside the journal (it says when, to the
hour, and changes nothing); so are `support_presence` and `mail_sent`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.aws.call import PLATFORM
from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.table import Item, Kind, Ref, fetch
from chalicelib.tenancy.rules.attachments import Attachments
from chalicelib.tenancy.rules.backups import BackupBook
from chalicelib.tenancy.rules.companies import Company
from chalicelib.tenancy.rules.emails import email_key
from chalicelib.tenancy.rules.exports import Export
from chalicelib.tenancy.rules.identity import MailLink, Memberships, RegisteredCompany, Sessions, User
from chalicelib.tenancy.rules.keys import ApiKey, KeyBook, KeySecret, KeyUse
from chalicelib.tenancy.rules.members import Invitation, InvitationToken, Member, Roles, Team
from chalicelib.tenancy.rules.plans import CompanyPlan, SupportLine
from chalicelib.tenancy.rules.settings import Settings
from chalicelib.tenancy.rules.suggestions import Suggestion, Vote
from chalicelib.tenancy.rules.support import Presence, Thread
from chalicelib.tenancy.rules.tasks import Note, Task
from chalicelib.tenancy.rules.views import View, ViewBook
from chalicelib.tenancy.rules.webhooks import (
    Backlog,
    Delivery,
    Endpoint,
    EndpointBook,
    EndpointHealth,
    EndpointSecret,
)

ONE = "all"
WEEK = 7 * 24 * 3600

USERS = Kind("user", User, prefix="usr", globally=True, secret=True)
SESSIONS = Kind("sessions", Sessions, globally=True, secret=True)
MEMBERSHIPS = Kind("memberships", Memberships, globally=True, secret=True)
MAIL_LINKS = Kind("mail_link", MailLink, globally=True, secret=True, ttl=WEEK)
INVITATION_TOKENS = Kind("invitation_token", InvitationToken, globally=True, secret=True, ttl=2 * WEEK)
BACKLOG = Kind("webhook_backlog", Backlog, globally=True, secret=True)

COMPANIES = Kind("company", Company, prefix="com")
SETTINGS = Kind("settings", Settings)
TEAMS = Kind("team", Team)
MEMBERS = Kind("member", Member)
ROLES = Kind("roles", Roles)
INVITATIONS = Kind("invitation", Invitation, prefix="inv")
API_KEYS = Kind("api_key", ApiKey, prefix="key")
KEY_SECRETS = Kind("api_key_secret", KeySecret, secret=True)
KEY_USES = Kind("api_key_use", KeyUse, secret=True)
KEY_BOOKS = Kind("api_key_book", KeyBook)
WEBHOOKS = Kind("webhook", Endpoint, prefix="whk")
WEBHOOK_SECRETS = Kind("webhook_secret", EndpointSecret, secret=True)
WEBHOOK_BOOKS = Kind("webhook_book", EndpointBook)
WEBHOOK_HEALTH = Kind("webhook_health", EndpointHealth, secret=True)
VIEWS = Kind("view", View, prefix="vew")
VIEW_BOOKS = Kind("view_book", ViewBook)
DELIVERIES = Kind("webhook_delivery", Delivery, prefix="dlv")
TASKS = Kind("task", Task, prefix="tsk")
NOTES = Kind("note", Note, prefix="not")
ATTACHMENTS = Kind("attachments", Attachments)
EXPORTS = Kind("export", Export, prefix="exp", secret=True, ttl=WEEK)
MAILS_SENT = Kind("mail_sent", KeyUse, secret=True, ttl=2 * WEEK)

REGISTERED = Kind("registered_company", RegisteredCompany)
BACKUPS = Kind("backups", BackupBook)
THREADS = Kind("support_thread", Thread, prefix="sup")
PRESENCES = Kind("support_presence", Presence, globally=True, secret=True)
LINES = Kind("support_line", SupportLine)
PLANS = Kind("company_plan", CompanyPlan)
SUGGESTIONS = Kind("suggestion", Suggestion, prefix="sug")
VOTES = Kind("suggestion_vote", Vote)

LOGIN = "login"


def login_ref(email: str) -> Ref:
    """The guard that says whose login a normalised address is."""
    return guard_ref(LOGIN, email_key(email), globally=True)


def read(company: str, refs: Iterable[Ref]) -> dict[Ref, Any]:
    """The documents of `refs`, in one consistent batch, outside any unit (identification only). Missing ones
    are None."""
    keys = {ref: ref[0].key(company, ref[1]) for ref in refs}
    found = fetch(keys.values())
    return {ref: ref[0].read(found[key].doc) if key in found and found[key].doc else None for ref, key in keys.items()}


def touch_key(company: str, key: str, now: datetime) -> None:
    """Note that a key was used (outside the journal: a use changes nothing)."""
    pk, sk = KEY_USES.key(company, key)
    Item(pk, sk, kind=KEY_USES.name, v=1, doc=KEY_USES.write(KeyUse(now))).save()


def touch_presence(user: str, now: datetime) -> None:
    """Note that a person has the application open (outside the journal: it changes nothing)."""
    pk, sk = PRESENCES.key(PLATFORM, user)
    Item(pk, sk, kind=PRESENCES.name, v=1, doc=PRESENCES.write(Presence(now))).save()


def mailed(company: str, mark: str) -> bool:
    """Has the mail of that mark left?"""
    return bool(fetch([MAILS_SENT.key(company, mark)]))


def note_mailed(company: str, mark: str, now: datetime) -> None:
    """Remember for two weeks that it has: a fact told twice is mailed once."""
    pk, sk = MAILS_SENT.key(company, mark)
    until = int(now.timestamp()) + (MAILS_SENT.ttl or 0)
    Item(pk, sk, kind=MAILS_SENT.name, v=1, doc=MAILS_SENT.write(KeyUse(now)), ttl=until).save()
