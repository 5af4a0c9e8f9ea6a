"""A person, the browsers he opened, the links sent to him by mail.

The one trick: all login sessions of a person stand in ONE document (at most 20), so listing them is one read,
closing them all is one write, and the token, which names its user, finds them by key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.kernel.errors import Refused
from chalicelib.kernel.text import squeeze
from chalicelib.tenancy.rules.second_factor import Totp
from chalicelib.tenancy.rules.tokens import same

SESSION_DAYS = 30
MOST_SESSIONS = 20
MOST_DEVICES = 30
LINK_LIFE = {
    "verify": timedelta(days=3),
    "reset": timedelta(hours=1),
}
CHALLENGE_LIFE = timedelta(minutes=5)
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class User:
    """One login. `password_hash` is Argon2id; `totp_pending` a sealed secret not yet confirmed; `recovery`
    hashes; `muted` the sorts of mail that are not wanted."""

    email: str
    name: str
    language: str
    password_hash: str
    created_at: datetime
    verified_at: datetime | None = None
    password_changed_at: datetime | None = None
    totp: Totp | None = None
    totp_pending: str | None = None
    recovery: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        return self.verified_at is not None


@dataclass(frozen=True)
class Session:
    """An opened browser. `id` is what its owner sees; the token itself is kept by the browser only."""

    id: str
    token_hash: str
    opened_at: datetime
    expires_at: datetime
    device: str
    address: str


@dataclass(frozen=True)
class Sessions:
    """Every open session of one user, newest last, and the hashes of the devices he is known to use."""

    open: tuple[Session, ...] = ()
    devices: tuple[str, ...] = ()


@dataclass(frozen=True)
class MailLink:
    """What a link sent by mail allows, once. Its id is the hash of its token."""

    purpose: str
    user: str
    email: str
    expires_at: datetime


@dataclass(frozen=True)
class Membership:
    """A company in a person's list: enough to draw the list and its colour stripe without opening it."""

    company: str
    name: str
    colour: str
    role: str


@dataclass(frozen=True)
class Memberships:
    companies: tuple[Membership, ...] = ()


@dataclass(frozen=True)
class RegisteredCompany:
    """A company as the platform lists it (in company zero)."""

    name: str
    siren: str
    owner: str
    created_at: datetime


def person_name(text: str) -> str:
    """A name on one line, without invisible characters. Refused when nothing is left."""
    name = squeeze(text)
    if not name:
        raise Refused("tenancy.user.name", "Le nom est vide. Écrivez votre prénom et votre nom.", field="name")
    return name


def opened(sessions: Sessions, session: Session, now: datetime) -> Sessions:
    """With one more session; expired ones, then the oldest beyond 20, are dropped."""
    kept = [*(one for one in sessions.open if one.expires_at > now), session]
    return replace(sessions, open=tuple(kept[-MOST_SESSIONS:]))


def found(sessions: Sessions | None, token_hash: str, now: datetime) -> Session | None:
    """The open session of that token."""
    live = (one for one in (sessions.open if sessions else ()) if one.expires_at > now)
    return next((one for one in live if same(one.token_hash, token_hash)), None)


def closed(sessions: Sessions, ids: Iterable[str]) -> Sessions:
    """Without those sessions."""
    gone = set(ids)
    return replace(sessions, open=tuple(one for one in sessions.open if one.id not in gone))


def knows(sessions: Sessions | None, device: str) -> bool:
    """Whether this device (its hash) was used before. With no device known yet there is nothing to compare
    with."""
    return bool(sessions and device in sessions.devices)


def remembering(sessions: Sessions, device: str) -> Sessions:
    """With that device among the known ones, most recent last."""
    kept = [*(one for one in sessions.devices if one != device), device]
    return replace(sessions, devices=tuple(kept[-MOST_DEVICES:]))


def renamed(memberships: Memberships, company: str, name: str, colour: str) -> Memberships:
    """The list with that company's present name and colour."""
    return Memberships(
        tuple(
            replace(one, name=name, colour=colour) if one.company == company else one for one in memberships.companies
        )
    )


def joined(memberships: Memberships, membership: Membership) -> Memberships:
    """With that company, once, at its place in the list (new ones last)."""
    if any(one.company == membership.company for one in memberships.companies):
        return Memberships(
            tuple(membership if one.company == membership.company else one for one in memberships.companies)
        )
    return Memberships((*memberships.companies, membership))


def left(memberships: Memberships, company: str) -> Memberships:
    """Without that company."""
    return Memberships(tuple(one for one in memberships.companies if one.company != company))


def require_link(link: MailLink | None, purpose: str, now: datetime) -> MailLink:
    """The link if it is of that purpose and still good. Refused otherwise, in the same words whatever the
    reason."""
    if link is None or link.purpose != purpose or link.expires_at <= now:
        raise Refused(
            "tenancy.link.expired", "Ce lien a déjà servi ou a expiré. Demandez-en un nouveau.", field="token"
        )
    return link
