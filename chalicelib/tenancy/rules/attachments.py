"""Files kept with a record: a signed order, a photograph of a pallet, a certificate.

Nouns: an `Attachment` (a file under the name its giver knows), the `Attachments` of one record. The one trick:
bytes are stored under their own hash (`aws/files.py`), so the item holds names only, and the same file twice is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.errors import Conflict, NotFound

MOST_FILES = 50


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
class Attachments:
    """The files of one record, oldest first."""

    items: tuple[Attachment, ...] = ()


def with_file(held: Attachments, given: Attachment) -> Attachments:
    """The files with one more; the same content again takes the new name. Conflict beyond 50."""
    others = tuple(one for one in held.items if one.file != given.file)
    if len(others) >= MOST_FILES:
        raise Conflict("tenancy.attachment.too_many", f"{MOST_FILES} fichiers au plus par fiche. Retirez-en un.")
    return Attachments((*others, given))


def found(held: Attachments, file: str) -> Attachment:
    """The file of that hash. NotFound when the record has none."""
    for one in held.items:
        if one.file == file:
            return one
    raise NotFound("tenancy.attachment.not_found", "Ce fichier n'est pas, ou plus, sur cette fiche.")


def without_file(held: Attachments, file: str) -> Attachments:
    """The files without one. NotFound when it is not there."""
    gone = found(held, file)
    return Attachments(tuple(one for one in held.items if one is not gone))


def safe_name(name: str) -> str:
    """The name without what a path or a header could take for something else."""
    kept = "".join(" " if ord(char) < 32 or char in '/\\"<>|:*?' else char for char in name).strip(" .")
    return kept[-200:] or "fichier"
