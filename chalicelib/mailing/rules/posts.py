"""A letter on paper: its six lines of address, its states, what it costs.

Nouns: an `Address` (six lines and a country), a `Post` (one letter), a `Tariff` (what a letter costs by the contract).
The one trick: the provider's job is written down before it is submitted, and only a submitted job costs and leaves; so
after a crash the provider is asked what became of it, and no letter leaves twice.

Source: NF Z10-011 (La Poste): six lines of 38 characters, postcode and town on the last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.kernel.erasing import NOBODY, blanks, erases
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.mailing.rules.messages import About

WIDTH, LINES = 38, 6
PostState = Literal["queued", "sending", "sent", "posted", "rejected", "failed"]
TRANSITIONS = {
    ("queued", "sending"),
    ("queued", "failed"),
    ("sending", "sent"),
    ("sending", "queued"),
    ("sending", "failed"),
    ("sent", "posted"),
    ("sent", "rejected"),
}
PATIENCE = timedelta(minutes=10)
"""After so long a letter that is being given to the provider is asked about: nobody gives it any more."""


SAID = {
    "no_name": "Il manque le nom du destinataire. Complétez l'adresse.",
    "line_long": "Cette ligne dépasse 38 caractères. Coupez-la en deux.",
    "no_street": "Il manque la rue. Complétez l'adresse du client.",
    "postcode": "Le code postal doit avoir cinq chiffres. Corrigez l'adresse du client.",
    "no_town": "Il manque la ville. Complétez l'adresse du client.",
    "town_long": "Code postal et ville dépassent 38 caractères. Abrégez la ville.",
    "no_country": "Le pays n'est pas connu. Complétez l'adresse du client.",
    "too_many_lines": "Cette adresse ne tient pas en six lignes. Raccourcissez le nom ou retirez une ligne.",
}


@dataclass(frozen=True)
class Address:
    """Six lines, empty ones kept in their place, and the country (ISO 3166, two letters)."""

    lines: tuple[str, ...]
    country: str

    @property
    def shown(self) -> str:
        return ", ".join(line for line in self.lines if line) + ("" if self.country == "FR" else f", {self.country}")


@dataclass(frozen=True)
class Tariff:
    """Cents without VAT: of a letter (envelope and postage), of a printed page."""

    letter: int = 0
    page: int = 0

    def cost(self, pages: int) -> int:
        return self.letter + self.page * pages


@dataclass(frozen=True)
class Post:
    """One letter. `job`: what the provider knows it as; `estimate` cents as shown before it left, `cost` as the
    provider told it; `attachment`: the SHA-256 of its paper, of `pages` pages."""

    id: str
    state: str
    sort: str
    about: About
    customer: str
    customer_name: str
    owner: str
    address: Address
    subject: str
    pages: int
    estimate: int
    asked_at: datetime
    by: str
    by_name: str
    language: str
    attachment: str = ""
    attachment_name: str = ""
    job: str = ""
    cost: int | None = None
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    posted_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Told:
    """What the provider says of a job. `state`: draft (never submitted), sent, posted, rejected. `postage` in cents and
    `pages` are known once it has accepted it."""

    state: Literal["draft", "sent", "posted", "rejected"]
    reason: str = ""
    postage: int | None = None
    pages: int | None = None


def judged(name: str, lines: Sequence[str], postcode: str, town: str, country: str) -> Address:
    """The address as six lines. Refused with every field that is wrong: nothing leaves to a bad address."""
    problems = [*_problems(name, lines, postcode, town, country)]
    if problems:
        raise Refused.many(problems)
    names = _wrapped(_plain(name))
    given = [_plain(line) for line in lines if _plain(line)]
    if len(names) > 2 or len(names) + len(given) > LINES - 1:
        raise Refused.many([FieldError("address.lines", "mailing.post.too_many_lines", SAID["too_many_lines"])])
    room = LINES - 1 - len(names) - len(given)
    below = 1 if room and len(given) < 3 else 0  # the street on the fourth line, where machines look for it
    return Address(
        (*names, *[""] * (room - below), *given, *[""] * below, _plain(f"{postcode} {town}")),
        country,
    )


def _problems(name: str, lines: Sequence[str], postcode: str, town: str, country: str) -> list[FieldError]:
    """Every field that is wrong."""
    long = [at for at, line in enumerate(lines) if len(_plain(line)) > WIDTH]
    french, code = country == "FR", postcode.strip()
    wrong = (
        ("name", "no_name", not _plain(name)),
        *((f"lines.{at}", "line_long", True) for at in long),
        ("lines", "no_street", not any(_plain(line) for line in lines)),
        ("postcode", "postcode", french and not (len(code) == 5 and code.isascii() and code.isdigit())),
        ("town", "no_town", not _plain(town)),
        ("town", "town_long", len(_plain(f"{postcode} {town}")) > WIDTH),
        ("country", "no_country", not (len(country) == 2 and country.isascii() and country.isupper())),
    )
    return [FieldError(f"address.{field}", f"mailing.post.{rule}", SAID[rule]) for field, rule, is_so in wrong if is_so]


def _plain(text: str) -> str:
    """One line, single spaces, nothing unprintable."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _wrapped(name: str) -> list[str]:
    """A name in lines of 38 characters, cut between words."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= WIDTH:
            lines[-1] = longer
        else:
            lines.append(word[:WIDTH])
    return [line for line in lines if line]


def left_alone(post: Post, now: datetime) -> bool:
    """Was it given to the provider so long ago that nobody is at it any more?"""
    return post.state == "sending" and post.tried_at is not None and now - post.tried_at >= PATIENCE


def heard(post: Post, told: Told, tariff: Tariff, at: datetime) -> Post:
    """The letter with what the provider said of it, in whatever order: what is final stays."""
    if post.state not in {"sending", "sent"}:
        return post
    if told.state == "draft":  # it was never submitted: nothing left, nothing is owed
        return replace(post, state="queued", job="", tried_at=None) if post.state == "sending" else post
    cost = post.cost
    if told.postage is not None:
        cost = told.postage + tariff.page * (told.pages or post.pages)
    sent = replace(post, state=told.state, sent_at=post.sent_at or at, cost=cost, reason=told.reason)
    return replace(sent, posted_at=at) if told.state == "posted" else sent


erases(
    "post",
    blanks({"customer_name": NOBODY, "address": {"lines": [], "country": ""}, "subject": "", "reason": ""}),
)
