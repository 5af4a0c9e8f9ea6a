"""Which nights are kept, and when a morning must be alarmed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from chalicelib.tenancy.rules.backups import (
    MONTHS,
    NIGHTS,
    WHOLE_DAYS,
    BackupBook,
    Copy,
    Night,
    chain,
    expired,
    outcome,
    wanting,
)

TODAY = date(2026, 11, 22)


def night(day: date, state: str = "complete", problem: str = "") -> Night:
    started = datetime(day.year, day.month, day.day, 1, 0, 5, tzinfo=UTC)
    places = (Copy("eu-west-3", "here", "good"), Copy("eu-central-1", "there", "failed" if problem else "good"))
    copies = tuple(Copy(one.region, one.bucket, one.state, problem=problem) for one in places)
    return Night(started.strftime("%Y%m%dT%H%M%SZ"), started, state, copies)


def book(*nights: Night) -> BackupBook:
    made = BackupBook()
    for one in nights:
        made = made.with_night(one)
    return made


def test_every_night_of_five_weeks_then_the_first_of_each_month() -> None:
    days = [TODAY - timedelta(days=n) for n in range(600)]
    all_ = book(*(night(day) for day in days))
    kept = {one.started_at.date() for one in all_.nights} - {
        one.started_at.date() for one in all_.nights if one.id in expired(all_, TODAY)
    }
    assert {TODAY - timedelta(days=n) for n in range(NIGHTS)} <= kept
    firsts = {date(2026, month, 1) for month in range(1, 12)} | {date(2025, 12, 1)}
    assert firsts <= kept
    assert len(kept) == NIGHTS + MONTHS - len([one for one in firsts if (TODAY - one).days < NIGHTS])


def test_no_kept_night_names_files_of_one_that_went() -> None:
    """Two years of nights as they come, some of them failing, the policy applied after each: whatever is kept finds its
    whole copy and every night between."""
    rnd, held, longest = random.Random(7), BackupBook(), 0
    for n in range(730):
        today = TODAY + timedelta(days=n)
        state = rnd.choice(["complete"] * 12 + ["partial", "failed"])
        made = replace(night(today, state), chain=chain(held, today), rewritten=rnd.random() < 0.03)
        held = held.with_night(made)
        held = held.without(expired(held, today))
        known = {one.id for one in held.nights}
        longest = max(longest, *(len(one.chain) for one in held.nights))
        assert all(set(one.chain) <= known for one in held.nights)
        assert made.id in known
    assert longest == WHOLE_DAYS - 1
    assert len(held.nights) < NIGHTS + MONTHS + WHOLE_DAYS + MONTHS * WHOLE_DAYS // 2


def test_a_night_rests_on_one_that_is_whole_everywhere_and_of_this_week_only() -> None:
    first = night(TODAY - timedelta(days=1))
    assert chain(BackupBook(), TODAY) == ()
    assert chain(book(first), TODAY) == (first.id,)
    second = replace(night(TODAY), chain=(first.id,))
    assert chain(book(first, second), TODAY) == (first.id, second.id)
    assert chain(book(second), TODAY) == (), "the whole copy is gone"
    assert chain(book(replace(first, state="partial"), second), TODAY) == ()
    assert chain(book(first, replace(second, state="partial")), TODAY) == ()
    assert chain(book(first, replace(second, rewritten=True)), TODAY) == ()
    assert chain(book(first, second), TODAY + timedelta(days=WHOLE_DAYS - 1)) == ()
    running = replace(night(TODAY + timedelta(days=1)), state="running")
    assert chain(book(first, running), TODAY) == (first.id,)


def test_the_last_good_backup_is_never_removed() -> None:
    old = night(TODAY - timedelta(days=800))
    fresh = night(TODAY, "failed")
    assert expired(book(old, fresh), TODAY) == set()


def test_a_failed_night_is_forgotten_after_the_nights() -> None:
    old, good = night(TODAY - timedelta(days=40), "failed"), night(TODAY)
    assert expired(book(old, good), TODAY) == {old.id}


def test_what_the_copies_make_of_a_night() -> None:
    good, bad = Copy("a", "a", "good"), Copy("b", "b", "failed")
    assert outcome((good, good)) == "complete"
    assert outcome((good, bad)) == "partial"
    assert outcome((bad, bad)) == "failed"
    assert outcome(()) == "failed"


def test_the_morning_is_quiet_only_after_a_complete_night() -> None:
    assert wanting(book(night(TODAY)), TODAY) == ""
    assert wanting(book(night(TODAY, "partial", "AccessDenied"), night(TODAY)), TODAY) == ""
    assert "commencé" in wanting(book(night(TODAY - timedelta(days=1))), TODAY)
    assert "AccessDenied" in wanting(book(night(TODAY, "partial", "AccessDenied")), TODAY)
    assert "terminée" in wanting(book(night(TODAY, "running")), TODAY)
