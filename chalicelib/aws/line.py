"""The line to a partner (a register, who takes payments): one question over HTTP, a time-out, one second try, its rate
honoured.

Nouns: a `Reply`; `Silent` is why there is none. The one trick: a second try comes after a short random pause, and only
for what passes (no connection, no answer in time, 429, 5xx); a register that says to wait longer than a person would is
left alone. The rate is counted by all workers together (aws/limits.py), so that they are one caller to the register.
"""

from __future__ import annotations

import json
import os
import random
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from chalicelib.aws import limits
from chalicelib.aws.log import logger
from chalicelib.kernel.errors import TooMany

SECONDS = 5.0
PAUSE = (0.2, 0.8)
LONGEST_PAUSE = 2.0
MOST_BYTES = 400_000
AGENT = "Caveau/1"
PASSING = {429, 500, 502, 503, 504}


class Silent(Exception):
    """No answer to trust. `reason`: down, timeout, rate, error, key, malformed, or the register's own word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Reply:
    status: int
    content: bytes

    def json(self) -> dict[str, Any]:
        """The JSON object. Silent("malformed") when it is none."""
        try:
            found = json.loads(self.content)
        except (ValueError, RecursionError):
            raise Silent("malformed") from None
        if not isinstance(found, dict):
            raise Silent("malformed")
        return found


def address(name: str, real: str) -> str:
    """Where a register is: what the environment says, else the real place."""
    return os.environ.get(name) or real


def seconds() -> float:
    """How long one waits for one answer (`CAVEAU_REGISTER_SECONDS`)."""
    return float(os.environ.get("CAVEAU_REGISTER_SECONDS") or SECONDS)


def ask(
    register: str,
    url: str,
    per_minute: int,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    once: bool = False,
    most: int = MOST_BYTES,
) -> Reply:
    """The answer to a GET, or to a POST of `body`, whatever its status: 4xx and 5xx may say something to the caller.
    Silent when there is none after two tries (`once`: after one, for what must not be done twice), or when we have
    asked enough for this minute. No more than `most` bytes are read."""
    request = Request(url, data=body, headers={"User-Agent": AGENT, "Accept": "application/json", **(headers or {})})
    if not url.startswith(("http://", "https://")):
        raise Silent("down")
    for last in (True,) if once else (False, True):
        try:
            limits.take(f"register:{register}", per_minute)
            return _asked(request, most)
        except TooMany:
            raise Silent("rate") from None
        except _Passing as passing:
            if last and passing.reply is not None:
                return passing.reply
            if last or passing.pause > LONGEST_PAUSE:
                logger.warning("register silent", extra={"register": register, "reason": passing.reason})
                raise Silent(passing.reason) from None
            time.sleep(passing.pause + random.uniform(*PAUSE))
    raise AssertionError("unreachable")


class _Passing(Exception):
    """It may pass: another try is worth its while, `pause` seconds later."""

    def __init__(self, reason: str, pause: float = 0.0, reply: Reply | None = None) -> None:
        super().__init__(reason)
        self.reason, self.pause, self.reply = reason, pause, reply


def _asked(request: Request, most: int) -> Reply:
    try:
        with urlopen(request, timeout=seconds()) as answer:
            return Reply(answer.status, answer.read(most))
    except HTTPError as refused:
        if refused.code == 429:
            raise _Passing("rate", _wait(refused)) from None
        reply = Reply(refused.code, refused.read(most))
        if refused.code in PASSING:
            raise _Passing("error", _wait(refused), reply) from None
        return reply
    except TimeoutError:
        raise _Passing("timeout") from None
    except (OSError, HTTPException) as error:
        late = isinstance(getattr(error, "reason", None), TimeoutError)
        raise _Passing("timeout" if late else "down") from None


def _wait(refused: HTTPError) -> float:
    told = refused.headers.get("Retry-After", "")
    return float(told) if told.isdigit() else 0.0
