"""The public API as a client sees it, through Chalice's own gateway in this process.

Nouns: `Api` (one person or key: cookies, headers), `Reply` (status, headers, JSON), `Estate` (a company and its owner).
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from chalice.local import LocalGateway

ORIGIN = "http://localhost:8000"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes

    @cached_property
    def json(self) -> Any:
        return json.loads(self.content)

    def ok(self, status: int | None = None) -> Any:
        """The JSON of a success (or of exactly `status`); the whole answer in the failure message otherwise."""
        good = self.status == status if status else self.status < 300
        assert good, f"{self.status} {self.content[:2000].decode(errors='replace')}"
        return self.json if self.content else None

    def refused(self, status: int, code: str | None = None) -> Any:
        """The problem of a refusal with that status (and code)."""
        assert self.status == status, f"{self.status} {self.content[:2000].decode(errors='replace')}"
        assert self.headers["content-type"].startswith("application/problem+json")
        if code:
            assert self.json["code"] == code
        return self.json


@dataclass
class Api:
    """A client with its own cookies. `company` fills `{c}` of the paths."""

    gateway: LocalGateway
    company: str = ""
    key: str | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Reply:
        return self.call("GET", path, None, headers, query)

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None, **query: Any) -> Reply:
        return self.call("POST", path, {} if body is None else body, headers, query)

    def put(self, path: str, body: Any, headers: dict[str, str] | None = None, **query: Any) -> Reply:
        return self.call("PUT", path, body, headers, query)

    def delete(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Reply:
        return self.call("DELETE", path, None, headers, query)

    def call(
        self, method: str, path: str, body: Any, headers: dict[str, str] | None, query: dict[str, Any] | None = None
    ) -> Reply:
        sent = {"origin": ORIGIN, "accept": "*/*", **({"authorization": f"Bearer {self.key}"} if self.key else {})}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        raw = b""
        if isinstance(body, bytes):
            raw, sent["content-type"] = body, "application/octet-stream"
        elif body is not None:
            raw, sent["content-type"] = json.dumps(body, default=str).encode(), "application/json"
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        url = "/api/v1" + path.replace("{c}", self.company) + (f"?{urlencode(asked)}" if asked else "")
        answer = self.gateway.handle_request(method=method, path=url, headers=sent, body=raw)
        return self._reply(answer)

    def _reply(self, answer: dict[str, Any]) -> Reply:
        content = answer["body"] or b""
        content = content.encode() if isinstance(content, str) else content
        if answer.get("isBase64Encoded"):
            content = base64.b64decode(content)
        received = {name.lower(): str(value) for name, value in answer["headers"].items()}
        for name, values in answer.get("multiValueHeaders", {}).items():
            received[name.lower()] = ", ".join(values)
            for cookie in values if name.lower() == "set-cookie" else []:
                self._keep(cookie)
        if "set-cookie" in answer["headers"] or "Set-Cookie" in answer["headers"]:
            self._keep(received["set-cookie"])
        return Reply(answer["statusCode"], received, content)

    def _keep(self, cookie: str) -> None:
        jar: SimpleCookie = SimpleCookie(cookie)
        for name, morsel in jar.items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value

    def into(self, company: str) -> Api:
        """The same person, working in another company."""
        return Api(self.gateway, company, self.key, self.cookies)

    def stranger(self) -> Api:
        """Nobody: no cookie, no key."""
        return Api(self.gateway, self.company)


@dataclass(frozen=True)
class Estate:
    """A company with its owner signed in."""

    company: str
    api: Api
    email: str
    password: str


def gateway() -> LocalGateway:
    """Chalice's gateway around the application, as the local server has it."""
    from scripts.serve import gateway as served

    return served
