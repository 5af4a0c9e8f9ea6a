"""Declaring what is told of a thing."""

from __future__ import annotations

import pytest

from chalicelib.readmodel import Column, Table
from chalicelib.readmodel.timeline import Telling, tells

VISITS = Table(
    "visits",
    [Column("id", "id"), Column("who", "id"), Column("day", "date"), Column("title", "text"), Column("owner", "id")],
    owner="owner",
    title="title",
)


def test_a_column_that_is_not_there_is_found_when_the_room_is_loaded() -> None:
    with pytest.raises(ValueError, match="visit: told twice, or by columns that visits has not"):
        tells(VISITS, "visit", of="customer", at="day", title="title")


def test_a_day_counts_as_noon_and_an_owner_as_a_guard() -> None:
    telling = Telling(VISITS, "tasting", "who", "day", "title")
    assert "'T12:00:00.000000Z'" in telling.sql(2, own=False)
    assert '"who" IN (?, ?)' in telling.sql(2, own=False)
    assert '"owner" = ?' not in telling.sql(1, own=False)
    assert '"owner" = ?' in telling.sql(1, own=True)
    assert '"owner" = ?' not in Telling(VISITS, "tasting", "who", "day", "title", shared=True).sql(1, own=True)
