"""Paris is lost while people write: the plan, run as a script, brings everything up in Frankfurt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import stack
from scripts.disaster import ALLOWED_SECONDS, experiment

TARGET_SECONDS = 4 * 3600


@pytest.fixture
def region() -> Iterator[None]:
    """The experiment ends in another region."""
    before = stack.REGION
    yield
    stack.REGION = before


@pytest.mark.slow
@pytest.mark.feature("SEC-02")
@pytest.mark.feature("SEC-08")
def test_the_plan_brings_frankfurt_up_from_backup_and_archive(tmp_path: Path, region: None) -> None:
    report = experiment(4, tmp_path, least=30)
    assert stack.REGION == "eu-central-1"
    assert report["acknowledged"] > report["acknowledged_before_the_backup"] > 20
    assert report["oldest_lost_seconds"] <= ALLOWED_SECONDS
    assert report["lost"] <= report["acknowledged"] / 20, "all but the last moment is in the archive"
    assert report["faults"] == [], "rows, sums and chains compared"
    assert report["seconds_in_all"] < TARGET_SECONDS
    assert set(report["seconds"]) == {"resources", "objects", "restore", "serving", "told again"}
