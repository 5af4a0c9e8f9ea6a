from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kernel.text import fold, squeeze


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Château\u00a0 MARGAUX ", "chateau margaux"), ("Cœur d\u2019Éden", "coeur d'eden"),
        ("Straße", "strasse"),
        ("GAU\u200bTIER", "gautier"), ("E\u0301lise", "elise"), ("Łódź", "lodz"),
    ],
)  # fmt: skip
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(max_examples=2000)
@given(st.text(max_size=30))
def test_folding_and_squeezing_are_done_once(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert fold(fold(text)) == fold(text)
