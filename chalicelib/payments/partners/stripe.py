"""Stripe: a page to pay on (Checkout Session), its end, what a payout holds, the signature of its events.

The one trick: a page is asked for with an idempotency key made of what it is for, so a request repeated after a kill
gives the same page. Contract: https://docs.stripe.com/api/checkout/sessions, https://docs.stripe.com/api/balance_transactions,
https://docs.stripe.com/webhooks.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.aws import line
from chalicelib.aws.line import Silent
from chalicelib.kernel.errors import CaveauError, Conflict, Malformed, Unavailable

REAL = "https://api.stripe.com"
VERSION = "2024-06-20"
PER_MINUTE = 600
TOLERANCE = 300
MOST_MOVEMENTS = 20_000
STAMP = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Page:
    """A page to pay on."""

    session: str
    url: str


def page(key: str, *, idempotency: str, amount: int, currency: str, label: str, language: str, back: str,
         about: dict[str, str]) -> Page:  # fmt: skip
    """A page that asks `amount` cents. `about` is told back with every event. Conflict, Unavailable."""
    fields = {
        "mode": "payment",
        "client_reference_id": about["document"],
        "locale": "en" if language == "en" else "fr",
        "success_url": f"{back}&paid=1",
        "cancel_url": back,
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": currency.lower(),
        "line_items[0][price_data][unit_amount]": str(amount),
        "line_items[0][price_data][product_data][name]": label,
        **{f"metadata[{name}]": value for name, value in about.items()},
        **{f"payment_intent_data[metadata][{name}]": value for name, value in about.items()},
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


def check(key: str) -> None:
    """Whether Stripe knows this key. Conflict when it does not, Unavailable."""
    _found(key, "/v1/checkout/sessions?limit=1")


def payout(key: str, id: str) -> dict[str, Any]:
    """A payout as it stands: amount (cents that came to the bank), arrival_date, currency, status."""
    return _found(key, f"/v1/payouts/{quote(id, safe='')}")


def movements(key: str, payout: str) -> list[dict[str, Any]]:
    """Every movement of the balance that a payout holds, its source with it; the payout itself left out."""
    found: list[dict[str, Any]] = []
    after = ""
    while len(found) < MOST_MOVEMENTS:
        asked = {
            "payout": payout,
            "limit": "100",
            "expand[]": "data.source",
            **({"starting_after": after} if after else {}),
        }
        page = _found(key, f"/v1/balance_transactions?{urlencode(asked)}")
        rows = page.get("data") or []
        found += [one for one in rows if one["type"] not in ("payout", "payout_cancel", "payout_failure")]
        if not page.get("has_more") or not rows:
            break
        after = str(rows[-1]["id"])
    return found


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
    kind = "application/x-www-form-urlencoded"
    return _told(key, path, urlencode(fields).encode(), {"Idempotency-Key": idempotency, "Content-Type": kind})


def _found(key: str, path: str) -> dict[str, Any]:
    return _told(key, path, None, {})


def _told(key: str, path: str, body: bytes | None, more: dict[str, str]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}", "Stripe-Version": VERSION, **more}
    url = line.address("CAVEAU_STRIPE_URL", REAL) + path
    try:
        reply = line.ask("stripe", url, PER_MINUTE, body=body, headers=headers)
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
