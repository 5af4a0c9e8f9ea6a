"""A switch in front of the embedded stack: services that do not answer, a process killed at a chosen call.

    with Faults(stack.url) as faults:
        environment = {**os.environ, "CAVEAU_ENDPOINT": faults.url}
        faults.down = {"s3"}                                  # refused from now on
        faults.down = {"s3 eu-west-3"}                        # in that region only
        faults.kill("dynamodb", "TransactWriteItems", "after", pid)

The one trick: which service and which call is read from the request's own signature and headers, so what runs behind
the switch is the very code that runs without it.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import threading
from collections import Counter
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Kill:
    """Kill the process `pid` before or after the `nth` such call is done; its answer is never given."""

    service: str
    call: str
    when: str
    pid: int
    nth: int = 1


class Faults:
    """`calls` counts what came through, by (service, call); `down` holds services that answer 503 (or, with `cut`, not
    at all)."""

    def __init__(self, upstream: str) -> None:
        target = urlsplit(upstream)
        self.host, self.port = str(target.hostname), int(target.port or 80)
        self.down: set[str] = set()
        self.cut = False
        self.planned: Kill | None = None
        self.struck = threading.Event()
        self.calls: Counter[tuple[str, str]] = Counter()
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.faults = self  # type: ignore[attr-defined]
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Faults:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def kill(self, service: str, call: str, when: str, pid: int, nth: int = 1) -> None:
        """Plan one kill -9 from now on."""
        self.struck.clear()
        with self.lock:
            self.calls.clear()
            self.planned = Kill(service, call, when, pid, nth)

    def strike(self, service: str, call: str, when: str) -> bool:
        """Kill when this is the planned moment."""
        with self.lock:
            plan = self.planned
            if plan is None or (plan.service, plan.call, plan.when) != (service, call, when):
                return False
            if self.calls[service, call] < plan.nth:
                return False
            self.planned = None
        os.kill(plan.pid, signal.SIGKILL)
        self.struck.set()
        return True

    def pass_on(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, list[Any], bytes]:
        """Ask the stack itself."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


class Handler(BaseHTTPRequestHandler):
    """One request on its way to the stack."""

    protocol_version = "HTTP/1.1"

    @property
    def faults(self) -> Faults:
        found: Faults = self.server.faults  # type: ignore[attr-defined]
        return found

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        region, service, call = named(self.command, self.headers)
        with self.faults.lock:
            self.faults.calls[service, call] += 1
        if {service, f"{service} {region}"} & self.faults.down:
            self.refuse()
        elif not self.faults.strike(service, call, "before"):
            self.forward(service, call, body)

    def refuse(self) -> None:
        if self.faults.cut:
            self.close_connection = True
            return
        self.send_response(503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def forward(self, service: str, call: str, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        status, given, content = self.faults.pass_on(self.command, self.path, headers, body)
        if self.faults.strike(service, call, "after"):
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in given:
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


def named(method: str, headers: Any) -> tuple[str, str, str]:
    """(region, service, call) of a signed request; S3 names its call by its method."""
    scope = SCOPE.search(headers.get("Authorization", ""))
    region, service = scope.groups() if scope else ("", "")
    return region, service, headers.get("X-Amz-Target", "").rpartition(".")[2] or method
