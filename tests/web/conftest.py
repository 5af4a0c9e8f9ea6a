"""Chromium, the running system with the web as it is now, and estates to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from scripts import install
from scripts.local import LocalSystem
from tests.support.server import shared
from tests.web import estate as estates
from tests.web.browser import Screen, chromium
from tests.web.estate import Estate


@pytest.fixture(scope="session")
def system() -> LocalSystem:
    """The local system, serving the web built from the sources as they are."""
    with install.alone():
        install.web()
    return shared()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def furnished(system: LocalSystem) -> Estate:
    """One estate with one of everything, shared by the tests that only look."""
    return estates.furnished(system.url)


@pytest.fixture
def screens(system: LocalSystem, browser: Browser) -> Iterator[Callable[..., Screen]]:
    """A factory of windows; at the end of the test each must have stayed without error."""
    opened: list[Screen] = []

    def factory(estate: Estate | None = None, **given: Any) -> Screen:
        cookies = dict(estate.client.cookies) if estate else None
        opened.append(Screen(browser, system.url, cookies=cookies, **given))
        return opened[-1]

    yield factory
    for screen in opened:
        screen.clean()
