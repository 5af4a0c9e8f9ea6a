"""Webhooks and their deliveries."""

from __future__ import annotations

from typing import Literal

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.index import DELIVERY_LIST, DeliveryRow
from chalicelib.tenancy.schemas.webhooks import (
    DeliveryOut,
    NewWebhookOut,
    TransitionIn,
    WebhookIn,
    WebhookOut,
    WebhooksOut,
)
from chalicelib.tenancy.service import deliveries, webhooks
from chalicelib.tenancy.service.handed import Handed, once


def _new(made: Handed) -> NewWebhookOut:
    return NewWebhookOut(webhook=WebhookOut.model_validate(made.out), secret=made.secrets[0])


@endpoint("GET /{company}/webhooks", scope="webhooks:read")
def list_webhooks(call: Call) -> WebhooksOut:
    """Every webhook, and every topic there is."""
    return webhooks.listed(call)


@endpoint("POST /{company}/webhooks", scope="webhooks:write", status=201)
def create_webhook(call: Call, body: WebhookIn) -> NewWebhookOut:
    """An address to tell; the signing secret is in this answer only."""
    return _new(once(lambda: webhooks.create(call, body)))


@endpoint("GET /{company}/webhooks/{webhook}", scope="webhooks:read")
def get_webhook(call: Call, webhook: str) -> WebhookOut:
    """One webhook."""
    return webhooks.shown(call, webhook)


@endpoint("PUT /{company}/webhooks/{webhook}", scope="webhooks:write")
def change_webhook(call: Call, webhook: str, body: WebhookIn) -> WebhookOut:
    """Another address, other topics, on or off."""
    return webhooks.update(call, webhook, body)


@endpoint("DELETE /{company}/webhooks/{webhook}", scope="webhooks:write", status=204)
def delete_webhook(call: Call, webhook: str) -> None:
    """Nothing is sent to it any more."""
    webhooks.delete(call, webhook)


@endpoint("POST /{company}/webhooks/{webhook}/secret", scope="webhooks:write", status=201)
def renew_webhook_secret(call: Call, webhook: str) -> NewWebhookOut:
    """Another signing secret, at once."""
    return _new(once(lambda: webhooks.new_secret(call, webhook)))


@endpoint("POST /{company}/webhooks/{webhook}/ping", scope="webhooks:write", status=201)
def ping_webhook(call: Call, webhook: str) -> DeliveryOut:
    """Send a trial event now, and see what came of it."""
    return deliveries.trial(call, webhook)


@endpoint("GET /{company}/webhook-deliveries", scope="webhooks:read")
def list_deliveries(call: Call, query: ListQuery) -> Page[DeliveryRow]:
    """What was sent; `where` state = dead gives the dead letters."""
    return deliveries.listed(call, query)


class DeliveriesFileQuery(ListQuery):
    """The same question, as a file."""

    format: Literal["csv", "xlsx"] = "xlsx"


@endpoint("GET /{company}/webhook-deliveries/export", scope="webhooks:read")
def export_deliveries(call: Call, query: DeliveriesFileQuery) -> Download:
    """Exactly the rows of the same query, as a file."""
    return Download(*lists.export(call, DELIVERY_LIST, query, query.format, locale=call.actor.language))


@endpoint("GET /{company}/webhook-deliveries/{delivery}", scope="webhooks:read")
def get_delivery(call: Call, delivery: str) -> DeliveryOut:
    """One delivery, with the text sent."""
    return deliveries.shown(call, delivery)


@endpoint("POST /{company}/webhook-deliveries/{delivery}/transitions", scope="webhooks:write")
def replay_delivery(call: Call, delivery: str, body: TransitionIn) -> DeliveryOut:
    """Send it again: same event id, same body."""
    return deliveries.replay(call, delivery)
