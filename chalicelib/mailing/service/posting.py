"""Use cases of letters on paper: the provider's keys, asked, carried, followed.

The one trick: the provider's job is noted BEFORE it is submitted. A crash before leaves a draft that costs nothing; a
crash after leaves a letter whose job is known, and the provider says what became of it (docs/algorithms/mail.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.log import logger
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, Refused, Unavailable
from chalicelib.mailing import index
from chalicelib.mailing.partners.maileva import Account, Maileva
from chalicelib.mailing.partners.postal import PostalProvider, Rejected
from chalicelib.mailing.rules.messages import Letter
from chalicelib.mailing.rules.posts import Address, Post, Tariff, heard, left_alone
from chalicelib.mailing.schemas.posts import FaultOut, LetterPreviewOut, PostalIn, PostalOut, PostAskedV1, PostOut
from chalicelib.mailing.store import POSTAL, POSTS, Postal
from chalicelib.readmodel import ListQuery, Row, lists

Attach = Callable[[Post], tuple[str, bytes]]


@dataclass(frozen=True)
class Paper:
    """What is to be posted: its file's name, its subject, its pages."""

    name: str
    subject: str
    pages: int


# --- the contract with the provider


def get_postal(call: Call) -> PostalOut:
    return _out(reading(call))


@use_case("mailing.postal.change")
def change_postal(unit: Unit, asked: PostalIn) -> PostalOut:
    """Keep the contract. Refused when it is to be used and a secret is missing."""
    unit.expect(POSTAL, WHOLE, unit.call.if_match)
    kept = unit.find(POSTAL, WHOLE) or Postal()
    if asked.client_secret:
        kept = replace(kept, client_secret=secrets.seal(asked.client_secret, _place(unit.company, "client_secret")))
    if asked.password:
        kept = replace(kept, password=secrets.seal(asked.password, _place(unit.company, "password")))
    new = replace(kept, **asked.model_dump(exclude={"client_secret", "password"}))
    if new.enabled and not (new.client_id and new.login and new.client_secret and new.password):
        detail = "Il manque un identifiant ou un secret de Maileva. Complétez-les, ou laissez le courrier inactif."
        raise Refused("mailing.postal.incomplete", detail, "password" if asked.client_id else "client_id")
    unit.put(POSTAL, WHOLE, new)
    return _out(unit)


def refs() -> tuple[Ref, ...]:
    """What to add to a batch before asking for a letter."""
    return ((POSTAL, WHOLE),)


def _out(unit: Unit) -> PostalOut:
    kept = unit.find(POSTAL, WHOLE) or Postal()
    return PostalOut(
        version=unit.version(POSTAL, WHOLE),
        enabled=kept.enabled,
        sandbox=kept.sandbox,
        client_id=kept.client_id,
        login=kept.login,
        has_secrets=bool(kept.client_secret and kept.password),
        colour=kept.colour,
        duplex=kept.duplex,
        fast=kept.fast,
        letter_price=kept.letter_price,
        page_price=kept.page_price,
    )


def _place(company: str, what: str) -> str:
    return f"company:{company}:postal:{what}"


def _connected(unit: Unit) -> Postal:
    kept = unit.find(POSTAL, WHOLE)
    if kept is None or not kept.enabled:
        detail = "Aucun service postal n'est connecté. Entrez vos identifiants dans Réglages, Courrier postal."
        raise Conflict("mailing.postal.none", detail)
    return kept


def _provider(unit: Unit) -> PostalProvider:
    kept = _connected(unit)
    account = Account(
        client_id=kept.client_id,
        client_secret=secrets.unseal(kept.client_secret, _place(unit.company, "client_secret")),
        login=kept.login,
        password=secrets.unseal(kept.password, _place(unit.company, "password")),
        sandbox=kept.sandbox,
        colour=kept.colour,
        duplex=kept.duplex,
        fast=kept.fast,
    )
    return Maileva(account)


def tariff(unit: Unit) -> Tariff:
    kept = unit.find(POSTAL, WHOLE) or Postal()
    return Tariff(kept.letter_price, kept.page_price)


# --- asked


def previewed(unit: Unit, address: Callable[[], Address], pages: int) -> LetterPreviewOut:
    """What would leave, and why it cannot if so. Nothing is written."""
    faults, found = [], Address((), "")
    try:
        found = address()
    except Refused as refusal:
        faults = [FaultOut(field=one.field, rule=one.rule, detail=one.detail) for one in refusal.errors]
    kept = unit.find(POSTAL, WHOLE)
    return LetterPreviewOut(
        lines=list(found.lines),
        country=found.country,
        faults=faults,
        pages=pages,
        cost=tariff(unit).cost(pages),
        connected=kept is not None and kept.enabled,
    )


def asked(unit: Unit, letter: Letter, address: Address, paper: Paper) -> PostOut:
    """Ask for a letter to be posted, in the caller's commit. Conflict without a provider."""
    _connected(unit)
    post = Post(
        id=unit.new_id(POSTS.prefix),
        state="queued",
        sort=letter.sort,
        about=letter.about,
        customer=letter.customer,
        customer_name=letter.customer_name,
        owner=letter.owner,
        address=address,
        subject=paper.subject,
        pages=paper.pages,
        estimate=tariff(unit).cost(paper.pages),
        asked_at=unit.at,
        by=unit.actor.id,
        by_name=unit.actor.name,
        language=letter.language,
        attachment_name=paper.name,
    )
    unit.put(POSTS, post.id, post)
    crm.mark_used(unit, letter.customer)
    unit.emit(PostAskedV1(post=post.id))
    return PostOut.model_validate(
        {
            "id": post.id,
            "state": post.state,
            "lines": address.lines,
            "country": address.country,
            "pages": post.pages,
            "estimate": post.estimate,
        }
    )


# --- carried


def carry(call: Call, id: str, attach: Attach) -> str:
    """Give a letter that was asked to the provider, once; gives its state. Unavailable while the provider is away:
    nothing was submitted, ask again."""
    unit = reading(call)
    unit.load((POSTS, id), *refs())
    post = unit.find(POSTS, id)
    if post is None or post.state != "queued":
        return "done"
    digest, content = attach(post)
    try:
        provider = _provider(unit)
    except Conflict as refusal:
        return _fail(call, id, refusal.detail)
    if _claim(call, id, digest) is None:
        return "done"
    return _given(call, provider, post, content)


def _given(call: Call, provider: PostalProvider, post: Post, content: bytes) -> str:
    try:
        job = provider.create(post.id, f"{post.customer_name} {post.about.number}")
        provider.fill(job, post.attachment_name, content, post.address)
    except Unavailable:
        _again(call, post.id)
        raise
    except (Rejected, Conflict) as refusal:
        return _fail(call, post.id, str(getattr(refusal, "detail", "") or refusal)[:200])
    _note_job(call, post.id, job)  # from here on the provider can be asked what became of it
    try:
        provider.submit(job)
    except Unavailable:
        logger.warning("letter outcome unknown", extra={"post": post.id, "job": job})
        return "sending"
    except (Rejected, Conflict) as refusal:
        return _fail(call, post.id, str(getattr(refusal, "detail", "") or refusal)[:200])
    return _note_sent(call, post.id)


@use_case("mailing.post.claim")
def _claim(unit: Unit, id: str, attachment: str) -> Post | None:
    post = unit.find(POSTS, id)
    if post is None or post.state != "queued":
        return None
    return unit.put(POSTS, id, replace(post, state="sending", attachment=attachment, tried_at=unit.at, reason=""))


@use_case("mailing.post.job")
def _note_job(unit: Unit, id: str, job: str) -> None:
    unit.put(POSTS, id, replace(unit.get(POSTS, id), job=job))


@use_case("mailing.post.sent")
def _note_sent(unit: Unit, id: str) -> str:
    post = unit.get(POSTS, id)
    if post.state == "sending":
        post = unit.put(POSTS, id, replace(post, state="sent", sent_at=unit.at))
    return post.state


@use_case("mailing.post.again")
def _again(unit: Unit, id: str) -> None:
    post = unit.get(POSTS, id)
    if post.state == "sending":
        unit.put(POSTS, id, replace(post, state="queued", job="", tried_at=None))


@use_case("mailing.post.fail")
def _fail(unit: Unit, id: str, reason: str) -> str:
    post = unit.get(POSTS, id)
    if post.state in {"queued", "sending"}:
        post = unit.put(POSTS, id, replace(post, state="failed", reason=reason))
    return post.state


# --- followed


def follow(call: Call) -> tuple[list[str], int]:
    """(those to carry again, how many moved): what is left of letters asked, and what became of those sent. Candidates
    from the list, each judged on its item."""
    where = json.dumps(
        {
            "and": [
                {"field": "channel", "op": "eq", "value": "post"},
                {"field": "status", "op": "in", "value": ["queued", "sending", "sent"]},
            ]
        }
    )

    def ids(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows]

    found = lists.each(call, index.MESSAGES, ListQuery(where=where, fields="id", sort="asked_at"), ids)
    moved = sum(_asked_about(call, id) for id in found)
    unit = reading(call)
    unit.load(*((POSTS, id) for id in found))
    return [id for id in found if (post := unit.find(POSTS, id)) and post.state == "queued"], moved


def _asked_about(call: Call, id: str) -> bool:
    """Ask the provider about one letter; what does not answer is asked the next time."""
    unit = reading(call)
    unit.load((POSTS, id), *refs())
    post = unit.find(POSTS, id)
    if post is None or not (post.state == "sent" or left_alone(post, call.now)):
        return False
    if not post.job:
        _again(call, id)
        return True
    try:
        told = _provider(unit).told(post.job)
    except (Unavailable, Conflict, Rejected) as silence:
        logger.warning("letter not told of", extra={"post": id, "why": str(silence)})
        return False
    now = heard(post, told, tariff(unit), call.now)
    return now != post and _note_heard(call, post, now)


@use_case("mailing.post.follow")
def _note_heard(unit: Unit, before: Post, now: Post) -> bool:
    if unit.find(POSTS, now.id) != before:
        return False
    unit.put(POSTS, now.id, now)
    return True
