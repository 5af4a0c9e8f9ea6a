"""What every twin is: a small server that speaks a partner's contract and does wrong on demand.

    class Postman(Twin):
        def answer(self, asked: Asked) -> Answer | None:     # the contract; None hangs up
            return in_json({"id": 1}) if asked.path == "/letters" else in_json({}, 404)

    with Postman() as twin:
        os.environ |= twin.environment()
        twin.fault = "slow"          # slow, error, malformed, busy, down; lost: done, and never answered

`serve(Postman(PORT))` is the whole of its `main()`. The one trick: what a fault does is the same for all, in one place,
before the contract is even looked at.
"""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from scripts.parent import orphaned

LONGEST = 30.0
"""Seconds that who is kept waiting waits at most."""


class Answer(NamedTuple):
    """Status, content type, text, further headers."""

    status: int
    kind: str
    text: str
    headers: Mapping[str, str] = {}


@dataclass(frozen=True)
class Asked:
    """One request. `query` and `form`: the first value of each name."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: Message = field(default_factory=Message)

    @property
    def form(self) -> dict[str, str]:
        return _firsts(self.body.decode())

    @property
    def json(self) -> Any:
        return json.loads(self.body)


WRONG: dict[str, Answer] = {
    "error": Answer(500, "text/html", "<h1>Internal Server Error</h1>"),
    "busy": Answer(429, "application/json", '{"error": "too many requests"}', {"Retry-After": "60"}),
    "malformed": Answer(200, "text/html", '{"results": [<html>'),
}
"""What is answered instead of the contract. A fault that is neither here nor slow, down or lost is the twin's own."""


class Twin:
    """The server, and what it is to do wrong. `port` 0: any free one."""

    wrong: Mapping[str, Answer] = WRONG

    def __init__(self, port: int = 0) -> None:
        self.fault = ""
        self.wake = threading.Event()
        twin = self

        class Handler(_Handler):
            pass

        Handler.twin = twin
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        return int(self.server.server_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> Answer | None:
        """The contract. None: the line is cut."""
        raise NotImplementedError

    def fault_of(self, asked: Asked) -> str:
        """What is to go wrong with this request, "" for nothing: pages that a person opens stay whole."""
        return self.fault

    def handled(self, asked: Asked) -> Answer | None:
        """What goes back, faults included."""
        fault = self.fault_of(asked)
        if fault == "slow":
            self.keep_waiting()
        if fault == "lost":
            self.answer(asked)
        if fault in ("slow", "down", "lost"):
            return None
        return self.wrong[fault] if fault in self.wrong else self.answer(asked)

    def keep_waiting(self) -> None:
        """Until the twin is calm again, or for as long as anyone would wait."""
        self.wake.wait(LONGEST)

    def calm(self) -> None:
        """No fault; who was kept waiting is let go."""
        self.wake.set()
        self.fault = ""
        self.wake = threading.Event()

    def start(self) -> Self:
        self.thread.start()
        return self

    def stop(self) -> None:
        self.wake.set()
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()


def in_json(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer in JSON."""
    return Answer(status, "application/json", json.dumps(body, ensure_ascii=False), headers or {})


def in_html(text: str, status: int = 200) -> Answer:
    """A page."""
    return Answer(status, "text/html; charset=utf-8", text)


def serve(twin: Twin) -> None:
    """Serve until our parent is gone."""
    with twin:
        while not orphaned():
            time.sleep(0.5)


class _Handler(BaseHTTPRequestHandler):
    twin: Twin
    protocol_version = "HTTP/1.1"

    def handle_one(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.twin.handled(Asked(self.command, parts.path, _firsts(parts.query), body, self.headers))
        if answer is None:
            self.close_connection = True
            return
        content = answer.text.encode()
        self.send_response(answer.status)
        headers = {"Content-Type": answer.kind, "Content-Length": str(len(content)), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one

    def log_message(self, *_: object) -> None:
        """Nothing: it would drown what matters."""


def _firsts(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}
