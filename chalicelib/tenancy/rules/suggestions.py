"""Suggestions: what users would like, and how many of them.

Nouns: a `Suggestion` (with its comments), a `Vote` (one per person). They live in company zero, shared by all estates:
whoever is not of the author's company sees what is said, never by whom.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.errors import Conflict, require_transition

TRANSITIONS = {
    ("open", "planned"),
    ("open", "done"),
    ("open", "declined"),
    ("planned", "done"),
    ("planned", "open"),
    ("planned", "declined"),
    ("declined", "open"),
}
TOLD = frozenset({"planned", "done"})
MOST_COMMENTS = 100


@dataclass(frozen=True)
class Comment:
    """`company` is "" when the platform speaks."""

    company: str
    author: str
    name: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Suggestion:
    """`answer`: what the platform says of it."""

    title: str
    text: str
    company: str
    author: str
    author_name: str
    at: datetime
    state: str = "open"
    votes: int = 0
    answer: str = ""
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Vote:
    """Who wants it; its id is `<suggestion>:<user>`, so there is one per person."""

    suggestion: str
    person: str
    at: datetime


def vote_id(suggestion: str, person: str) -> str:
    return f"{suggestion}:{person}"


def commented(suggestion: Suggestion, comment: Comment) -> Suggestion:
    """Conflict beyond 100 comments."""
    if len(suggestion.comments) >= MOST_COMMENTS:
        raise Conflict("tenancy.suggestion.full", f"{MOST_COMMENTS} commentaires au plus. Votez plutôt pour elle.")
    return replace(suggestion, comments=(*suggestion.comments, comment))


def judged(suggestion: Suggestion, to: str, answer: str) -> Suggestion:
    """With the platform's answer, in that state (the same one: only the answer changes)."""
    if to != suggestion.state:
        require_transition(TRANSITIONS, suggestion.state, to, "tenancy.suggestion.transition")
    return replace(suggestion, state=to, answer=answer)
