"""Telling partners: deliveries recorded, sent, tried again, replayed.

The one trick: deliveries have a lane of their own ("webhooks"), so a busy or broken partner never delays the
office, and their ids are made of (endpoint, event), so handling the same journal entry twice records and
sends nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.aws import journal, secrets
from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.clock import instant
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.pieces import pieces
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy import partners
from chalicelib.tenancy.index import DELIVERY_LIST, DeliveryRow
from chalicelib.tenancy.rules import webhooks as rules
from chalicelib.tenancy.rules.topics import Event, events_of, wants
from chalicelib.tenancy.rules.webhooks import Backlog, Delivery, Endpoint, EndpointBook, EndpointHealth
from chalicelib.tenancy.schemas import webhooks as schemas
from chalicelib.tenancy.store import (
    BACKLOG,
    DELIVERIES,
    ONE,
    WEBHOOK_BOOKS,
    WEBHOOK_HEALTH,
    WEBHOOK_SECRETS,
    WEBHOOKS,
)

LANE = "webhooks"
PER_COMMIT = 80
PER_ROUND = 100
ROUND_SECONDS = 40.0
GONE = "Webhook supprimé ou inactif."
Told = tuple[str, Event, bool]
CLOCKS_DIFFER = timedelta(minutes=1)
"""Between the worker that wrote an entry and the one that made a webhook."""


def tell(call: Call, lane: str, seq: int) -> int:
    """Record and send what one journal entry means to the webhooks that the company had when it happened; gives the
    number of new deliveries."""
    if lane == LANE:
        return 0
    unit = reading(call)
    endpoints = _active(unit)
    if not endpoints:
        return 0
    (entry,) = journal.read(call.company, lane, seq, seq)
    happened = instant(entry["at"]) + CLOCKS_DIFFER
    told = [
        (id, event, not _silent(unit, id))
        for event in events_of(entry)
        for id, endpoint in endpoints.items()
        if wants(endpoint.topics, event.topic) and endpoint.created_at <= happened
    ]
    new: list[str] = []
    for some in pieces(told, PER_COMMIT):
        new += _record(call, some)
    at_once = {rules.delivery_id(id, event.id) for id, event, now in told if now}
    for id in new:
        if id in at_once:
            send(call, id)
    return len(new)


def _active(unit: Unit) -> dict[str, Endpoint]:
    ids = (unit.find(WEBHOOK_BOOKS, ONE) or EndpointBook()).ids
    unit.load(*((kind, id) for id in ids for kind in (WEBHOOKS, WEBHOOK_HEALTH)))
    found = {id: unit.find(WEBHOOKS, id) for id in ids}
    return {id: endpoint for id, endpoint in found.items() if endpoint and endpoint.active}


def _silent(unit: Unit, id: str) -> bool:
    return (unit.find(WEBHOOK_HEALTH, id) or EndpointHealth()).silent(unit.at)


@use_case("tenancy.delivery.record", lane=LANE)
def _record(unit: Unit, told: Sequence[Told]) -> list[str]:
    """The ids of those deliveries that were not known yet."""
    ids = [rules.delivery_id(endpoint, event.id) for endpoint, event, _ in told]
    unit.load((BACKLOG, ONE), *((DELIVERIES, id) for id in ids))
    new = []
    for id, (endpoint, event, at_once) in zip(ids, told, strict=True):
        if unit.find(DELIVERIES, id) is None:
            unit.put(DELIVERIES, id, rules.delivery_of(endpoint, event, unit.at, leased=at_once))
            new.append(id)
    if new and not all(at_once for _, _, at_once in told):
        _note_waiting(unit)
    return new


def send(call: Call, id: str) -> bool:
    """Try one delivery now, and keep what came of it. False when the partner gave no answer at all."""
    unit = reading(call)
    delivery = unit.find(DELIVERIES, id)
    if delivery is None or delivery.state != "waiting":
        return True
    unit.load((WEBHOOKS, delivery.endpoint), (WEBHOOK_SECRETS, delivery.endpoint))
    endpoint, sealed = unit.find(WEBHOOKS, delivery.endpoint), unit.find(WEBHOOK_SECRETS, delivery.endpoint)
    if endpoint is None or sealed is None or not endpoint.active:
        _give_up(call, id)
        return True
    secret = secrets.unseal(sealed.sealed, f"webhook:{delivery.endpoint}")
    headers = {
        "Caveau-Signature": rules.signature(secret, delivery.body, call.now),
        "Caveau-Event-Id": delivery.event,
        "Caveau-Topic": delivery.topic,
    }
    attempt = partners.post(endpoint.url, delivery.body, headers, local=config().local)
    _settle(call, id, attempt)
    return attempt.status is not None


@use_case("tenancy.delivery.settle", lane=LANE)
def _settle(unit: Unit, id: str, attempt: rules.Attempt) -> None:
    delivery = unit.find(DELIVERIES, id)
    if delivery is None or delivery.state != "waiting":
        return
    unit.load((WEBHOOK_HEALTH, delivery.endpoint), (BACKLOG, ONE))
    after = unit.put(DELIVERIES, id, rules.tried(delivery, attempt, unit.at))
    health = unit.find(WEBHOOK_HEALTH, delivery.endpoint) or EndpointHealth()
    if attempt.status is None and not health.silent(unit.at):
        unit.put(WEBHOOK_HEALTH, delivery.endpoint, EndpointHealth(unit.at))
    if attempt.status is not None and health.silent_at:
        unit.put(WEBHOOK_HEALTH, delivery.endpoint, EndpointHealth())
    if after.state == "waiting":
        _note_waiting(unit)


@use_case("tenancy.delivery.give_up", lane=LANE)
def _give_up(unit: Unit, id: str) -> None:
    delivery = unit.find(DELIVERIES, id)
    if delivery and delivery.state == "waiting":
        unit.put(DELIVERIES, id, rules.buried(delivery, GONE))


def _note_waiting(unit: Unit) -> None:
    backlog = unit.find(BACKLOG, ONE) or Backlog()
    unit.put(BACKLOG, ONE, rules.seen_waiting(backlog, unit.company, unit.at))


def retry(call: Call) -> int:
    """Try again, in every company that has any, the deliveries whose time has come; gives how many were
    tried."""
    backlog = reading(call).find(BACKLOG, ONE) or Backlog()
    until = time.monotonic() + ROUND_SECONDS
    done = 0
    for company in sorted(backlog.companies):
        due, waiting = _due(call.within(company))
        done += _retry_in(call.within(company), due, until)
        if not waiting:
            _forget_backlog(call, company)
    return done


def _retry_in(call: Call, due: Sequence[tuple[str, str]], until: float) -> int:
    """One company's round. A partner that gives no answer is left alone until the next one."""
    done, silent = 0, set()
    for id, endpoint in due:
        if endpoint in silent or time.monotonic() > until:
            continue
        if _lease(call, id):
            done += 1
            if not send(call, id):
                silent.add(endpoint)
    return done


@use_case("tenancy.delivery.lease", lane=LANE)
def _lease(unit: Unit, id: str) -> bool:
    delivery = unit.find(DELIVERIES, id)
    taken = rules.leased(delivery, unit.at) if delivery else None
    if taken:
        unit.put(DELIVERIES, id, taken)
    return taken is not None


def _due(call: Call) -> tuple[list[tuple[str, str]], int]:
    """Candidates from the read model (id, endpoint), soonest first, and how many wait in all."""
    where = '{"field":"state","op":"eq","value":"waiting"}'
    page = lists.page(call, DELIVERY_LIST, ListQuery(where=where, sort="next_at", limit=PER_ROUND), DeliveryRow)
    due = [(row.id, row.webhook) for row in page.items if row.next_at is None or row.next_at <= call.now]
    return due, page.count


@use_case("tenancy.delivery.forget_backlog")
def _forget_backlog(unit: Unit, company: str) -> None:
    backlog = unit.find(BACKLOG, ONE) or Backlog()
    unit.put(BACKLOG, ONE, rules.forgotten(backlog, company, unit.at))


def replay(call: Call, id: str) -> schemas.DeliveryOut:
    """Send a delivered or dead delivery again, at once: same event id, same body. IllegalTransition while it
    waits."""
    _replay(call, id)
    alone = replace(call, idempotency=None)
    send(alone, id)
    return shown(alone, id)


@use_case("tenancy.delivery.replay", lane=LANE)
def _replay(unit: Unit, id: str) -> schemas.DeliveryOut:
    delivery = _delivery(unit, id)
    unit.expect(DELIVERIES, id, unit.call.if_match)
    unit.put(DELIVERIES, id, rules.replayed(delivery, unit.at))
    return _out(unit, id)


def trial(call: Call, id: str) -> schemas.DeliveryOut:
    """Send a `ping` event to one webhook and give what came of it. NotFound for an unknown webhook."""
    if reading(call).find(WEBHOOKS, id) is None:
        raise NotFound("tenancy.webhook.not_found", "Ce webhook n'existe pas ou plus.")
    event = rules.ping(call.company, f"{call.company}:{call.new_id('ping')}", call.now)
    (delivery,) = _record(call, [(id, event, True)])
    alone = replace(call, idempotency=None)
    send(alone, delivery)
    return shown(alone, delivery)


def shown(call: Call, id: str) -> schemas.DeliveryOut:
    return _out(reading(call), id)


def listed(call: Call, query: ListQuery) -> Page[DeliveryRow]:
    """Deliveries, newest first unless asked otherwise; `where` state = dead gives the dead letters."""
    return lists.page(call, DELIVERY_LIST, query, DeliveryRow)


def _delivery(unit: Unit, id: str) -> Delivery:
    delivery = unit.find(DELIVERIES, id)
    if delivery is None:
        raise NotFound("tenancy.delivery.not_found", "Cette livraison n'existe pas.")
    return delivery


def _out(unit: Unit, id: str) -> schemas.DeliveryOut:
    delivery: Any = _delivery(unit, id)
    fields = {name: getattr(delivery, name) for name in schemas.DeliveryOut.model_fields if hasattr(delivery, name)}
    return schemas.DeliveryOut(**fields, id=id, webhook=delivery.endpoint, version=unit.version(DELIVERIES, id))
