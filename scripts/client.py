"""A client of the running system for seeds and tests: one person with cookies, JSON in, JSON out.

Standard library only. One connection a call, as the local server wants it.
"""

import hashlib
import http.client
import json
import time
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

FOLLOWED_SECONDS = 1000  # its function has 900
MOST_AT_ONCE = 4 * 1024 * 1024


class Failed(Exception):
    """An answer of 400 or more; `status` and `problem` (its JSON) say why."""

    def __init__(self, status: int, problem: Any) -> None:
        super().__init__(f"{status} {problem}")
        self.status, self.problem = status, problem


class Client:
    """`url` is the public address; paths are below /api/v1."""

    def __init__(self, url: str) -> None:
        self.url, self.cookies = url, dict[str, str]()
        self.port = urlsplit(url).port

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("POST", path, body, headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("PUT", path, body, headers)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """The JSON answered (bytes when it is no JSON). A file above 4 MB is put down first; an export that takes
        its time is waited for. Raises Failed, or OSError when nobody answers."""
        if isinstance(body, bytes) and len(body) > MOST_AT_ONCE:
            headers = {**(headers or {}), "Caveau-Transfer": self.put_down(path.split("/")[1], body)}
            body = b""
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        sent = {"Origin": self.url, "Host": urlsplit(self.url).netloc, "Content-Type": kind, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, f"/api/v1{path}", content, sent)
            answer = connection.getresponse()
            received = answer.read()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            jar: SimpleCookie = SimpleCookie(cookie)
            self.cookies.update({name: morsel.value for name, morsel in jar.items()})
        if answer.status == 303:
            return self.fetched(answer.headers["Location"])
        if answer.status == 202 and "/exports/" in answer.headers.get("Location", ""):
            return self.followed(answer.headers["Location"].removeprefix("/api/v1"))
        loaded = json.loads(received) if "json" in answer.headers.get("Content-Type", "") and received else received
        if answer.status >= 400:
            raise Failed(answer.status, loaded)
        return loaded

    def put_down(self, company: str, content: bytes) -> str:
        """Put what is too large for a request at a signed link; gives the name it is then declared by."""
        sha256 = hashlib.sha256(content).hexdigest()
        room = self.post(f"/{company}/transfers", {"sha256": sha256, "size": len(content)})
        self.fetched(room["path"], content, room["content_type"])
        return sha256

    def followed(self, path: str) -> bytes:
        """An export made aside, once it is there."""
        deadline = time.monotonic() + FOLLOWED_SECONDS
        while (made := self.get(path))["state"] == "making":
            if time.monotonic() > deadline:
                raise Failed(504, made)
            time.sleep(0.5)
        if made["path"] is None:
            raise Failed(422, made)
        return self.fetched(made["path"])

    def fetched(self, path: str, content: bytes | None = None, kind: str = "") -> bytes:
        """What was too large for an answer, at the signed link it gave; or put there what is too large to send."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        method, sent = ("GET", {}) if content is None else ("PUT", {"Content-Type": kind})
        try:
            connection.request(method, path, content, {"Host": urlsplit(self.url).netloc, **sent})
            answer = connection.getresponse()
            received = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise Failed(answer.status, received)
        return received

    def sign_up(self, email: str, password: str, name: str) -> None:
        """A new person, signed in."""
        self.post("/signup", {"email": email, "password": password, "name": name})
