"""Credit insurance to the cent and to the day."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.crm.rules.credit import (
    MOST_COVERS,
    Cover,
    CoverBook,
    Exposure,
    covering,
    ending,
    excess,
    followed,
    uncovered,
)
from chalicelib.kernel.errors import Refused

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("owed", "ordered", "adding", "beyond"),
    [(0, 0, 500_000, False), (0, 0, 500_001, True), (300_000, 150_000, 50_000, False), (300_000, 150_000, 50_001, True),
     (-10_000, 0, 510_000, False)],
)  # fmt: skip
def test_one_cent_beyond_the_limit_is_found(owed: int, ordered: int, adding: int, beyond: bool) -> None:
    found = excess(Cover("cus_1", 500_000), Exposure(owed, ordered), adding, TODAY)
    assert (found is not None) == beyond
    if found:
        assert (found.field, found.rule) == ("customer", "crm.credit.exceeded")
        assert "0,01" in found.detail
        assert "5\u202f000,00" in found.detail


@pytest.mark.parametrize(
    ("until", "covered", "rule"),
    [
        (date(2026, 12, 23), 1, None),
        (date(2026, 12, 22), 1, "crm.credit.ending"),
        (TODAY, 1, "crm.credit.ending"),
        (date(2026, 11, 21), 0, "crm.credit.ended"),
        (None, 1, None),
    ],
)
def test_the_end_is_told_thirty_days_before_and_ends_the_cover(
    until: date | None, covered: int, rule: str | None
) -> None:
    cover = Cover("cus_1", 1, until)
    told = ending(cover, TODAY)
    assert cover.on(TODAY) == covered
    assert (told.rule if told else None) == rule
    late = excess(cover, Exposure(), 1, TODAY)
    assert (late.rule if late else None) == (None if covered else "crm.credit.ended")


def test_each_writing_is_a_version_and_a_book_is_not_endless() -> None:
    book = covering(covering(CoverBook(), Cover("cus_1", 100)), Cover("cus_1", 200))
    assert [(one.limit, one.rank) for one in book.items] == [(200, 2)]
    assert uncovered(book, "cus_1").items == ()
    full = CoverBook(tuple(Cover(f"cus_{n}", 1) for n in range(MOST_COVERS)))
    with pytest.raises(Refused):
        covering(full, Cover("cus_more", 1))
    assert covering(full, Cover("cus_7", 5)).items[7].limit == 5


def test_a_cover_follows_a_merge_unless_the_other_has_one() -> None:
    book = CoverBook((Cover("gone", 100), Cover("other", 300)))
    assert {(one.id, one.limit) for one in followed(book, "gone", "kept").items} == {("kept", 100), ("other", 300)}
    assert {(one.id, one.limit) for one in followed(book, "gone", "other").items} == {("other", 300)}
    assert followed(book, "nobody", "kept") == book
