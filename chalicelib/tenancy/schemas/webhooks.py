"""Webhooks and their deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract


class WebhookIn(Contract):
    url: str = Field(max_length=500, description="https, on a public name.")
    topics: list[str] = Field(min_length=1, max_length=60, description="`customer.*`, `order.validated`, or `*`.")
    active: bool = True
    description: str = Field(default="", max_length=200)


class WebhookOut(Contract):
    id: str
    url: str
    topics: list[str]
    active: bool
    description: str
    secret_ending: str = Field(description="Last 4 characters of the signing secret.")
    created_at: datetime
    version: int


class WebhooksOut(Contract):
    items: list[WebhookOut]
    topics: list[str] = Field(description="Every topic there is.")


class NewWebhookOut(Contract):
    """`secret` signs every delivery; it is shown now and never again."""

    webhook: WebhookOut
    secret: str


class DeliveryOut(Contract):
    """One event for one webhook. `event` is the same at every try and every replay."""

    id: str
    webhook: str
    event: str
    topic: str
    state: Literal["waiting", "delivered", "dead"]
    tries: int
    replays: int
    created_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None
    status: int | None = Field(description="The partner's last HTTP status; null when it did not answer.")
    error: str
    body: str = Field(description="The exact text sent.")
    version: int


class TransitionIn(Contract):
    to: Literal["waiting"] = Field(description="`waiting`: send again, same event id, same body.")
