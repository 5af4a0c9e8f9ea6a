"""What the tests of tenancy share: the mailbox, a partner that receives webhooks, a register of leaked
passwords."""

from __future__ import annotations

import hashlib
import itertools
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyotp

from chalicelib.aws import journal
from chalicelib.aws.table import Item
from scripts.mailbox import messages
from tests.support.api import Api, Estate
from tests.support.bus import Bus

_numbers = itertools.count(1)
PASSWORD = "Mourvèdre sur galets roulés"


def bus_from_now() -> Bus:
    """A bus that handles what is committed from now on."""
    bus = Bus()
    heads = Item.scan(Item.kind == journal.HEAD)
    bus.seen = {(head.pk.removesuffix("#H"), head.sk): int(head.v) for head in heads}
    return bus


def told_again(company: str) -> int:
    """Every fact of a company handled once more, as a bus may do; gives how many were."""
    bus = bus_from_now()
    bus.seen = {place: seq for place, seq in bus.seen.items() if place[0] != company}
    return bus.deliver()


def address() -> str:
    """An address nobody had before."""
    return f"collegue{next(_numbers)}@equipe.example"


class Person:
    """Someone who has just signed up, with a browser."""

    def __init__(self, api: Api) -> None:
        self.email = f"personne{next(_numbers)}@login.example"
        self.api = api
        api.post("/signup", {"email": self.email, "password": PASSWORD, "name": "Claire Essai"}).ok(201)

    def log_in(
        self, password: str = PASSWORD, api: Api | None = None, headers: dict[str, str] | None = None
    ) -> tuple[Api, Any]:
        other = api or self.api.stranger()
        return other, other.post("/login", {"email": self.email, "password": password}, headers)


def mails_to(address: str, subject: str = "") -> list[str]:
    """The texts of the mails sent to an address (with a word in the subject), oldest first."""
    found = [one for one in reversed(messages()) if address in one["to"] and subject.lower() in one["subject"].lower()]
    return [str(one["text"]) for one in found]


def token_to(address: str, page: str) -> str:
    """The token of the last link to that page mailed to an address."""
    found = [token for text in mails_to(address) for token in re.findall(rf"{page}#(\w+)", text)]
    assert found, f"no link to {page} for {address}"
    return str(found[-1])


def verified(estate: Estate, bus: Bus) -> Estate:
    """The estate, its owner's address proved."""
    if not estate.api.get("/me").ok()["verified"]:
        bus.deliver()
        estate.api.put("/me/verification", {"token": token_to(estate.email, "/verification")}).ok(200)
    return estate


def colleague(estate: Estate, bus: Bus, role: str, email: str, only_own: bool = False) -> Api:
    """Someone invited with a role, joined with a new login, signed in."""
    verified(estate, bus)
    asked = {"email": email, "role": role, "only_own": only_own}
    estate.api.post("/{c}/invitations", asked).ok(201)
    bus.deliver()
    api = estate.api.stranger()
    token = token_to(email, "/invitation")
    api.post("/invitations/signup", {"token": token, "name": f"Personne {role}", "password": PASSWORD}).ok(201)
    return api


class Clock:
    """Codes of an authenticator: each call gives one that was not given before."""

    def __init__(self, secret: str) -> None:
        self.totp = pyotp.TOTP(secret)
        self.step = int(datetime.now(UTC).timestamp()) // 30 - 2

    def code(self) -> str:
        self.step = max(self.step + 1, int(datetime.now(UTC).timestamp()) // 30 - 1)
        return self.totp.at(datetime.fromtimestamp(self.step * 30, UTC))


def with_totp(api: Api, password: str) -> tuple[Clock, list[str]]:
    """The second factor switched on: its clock and recovery codes."""
    started = api.post("/me/totp", {"password": password}).ok(201)
    clock = Clock(started["secret"])
    return clock, api.put("/me/totp", {"code": clock.code()}).ok(200)["codes"]


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Partner:
    """A partner's server: `answers` are the statuses it gives, the last one for ever."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [200])
    received: list[Received] = field(default_factory=list)

    def next_answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def partner(*answers: int) -> Iterator[Partner]:
    """A partner listening on this machine."""
    mine = Partner(answers=list(answers) or [200])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            mine.received.append(Received(self.path, headers, body))
            self.send_response(mine.next_answer())
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with served(Handler) as port:
        mine.url = f"http://127.0.0.1:{port}/hook"
        yield mine


@contextmanager
def register_of_leaks(*passwords: str, broken: bool = False) -> Iterator[str]:
    """A twin of the range API of leaked passwords: GET /range/<5 hexadecimal digits> -> lines SUFFIX:COUNT,
    padded with suffixes of count 0, as the real one pads."""
    digests = [hashlib.sha1(one.encode()).hexdigest().upper() for one in passwords]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.path.rpartition("/")[2]
            if broken or len(asked) != 5:
                self.send_error(503 if broken else 400)
                return
            lines = [f"{'0' * 34}{n:X}:0" for n in range(10)]
            lines += [f"{digest[5:]}:37" for digest in digests if digest.startswith(asked)]
            self.send_response(200)
            self.end_headers()
            self.wfile.write("\r\n".join(lines).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with served(Handler) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """A small server on a free port, for the length of a block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def later(**delay: float) -> datetime:
    """An instant of the future."""
    return datetime.now(UTC) + timedelta(**delay)
