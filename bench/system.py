"""The system under measure: a whole local run with its data in a temporary folder, and clients of two sorts.

`Http` speaks to the server over a kept connection, as a browser does: its times are what people wait.
`Inside` asks Chalice's gateway in this process on the same table: its times are CPU, and DynamoDB can be listened to.
"""

from __future__ import annotations

import http.client
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scripts.local import LocalSystem
from scripts.stack import free_port


@contextmanager
def running(web: int = 2, entries: int = 1) -> Iterator[LocalSystem]:
    """A started system; this process's environment points at it."""
    with tempfile.TemporaryDirectory(prefix="caveau-bench-") as folder:
        system = LocalSystem(Path(folder), free_port(), web, entries)
        os.environ["CAVEAU_RATE_FACTOR"] = "100000"
        try:
            system.start()
            os.environ.update(system.environment() | {"POWERTOOLS_LOG_LEVEL": "ERROR"})
            os.environ["CAVEAU_READMODEL_DIR"] = f"{folder}/readmodel-inside"
            yield system
        finally:
            system.kill()


class Client:
    """What both sorts share: JSON in, JSON out, the session's cookie."""

    origin = ""
    cookie = ""

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """The JSON (or bytes) of a success; RuntimeError otherwise."""
        sent = {"origin": self.origin, "cookie": self.cookie, "accept": "*/*", **(headers or {})}
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        if raw:
            sent["content-type"] = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        status, content, cookie = self.send(method, "/api/v1" + quote(path, safe="/?&=%"), raw, sent)
        if cookie:
            self.cookie = cookie.split(";")[0]
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {content[:300]!r}")
        return json.loads(content) if content[:1] in (b"{", b"[") else content

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, str]:
        raise NotImplementedError


class Http(Client):
    def __init__(self, system: LocalSystem, cookie: str = "") -> None:
        self.origin, self.cookie = system.url, cookie
        self.connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, str]:
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers.get("set-cookie", "")


class Inside(Client):
    def __init__(self, system: LocalSystem, cookie: str = "") -> None:
        from scripts.serve import gateway

        self.origin, self.cookie, self.gateway = system.url, cookie, gateway

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, str]:
        answer = self.gateway.handle_request(method, path, headers, body)
        content = answer["body"] or b""
        cookies = answer.get("multiValueHeaders", {}).get("Set-Cookie", [])
        found = [*cookies, answer["headers"].get("Set-Cookie", "")]
        return answer["statusCode"], content.encode() if isinstance(content, str) else content, found[0]
