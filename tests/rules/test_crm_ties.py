"""Who followed a customer on a day."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.crm.rules.ties import ALWAYS, EVER, Ties, moved, periods
from chalicelib.kernel.errors import Refused

TODAY = date(2026, 11, 22)


def test_each_follows_until_the_next() -> None:
    first = moved(None, "alice", "bob", date(2026, 7, 1), TODAY)
    assert list(periods(first)) == [("alice", ALWAYS, date(2026, 7, 1)), ("bob", date(2026, 7, 1), EVER)]
    then = moved(first, "bob", None, TODAY, TODAY)
    assert [(one.user, one.since) for one in then.items][1:] == [("bob", date(2026, 7, 1)), (None, TODAY)]


def test_an_earlier_day_undoes_what_came_after() -> None:
    ties = moved(moved(None, "alice", "bob", date(2026, 7, 1), TODAY), "bob", "carl", date(2026, 3, 1), TODAY)
    assert [(one.user, one.since) for one in ties.items] == [("alice", ALWAYS), ("carl", date(2026, 3, 1))]
    back = moved(ties, "carl", "alice", date(2026, 3, 1), TODAY)
    assert [one.user for one in back.items] == ["alice"]


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(Refused, match=r"crm\.tie\.future"):
        moved(Ties(), "alice", "bob", date(2026, 11, 23), TODAY)
