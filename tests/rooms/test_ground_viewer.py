"""Whose address a request has: behind the edge, what the edge says; elsewhere nobody may say another than his own."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.aws.config import config
from chalicelib.aws.http import _address

REQUEST: Any = SimpleNamespace(context={"identity": {"sourceIp": "203.0.113.9"}})
SAID = {"caveau-viewer": "198.51.100.7"}


@pytest.fixture
def edge(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CAVEAU_VIEWER_HEADER", "caveau-viewer")
    config.cache_clear()
    yield
    monkeypatch.undo()
    config.cache_clear()


@pytest.mark.usefixtures("edge")
def test_behind_the_edge_it_is_what_the_edge_says() -> None:
    assert _address(REQUEST, SAID) == "198.51.100.7"
    assert _address(REQUEST, {}) == "203.0.113.9"


def test_without_an_edge_it_is_who_connects_whatever_the_header_says() -> None:
    assert _address(REQUEST, SAID) == "203.0.113.9"
