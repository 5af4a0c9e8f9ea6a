"""The support chat and the suggestions, as a company sees them."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas import support as schemas
from chalicelib.tenancy.service import suggestions, support


@endpoint("GET /{company}/support", scope="support:read")
def get_support(call: Call) -> schemas.SupportOut:
    """One's exchanges with the desk, what is new in them, and the telephone if the plan has one."""
    return support.mine(call)


@endpoint("POST /{company}/support", scope="support:write", status=201)
def ask_support(call: Call, body: schemas.ThreadIn) -> schemas.ThreadOut:
    """A question to the desk."""
    return support.open_thread(call, body)


@endpoint("GET /{company}/support/{thread}", scope="support:read")
def get_thread(call: Call, thread: str) -> schemas.ThreadOut:
    return support.shown(call, thread)


@endpoint("POST /{company}/support/{thread}", scope="support:write")
def write_support(call: Call, thread: str, body: schemas.MessageIn) -> schemas.ThreadOut:
    """One more message."""
    return support.write(call, thread, body)


@endpoint("PUT /{company}/support/{thread}", scope="support:write")
def see_thread(call: Call, thread: str, body: schemas.SeenIn) -> schemas.ThreadOut:
    """The answers have been read."""
    return support.see(call, thread, body)


@endpoint("GET /{company}/suggestions", scope="support:read")
def list_suggestions(call: Call, query: ListQuery) -> Page[schemas.SuggestionRow]:
    """What users would like, the most wanted first."""
    return suggestions.listed(call, query)


@endpoint("POST /{company}/suggestions", scope="support:write", status=201)
def propose_suggestion(call: Call, body: schemas.SuggestionIn) -> schemas.SuggestionOut:
    return suggestions.propose(call, body)


@endpoint("GET /{company}/suggestions/{suggestion}", scope="support:read")
def get_suggestion(call: Call, suggestion: str) -> schemas.SuggestionOut:
    return suggestions.shown(call, suggestion)


@endpoint("POST /{company}/suggestions/{suggestion}", scope="support:write")
def comment_suggestion(call: Call, suggestion: str, body: schemas.CommentIn) -> schemas.SuggestionOut:
    """A comment."""
    return suggestions.comment(call, suggestion, body)


@endpoint("PUT /{company}/suggestions/{suggestion}/vote", scope="support:write")
def vote_suggestion(call: Call, suggestion: str) -> schemas.SuggestionOut:
    """For it; twice is once."""
    return suggestions.vote(call, suggestion, True)


@endpoint("DELETE /{company}/suggestions/{suggestion}/vote", scope="support:write")
def unvote_suggestion(call: Call, suggestion: str) -> schemas.SuggestionOut:
    """No more for it."""
    return suggestions.vote(call, suggestion, False)
