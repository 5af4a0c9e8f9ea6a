"""The nightly backups and the monthly rehearsals: what was made, where it is kept, how long, and what is missing.

Nouns: a `Night` (one backup of the whole platform), a `Copy` (that backup in one place), a `Rehearsal` (a backup
restored into an empty table and compared), the `BackupBook` (the ones still kept). The one trick: what is kept is
decided from the dates alone, so it can be told beforehand: every night of the last weeks, then the first night of
every month; and whatever nights these name files of.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from chalicelib.kernel.clock import paris_date

NIGHTS = 35
MONTHS = 12
WHOLE_DAYS = 7
"""So many nights at most rest on one whole copy."""
REHEARSALS = 24
PROBLEM_LONGEST = 300


@dataclass(frozen=True)
class Copy:
    """`state`: writing, good or failed; `sha256`: of the manifest, which names the SHA-256 of every other object."""

    region: str
    bucket: str
    state: str = "writing"
    objects: int = 0
    size: int = 0
    sha256: str = ""
    storage_class: str = ""
    sites: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Night:
    """`state`: running, complete (good everywhere), partial (somewhere), failed (nowhere). `pk`, `sk`: the last key
    copied while it runs; `parts`: how many are done; `chain`: the nights whose files it names, the whole copy first
    (none: it is one itself); `rewritten`: the past was, so the next night must be whole."""

    id: str
    started_at: datetime
    state: str
    copies: tuple[Copy, ...]
    parts: int = 0
    pk: str = ""
    sk: str = ""
    items: int = 0
    size: int = 0
    finished_at: datetime | None = None
    chain: tuple[str, ...] = ()
    rewritten: bool = False

    @property
    def good(self) -> bool:
        return self.state in ("complete", "partial")


@dataclass(frozen=True)
class Rehearsal:
    """A restore test. `sums`: cents by kind and figure; `report`: name of the report in every place."""

    id: str
    at: datetime
    backup: str
    region: str
    good: bool
    items: int
    entries: int
    links: int
    replayed: int
    lost: int
    seconds: int
    sums: dict[str, int]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class BackupBook:
    """Newest last."""

    nights: tuple[Night, ...] = ()
    rehearsals: tuple[Rehearsal, ...] = field(default=())

    def night(self, id: str) -> Night | None:
        return next((night for night in self.nights if night.id == id), None)

    def with_night(self, night: Night) -> BackupBook:
        """The book with this night, in place of the one of its id."""
        others = tuple(one for one in self.nights if one.id != night.id)
        return replace(self, nights=tuple(sorted((*others, night), key=lambda one: one.id)))

    def without(self, ids: set[str]) -> BackupBook:
        return replace(self, nights=tuple(night for night in self.nights if night.id not in ids))

    def with_rehearsal(self, rehearsal: Rehearsal) -> BackupBook:
        return replace(self, rehearsals=(*self.rehearsals, rehearsal)[-REHEARSALS:])

    def last_good(self) -> Night | None:
        """The newest backup that is whole somewhere."""
        return next((night for night in reversed(self.nights) if night.good), None)


def name_of(at: datetime) -> str:
    """The id of what was made at that moment (UTC): names sort as times do."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}Z"


def failed(copy: Copy, problem: str) -> Copy:
    return replace(copy, state="failed", problem=problem[:PROBLEM_LONGEST])


def outcome(copies: tuple[Copy, ...]) -> str:
    """What the copies make of the night."""
    good = [copy.state == "good" for copy in copies]
    return "complete" if good and all(good) else "partial" if any(good) else "failed"


def chain(book: BackupBook, today: date) -> tuple[str, ...]:
    """The nights that tonight's backup may rest on: the last one and those it rests on, when they are whole everywhere,
    the whole copy among them is of this week, and the past was not rewritten since. None: copy everything."""
    last = next((night for night in reversed(book.nights) if night.state != "running"), None)
    if last is None or last.state != "complete" or last.rewritten:
        return ()
    held = (*last.chain, last.id)
    nights = [book.night(id) for id in held]
    if not all(night and night.state == "complete" for night in nights):
        return ()
    whole = nights[0]
    return held if whole and (today - paris_date(whole.started_at)).days < WHOLE_DAYS else ()


def expired(book: BackupBook, today: date) -> set[str]:
    """The nights that the policy no longer keeps: never the last good one, nor one whose files a kept night names. Of a
    month, its first whole copy is kept, which names nobody else's."""
    kept = {night.id for night in book.nights if (today - paris_date(night.started_at)).days < NIGHTS}
    months: dict[tuple[int, int], str] = {}
    for night in sorted(book.nights, key=lambda one: (bool(one.chain), one.id)):
        day = paris_date(night.started_at)
        age = (today.year - day.year) * 12 + today.month - day.month
        if night.good and age < MONTHS:
            months.setdefault((day.year, day.month), night.id)
    last = book.last_good()
    kept |= set(months.values()) | ({last.id} if last else set())
    named = {id for night in book.nights if night.id in kept for id in night.chain}
    return {night.id for night in book.nights} - kept - named


def wanting(book: BackupBook, today: date) -> str:
    """Why last night is not safe in every place (by 08:00); empty when it is."""
    nights = [night for night in book.nights if paris_date(night.started_at) == today]
    if any(night.state == "complete" for night in nights):
        return ""
    if not nights:
        return "Aucune sauvegarde n'a commencé cette nuit."
    night = nights[-1]
    if night.state == "running":
        return f"La sauvegarde {night.id} n'est pas terminée."
    problems = "; ".join(f"{copy.region} : {copy.problem}" for copy in night.copies if copy.problem)
    return f"La sauvegarde {night.id} manque dans une région. {problems}".strip()
