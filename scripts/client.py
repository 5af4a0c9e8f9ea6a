"""A client of the running system for seeds and tests: one person with cookies, JSON in, JSON out.

Standard library only. One connection a call, as the local server wants it.
"""

import http.client
import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit


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
        """The JSON answered (bytes when it is no JSON). Raises Failed, or OSError when nobody answers."""
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
        loaded = json.loads(received) if "json" in answer.headers.get("Content-Type", "") and received else received
        if answer.status >= 400:
            raise Failed(answer.status, loaded)
        return loaded

    def fetched(self, path: str) -> bytes:
        """What was too large for an answer, at the signed link it gave."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": urlsplit(self.url).netloc})
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
