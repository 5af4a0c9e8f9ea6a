"""An approved platform that speaks AFNOR XP Z12-013: the flow service, the directory service, webhooks.

Nouns: an `Account` (where, with which keys), a `Sent` flow as the platform tells it. The one trick: three outcomes and
no more: an answer, a refusal in its words (`Declined`), silence (`Silent`: nothing is known, ask again later).

Contract: XP Z12-013 annexes A (flow service 1.3.0) and B (directory service 1.3.0), OAuth2 client credentials.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.aws import line
from chalicelib.aws.line import Reply, Silent
from chalicelib.einvoicing.rules.platform import Place
from chalicelib.kernel.clock import instant
from chalicelib.kernel.errors import Malformed

PER_MINUTE = 600
PAGE = 100
MOST_FILE = 20_000_000
TOLERANCE = 300
ALREADY = "AlreadyExistingFlow"


class Declined(Exception):
    """The platform understood and said no. `keys`: it does not know our keys."""

    def __init__(self, words: str, *, keys: bool = False) -> None:
        super().__init__(words)
        self.words, self.keys = words, keys


@dataclass(frozen=True)
class Account:
    place: Place
    client: str
    secret: str


@dataclass(frozen=True)
class Sent:
    """A flow as the platform tells it. `ack`: Pending, Ok or Error, `why`: the words of an error."""

    id: str
    tracking: str
    type: str
    direction: str
    ack: str
    why: str
    at: datetime
    name: str = ""

    @property
    def double(self) -> bool:
        return ALREADY in self.why


_tokens: dict[tuple[str, str, str], tuple[str, float]] = {}


def post(account: Account, tracking: str, name: str, syntax: str, rule: str, content: bytes) -> str:
    """Hand a file over, once; gives the platform's id of it. Silent, Declined."""
    told = {
        "trackingId": tracking,
        "name": name,
        "processingRule": rule,
        "flowSyntax": syntax,
        "flowProfile": "CIUS" if syntax == "Factur-X" else "Basic",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    kind = "application/pdf" if syntax == "Factur-X" else "application/xml"
    body, content_type = _multipart(told, name, kind, content)
    reply = _asked(account, f"{account.place.flows}/flows", body, {"Content-Type": content_type}, once=True)
    return str(_said(reply, 202).get("flowId") or "")


def search(account: Account, **where: Any) -> list[Sent]:
    """The flows that match (`updatedAfter`, `trackingId`, `flowType`…), the oldest change first. Silent, Declined."""
    found: list[Sent] = []
    asked: dict[str, Any] = {"limit": PAGE, "where": where}
    while True:
        told = _said(_asked(account, f"{account.place.flows}/flows/search", _json(asked), _JSON), 200)
        results = told.get("results")
        if not isinstance(results, list):
            raise Silent("malformed")
        found += [flow_of(one) for one in results if isinstance(one, dict)]
        if not told.get("nextCursor") or not results:
            return sorted(found, key=lambda one: (one.at, one.id))
        asked["cursor"] = str(told["nextCursor"])


def original(account: Account, flow: str) -> bytes:
    """The file of a flow as its sender gave it. Silent, Declined."""
    path = f"{account.place.flows}/flows/{quote(flow, safe='')}?docType=Original"
    reply = _asked(account, path, None, {"Accept": "application/octet-stream"}, most=MOST_FILE)
    if reply.status != 200:
        _said(reply, 200)
    return reply.content


def reachable(account: Account, siren: str) -> bool:
    """Has the directory an active line for that company? Silent, Declined."""
    asked = {"filters": {"siren": {"op": "strict", "value": siren}}, "limit": PAGE, "ignore": 0}
    reply = _asked(account, f"{account.place.directory}/directory-line/search", _json(asked), _JSON)
    if reply.status in (204, 404):
        return False
    lines = _said(reply, 200).get("results")
    if not isinstance(lines, list):
        raise Silent("malformed")
    return any(isinstance(one, dict) and one.get("directoryLineStatus", "Enabled") == "Enabled" for one in lines)


def subscribe(account: Account, address: str) -> tuple[str, str]:
    """Have what changes told to `address`; gives the webhook's id and the key that signs. Silent, Declined."""
    told = _said(
        _asked(account, f"{account.place.flows}/webhooks", _json({"callbackUrl": address}), _JSON, once=True), 201
    )
    return str(told.get("webhookId") or ""), str(told.get("signingKey") or "")


def told(content: bytes, signature: str, key: str, now: datetime) -> Sent:
    """The flow that these bytes tell of; `signature`: the two headers, separated by a space. Malformed (400) unless
    the platform signed them within five minutes."""
    bad = Malformed("einvoicing.webhook.signature", "La signature de cet événement n'est pas celle de la plateforme.")
    given, _, stamp = signature.strip().partition(" ")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12 or abs(now.timestamp() - int(stamp)) > TOLERANCE:
        raise bad
    if not key or not hmac.compare_digest(given.encode(), signed(content, key, int(stamp)).encode()):
        raise bad
    try:
        found = json.loads(content)
        if not isinstance(found, dict):
            raise bad
        return flow_of(found)
    except (ValueError, RecursionError, Silent):
        raise bad from None


def signed(content: bytes, key: str, stamp: int) -> str:
    """The signature of these bytes at that second: HMAC of the SHA-256 of "body@seconds", in base64."""
    print_ = hashlib.sha256(content + b"@" + str(stamp).encode()).digest()
    return base64.b64encode(hmac.new(_raw(key), print_, hashlib.sha256).digest()).decode()


def _raw(key: str) -> bytes:
    """The key is told in base64 (format byte)."""
    try:
        return base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return key.encode()


def flow_of(told: dict[str, Any]) -> Sent:
    """A flow as the contract tells it. Silent("malformed") for anything else."""
    ack = told.get("acknowledgement")
    ack = ack if isinstance(ack, dict) else {}
    details = [one for one in ack.get("details") or [] if isinstance(one, dict)]
    why = " ; ".join(f"{one.get('reasonCode', '')} : {one.get('reasonMessage', '')}".strip(" :") for one in details)
    try:
        at = instant(str(told.get("updatedAt") or told["submittedAt"]))
        id = str(told["flowId"])
    except (KeyError, ValueError):
        raise Silent("malformed") from None
    if at.tzinfo is None:
        raise Silent("malformed")
    return Sent(
        id=id[:64],
        tracking=str(told.get("trackingId") or "")[:64],
        type=str(told.get("flowType") or ""),
        direction=str(told.get("flowDirection") or ""),
        ack=str(ack.get("status") or "Pending"),
        why=why[:500],
        at=at,
        name=str(told.get("name") or "")[:255],
    )


_JSON = {"Content-Type": "application/json"}


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def _asked(
    account: Account,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
    *,
    once: bool = False,
    most: int = line.MOST_BYTES,
) -> Reply:
    """The reply, with a token; a token that is refused is asked for again, once."""
    where = _root(account)
    for again in (True, False):
        bearer = {"Authorization": f"Bearer {_token(account, where)}", "Request-Id": str(uuid.uuid4())}
        reply = line.ask(
            "afnor", where + path, PER_MINUTE, body=body, headers={**headers, **bearer}, once=once, most=most
        )
        if reply.status != 401 or not again:
            return reply
        _tokens.pop((where, account.client, account.secret), None)
    raise AssertionError("unreachable")


def _root(account: Account) -> str:
    return line.address("CAVEAU_AFNOR_URL", account.place.url)


def _token(account: Account, where: str) -> str:
    """The bearer, kept as long as the platform says. Silent, Declined."""
    known = (where, account.client, account.secret)
    token, until = _tokens.get(known, ("", 0.0))
    if token and until > time.monotonic():
        return token
    form = {"grant_type": "client_credentials", "client_id": account.client, "client_secret": account.secret}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = line.ask("afnor", where + account.place.token, PER_MINUTE, body=urlencode(form).encode(), headers=headers)
    if reply.status in (400, 401, 403):
        raise Declined("", keys=True)
    told = _said(reply, 200)
    token, seconds = str(told.get("access_token") or ""), told.get("expires_in")
    if not token:
        raise Silent("malformed")
    _tokens[known] = token, time.monotonic() + (seconds if isinstance(seconds, int) else 300) * 0.8
    return token


def _said(reply: Reply, wanted: int) -> dict[str, Any]:
    """The JSON of the answer that is wanted. Silent for a failure that passes, Declined for a refusal."""
    if reply.status == wanted:
        return reply.json()
    if reply.status in (401, 403):
        raise Declined("", keys=True)
    if reply.status >= 500 or reply.status in (408, 429):
        raise Silent("error")
    try:
        said = reply.json()
    except Silent:
        said = {}
    words = " : ".join(str(said[name]) for name in ("errorCode", "errorMessage") if said.get(name))
    raise Declined((words or f"HTTP {reply.status}")[:500])


def _multipart(info: dict[str, str], name: str, kind: str, content: bytes) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    plain = "".join(c for c in name if c.isascii() and c.isprintable() and c not in '"\\')
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="flowInfo"\r\nContent-Type: application/json\r\n\r\n'
        f"{json.dumps(info)}\r\n"
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{plain}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    return head.encode() + content + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
