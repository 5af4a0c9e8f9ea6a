"""The platform's desk: it answers every company's questions, judges suggestions and sets plans, and enters no company.

Who belongs to it is a member of company zero with the role `support`, appointed from the installation's own console
(scripts/staff.py); his rights hold only with a second factor on.
"""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound, Refused
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy import index
from chalicelib.tenancy.rules import members, plans
from chalicelib.tenancy.rules import support as rules
from chalicelib.tenancy.rules.emails import email_key, normal_email
from chalicelib.tenancy.rules.members import Member, Team
from chalicelib.tenancy.rules.plans import CompanyPlan, SupportLine
from chalicelib.tenancy.rules.support import Message, Thread
from chalicelib.tenancy.schemas import support as schemas
from chalicelib.tenancy.service.support import no_thread, row_of, thread_out
from chalicelib.tenancy.store import LINES, LOGIN, MEMBERS, ONE, PLANS, REGISTERED, TEAMS, THREADS, USERS


def listed(call: Call, query: ListQuery) -> Page[schemas.ThreadRow]:
    """Every company's questions, the latest first."""
    page = lists.page(call, index.THREAD_LIST, query.model_copy(update={"fields": None}))
    return Page[schemas.ThreadRow](
        items=[row_of(row) for row in page.items], next=page.next, count=page.count, sums=page.sums
    )


def shown(call: Call, id: str) -> schemas.ThreadOut:
    unit = reading(call)
    return thread_out(unit, id, _thread(unit, id), "support")


@use_case("tenancy.support.answer")
def answer(unit: Unit, id: str, body: schemas.MessageIn) -> schemas.ThreadOut:
    """An answer; it is mailed too if the person is away for ten minutes without having read it."""
    message = Message("support", unit.actor.id, unit.actor.name, unit.at, body.text)
    thread = unit.put(THREADS, id, rules.posted(_thread(unit, id), message))
    return thread_out(unit, id, thread, "support")


@use_case("tenancy.support.handle")
def handle(unit: Unit, id: str, body: schemas.DeskIn) -> schemas.ThreadOut:
    """Seen so far; closed, or open again."""
    thread = _thread(unit, id)
    if body.seen is not None:
        thread = rules.seen(thread, "support", body.seen)
    if body.state and body.state != thread.state:
        thread = rules.moved(thread, body.state)
    return thread_out(unit, id, unit.put(THREADS, id, thread), "support")


def _thread(unit: Unit, id: str) -> Thread:
    thread = unit.find(THREADS, id)
    if thread is None:
        raise no_thread()
    return thread


def plans_out(call: Call) -> schemas.PlansOut:
    """The plans there are, the telephone line, and who chose what."""
    line = reading(call).find(LINES, ONE)
    chosen = lists.page(call, index.PLAN_LIST, ListQuery(limit=500)).items
    return schemas.PlansOut(
        plans=list(plans.PLANS),
        line=schemas.SupportLineIn.model_validate(line) if line else None,
        items=[schemas.CompanyPlanOut(company=row["id"], plan=row["plan"]) for row in chosen],
    )


@use_case("tenancy.support.line")
def set_line(unit: Unit, body: schemas.SupportLineIn) -> schemas.SupportLineIn:
    """The telephone and its hours, for every company whose plan has them."""
    unit.put(LINES, ONE, SupportLine(body.phone, body.hours_fr, body.hours_en))
    return body


@use_case("tenancy.plan.choose")
def set_plan(unit: Unit, company: str, body: schemas.PlanIn) -> schemas.CompanyPlanOut:
    """Another plan, at once."""
    if unit.find(REGISTERED, company) is None:
        raise NotFound("tenancy.company.not_registered", "Cette société n'existe pas. Vérifiez son identifiant.")
    plan = plans.known(body.plan)
    unit.put(PLANS, company, CompanyPlan(plan.name, unit.at))
    return schemas.CompanyPlanOut(company=company, plan=plan.name)


@use_case("tenancy.platform.appoint")
def appoint(unit: Unit, email: str) -> str:
    """Make the login of that address one of the platform's desk; gives his id. Refused when there is no such login."""
    id = unit.owner_of(LOGIN, email_key(normal_email(email)), globally=True)
    user = unit.find(USERS, id) if id else None
    if id is None or user is None:
        raise Refused("tenancy.platform.no_login", "Aucun accès pour cette adresse. Créez-le d'abord.", field="email")
    unit.put(TEAMS, ONE, members.with_member(unit.find(TEAMS, ONE) or Team(), id))
    unit.put(MEMBERS, id, Member(user.name, user.email, "support", unit.at))
    return id
