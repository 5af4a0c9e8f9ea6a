"""Webhooks: declared, changed, given a new secret."""

from __future__ import annotations

import os
from dataclasses import replace

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound
from chalicelib.tenancy.rules import tokens
from chalicelib.tenancy.rules import webhooks as rules
from chalicelib.tenancy.rules.topics import TOPICS
from chalicelib.tenancy.rules.webhooks import Endpoint, EndpointBook, EndpointSecret
from chalicelib.tenancy.schemas import webhooks as schemas
from chalicelib.tenancy.service.handed import Handed, handed
from chalicelib.tenancy.store import ONE, WEBHOOK_BOOKS, WEBHOOK_SECRETS, WEBHOOKS


@use_case("tenancy.webhook.create")
def create(unit: Unit, body: schemas.WebhookIn) -> Handed:
    """A partner's address and what it wants to hear; the signing secret is in this answer only."""
    url = rules.check_url(body.url, local=config().local)
    topics = rules.check_topics(tuple(body.topics))
    id, secret = unit.new_id("whk"), _new_secret()
    endpoint = Endpoint(url, topics, body.active, body.description, secret[-4:], unit.at)
    unit.load((WEBHOOK_BOOKS, ONE))
    unit.put(WEBHOOK_BOOKS, ONE, rules.with_endpoint(unit.find(WEBHOOK_BOOKS, ONE) or EndpointBook(), id))
    unit.put(WEBHOOKS, id, endpoint)
    unit.put(WEBHOOK_SECRETS, id, _sealed(id, secret))
    return handed(_out(unit, id).model_dump(mode="json"), secret)


def listed(call: Call) -> schemas.WebhooksOut:
    """Every webhook, newest first, and every topic there is."""
    unit = reading(call)
    ids = (unit.find(WEBHOOK_BOOKS, ONE) or EndpointBook()).ids
    unit.load(*((WEBHOOKS, id) for id in ids))
    return schemas.WebhooksOut(items=[_out(unit, id) for id in reversed(ids)], topics=list(TOPICS))


def shown(call: Call, id: str) -> schemas.WebhookOut:
    return _out(reading(call), id)


@use_case("tenancy.webhook.update")
def update(unit: Unit, id: str, body: schemas.WebhookIn) -> schemas.WebhookOut:
    """StaleVersion when If-Match is no longer true."""
    endpoint = _endpoint(unit, id)
    unit.expect(WEBHOOKS, id, unit.call.if_match)
    url = rules.check_url(body.url, local=config().local)
    topics = rules.check_topics(tuple(body.topics))
    after = replace(endpoint, url=url, topics=topics, active=body.active, description=body.description)
    unit.put(WEBHOOKS, id, after)
    return _out(unit, id)


@use_case("tenancy.webhook.delete")
def delete(unit: Unit, id: str) -> None:
    """Nothing is sent to it any more; what was sent stays listed."""
    unit.load((WEBHOOKS, id), (WEBHOOK_SECRETS, id), (WEBHOOK_BOOKS, ONE))
    _endpoint(unit, id)
    unit.expect(WEBHOOKS, id, unit.call.if_match)
    unit.delete(WEBHOOKS, id)
    unit.delete(WEBHOOK_SECRETS, id)
    unit.put(WEBHOOK_BOOKS, ONE, rules.without_endpoint(unit.find(WEBHOOK_BOOKS, ONE) or EndpointBook(), id))


@use_case("tenancy.webhook.new_secret")
def new_secret(unit: Unit, id: str) -> Handed:
    """Another signing secret, at once; the former one signs nothing any more."""
    unit.load((WEBHOOKS, id), (WEBHOOK_SECRETS, id))
    endpoint, secret = _endpoint(unit, id), _new_secret()
    unit.put(WEBHOOKS, id, replace(endpoint, secret_ending=secret[-4:]))
    unit.put(WEBHOOK_SECRETS, id, _sealed(id, secret))
    return handed(_out(unit, id).model_dump(mode="json"), secret)


def _new_secret() -> str:
    return f"whsec_{tokens.secret_text(os.urandom(tokens.SECRET_BYTES))}"


def _sealed(id: str, secret: str) -> EndpointSecret:
    return EndpointSecret(secrets.seal(secret, f"webhook:{id}"))


def _endpoint(unit: Unit, id: str) -> Endpoint:
    endpoint = unit.find(WEBHOOKS, id)
    if endpoint is None:
        raise NotFound("tenancy.webhook.not_found", "Ce webhook n'existe pas ou plus.")
    return endpoint


def _out(unit: Unit, id: str) -> schemas.WebhookOut:
    endpoint = _endpoint(unit, id)
    return schemas.WebhookOut(
        id=id,
        url=endpoint.url,
        topics=list(endpoint.topics),
        active=endpoint.active,
        description=endpoint.description,
        secret_ending=endpoint.secret_ending,
        created_at=endpoint.created_at,
        version=unit.version(WEBHOOKS, id),
    )
