"""What runs outside a request: facts from the bus, schedules, tasks of a workflow.

Nouns: an entry point is a function `(call, payload) -> result | None`; a `Handler` is its registration. The one trick:
the same registration makes the Lambda (a Chalice `lambda_function`, since app middleware never runs on those) and the
local worker's dispatch table, so a laptop runs exactly the handlers that AWS does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from chalice.app import Blueprint

from chalicelib.aws import meter
from chalicelib.aws.call import Call, system_call
from chalicelib.aws.isolation import fenced
from chalicelib.aws.log import correlate, logger
from chalicelib.kernel.clock import instant
from chalicelib.kernel.contract import Fact

Task = dict[str, Any]


@dataclass(frozen=True)
class Happened:
    """Where a fact came from: its id (`<company>:<lane>:<seq>:<n>`, the key of idempotence), when, by whom."""

    id: str
    company: str
    at: datetime
    actor: str
    request: str


@dataclass(frozen=True)
class Handler:
    name: str
    run: Callable[[Any, Any], Any]
    facts: tuple[str, ...] = ()
    schedule: str | None = None
    task: bool = False


HANDLERS: dict[str, Handler] = {}
Run = Callable[[Any, Any], Any]
Function = Callable[..., Any]


class Entry(Protocol):
    """`@entry(fact=InvoiceIssuedV1)`: function(call, fact, happened); `facts=("journal.appended",)`: function(call,
    detail, happened); `schedule="rate(1 minute)"`: function(call); `task=True`: function(call, event)."""

    def __call__(
        self,
        *,
        fact: type[Fact] | None = None,
        schedule: str | None = None,
        task: bool = False,
        facts: tuple[str, ...] = (),
    ) -> Callable[[Function], Run]: ...


def entries(routes: Blueprint) -> Entry:
    """Bind `entry` to a room's blueprint."""

    def entry(
        *, fact: type[Fact] | None = None, schedule: str | None = None, task: bool = False, facts: tuple[str, ...] = ()
    ) -> Callable[[Function], Run]:
        def wrap(function: Function) -> Run:
            room = function.__module__.split(".")[1]
            name = f"{room}_{function.__name__}"
            run = _runner(name, function, fact, bool(facts), task)
            run.__name__ = function.__name__
            run.__module__ = function.__module__
            run.__doc__ = function.__doc__
            HANDLERS[name] = Handler(name, run, (fact.TYPE,) if fact else facts, schedule, task)
            registered: Run = routes.lambda_function(name=name)(run)
            return registered

        return wrap

    return entry


def _runner(name: str, function: Function, fact: type[Fact] | None, raw: bool, task: bool) -> Run:
    def run(event: Any, context: Any = None) -> Any:
        with meter.metered(datetime.now(UTC)) as heard:
            heard["entries"] += 1
            return ran(plain(event))

    def ran(event: dict[str, Any]) -> Any:
        if fact is not None or raw:
            call, payload, happened = _told(name, event, fact)
            correlate(call.request_id, call.company, call.actor.id)
            meter.belongs(happened.company)
            with fenced(happened.company):
                return function(call, payload, happened)
        call = _asked(name, event)
        correlate(call.request_id, call.company, call.actor.id)
        logger.info("entry", extra={"entry": name})
        return function(call, event) if task else function(call)

    return run


def plain(event: Any) -> dict[str, Any]:
    """An event as a dict: Chalice wraps some of them."""
    given: dict[str, Any] = event if isinstance(event, dict) else event.to_dict()
    return given


def _told(name: str, event: dict[str, Any], fact: type[Fact] | None) -> tuple[Call, Any, Happened]:
    detail = event["detail"]
    happened = Happened(
        detail["id"], detail["company"], instant(detail["at"]), detail["actor"]["id"], detail["request"]
    )
    call = system_call(name, happened.company, datetime.now(UTC), happened.request)
    payload = fact.model_validate(detail["data"]) if fact else {**detail, "type": event["detail-type"]}
    return call, payload, happened


def _asked(name: str, event: dict[str, Any]) -> Call:
    company = event.get("company")
    request = event.get("request") or str(uuid.uuid4())
    return system_call(name, company, request=request) if company else system_call(name, request=request)
