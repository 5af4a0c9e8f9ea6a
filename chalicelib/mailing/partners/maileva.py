"""Maileva (La Poste): letters printed and posted, by its REST interface "Courriers simples" v2.

Nouns: an `Account` (what the company was given), a *sending* (their word for a job). The one trick: a draft sending
costs nothing and only `submit` starts production; so whatever a lost answer leaves in doubt before it is looked at
again (one document, one recipient) or thrown away, and `submit` asked again is refused as "no longer a draft", which is
as good as done.

Contract: https://www.maileva.com/developpeur, mail/v2 (2.6): POST /sendings, /sendings/{id}/documents (multipart),
/sendings/{id}/recipients, /sendings/{id}/submit; GET /sendings/{id}, /sendings/{id}/recipients; OAuth2 password grant.
"""

from __future__ import annotations

import hashlib
import json
import time
from base64 import b64encode
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from chalicelib.aws import line
from chalicelib.aws.line import Reply, Silent
from chalicelib.kernel.errors import Conflict, Unavailable
from chalicelib.mailing.partners.postal import Rejected
from chalicelib.mailing.rules.posts import Address, Told

REAL = ("https://connexion.maileva.com", "https://api.maileva.com")
SANDBOX = ("https://connexion.sandbox.maileva.net", "https://api.sandbox.maileva.net")
TOKEN_PATH = "/auth/realms/services/protocol/openid-connect/token"
PER_MINUTE = 600
EARLY = 30
_tokens: dict[str, tuple[str, float]] = {}


@dataclass(frozen=True)
class Account:
    """`client_*`: of the program, `login` and `password`: of the company. `fast`: FAST postage, else ECONOMIC."""

    client_id: str
    client_secret: str
    login: str
    password: str
    sandbox: bool = False
    colour: bool = False
    duplex: bool = True
    fast: bool = False


@dataclass(frozen=True)
class Maileva:
    account: Account

    def create(self, reference: str, name: str) -> str:
        wanted = {
            "name": name[:256],
            "custom_id": reference[:38],
            "color_printing": self.account.colour,
            "duplex_printing": self.account.duplex,
            "optional_address_sheet": True,
            "postage_type": "FAST" if self.account.fast else "ECONOMIC",
        }
        return str(self._done(self._post("/sendings", wanted), 201)["id"])

    def fill(self, job: str, file_name: str, content: bytes, address: Address) -> None:
        kind, body = _multipart(file_name, content)
        document = self._asked(f"/sendings/{job}/documents", body, {"Content-Type": kind})
        if document.status != 201 and "DUPLICATE_PRIORITY" not in _codes(document):
            self._done(document, 201)
        lines = {f"address_line_{at}": text for at, text in enumerate(address.lines, 1) if text}
        self._done(self._post(f"/sendings/{job}/recipients", {**lines, "country_code": address.country}), 201)
        counted = self._done(self._asked(f"/sendings/{job}"), 200)
        if counted.get("documents_count", 1) != 1 or (counted.get("recipients_counts") or {}).get("total", 1) != 1:
            raise _unavailable()  # an answer was lost and the question asked twice: this draft is left, another is made

    def submit(self, job: str) -> None:
        reply = self._asked(f"/sendings/{job}/submit", b"")
        if reply.status != 200 and "SENDING_STATUS_IS_NOT_DRAFT" not in _codes(reply):
            self._done(reply, 200)

    def told(self, job: str) -> Told:
        sending = self._done(self._asked(f"/sendings/{job}"), 200)
        status = str(sending.get("status"))
        if status == "DRAFT":
            return Told("draft")
        recipients = self._done(self._asked(f"/sendings/{job}/recipients"), 200).get("recipients") or [{}]
        detail = str(recipients[0].get("status_detail") or sending.get("status_detail") or "")[:200]
        postage = recipients[0].get("postage_price")
        known = {
            "reason": detail,
            "postage": int(Decimal(str(postage)) * 100) if postage is not None else None,
            "pages": recipients[0].get("billed_pages_count"),
        }
        if status in {"REJECTED", "PROCESSED_WITH_ERRORS"} or recipients[0].get("status") == "REJECTED":
            return Told("rejected", **{**known, "reason": detail or status})
        return Told("posted" if status == "PROCESSED" else "sent", **known)

    # --- one question

    def _post(self, path: str, body: dict[str, Any]) -> Reply:
        return self._asked(path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _asked(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        url = line.address("CAVEAU_MAILEVA_URL", self._places[1]) + "/mail/v2" + path
        for fresh in (False, True):
            signed = {"Authorization": f"Bearer {self._token(fresh)}", **(headers or {})}
            reply = _ask(url, body, signed)
            if reply.status != 401:
                return reply
        raise _key()

    def _done(self, reply: Reply, status: int) -> dict[str, Any]:
        """The answer's JSON. Rejected for what is wrong with the letter, Unavailable for what may pass."""
        if reply.status == status:
            try:
                return reply.json()
            except Silent:
                raise _unavailable() from None
        if reply.status in {403, 404} or reply.status >= 500 or reply.status == 429:
            raise _unavailable()
        raise Rejected("; ".join(_messages(reply)) or f"HTTP {reply.status}")

    def _token(self, fresh: bool) -> str:
        account = self.account
        secret = "\0".join((*self._places, account.client_id, account.client_secret, account.login, account.password))
        known = hashlib.sha256(secret.encode()).hexdigest()
        token, until = _tokens.get(known, ("", 0.0))
        if fresh or time.monotonic() >= until:
            basic = b64encode(f"{account.client_id}:{account.client_secret}".encode()).decode()
            form = {"grant_type": "password", "username": account.login, "password": account.password}
            headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
            url = line.address("CAVEAU_MAILEVA_LOGIN_URL", self._places[0]) + TOKEN_PATH
            reply = _ask(url, urlencode(form).encode(), headers)
            if reply.status in {400, 401, 403}:
                raise _key()
            given = self._done(reply, 200)
            token, until = str(given["access_token"]), time.monotonic() + int(given.get("expires_in", 300)) - EARLY
            _tokens[known] = (token, until)
        return token

    @property
    def _places(self) -> tuple[str, str]:
        return SANDBOX if self.account.sandbox else REAL


def _ask(url: str, body: bytes | None, headers: dict[str, str]) -> Reply:
    try:
        return line.ask("maileva", url, PER_MINUTE, body=body, headers=headers)
    except Silent as silent:
        raise _unavailable() from silent


def _multipart(file_name: str, content: bytes) -> tuple[str, bytes]:
    """A form with the PDF and what it is; the boundary follows from the content, so the same letter is the same
    bytes."""
    edge = f"caveau-{hashlib.sha256(content).hexdigest()[:32]}"
    metadata = json.dumps({"priority": 1, "name": file_name})
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="metadata"\r\nContent-Type: application/json\r\n\r\n'
        f'{metadata}\r\n--{edge}\r\nContent-Disposition: form-data; name="document"; filename="document.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return f"multipart/form-data; boundary={edge}", head.encode() + content + f"\r\n--{edge}--\r\n".encode()


def _faults(reply: Reply) -> list[dict[str, Any]]:
    try:
        told = reply.json()
    except Silent:
        return []
    found = told.get("errors") or [told]
    return [one for one in found if isinstance(one, dict)]


def _codes(reply: Reply) -> set[str]:
    return {str(one.get("code")) for one in _faults(reply)}


def _messages(reply: Reply) -> list[str]:
    return [str(one.get("message") or one.get("code") or "")[:200] for one in _faults(reply)]


def _key() -> Conflict:
    detail = "Maileva refuse ces identifiants. Vérifiez-les dans Réglages, Courrier postal."
    return Conflict("mailing.postal.key", detail)


def _unavailable() -> Unavailable:
    detail = "Le service postal ne répond pas. La lettre partira dès qu'il répond."
    return Unavailable("mailing.postal.silent", detail, retry_after=60)
