"""Stripe: a page to pay on (Checkout Session), its end, the signature of its events.

The one trick: a page is asked for with an idempotency key made of what it is for, so a request repeated after a kill
gives the same page. Contract: https://docs.stripe.com/api/checkout/sessions, https://docs.stripe.com/webhooks.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from chalicelib.aws import line
from chalicelib.aws.line import Silent
from chalicelib.kernel.errors import CaveauError, Conflict, Malformed, Unavailable

REAL = "https://api.stripe.com"
VERSION = "2024-06-20"
PER_MINUTE = 600
TOLERANCE = 300
STAMP = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Page:
    """A page to pay on."""

    session: str
    url: str


def page(key: str, *, idempotency: str, amount: int, currency: str, label: str, email: str, back: str,
         about: dict[str, str]) -> Page:  # fmt: skip
    """A page that asks `amount` cents. `about` is told back with every event. Conflict, Unavailable."""
    fields = {
        "mode": "payment",
        "client_reference_id": about["invoice"],
        "success_url": f"{back}&paid=1",
        "cancel_url": back,
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": currency.lower(),
        "line_items[0][price_data][unit_amount]": str(amount),
        "line_items[0][price_data][product_data][name]": label,
        **{f"metadata[{name}]": value for name, value in about.items()},
        **{f"payment_intent_data[metadata][{name}]": value for name, value in about.items()},
        **({"customer_email": email} if email else {}),
    }
    made = _asked(key, "/v1/checkout/sessions", fields, idempotency)
    return Page(str(made["id"]), str(made["url"]))


def close(key: str, session: str) -> bool:
    """End a page; False when it was paid or closed already. Unavailable."""
    try:
        _asked(key, f"/v1/checkout/sessions/{session}/expire", {}, f"expire-{session}")
    except Conflict:
        return False
    return True


def event(content: bytes, signature: str, secret: str, now: datetime) -> dict[str, Any]:
    """The event that these bytes are. Malformed (400) unless Stripe signed them within five minutes."""
    bad = Malformed("payments.webhook.signature", "La signature de cet événement n'est pas celle du partenaire.")
    parts = [part.partition("=") for part in signature.split(",")]
    stamps = [value for name, _, value in parts if name.strip() == "t"]
    if len(stamps) != 1 or not STAMP.fullmatch(stamps[0]) or abs(now.timestamp() - int(stamps[0])) > TOLERANCE:
        raise bad
    wanted = signed(content, secret, int(stamps[0]))
    if not any(
        name.strip() == "v1" and hmac.compare_digest(value.encode(), wanted.encode()) for name, _, value in parts
    ):
        raise bad
    try:
        found = json.loads(content)
    except ValueError:
        raise bad from None
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        raise bad
    return found


def signed(content: bytes, secret: str, stamp: int) -> str:
    """The v1 signature of these bytes at that second."""
    return hmac.new(secret.encode(), f"{stamp}.".encode() + content, hashlib.sha256).hexdigest()


def _asked(key: str, path: str, fields: dict[str, str], idempotency: str) -> dict[str, Any]:
    headers = {
        "Authorization": f"Bearer {key}",
        "Idempotency-Key": idempotency,
        "Stripe-Version": VERSION,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    url = line.address("CAVEAU_STRIPE_URL", REAL) + path
    try:
        reply = line.ask("stripe", url, PER_MINUTE, body=urlencode(fields).encode(), headers=headers)
        found = reply.json()
    except Silent as silent:
        raise _unavailable() from silent
    if reply.status == 200:
        return found
    raise _refusal(reply.status)


def _refusal(status: int) -> CaveauError:
    if status in (401, 403):
        return Conflict("payments.connector.key", "Stripe refuse la clé. Vérifiez-la dans le connecteur.")
    if status < 500:
        return Conflict("payments.connector.refused", "Stripe refuse cette demande. Rechargez la page, puis réessayez.")
    return _unavailable()


def _unavailable() -> Unavailable:
    return Unavailable("payments.connector.silent", "Stripe ne répond pas. Réessayez dans un instant.")
