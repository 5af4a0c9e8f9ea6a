"""Support threads, tasks and suggestions: what is unread, what is mailed, what a reply says, what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.kernel.errors import Conflict, IllegalTransition, Refused
from chalicelib.tenancy.rules import plans, suggestions, support, tasks
from chalicelib.tenancy.rules.members import Member, platform_scopes
from chalicelib.tenancy.rules.support import Message, Presence, Thread

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
THREAD = Thread("com_1", "Domaine", "usr_1", "Camille", "Impression", NOW)


def said(side: support.Side, text: str = "…") -> Message:
    return Message(side, f"usr_{side}", side, NOW, text)


def test_unread_is_what_the_other_side_wrote_since() -> None:
    thread = support.posted(support.posted(THREAD, said("person")), said("support"))
    assert (support.unread(thread, "person"), support.unread(thread, "support")) == (1, 0)
    read = support.seen(thread, "person", 99)
    assert (read.seen_by_person, support.unread(read, "person")) == (2, 0)
    assert support.seen(read, "person", 1) == read
    assert support.posted(replace(read, state="closed"), said("person")).state == "open"


def test_what_is_mailed_is_what_was_neither_seen_nor_mailed() -> None:
    thread = support.posted(support.posted(THREAD, said("person")), said("support", "a"))
    thread = support.posted(thread, said("support", "b"))
    assert [one.text for one in support.to_mail(thread)] == ["a", "b"]
    assert [one.text for one in support.to_mail(replace(thread, mailed=2))] == ["b"]
    assert support.to_mail(support.seen(thread, "person", 3)) == ()


@pytest.mark.parametrize(("minutes", "away"), [(0, False), (9.9, False), (10, True), (600, True)])
def test_away_is_ten_minutes_without_the_application(minutes: float, away: bool) -> None:
    assert support.away(Presence(NOW - timedelta(minutes=minutes)), NOW) is away
    assert support.away(None, NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Merci !\r\n\r\n> Bonjour", "Merci !"),
        ("Merci !\n\nLe lun. 1 déc. 2026 à 09:00, Caveau <x@y.fr> a écrit :\n> Bonjour", "Merci !"),
        ("Merci !\n\nLe lun. 1 déc. 2026 à 09:00, Caveau a\nécrit :\n> Bonjour", "Merci !"),
        ("Thanks\n\nOn Mon, Dec 1, 2026 at 9:00 AM Caveau <x@y.fr> wrote:\n> Hi", "Thanks"),
        ("Merci\n-- \nCamille Vigneron", "Merci"),
        ("Oui\n________________________________\nDe : Caveau", "Oui"),
        ("Le prix de 12 € me va.\nOn en reparle.", "Le prix de 12 € me va.\nOn en reparle."),
        ("> tout est cité", ""),
    ],
)
def test_a_reply_is_what_was_typed_above_the_quotation(typed: str, kept: str) -> None:
    assert support.reply_text(typed) == kept


def test_the_words_of_a_mail_in_html() -> None:
    html = "<p>Merci&nbsp;!</p><style>p{}</style><blockquote>Bonjour</blockquote>"
    assert support.reply_text(support.plain_of(html)) == "Merci !"


def test_a_thread_has_an_end_and_a_life() -> None:
    full = replace(THREAD, messages=(said("person"),) * support.MOST_MESSAGES)
    with pytest.raises(Conflict):
        support.posted(full, said("person"))
    with pytest.raises(IllegalTransition):
        support.moved(THREAD, "open")


def test_a_reminder_has_an_hour_and_is_of_its_day_in_paris() -> None:
    evening = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    assert tasks.due("reminder", None, evening) == (date(2026, 12, 2), evening)
    assert tasks.due("task", date(2026, 12, 1), evening) == (date(2026, 12, 1), None)
    with pytest.raises(Refused):
        tasks.due("reminder", date(2026, 12, 1), None)


@pytest.mark.parametrize(
    ("state", "due_on", "due_at", "late"),
    [
        ("todo", date(2026, 11, 30), None, True),
        ("todo", date(2026, 12, 1), None, False),
        ("doing", date(2026, 12, 1), NOW, True),
        ("doing", date(2026, 12, 1), NOW + timedelta(minutes=1), False),
        ("done", date(2026, 11, 30), None, False),
        ("todo", None, None, False),
    ],
)
def test_late_is_past_its_day_or_its_hour(state: str, due_on: date | None, due_at: datetime | None, late: bool) -> None:
    assert tasks.overdue(state, due_on, due_at, NOW) is late


def test_a_suggestion_that_is_done_stays_done() -> None:
    one = suggestions.Suggestion("Titre", "", "com_1", "usr_1", "Camille", NOW)
    done = suggestions.judged(suggestions.judged(one, "planned", "Au printemps."), "done", "")
    assert (done.state, suggestions.judged(done, "done", "Voilà.").answer) == ("done", "Voilà.")
    with pytest.raises(IllegalTransition):
        suggestions.judged(done, "open", "")


def test_the_telephone_is_of_the_higher_plan() -> None:
    assert plans.plan_of(None).phone is False
    assert plans.plan_of(plans.CompanyPlan("serenity", NOW)).phone is True
    assert plans.plan_of(plans.CompanyPlan("gone", NOW)) == plans.BASIC


def test_the_desk_needs_a_second_factor() -> None:
    sam = Member("Sam", "sam@caveau.example", "support", NOW)
    assert "platform:support" in platform_scopes(sam, second_factor=True)
    assert platform_scopes(sam, second_factor=False) == frozenset()
    assert platform_scopes(replace(sam, role="owner"), second_factor=True) == frozenset()
    assert platform_scopes(None, second_factor=True) == frozenset()
