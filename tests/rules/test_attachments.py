"""Versions of the files of a record: how many, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.kernel.errors import NotFound
from chalicelib.tenancy.rules.attachments import (
    KEPT,
    MOST_EARLIER,
    Attachment,
    Attachments,
    restorable,
    restored,
    with_file,
    without_file,
)

DAY = datetime(2026, 11, 22, 8, tzinfo=UTC)
FILE = Attachment("a" * 64, "Contrat.pdf", "application/pdf", 9, "usr_1", "Camille", DAY)


def test_a_version_can_be_given_back_for_a_year_and_not_a_day_longer() -> None:
    held = without_file(with_file(Attachments(), FILE, "Camille"), FILE.file, DAY, "Camille")
    assert restored(held, FILE.file, DAY + KEPT, "Bruno").items == (replace(FILE, at=DAY + KEPT),)
    assert restorable(held, DAY + KEPT + timedelta(seconds=1)) == ()
    with pytest.raises(NotFound):
        restored(held, FILE.file, DAY + KEPT + timedelta(seconds=1), "Bruno")


def test_the_same_content_under_the_same_name_is_no_version() -> None:
    held = with_file(with_file(Attachments(), FILE, "Camille"), replace(FILE, at=DAY + timedelta(1)), "Camille")
    assert (len(held.items), held.earlier) == (1, ())


def test_an_item_never_grows_without_end() -> None:
    held = Attachments()
    for n in range(MOST_EARLIER + 5):
        held = with_file(held, replace(FILE, file=f"{n:064}"), "Camille")
    assert (len(held.items), len(held.earlier)) == (1, MOST_EARLIER)
    assert held.earlier[-1].file.file == f"{MOST_EARLIER + 3:064}"
