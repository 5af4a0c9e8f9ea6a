"""The twin of SES for a test: started once for a process, calm at the beginning of every test; and what it tells.

def test_it(estate: Estate, bus: Bus, mails: MailTwin) -> None:
    ...                      # a document is sent
    bus.deliver()
    tell(mails.taken[-1])    # what SES would publish of it, heard
"""

from __future__ import annotations

import atexit
import functools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.entry import HANDLERS
from scripts.twins.mail import Event, Mail, MailTwin, told


@functools.cache
def shared() -> MailTwin:
    """The twin of this pytest process."""
    twin = MailTwin(onwards=config().endpoint or "").start()
    atexit.register(twin.stop)
    return twin


@contextmanager
def pointed(twin: MailTwin, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product's mails go to the twin meanwhile."""
    for name, value in twin.environment().items():
        monkeypatch.setenv(name, value)
    client.cache_clear()
    config.cache_clear()
    try:
        yield
    finally:
        monkeypatch.undo()
        client.cache_clear()
        config.cache_clear()


def tell(mail: Mail) -> list[str]:
    """Publish what SES would of a mail; gives what the entry point made of each event."""
    return [hear(event) for event in told(mail)]


def hear(event: Event) -> str:
    outcome: str = HANDLERS["mailing_follow_mail"].run(event, None)
    return outcome
