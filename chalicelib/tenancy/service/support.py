"""The support chat as the person who asks sees it, and what his company's plan gives him."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Forbidden, NotFound
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import index
from chalicelib.tenancy.rules import plans
from chalicelib.tenancy.rules import support as rules
from chalicelib.tenancy.rules.support import Message, Thread
from chalicelib.tenancy.schemas import support as schemas
from chalicelib.tenancy.store import COMPANIES, LINES, ONE, PLANS, PRESENCES, THREADS, touch_presence

MOST_THREADS = 100
TOUCHED_EVERY = timedelta(minutes=2)


def mine(call: Call) -> schemas.SupportOut:
    """One's own exchanges with the desk, how many answers are new, and the telephone if the plan has one. Asking is
    being there: an open application asks every half minute."""
    person, unit = person_of(call), reading(call.within(PLATFORM))
    unit.load((PLANS, call.company), (LINES, ONE), (PRESENCES, person))
    presence = unit.find(PRESENCES, person)
    if presence is None or call.now - presence.at >= TOUCHED_EVERY:
        touch_presence(person, call.now)
    where = {"and": [leaf("company", call.company), leaf("person", person)]}
    asked = ListQuery(where=json.dumps(where), limit=MOST_THREADS)
    rows = [row_of(row) for row in lists.page(unit.call, index.THREAD_LIST, asked).items]
    plan, line = plans.plan_of(unit.find(PLANS, call.company)), unit.find(LINES, ONE)
    english = call.actor.language == "en"
    shown = (
        schemas.SupportLineOut(phone=line.phone, hours=line.hours_en if english else line.hours_fr) if line else None
    )
    return schemas.SupportOut(
        items=rows,
        unread=sum(row.unread_by_person for row in rows),
        plan=plan.name,
        plan_label=plan.label_en if english else plan.label_fr,
        line=shown if plan.phone else None,
    )


def open_thread(call: Call, body: schemas.ThreadIn) -> schemas.ThreadOut:
    """A question to the desk, with the page it was asked from."""
    touch_presence(person_of(call), call.now)
    name = reading(call).get(COMPANIES, ONE).name
    return _open(call.within(PLATFORM), call.company, name, body)


@use_case("tenancy.support.ask")
def _open(unit: Unit, company: str, company_name: str, body: schemas.ThreadIn) -> schemas.ThreadOut:
    id, actor = unit.new_id("sup"), unit.actor
    thread = Thread(company, company_name, actor.id, actor.name, body.subject, unit.at)
    message = Message("person", actor.id, actor.name, unit.at, body.text, body.page)
    return thread_out(unit, id, unit.put(THREADS, id, rules.posted(thread, message)), "person")


def shown(call: Call, id: str) -> schemas.ThreadOut:
    unit = reading(call.within(PLATFORM))
    return thread_out(unit, id, _own(unit, id, call.company), "person")


def write(call: Call, id: str, body: schemas.MessageIn) -> schemas.ThreadOut:
    """One more message of the person."""
    touch_presence(person_of(call), call.now)
    return _write(call.within(PLATFORM), id, call.company, body)


@use_case("tenancy.support.write")
def _write(unit: Unit, id: str, company: str, body: schemas.MessageIn) -> schemas.ThreadOut:
    message = Message("person", unit.actor.id, unit.actor.name, unit.at, body.text, body.page)
    return thread_out(unit, id, unit.put(THREADS, id, rules.posted(_own(unit, id, company), message)), "person")


def see(call: Call, id: str, body: schemas.SeenIn) -> schemas.ThreadOut:
    """The person has read so far."""
    return _see(call.within(PLATFORM), id, call.company, body)


@use_case("tenancy.support.read")
def _see(unit: Unit, id: str, company: str, body: schemas.SeenIn) -> schemas.ThreadOut:
    thread = rules.seen(_own(unit, id, company), "person", body.seen)
    return thread_out(unit, id, unit.put(THREADS, id, thread), "person")


def person_of(call: Call) -> str:
    """The person asking. Forbidden to a program: the desk talks with people."""
    if call.actor.kind != "user":
        raise Forbidden("tenancy.key.no_person", "Une clé d'API n'est pas une personne : connectez-vous.")
    return call.actor.id


def _own(unit: Unit, id: str, company: str) -> Thread:
    thread = unit.find(THREADS, id)
    if thread is None or (thread.company, thread.person) != (company, unit.actor.id):
        raise no_thread()
    return thread


def no_thread() -> NotFound:
    return NotFound("tenancy.support.not_found", "Cet échange n'existe pas, ou n'est pas le vôtre.")


def thread_out(unit: Unit, id: str, thread: Thread, side: rules.Side) -> schemas.ThreadOut:
    """The thread as that side sees it."""
    messages = [
        schemas.MessageOut(
            side=one.side, name=one.name, at=one.at, text=one.text, page=one.page, by_mail=bool(one.mail)
        )
        for one in thread.messages
    ]
    return schemas.ThreadOut.model_validate(
        {
            "id": id,
            "subject": thread.subject,
            "state": thread.state,
            "opened_at": thread.opened_at,
            "company_name": thread.company_name,
            "person_name": thread.person_name,
            "messages": messages,
            "unread": rules.unread(thread, side),
            "version": unit.version(THREADS, id),
        }
    )


def row_of(row: Mapping[str, Any]) -> schemas.ThreadRow:
    """A line of the read model without what only the platform keeps."""
    return schemas.ThreadRow.model_validate({name: row[name] for name in schemas.ThreadRow.model_fields})


def leaf(field: str, value: str) -> dict[str, str]:
    return {"field": field, "op": "eq", "value": value}
