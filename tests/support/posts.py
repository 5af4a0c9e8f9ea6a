"""The twin of Maileva for a test: started once for a process, calm at the beginning of every test."""

from __future__ import annotations

import atexit
import functools

import pytest

from chalicelib.aws import line
from chalicelib.mailing.partners import maileva
from scripts.twins.maileva import MailevaTwin

CONTRACT = {
    "enabled": True,
    "client_id": "caveau",
    "client_secret": "s3cret",
    "login": "maison.1234",
    "password": "pass",
    "letter_price": 95,
    "page_price": 12,
}


@functools.cache
def shared() -> MailevaTwin:
    twin = MailevaTwin().start()
    atexit.register(twin.stop)
    return twin


def pointed(monkeypatch: pytest.MonkeyPatch) -> MailevaTwin:
    """The twin, and the product's letters going to it for the time of a test."""
    twin = shared()
    twin.calm()
    maileva._tokens.clear()
    for name, value in {**twin.environment(), "CAVEAU_REGISTER_SECONDS": "20"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(line, "PAUSE", (0.0, 0.01))
    return twin
