"""Paris dates from UTC instants: the only two notions of time in the house."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris_date(instant: datetime) -> date:
    """The business date of an aware instant."""
    return instant.astimezone(PARIS).date()


def iso(instant: datetime) -> str:
    """`2026-11-22T08:00:00.123456Z`: fixed width, so texts sort as instants do."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(text: str) -> datetime:
    """The aware instant written by `iso`."""
    return datetime.fromisoformat(text)
