"""Who tenancy calls outside: the register of leaked passwords, and the partners' webhook addresses.

The one trick of the register: only the first five characters of the password's SHA-1 leave, so it never
learns which password was asked for (k-anonymity; api.pwnedpasswords.com/range). The one trick of webhooks:
the name is resolved here, every address is judged, and the connection goes to the address judged, so a name
cannot point inside between the two.

`CAVEAU_PWNED_URL` names the register ("" = none asked: the answer is `unavailable` and the offline list alone
decides).
"""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
from enum import Enum
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from chalicelib.aws.log import logger
from chalicelib.tenancy.rules.webhooks import Attempt, address_allowed

LEAK_SECONDS = 2.0
HOOK_SECONDS = 5.0
AGENT = "Caveau-Webhooks/1"


class Leak(Enum):
    """What the register of leaked passwords said. `UNAVAILABLE` refuses nobody."""

    OK = "ok"
    BREACHED = "breached"
    UNAVAILABLE = "unavailable"


def leaked(password: str) -> Leak:
    """Whether a password is in a published leak."""
    base = os.environ.get("CAVEAU_PWNED_URL", "")
    if not base:
        return Leak.UNAVAILABLE
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    request = Request(f"{base}/range/{digest[:5]}", headers={"Add-Padding": "true", "User-Agent": "Caveau"})
    try:
        with urlopen(request, timeout=LEAK_SECONDS) as answer:
            lines = answer.read(200_000).decode("ascii", "replace").split()
    except OSError:
        logger.warning("register of leaked passwords unavailable")
        return Leak.UNAVAILABLE
    counts = dict(line.split(":", 1) for line in lines if ":" in line)
    return Leak.BREACHED if counts.get(digest[5:], "0") != "0" else Leak.OK


def post(url: str, body: str, headers: dict[str, str], *, local: bool) -> Attempt:
    """POST to a partner. No redirect is followed, nothing of the answer but its status is kept."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Content-Type": "application/json; charset=utf-8", "User-Agent": AGENT, **headers}
    try:
        connection = _connection(parts, local)
        try:
            connection.request("POST", target, body.encode(), sent)
            answer = connection.getresponse()
            return Attempt(answer.status, "" if 200 <= answer.status < 300 else f"HTTP {answer.status}")
        finally:
            connection.close()
    except _Inside:
        return Attempt(None, "Adresse refusée : elle mène à un réseau privé.")
    except (OSError, ValueError) as error:
        return Attempt(None, f"Pas de réponse : {type(error).__name__}")
    except HTTPException as error:
        return Attempt(None, f"Réponse illisible : {type(error).__name__}")


class _Inside(Exception):
    """The name leads to an address that no partner can have."""


def _connection(parts: Any, local: bool) -> HTTPConnection:
    """A connection to the very address that was judged, with the certificate checked against the name."""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = _judged(parts.hostname, port, local)
    raw = socket.create_connection((address, port), HOOK_SECONDS)
    connection = HTTPConnection(parts.hostname, port, timeout=HOOK_SECONDS)
    if secure:
        raw = ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)
    connection.sock = raw
    return connection


def _judged(host: str, port: int, local: bool) -> str:
    """The first address of the name, once all are found allowed."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(address_allowed(ip_address(one.split("%")[0]), local=local) for one in found):
        raise _Inside
    return found[0]
