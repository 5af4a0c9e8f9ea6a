"""GoCardless: mandates signed on its pages, payments, payouts, the signature of its events.

The one trick: what is created bears a key; asked again under the same key, GoCardless answers 409 with the id of what
it already made, which is then read: so a request repeated after a kill gives the same thing.
Contract: https://developer.gocardless.com/api-reference (2015-07-06).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.aws import line
from chalicelib.aws.line import Silent
from chalicelib.kernel.errors import CaveauError, Conflict, Unavailable

REAL = {"live": "https://api.gocardless.com", "sandbox": "https://api-sandbox.gocardless.com"}
VERSION = "2015-07-06"
PER_MINUTE = 900
NAME = "gocardless"
MOST_ITEMS = 500


class BadSignature(CaveauError):
    """These bytes are not GoCardless's; it asks for this very status."""

    status = 498
    title = "Signature refusée"


@dataclass(frozen=True)
class Asked:
    """What a customer is asked: `request` is the partner's id of it, `mandate` that of the mandate once signed."""

    request: str
    status: str
    mandate: str
    about: dict[str, str]


@dataclass(frozen=True)
class MandateTold:
    """A mandate as it is now. `next_on`: the first day on which it may be charged."""

    id: str
    status: str
    rum: str
    next_on: date | None
    about: dict[str, str]


@dataclass(frozen=True)
class PaymentTold:
    """A payment as it is now."""

    id: str
    status: str
    amount: int
    charge_on: date
    mandate: str
    about: dict[str, str]


@dataclass(frozen=True)
class PayoutTold:
    """A payout as it is now, with what it holds: (partner's id, cents)."""

    id: str
    status: str
    amount: int
    fees: int
    currency: str
    arrived_on: date
    reference: str
    items: tuple[tuple[str, int], ...]


def request(key: str, *, idempotency: str, about: dict[str, str], scheme: str = "sepa_core") -> Asked:
    """Ask for a mandate; `about` is told back with it. Conflict, Unavailable."""
    body = {"mandate_request": {"scheme": scheme, "currency": "EUR", "metadata": about}, "metadata": about}
    return _asked_of(_made(key, "billing_requests", body, idempotency))


def flow(key: str, of: str, *, back: str, customer: dict[str, str]) -> str:
    """The address of a page on which the customer signs; it lives seven days."""
    body: dict[str, Any] = {
        "redirect_uri": f"{back}&signed=1",
        "exit_uri": back,
        "prefilled_customer": {name: value for name, value in customer.items() if value},
        "links": {"billing_request": of},
    }
    return str(_made(key, "billing_request_flows", body, "")["authorisation_url"])


def pay(key: str, *, idempotency: str, amount: int, currency: str, charge_on: date, mandate: str, label: str,
        about: dict[str, str]) -> PaymentTold:  # fmt: skip
    """A payment of `amount` cents by that mandate. Conflict, Unavailable."""
    body = {
        "amount": amount,
        "currency": currency,
        "charge_date": charge_on.isoformat(),
        "description": label[:100],
        "metadata": about,
        "links": {"mandate": mandate},
    }
    return _payment_of(_made(key, "payments", body, idempotency))


def cancel(key: str, kind: str, id: str) -> bool:
    """Cancel a payment or a mandate; False when it is too late. Unavailable."""
    try:
        _sent(key, f"/{kind}/{id}/actions/cancel", {})
    except Conflict:
        return False
    return True


def asked(key: str, id: str) -> Asked:
    return _asked_of(_read(key, "billing_requests", id))


def mandate(key: str, id: str) -> MandateTold:
    found = _read(key, "mandates", id)
    next_on = found.get("next_possible_charge_date")
    first = date.fromisoformat(next_on) if next_on else None
    return MandateTold(str(found["id"]), str(found["status"]), str(found.get("reference") or ""), first, _about(found))


def payment(key: str, id: str) -> PaymentTold:
    return _payment_of(_read(key, "payments", id))


def payout(key: str, id: str) -> PayoutTold:
    """A payout with all it holds. Its items are cents with a fraction; fees and their taxes are in `fees`."""
    found = _read(key, "payouts", id)
    items: list[tuple[str, int]] = []
    after = ""
    while True:
        page = _sent(key, f"/payout_items?payout={id}&limit={MOST_ITEMS}" + (f"&after={after}" if after else ""))
        items += [
            (str(one.get("links", {}).get("payment", "")), int(Decimal(one["amount"])))
            for one in page["payout_items"]
            if not str(one["type"]).endswith("_fee")
        ]
        after = str(page.get("meta", {}).get("cursors", {}).get("after") or "")
        if not after:
            break
    return PayoutTold(
        str(found["id"]),
        str(found["status"]),
        int(found["amount"]),
        int(found["deducted_fees"]),
        str(found["currency"]),
        date.fromisoformat(found["arrival_date"]),
        str(found.get("reference") or found["id"]),
        tuple(items),
    )


def events(content: bytes, signature: str, secret: str) -> list[dict[str, Any]]:
    """The events that these bytes tell. BadSignature (498) unless GoCardless signed them."""
    bad = BadSignature("debits.webhook.signature", "La signature de cet événement n'est pas celle du partenaire.")
    if not hmac.compare_digest(signature.encode(), signed(content, secret).encode()):
        raise bad
    try:
        found = json.loads(content)
    except ValueError:
        raise bad from None
    told = found.get("events") if isinstance(found, dict) else None
    if not isinstance(told, list):
        raise bad
    return [one for one in told if isinstance(one, dict) and isinstance(one.get("links"), dict)]


def signed(content: bytes, secret: str) -> str:
    """The header Webhook-Signature of these bytes."""
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()


def _asked_of(found: dict[str, Any]) -> Asked:
    made = str((found.get("mandate_request") or {}).get("links", {}).get("mandate") or "")
    made = made or str((found.get("links") or {}).get("mandate_request_mandate") or "")
    return Asked(str(found["id"]), str(found["status"]), made, _about(found))


def _payment_of(found: dict[str, Any]) -> PaymentTold:
    charge_on = date.fromisoformat(found["charge_date"])
    mandate = str(found["links"]["mandate"])
    return PaymentTold(str(found["id"]), str(found["status"]), int(found["amount"]), charge_on, mandate, _about(found))


def _about(found: dict[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in (found.get("metadata") or {}).items()}


def _made(key: str, kind: str, body: dict[str, Any], idempotency: str) -> dict[str, Any]:
    """What was made under that key, now or before."""
    try:
        found = _sent(key, f"/{kind}", {kind: body}, idempotency)
    except _Made as known:
        return _read(key, kind, known.id)
    made: dict[str, Any] = found[kind]
    return made


def _read(key: str, kind: str, id: str) -> dict[str, Any]:
    found: dict[str, Any] = _sent(key, f"/{kind}/{id}")[kind]
    return found


class _Made(Exception):
    """It exists already."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


def _sent(key: str, path: str, body: dict[str, Any] | None = None, idempotency: str = "") -> dict[str, Any]:
    headers = {
        "Authorization": f"Bearer {key}",
        "GoCardless-Version": VERSION,
        "Content-Type": "application/json",
        **({"Idempotency-Key": idempotency} if idempotency else {}),
    }
    url = line.address("CAVEAU_GOCARDLESS_URL", REAL["live" if key.startswith("live_") else "sandbox"]) + path
    content = None if body is None else json.dumps(body).encode()
    try:
        reply = line.ask(NAME, url, PER_MINUTE, body=content, headers=headers)
        found = reply.json()
    except Silent as silent:
        raise _unavailable() from silent
    if reply.status in (200, 201):
        return found
    for one in (found.get("error") or {}).get("errors") or []:
        if one.get("reason") == "idempotent_creation_conflict":
            raise _Made(str(one["links"]["conflicting_resource_id"]))
    raise _refusal(reply.status)


def _refusal(status: int) -> CaveauError:
    if status in (401, 403):
        return Conflict("debits.connector.key", "GoCardless refuse le jeton. Vérifiez-le dans Prélèvements, Réglages.")
    if status < 500:
        return Conflict("debits.connector.refused", "GoCardless refuse cette demande. Rechargez la page, réessayez.")
    return _unavailable()


def _unavailable() -> Unavailable:
    return Unavailable("debits.connector.silent", "GoCardless ne répond pas. Réessayez dans un instant.")
