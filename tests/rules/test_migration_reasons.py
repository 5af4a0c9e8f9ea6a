"""The table of reasons: whole sentences in both languages, the same values in both, each family documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.migration.rules.reason import Reason
from chalicelib.migration.rules.reasons import REASONS

PAGE = (Path(__file__).parents[2] / "docs" / "algorithms" / "import.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS.keys())
def test_a_reason_is_whole(reason: Reason) -> None:
    assert reason.fr.rstrip("}")[-1] in ".l"
    assert set(re.findall(r"\{\w+\}", reason.fr)) == set(re.findall(r"\{\w+\}", reason.en))
    assert reason.severity in {"refuse", "skip", "warn", "note"}
    if reason.severity == "refuse":
        assert reason.fr.count(".") + reason.fr.count(";") >= 2 or "{detail}" in reason.fr, "a cause, then a remedy"


@pytest.mark.parametrize("family", sorted({reason.family for reason in REASONS.values()}))
def test_each_family_is_documented(family: str) -> None:
    assert f"`{family}`" in PAGE
