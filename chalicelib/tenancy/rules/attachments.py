"""Files kept with a record: a signed order, a photograph of a pallet, a certificate.

Nouns: an `Attachment` (a file under the name its giver knows), the `Attachments` of one record. The one trick:
bytes are stored under their own hash (`aws/files.py`), so the item holds names only, and the same file twice is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.kernel.errors import Conflict, NotFound

MOST_FILES = 50
MOST_EARLIER = 200
KEPT = timedelta(days=365)
"""How long an earlier version can be given back."""


@dataclass(frozen=True)
class Attachment:
    """`file`: SHA-256 of the content; `size` in bytes; `by`: the user who gave it."""

    file: str
    name: str
    content_type: str
    size: int
    by: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Earlier:
    """A file that was overwritten by another of its name, or taken off; `gone_at` by whom."""

    file: Attachment
    gone_at: datetime
    gone_by: str


@dataclass(frozen=True)
class Attachments:
    """The files of one record, oldest first; `earlier`: what they were, last gone last."""

    items: tuple[Attachment, ...] = ()
    earlier: tuple[Earlier, ...] = ()


def with_file(held: Attachments, given: Attachment, gone_by: str) -> Attachments:
    """The files with one more. A file of the same name is overwritten: it becomes an earlier version. The same content
    again takes the new name. Conflict beyond 50."""
    replaced = [one for one in held.items if one.name == given.name and one.file != given.file]
    others = tuple(one for one in held.items if one.file != given.file and one not in replaced)
    if len(others) >= MOST_FILES:
        raise Conflict("tenancy.attachment.too_many", f"{MOST_FILES} fichiers au plus par fiche. Retirez-en un.")
    earlier = (*held.earlier, *(Earlier(one, given.at, gone_by) for one in replaced))
    return Attachments((*others, given), earlier[-MOST_EARLIER:])


def restorable(held: Attachments, now: datetime) -> tuple[Earlier, ...]:
    """The earlier versions that may still be given back, last gone first."""
    return tuple(one for one in reversed(held.earlier) if now - one.gone_at <= KEPT)


def restored(held: Attachments, file: str, now: datetime, gone_by: str) -> Attachments:
    """The files with an earlier version back; the present one of its name becomes an earlier version in its turn.
    NotFound when there is none of that hash, or no more."""
    for one in restorable(held, now):
        if one.file.file == file:
            rest = Attachments(held.items, tuple(other for other in held.earlier if other is not one))
            return with_file(rest, replace(one.file, at=now), gone_by)
    raise NotFound("tenancy.attachment.no_version", "Cette version n'est pas, ou plus, gardée.")


def found(held: Attachments, file: str) -> Attachment:
    """The file of that hash. NotFound when the record has none."""
    for one in held.items:
        if one.file == file:
            return one
    raise NotFound("tenancy.attachment.not_found", "Ce fichier n'est pas, ou plus, sur cette fiche.")


def without_file(held: Attachments, file: str, now: datetime, gone_by: str) -> Attachments:
    """The files without one, which becomes an earlier version. NotFound when it is not there."""
    gone = found(held, file)
    earlier = (*held.earlier, Earlier(gone, now, gone_by))
    return Attachments(tuple(one for one in held.items if one is not gone), earlier[-MOST_EARLIER:])


def safe_name(name: str) -> str:
    """The name without what a path or a header could take for something else."""
    kept = "".join(" " if ord(char) < 32 or char in '/\\"<>|:*?' else char for char in name).strip(" .")
    return kept[-200:] or "fichier"
