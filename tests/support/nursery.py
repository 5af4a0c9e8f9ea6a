"""Workers to be killed: a process that has imported everything, and forks one worker per request. `python -m
tests.support.nursery` reads JSON lines {"company", "cookies", "method", "path", "body", "headers", "skew", "file_most"}
and prints two lines for each: {"pid"} before the work, {"status", "body"} or {"killed"} after it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.api import Api

PATIENCE = 120
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Nursery:
    """The other end of the pipe."""

    process: subprocess.Popen[str]
    pid: int = field(default=0)

    def begin(self, api: Api, method: str, path: str, body: Any = None, **asked: Any) -> int:
        """Fork a worker for one request; gives its pid. It waits for `go`."""
        request = {
            "company": api.company,
            "cookies": api.cookies,
            "method": method,
            "path": path,
            "body": body,
            **asked,
        }
        self._say(request)
        self.pid = self._hear()["pid"]
        return self.pid

    def go(self) -> dict[str, Any]:
        """Let the worker work; what became of it."""
        self._say({})
        return self._hear()

    def ask(self, api: Api, method: str, path: str, body: Any = None, **asked: Any) -> dict[str, Any]:
        self.begin(api, method, path, body, **asked)
        return self.go()

    def _say(self, line: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        alarm = threading.Timer(PATIENCE, self.process.kill)  # the pipe ends with it
        alarm.start()
        try:
            while line := self.process.stdout.readline():  # what a worker logs comes by the same pipe
                heard: dict[str, Any] = json.loads(line)
                if heard.keys() & {"pid", "status", "killed"}:
                    return heard
        finally:
            alarm.cancel()
        raise AssertionError("the nursery ended, or said nothing for too long")


@contextlib.contextmanager
def nursery(endpoint: str, folder: Path) -> Iterator[Nursery]:
    """A nursery whose workers see the stack through `endpoint` and keep their read models in `folder`."""
    environment = {**os.environ, "CAVEAU_ENDPOINT": endpoint, "CAVEAU_READMODEL_DIR": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.nursery"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Nursery(process)
    finally:
        process.kill()
        process.wait(60)


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


def work(asked: dict[str, Any], gateway: Any) -> None:
    """What a worker does, in a process of its own."""
    if asked.get("file_most"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["file_most"], asked["file_most"]))
    if asked.get("skew"):
        shift(asked["skew"])
    api = Api(gateway, asked["company"], cookies=asked["cookies"])
    reply = api.call(asked["method"], asked["path"], asked["body"], asked.get("headers"))
    say({"status": reply.status, "body": reply.content.decode(), "headers": reply.headers})


def shift(seconds: float) -> None:
    """This worker's clock is wrong by so much, wherever a request takes its time from."""
    from datetime import datetime, timedelta

    from chalicelib.aws import http

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=seconds)

    http.datetime = Wrong  # type: ignore[attr-defined]


def main() -> None:
    """See the module."""
    from tests.support.api import gateway

    served = gateway()
    while line := sys.stdin.readline():
        asked = json.loads(line)
        start, begun = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.read(start, 1)
            work(asked, served)
            os._exit(0)
        say({"pid": pid})
        sys.stdin.readline()
        os.write(begun, b"g")
        _, status = os.waitpid(pid, 0)
        os.close(start)
        os.close(begun)
        if os.WIFSIGNALED(status):
            say({"killed": os.WTERMSIG(status)})


if __name__ == "__main__":
    main()
