"""Files kept with records: whoever sees the record opens them, whoever may change it adds and removes them."""

from __future__ import annotations

from typing import cast

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound, Refused
from chalicelib.tenancy.rules import attachments as rules
from chalicelib.tenancy.rules.attachments import Attachment, Attachments
from chalicelib.tenancy.rules.tasks import SUBJECTS
from chalicelib.tenancy.schemas import attachments as schemas
from chalicelib.tenancy.schemas.files import FileQuery
from chalicelib.tenancy.schemas.tasks import SubjectIn, SubjectKind
from chalicelib.tenancy.service.records import require_sight, subject
from chalicelib.tenancy.store import ATTACHMENTS

# Shown as what they are; anything else leaves as bytes, which no browser takes for a page.
SHOWN = {"application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain", "text/csv"}


def listed(call: Call, kind: str, id: str) -> schemas.AttachmentsOut:
    """The files of one record, newest first."""
    _require_sight(call, kind, id)
    return _out(reading(call), _key(kind, id))


def attach(call: Call, kind: str, id: str, content: bytes, query: FileQuery) -> schemas.AttachmentsOut:
    """Keep a file with a record."""
    if not content:
        raise Refused("file.empty", "Ce fichier est vide. Choisissez-en un autre.", field="content")
    _require_change(call, kind, id)
    stored = files.put(call.company, content, query.content_type, rules.safe_name(query.name))
    return _attach(call, kind, id, stored)


@use_case("tenancy.attachment.add")
def _attach(unit: Unit, kind: str, id: str, stored: files.File) -> schemas.AttachmentsOut:
    key = _key(kind, id)
    unit.load((ATTACHMENTS, key))
    subject(unit, SubjectIn(kind=cast("SubjectKind", kind), id=id, label=""))
    actor = unit.actor
    given = Attachment(stored.id, stored.name, stored.content_type, stored.size, actor.id, actor.name, unit.at)
    unit.put(ATTACHMENTS, key, rules.with_file(_held(unit, key), given, actor.name))
    return _out(unit, key)


@use_case("tenancy.attachment.remove")
def remove(unit: Unit, kind: str, id: str, file: str) -> schemas.AttachmentsOut:
    """Take a file off a record; it can be given back for a year, the journal says who took it off."""
    _require_change(unit.call, kind, id)
    key = _key(kind, id)
    unit.put(ATTACHMENTS, key, rules.without_file(_held(unit, key), file, unit.at, unit.actor.name))
    return _out(unit, key)


@use_case("tenancy.attachment.restore")
def restore(unit: Unit, kind: str, id: str, file: str) -> schemas.AttachmentsOut:
    """Give an earlier version back. The present file of its name becomes an earlier version."""
    _require_change(unit.call, kind, id)
    key = _key(kind, id)
    unit.put(ATTACHMENTS, key, rules.restored(_held(unit, key), file, unit.at, unit.actor.name))
    return _out(unit, key)


def opened(call: Call, kind: str, id: str, file: str) -> Download:
    """The bytes of a file of a record."""
    _require_sight(call, kind, id)
    one = rules.found(_held(reading(call), _key(kind, id)), file)
    shown = one.content_type if one.content_type in SHOWN else "application/octet-stream"
    return Download(files.get(call.company, one.file), shown, one.name, one.file)


def _key(kind: str, id: str) -> str:
    """Both, so that the right to see one kind of record never opens the files of another."""
    return f"{kind}:{id}"


def _require_sight(call: Call, kind: str, id: str) -> None:
    if kind not in SUBJECTS:
        raise NotFound("tenancy.subject.not_found", "Cette fiche n'existe pas ou plus. Rechargez la page.")
    require_sight(call, kind, id)


def _require_change(call: Call, kind: str, id: str) -> None:
    _require_sight(call, kind, id)
    call.require(SUBJECTS[kind][0].replace(":read", ":write"))


def _held(unit: Unit, key: str) -> Attachments:
    return unit.find(ATTACHMENTS, key) or Attachments()


def _out(unit: Unit, key: str) -> schemas.AttachmentsOut:
    held = _held(unit, key)
    items = [schemas.AttachmentOut.model_validate(one) for one in reversed(held.items)]
    earlier = [
        schemas.EarlierOut(
            file=schemas.AttachmentOut.model_validate(one.file),
            gone_at=one.gone_at,
            gone_by=one.gone_by,
            until=one.gone_at + rules.KEPT,
        )
        for one in rules.restorable(held, unit.at)
    ]
    return schemas.AttachmentsOut(items=items, earlier=earlier, version=unit.version(ATTACHMENTS, key))
