"""What anybody may ask: whether the program answers, in which version, and what each version brought."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib import __version__


@pytest.mark.feature("1.1-X04")
def test_anybody_reads_the_releases_and_the_running_version(api: Any) -> None:
    told = api.get("/changelog").ok()
    assert told["running"] == api.get("/health").ok()["version"] == __version__
    releases = told["items"]
    assert releases[0]["version"] == __version__
    days = [date.fromisoformat(one["on"]) for one in releases]
    assert days == sorted(days, reverse=True)
    assert all(one["fr"] and len(one["fr"]) == len(one["en"]) for one in releases)
