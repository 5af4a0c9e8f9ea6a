"""Suggestions of the users: proposed, voted once, commented; the platform judges and those who voted are told."""

from __future__ import annotations

import json
from dataclasses import replace

from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy import index
from chalicelib.tenancy.rules import suggestions as rules
from chalicelib.tenancy.rules.suggestions import Comment, Suggestion, Vote, vote_id
from chalicelib.tenancy.schemas import support as schemas
from chalicelib.tenancy.service.support import person_of
from chalicelib.tenancy.store import SUGGESTIONS, VOTES


def listed(call: Call, query: ListQuery) -> Page[schemas.SuggestionRow]:
    """What users of every company would like, the most wanted first."""
    zero = call.within(PLATFORM)
    page = lists.page(zero, index.SUGGESTION_LIST, query.model_copy(update={"fields": None}))
    voted = _voted(zero, [row["id"] for row in page.items])
    rows = [
        schemas.SuggestionRow.model_validate(
            {
                **{name: row[name] for name in schemas.SuggestionRow.model_fields if name in row},
                "voted": row["id"] in voted,
                "mine": row["author"] == call.actor.id,
            }
        )
        for row in page.items
    ]
    return Page[schemas.SuggestionRow](items=rows, next=page.next, count=page.count, sums=page.sums)


def _voted(zero: Call, ids: list[str]) -> set[str]:
    """Those that the person asking votes for: read by key, one per suggestion shown."""
    unit = reading(zero)
    unit.load(*((VOTES, vote_id(id, zero.actor.id)) for id in ids))
    return {id for id in ids if unit.find(VOTES, vote_id(id, zero.actor.id))}


def shown(call: Call, id: str) -> schemas.SuggestionOut:
    return _out(reading(call.within(PLATFORM)), id, call.company)


def propose(call: Call, body: schemas.SuggestionIn) -> schemas.SuggestionOut:
    """A new suggestion; its author votes for it."""
    person_of(call)
    return _propose(call.within(PLATFORM), call.company, body)


@use_case("tenancy.suggestion.propose")
def _propose(unit: Unit, company: str, body: schemas.SuggestionIn) -> schemas.SuggestionOut:
    id, actor = unit.new_id("sug"), unit.actor
    unit.put(VOTES, vote_id(id, actor.id), Vote(id, actor.id, unit.at))
    made = Suggestion(body.title, body.text, company, actor.id, actor.name, unit.at, votes=1)
    unit.put(SUGGESTIONS, id, made)
    return _out(unit, id, company)


def comment(call: Call, id: str, body: schemas.CommentIn) -> schemas.SuggestionOut:
    person_of(call)
    return _comment(call.within(PLATFORM), id, call.company, body)


@use_case("tenancy.suggestion.comment")
def _comment(unit: Unit, id: str, company: str, body: schemas.CommentIn) -> schemas.SuggestionOut:
    said = Comment(company, unit.actor.id, unit.actor.name, unit.at, body.text)
    unit.put(SUGGESTIONS, id, rules.commented(_suggestion(unit, id), said))
    return _out(unit, id, company)


def vote(call: Call, id: str, wanted: bool) -> schemas.SuggestionOut:
    """For it, or no more. Twice is once."""
    person_of(call)
    return _vote(call.within(PLATFORM), id, call.company, wanted)


@use_case("tenancy.suggestion.vote")
def _vote(unit: Unit, id: str, company: str, wanted: bool) -> schemas.SuggestionOut:
    key = vote_id(id, unit.actor.id)
    unit.load((SUGGESTIONS, id), (VOTES, key))
    suggestion, held = _suggestion(unit, id), unit.find(VOTES, key) is not None
    if wanted and not held:
        unit.put(VOTES, key, Vote(id, unit.actor.id, unit.at))
        unit.put(SUGGESTIONS, id, replace(suggestion, votes=suggestion.votes + 1))
    elif held and not wanted:
        unit.delete(VOTES, key)
        unit.put(SUGGESTIONS, id, replace(suggestion, votes=suggestion.votes - 1))
    return _out(unit, id, company)


@use_case("tenancy.suggestion.judge")
def judge(unit: Unit, id: str, body: schemas.JudgementIn) -> schemas.SuggestionOut:
    """What the platform makes of it. Planned or done: those who voted are told, once per change."""
    before = _suggestion(unit, id)
    after = unit.put(SUGGESTIONS, id, rules.judged(before, body.state, body.answer))
    if after.state != before.state and after.state in rules.TOLD:
        unit.emit(schemas.SuggestionJudgedV1(suggestion=id, state=after.state))
    return _out(unit, id, "")


def voters(call: Call, id: str) -> list[str]:
    """Who votes for it now (for the mails: candidates, in company zero)."""
    query = ListQuery(where=json.dumps({"field": "suggestion", "op": "eq", "value": id}))
    return lists.each(call, index.VOTE_LIST, query, lambda rows: [str(row["person"]) for row in rows])


def _suggestion(unit: Unit, id: str) -> Suggestion:
    found = unit.find(SUGGESTIONS, id)
    if found is None:
        raise NotFound("tenancy.suggestion.not_found", "Cette suggestion n'existe pas ou plus. Revenez à la liste.")
    return found


def _out(unit: Unit, id: str, company: str) -> schemas.SuggestionOut:
    """As someone of that company sees it ("": the platform, which sees who said what)."""
    key = vote_id(id, unit.actor.id)
    unit.load((SUGGESTIONS, id), (VOTES, key))
    found = _suggestion(unit, id)
    return schemas.SuggestionOut.model_validate(
        {
            **{name: getattr(found, name) for name in ("title", "text", "state", "votes", "at", "answer")},
            "id": id,
            "voted": unit.find(VOTES, key) is not None,
            "mine": found.author == unit.actor.id,
            "author": found.author_name if company in ("", found.company) else "",
            "comments": [_comment_out(one, company) for one in found.comments],
            "version": unit.version(SUGGESTIONS, id),
        }
    )


def _comment_out(said: Comment, company: str) -> schemas.CommentOut:
    known = company in ("", said.company)
    by = "platform" if not said.company else "colleague" if known else "estate"
    return schemas.CommentOut.model_validate(
        {"by": by, "name": said.name if known else "", "at": said.at, "text": said.text}
    )
