"""The platform's desk: questions of every company, suggestions, plans; for its own people only."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas import support as schemas
from chalicelib.tenancy.service import desk, suggestions

DESK = "platform:support"


@endpoint("GET /platform/support", scope=DESK)
def list_desk(call: Call, query: ListQuery) -> Page[schemas.ThreadRow]:
    """Questions of every company."""
    return desk.listed(call, query)


@endpoint("GET /platform/support/{thread}", scope=DESK)
def get_desk_thread(call: Call, thread: str) -> schemas.ThreadOut:
    return desk.shown(call, thread)


@endpoint("POST /platform/support/{thread}", scope=DESK)
def answer_thread(call: Call, thread: str, body: schemas.MessageIn) -> schemas.ThreadOut:
    """An answer."""
    return desk.answer(call, thread, body)


@endpoint("PUT /platform/support/{thread}", scope=DESK)
def handle_thread(call: Call, thread: str, body: schemas.DeskIn) -> schemas.ThreadOut:
    """Seen, closed, open again."""
    return desk.handle(call, thread, body)


@endpoint("GET /platform/suggestions", scope=DESK)
def list_all_suggestions(call: Call, query: ListQuery) -> Page[schemas.SuggestionRow]:
    return suggestions.listed(call, query)


@endpoint("PUT /platform/suggestions/{suggestion}", scope=DESK)
def judge_suggestion(call: Call, suggestion: str, body: schemas.JudgementIn) -> schemas.SuggestionOut:
    """Planned, done, declined, with a word of explanation."""
    return suggestions.judge(call, suggestion, body)


@endpoint("GET /platform/plans", scope=DESK)
def list_plans(call: Call) -> schemas.PlansOut:
    """The plans, the telephone line, which company has which."""
    return desk.plans_out(call)


@endpoint("PUT /platform/plans", scope=DESK)
def set_support_line(call: Call, body: schemas.SupportLineIn) -> schemas.SupportLineIn:
    """The telephone and its hours."""
    return desk.set_line(call, body)


@endpoint("PUT /platform/plans/{estate}", scope=DESK)
def set_company_plan(call: Call, estate: str, body: schemas.PlanIn) -> schemas.CompanyPlanOut:
    """The plan of one company."""
    return desk.set_plan(call, estate, body)
