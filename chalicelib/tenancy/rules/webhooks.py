"""A partner's address that is told what happens, and the deliveries made to it.

The one trick: a delivery is named by (endpoint, event), so telling twice is impossible to record twice; a
replay is the same delivery again, with the same event id and the same body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from chalicelib.kernel.errors import Conflict, Refused, require_transition
from chalicelib.kernel.ids import base32
from chalicelib.tenancy.rules.topics import PING, Event, unknown_topics

MOST_ENDPOINTS = 20
MOST_TRIES = 8
LEASE = timedelta(seconds=60)
SILENCE = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=10)
FORGOTTEN_AFTER = timedelta(hours=1)
# Before tries 2 to 8: about a day in all, so a partner's night or a failed deployment is survived.
BACK_OFF = tuple(timedelta(seconds=s) for s in (30, 120, 600, 3_600, 10_800, 28_800, 43_200))
TRANSITIONS = {
    ("waiting", "delivered"),
    ("waiting", "dead"),
    ("delivered", "waiting"),
    ("dead", "waiting"),
}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Endpoint:
    """An address of a partner. `topics`: subscriptions such as "customer.*"; `secret_ending`: last 4 of its
    secret."""

    url: str
    topics: tuple[str, ...]
    active: bool
    description: str
    secret_ending: str
    created_at: datetime


@dataclass(frozen=True)
class EndpointSecret:
    """The signing secret, sealed."""

    sealed: str


@dataclass(frozen=True)
class EndpointBook:
    """The ids of a company's endpoints: what a fact is checked against, by key."""

    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivery:
    """One event for one endpoint. `body` is the exact text sent, every time; `status` the partner's last
    answer."""

    endpoint: str
    event: str
    topic: str
    body: str
    created_at: datetime
    state: str = "waiting"
    tries: int = 0
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    status: int | None = None
    error: str = ""
    replays: int = 0


@dataclass(frozen=True)
class Backlog:
    """The companies that have deliveries waiting for another try -> when that was last seen."""

    companies: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class EndpointHealth:
    """When an endpoint last gave no answer at all: its new deliveries are then left to the schedule, so that
    a slow partner holds up nobody."""

    silent_at: datetime | None = None

    def silent(self, now: datetime) -> bool:
        return self.silent_at is not None and now - self.silent_at < SILENCE


@dataclass(frozen=True)
class Attempt:
    """What one try gave: the HTTP status, or why there was none."""

    status: int | None
    error: str = ""

    @property
    def good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def delivery_id(endpoint: str, event: str) -> str:
    """The one id of (endpoint, event)."""
    digest = hashlib.sha256(f"{endpoint}\n{event}".encode()).digest()
    return f"dlv_{base32(int.from_bytes(digest[:16]), 26)}"


def body_of(event: Event) -> str:
    """The JSON text sent: {id, topic, at, company, data}."""
    return json.dumps(
        {"id": event.id, "topic": event.topic, "at": event.at, "company": event.company, "data": event.data},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def delivery_of(endpoint: str, event: Event, now: datetime, *, leased: bool = True) -> Delivery:
    """A new delivery. Leased to whoever creates it, a schedule leaves it alone for a minute; else it is due
    at once."""
    next_at = now + LEASE if leased else now
    return Delivery(endpoint, event.id, event.topic, body_of(event), now, next_at=next_at)


def leased(delivery: Delivery, now: datetime) -> Delivery | None:
    """The delivery taken for one try; None when it is not waiting, or not due yet (someone else has it)."""
    if delivery.state != "waiting" or (delivery.next_at and delivery.next_at > now):
        return None
    return replace(delivery, next_at=now + LEASE)


def tried(delivery: Delivery, attempt: Attempt, now: datetime) -> Delivery:
    """The delivery after one try: delivered, waiting for the next, or dead after eight."""
    tries = delivery.tries + 1
    after = replace(delivery, tries=tries, status=attempt.status, error=attempt.error[:200])
    if attempt.good:
        return replace(after, state="delivered", delivered_at=now, next_at=None, error="")
    if tries >= MOST_TRIES:
        return replace(after, state="dead", next_at=None)
    return replace(after, next_at=now + BACK_OFF[tries - 1])


def buried(delivery: Delivery, why: str) -> Delivery:
    """The delivery given up: nobody is there to receive it any more."""
    return replace(delivery, state="dead", next_at=None, error=why)


def seen_waiting(backlog: Backlog, company: str, now: datetime) -> Backlog:
    """The backlog with that company noted (to ten minutes, so that a burst of failures writes it once)."""
    noted = backlog.companies.get(company)
    if noted and now - noted < SEEN_EVERY:
        return backlog
    return Backlog({**backlog.companies, company: now})


def forgotten(backlog: Backlog, company: str, now: datetime) -> Backlog:
    """Without a company where nothing waits, unless something failed there within the hour: a try in progress
    may be about to wait."""
    noted = backlog.companies.get(company)
    if noted is None or now - noted < FORGOTTEN_AFTER:
        return backlog
    return Backlog({one: at for one, at in backlog.companies.items() if one != company})


def replayed(delivery: Delivery, now: datetime) -> Delivery:
    """The delivery put back in line, with the same event and body. IllegalTransition while it still waits."""
    require_transition(TRANSITIONS, delivery.state, "waiting", "tenancy.delivery.still_waiting")
    return replace(delivery, state="waiting", tries=0, next_at=now + LEASE, replays=delivery.replays + 1)


def signature(secret: str, body: str, now: datetime) -> str:
    """The header `Caveau-Signature`: `t=<unix seconds>,v1=<HMAC-SHA256 of "<t>.<body>", hex>`. The event's id
    is in the body, so it is signed too."""
    stamp = int(now.timestamp())
    digest = hmac.new(secret.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


def check_topics(topics: tuple[str, ...]) -> tuple[str, ...]:
    """The subscriptions, sorted. Refused when one covers nothing, or there is none."""
    unknown = unknown_topics(topics)
    if unknown or not topics:
        raise Refused(
            "tenancy.webhook.topic",
            f"Sujets inconnus : {', '.join(unknown)}." if unknown else "Choisissez au moins un sujet.",
            field="topics",
        )
    return tuple(sorted(set(topics)))


def check_url(url: str, *, local: bool) -> str:
    """The address, if a server may call it: https to a public name; http to this machine only when `local`.

    Names are resolved and checked again at each sending (`address_allowed`): a name may change its mind.
    """
    if not (url.isascii() and url.isprintable()) or " " in url:
        raise _bad_url()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _bad_url() from None
    if not host or parts.username or parts.password or parts.fragment or port == 0 or len(url) > 500:
        raise _bad_url()
    if local and host in LOCAL_HOSTS and parts.scheme in {"http", "https"}:
        return url
    literal = _literal(host)
    named = literal is None and "." in host and not host.endswith((".local", ".internal", ".localhost", "."))
    if parts.scheme != "https" or not (named or (literal and address_allowed(literal, local=False))):
        raise _bad_url()
    return url


def address_allowed(address: IPv4Address | IPv6Address, *, local: bool) -> bool:
    """Whether a resolved address may be called: public ones; also this machine's when `local`."""
    mapped = getattr(address, "ipv4_mapped", None)
    real = mapped or address
    if local and real.is_loopback:
        return True
    return real.is_global and not real.is_multicast and not _transition(real)


def _transition(address: IPv4Address | IPv6Address) -> bool:
    """IPv6 forms that carry an IPv4 destination inside (6to4, Teredo, NAT64): never called."""
    if address.version == 4:
        return False
    text = address.exploded
    return text.startswith(("2002:", "2001:0000:", "0064:ff9b:"))


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _bad_url() -> Refused:
    return Refused(
        "tenancy.webhook.url",
        "Adresse refusée. Donnez une adresse https publique, sans identifiant ni fragment.",
        field="url",
    )


def with_endpoint(book: EndpointBook, id: str) -> EndpointBook:
    """The book with one more endpoint. Conflict beyond 20."""
    if len(book.ids) >= MOST_ENDPOINTS:
        raise Conflict("tenancy.webhook.too_many", f"{MOST_ENDPOINTS} webhooks au plus. Supprimez-en un.")
    return EndpointBook((*book.ids, id))


def without_endpoint(book: EndpointBook, id: str) -> EndpointBook:
    return EndpointBook(tuple(one for one in book.ids if one != id))


def ping(company: str, id: str, now: datetime) -> Event:
    """A trial event, to see that an endpoint hears and checks its signature."""
    return Event(id, PING, now.isoformat(), company, {"message": "Caveau vous entend."})
