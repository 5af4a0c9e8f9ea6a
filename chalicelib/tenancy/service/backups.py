"""The nightly backup, part by part, in every place; what is no longer kept; what is missing in the morning.

A night that may rest on the last ones (rules.chain) reads the journal since, of the companies that moved, and names the
files that lie there already; else, and once a week, it copies the table.

The one trick: each part is one run of a worker, and tells the next by a fact in the commit that notes it, so a backup
of any size fits a function's time, and a crash repeats one part under the same name. A place that fails is left behind
with its problem while the others go on, and is mended from a good one at the end and once more in the morning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

from chalicelib.aws import backup, increments, recovery
from chalicelib.aws.backup import Copied, Manifest, Place, Position
from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.log import logger
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Unavailable
from chalicelib.readmodel.registry import REWRITING
from chalicelib.tenancy.rules import backups as rules
from chalicelib.tenancy.rules.backups import BackupBook, Copy, Night
from chalicelib.tenancy.schemas import backups as schemas
from chalicelib.tenancy.service.alerts import alert
from chalicelib.tenancy.store import BACKUPS, ONE


def book_of(call: Call) -> BackupBook:
    return reading(call.within(PLATFORM)).find(BACKUPS, ONE) or BackupBook()


def listed(call: Call) -> schemas.BackupsOut:
    """Every backup still kept, with its copies; every rehearsal."""
    book = book_of(call)
    return schemas.BackupsOut(
        nights=[_night_out(night) for night in reversed(book.nights)],
        rehearsals=[
            schemas.RehearsalOut.model_validate({k: v for k, v in asdict(one).items() if k != "sums"})
            for one in reversed(book.rehearsals)
        ],
        nights_kept=rules.NIGHTS,
        months_kept=rules.MONTHS,
    )


def _night_out(night: Night) -> schemas.NightOut:
    shown = asdict(night)
    copies = [{k: v for k, v in asdict(copy).items() if k != "bucket"} for copy in night.copies]
    return schemas.NightOut.model_validate(
        {k: shown[k] for k in ("id", "started_at", "finished_at", "state", "items", "size")} | {"copies": copies}
    )


def begin(call: Call) -> str:
    """Start tonight's backup; gives its id."""
    return _begin(call.within(PLATFORM))


@use_case("platform.backup.begin")
def _begin(unit: Unit) -> str:
    book = unit.find(BACKUPS, ONE) or BackupBook()
    id = rules.name_of(unit.at)
    copies = tuple(Copy(place.region, place.bucket) for place in backup.places())
    if not copies:
        raise Unavailable("backup.no_place", "Aucun lieu de sauvegarde n'est configuré (CAVEAU_BACKUP_PLACES).")
    if book.night(id) is None:
        night = Night(id, unit.at, "running", copies, chain=rules.chain(book, unit.today))
        unit.put(BACKUPS, ONE, book.with_night(night))
        unit.emit(schemas.BackupAdvancedV1(backup=id, parts=0))
    return id


def advance(call: Call, id: str, parts: int) -> None:
    """Copy the part after `parts`; at the end of the table write the manifest and check every place."""
    night = book_of(call).night(id)
    if night is None or night.state != "running" or night.parts != parts:
        return  # told twice
    night, copied = _copied(call, night)
    copies = night.copies
    for name, content in copied.objects.items():
        copies = _everywhere(copies, lambda place, n=name, c=content: backup.store(place, id, n, c))  # type: ignore[misc]
    if all(copy.state == "failed" for copy in copies):
        raise Unavailable("backup.no_place", f"Aucun lieu ne prend la sauvegarde : {copies[0].problem}")
    after = replace(
        night,
        parts=parts + 1,
        pk=copied.position.pk,
        sk=copied.position.sk,
        copies=_noted(night.copies, copies),
        rewritten=night.rewritten or bool(copied.facts & REWRITING),
    )
    if copied.position.done:
        after = _finished(call, after)
    _advanced(call.within(PLATFORM), after, parts)


def _copied(call: Call, night: Night) -> tuple[Night, Copied]:
    """The night's next part; a night that finds nothing to rest on becomes a whole one, at its beginning."""
    position, number = Position(night.pk, night.sk), night.parts + 1
    before = _before(call, night)
    if before is None and night.chain and night.parts:
        raise _no_base(night)
    if before is None:
        whole = replace(night, chain=())
        return whole, backup.copy(night.id, number, position, night.started_at)
    companies = [PLATFORM, *recovery.archived_companies(), *(name.partition(":")[0] for name in before.known())]
    return night, increments.added(night.id, number, position, sorted({*companies}), before.known())


def _no_base(night: Night) -> Unavailable:
    return Unavailable("backup.no_base", f"La sauvegarde {night.chain[-1]}, sur laquelle repose celle-ci, manque.")


def _before(call: Call, night: Night) -> Manifest | None:
    """The manifest that this night adds to, its bytes compared with what was noted of it; None when there is none."""
    last = book_of(call).night(night.chain[-1]) if night.chain else None
    for copy in last.copies if last else ():
        try:
            text = backup.load(place_of(copy), night.chain[-1], backup.MANIFEST)
        except Exception as error:
            logger.error("backup base", extra={"region": copy.region, "why": type(error).__name__})
            continue
        if backup.digest(text) == copy.sha256:
            return backup.opened(night.chain[-1], text)
    return None


def _noted(before: tuple[Copy, ...], after: tuple[Copy, ...]) -> tuple[Copy, ...]:
    """A place that failed once stays behind until it is mended."""
    return tuple(old if old.state == "failed" else new for old, new in zip(before, after, strict=True))


def _everywhere(copies: tuple[Copy, ...], work: Callable[[Place], None]) -> tuple[Copy, ...]:
    """Do `work` in every place that has not failed yet; one that fails stops no other."""
    after = []
    for copy in copies:
        if copy.state != "failed":
            try:
                work(place_of(copy))
            except Exception as error:
                logger.error("backup place", extra={"region": copy.region, "why": type(error).__name__})
                copy = rules.failed(copy, f"{type(error).__name__}: {error}")
        after.append(copy)
    return tuple(after)


def place_of(copy: Copy) -> Place:
    return Place(copy.region, copy.bucket)


def _finished(call: Call, night: Night) -> Night:
    """The night with its manifest written, every place mended if it can be, and checked."""
    good = next(copy for copy in night.copies if copy.state != "failed")
    manifest = backup.assembled(place_of(good), night.id, night.parts, night.started_at, call.now)
    if night.chain:
        before = _before(call, night)
        if before is None:
            raise Unavailable(
                "backup.no_base", f"La sauvegarde {night.chain[-1]}, sur laquelle repose celle-ci, manque."
            )
        manifest = backup.added(before, manifest)
    text = backup.written(manifest)
    copies = _everywhere(night.copies, lambda place: backup.store(place, night.id, backup.MANIFEST, text))
    copies = tuple(_checked(place_of(good), copy, manifest) for copy in copies)
    state, size = rules.outcome(copies), manifest.size + len(text)
    done = replace(night, state=state, copies=copies, items=manifest.items, size=size, pk="", sk="")
    return replace(done, finished_at=call.now)


def _checked(good: Place, copy: Copy, manifest: Manifest) -> Copy:
    """The copy as the place itself describes it, mended from the good one when it failed."""
    place = place_of(copy)
    try:
        if copy.state == "failed":
            backup.mend(good, place, manifest)
        told = backup.faults(place, manifest)
        has = backup.kept(place, manifest.id, backup.MANIFEST)
    except Exception as error:
        return rules.failed(copy, f"{type(error).__name__}: {error}")
    seen = replace(
        copy,
        objects=len(manifest.parts) + 1,
        size=manifest.size + has.size,
        sha256=has.sha256,
        storage_class=has.storage_class,
        sites=backup.SITES.get(has.storage_class, 0),
        problem="",
    )
    return rules.failed(seen, "; ".join(told)) if told else replace(seen, state="good")


@use_case("platform.backup.advance")
def _advanced(unit: Unit, after: Night, before: int) -> None:
    book = unit.find(BACKUPS, ONE) or BackupBook()
    night = book.night(after.id)
    if night is None or night.parts != before or night.state != "running":
        return
    unit.put(BACKUPS, ONE, book.with_night(after))
    if after.state == "running":
        unit.emit(schemas.BackupAdvancedV1(backup=after.id, parts=after.parts))
    else:
        unit.emit(schemas.BackupDoneV1(backup=after.id, state=after.state))


def done(call: Call, id: str) -> None:
    """After a backup: say so when a place failed, and forget what the policy no longer keeps."""
    book = book_of(call)
    night = book.night(id)
    if night and night.state != "complete":
        problems = "\n".join(f"{copy.region} : {copy.problem or copy.state}" for copy in night.copies)
        alert("backup_place", f"Sauvegarde {id} incomplète", problems)
    gone = rules.expired(book, call.today)
    for old in (night for night in reversed(book.nights) if night.id in gone):  # who names files goes before them
        for copy in old.copies:
            backup.remove(place_of(copy), old.id)
    if gone:
        forget(call.within(PLATFORM), gone)


@use_case("platform.backup.forget")
def forget(unit: Unit, ids: set[str]) -> None:
    """Take nights out of the book (their objects are removed before)."""
    unit.put(BACKUPS, ONE, (unit.find(BACKUPS, ONE) or BackupBook()).without(ids))


def check(call: Call) -> str:
    """Before 08:00: mend what failed at night; alert when last night is not safe in every place. Gives the reason."""
    book = book_of(call)
    for night in book.nights[-1:]:
        if night.state == "partial":
            _mend(call, night)
            book = book_of(call)
    why = rules.wanting(book, call.today)
    if why:
        alert("backup_missing", "Sauvegarde de la nuit manquante", why)
    return why


def _mend(call: Call, night: Night) -> None:
    good = place_of(next(copy for copy in night.copies if copy.state == "good"))
    manifest = backup.manifest_of(good, night.id)
    copies = tuple(copy if copy.state == "good" else _checked(good, copy, manifest) for copy in night.copies)
    _mended(call.within(PLATFORM), replace(night, copies=copies, state=rules.outcome(copies)))


@use_case("platform.backup.mend")
def _mended(unit: Unit, night: Night) -> None:
    unit.put(BACKUPS, ONE, (unit.find(BACKUPS, ONE) or BackupBook()).with_night(night))
