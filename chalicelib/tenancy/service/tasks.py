"""Tasks and reminders: made, given to someone, moved, listed; the day of the person asking."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Forbidden, NotFound, Refused
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy import index
from chalicelib.tenancy.rules import tasks as rules
from chalicelib.tenancy.rules.members import OWNER, Member
from chalicelib.tenancy.rules.tasks import Subject, Task
from chalicelib.tenancy.schemas import tasks as schemas
from chalicelib.tenancy.service.members import everyone
from chalicelib.tenancy.service.records import subject
from chalicelib.tenancy.store import MEMBERS, TASKS

COMING = timedelta(days=7)
MOST_OF_A_DAY = 200


def listed(call: Call, query: ListQuery) -> Page[schemas.TaskRow]:
    """The company's tasks; who is limited to his own customers sees those he has to do and those he gave."""
    return lists.page(call, index.TASK_LIST, query, schemas.TaskRow)


def day(call: Call, query: schemas.DayQuery) -> schemas.DayOut:
    """The open tasks and reminders of the person asking, as they stand on a day."""
    on = query.on or call.today
    open_ones = {"and": [_leaf("assignee", "eq", call.actor.id), _leaf("state", "ne", "done")]}
    asked = ListQuery(where=json.dumps(open_ones), sort="due_on,due_at,title", limit=MOST_OF_A_DAY)
    rows = lists.page(call, index.TASK_LIST, asked, schemas.TaskRow).items
    dated = [row for row in rows if row.due_on]
    that_day = [row for row in dated if row.due_on == on]
    return schemas.DayOut(
        on=on,
        reminders=[row for row in that_day if row.sort == "reminder"],
        overdue=[row for row in dated if row.due_on and row.due_on < on],
        today=[row for row in that_day if row.sort == "task"],
        coming=[row for row in dated if row.due_on and on < row.due_on <= on + COMING],
        undated=[row for row in rows if row.due_on is None],
    )


def colleagues(call: Call) -> schemas.ColleaguesOut:
    """Whom a task may be given to, by name."""
    found = everyone(reading(call))
    items = [schemas.ColleagueOut(id=id, name=member.name) for id, member in found.items()]
    return schemas.ColleaguesOut(items=sorted(items, key=lambda one: (one.name.casefold(), one.id)))


def shown(call: Call, id: str) -> schemas.TaskOut:
    unit = reading(call)
    return _out(unit, id, _seen(unit, id))


@use_case("tenancy.task.create")
def create(unit: Unit, body: schemas.TaskIn) -> schemas.TaskOut:
    """A task or reminder. Whoever it is given to gets one mail; nobody gets one from himself."""
    id, assignee = unit.new_id("tsk"), body.assignee or unit.actor.id
    member = _member(unit, assignee)
    due_on, due_at = rules.due(body.sort, body.due_on, body.due_at)
    task = Task(
        sort=body.sort,
        title=body.title,
        text=body.text,
        assignee=assignee,
        assignee_name=member.name,
        created_by=unit.actor.id,
        created_by_name=unit.actor.name,
        created_at=unit.at,
        due_on=due_on,
        due_at=due_at,
        subject=subject(unit, body.subject) if body.subject else None,
    )
    unit.put(TASKS, id, task)
    _told(unit, id, task)
    return _out(unit, id, task)


@use_case("tenancy.task.change")
def change(unit: Unit, id: str, body: schemas.TaskIn) -> schemas.TaskOut:
    """Everything but its state and the record it is about. StaleVersion when If-Match is no longer true."""
    task = _seen(unit, id)
    unit.expect(TASKS, id, unit.call.if_match)
    assignee = body.assignee or task.assignee
    name = task.assignee_name if assignee == task.assignee else _member(unit, assignee).name
    due_on, due_at = rules.due(body.sort, body.due_on, body.due_at)
    after = replace(
        task,
        sort=body.sort,
        title=body.title,
        text=body.text,
        assignee=assignee,
        assignee_name=name,
        due_on=due_on,
        due_at=due_at,
    )
    unit.put(TASKS, id, after)
    if assignee != task.assignee:
        _told(unit, id, after)
    return _out(unit, id, after)


@use_case("tenancy.task.move")
def move(unit: Unit, id: str, body: schemas.TaskMoveIn) -> schemas.TaskOut:
    """To do, in hand, done."""
    task = _seen(unit, id)
    unit.expect(TASKS, id, unit.call.if_match)
    return _out(unit, id, unit.put(TASKS, id, rules.moved(task, body.to, unit.at)))


@use_case("tenancy.task.delete")
def delete(unit: Unit, id: str) -> None:
    """Taken away by who made it, or by who has to do it."""
    task = _seen(unit, id)
    if unit.actor.id not in (task.created_by, task.assignee):
        raise Forbidden(
            "tenancy.task.not_yours",
            "Cette tâche n'est ni de vous ni pour vous. Demandez à son auteur de la supprimer.",
        )
    unit.delete(TASKS, id)


def tell(unit: Unit, about: Subject, title: str, text: str, preferred: str | None = None) -> None:
    """A task that the program sets, due today: for `preferred` when he is a member, else for an owner of the company.
    Part of the transaction that found the reason."""
    team = everyone(unit)
    owners = sorted((member.since, id) for id, member in team.items() if member.role == OWNER)
    assignee = preferred if preferred in team else owners[0][1]
    id = unit.new_id("tsk")
    task = Task(
        sort="task",
        title=title,
        text=text,
        assignee=assignee,
        assignee_name=team[assignee].name,
        created_by=unit.actor.id,
        created_by_name=unit.actor.name,
        created_at=unit.at,
        due_on=unit.today,
        subject=about,
    )
    unit.put(TASKS, id, task)
    _told(unit, id, task)


def _told(unit: Unit, id: str, task: Task) -> None:
    if task.assignee != unit.actor.id:
        unit.emit(schemas.TaskAssignedV1(task=id, assignee=task.assignee, by=unit.actor.name))


def _seen(unit: Unit, id: str) -> Task:
    """The task. NotFound for who is limited to his own customers and neither made it nor has to do it."""
    task = unit.find(TASKS, id)
    if task is None or (unit.actor.only_own and unit.actor.id not in (task.assignee, task.created_by)):
        raise NotFound("tenancy.task.not_found", "Cette tâche n'existe pas ou plus. Rechargez la page.")
    return task


def _member(unit: Unit, id: str) -> Member:
    member = unit.find(MEMBERS, id)
    if member is None:
        raise Refused(
            "tenancy.task.assignee",
            "Cette personne n'est pas de la société. Choisissez un de ses membres.",
            field="assignee",
        )
    return member


def _leaf(field: str, op: str, value: str) -> dict[str, str]:
    return {"field": field, "op": op, "value": value}


def _out(unit: Unit, id: str, task: Task) -> schemas.TaskOut:
    return schemas.TaskOut.model_validate(
        {
            **{name: getattr(task, name) for name in task.__dataclass_fields__},
            "id": id,
            "overdue": rules.overdue(task.state, task.due_on, task.due_at, unit.at),
            "version": unit.version(TASKS, id),
        }
    )
