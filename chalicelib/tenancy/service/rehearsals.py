"""The monthly restore test: the last backup into an empty table, compared, and its report published."""

from __future__ import annotations

import json
from dataclasses import asdict

from chalicelib.aws import backup, rehearsal
from chalicelib.aws.backup import Place
from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.rehearsal import Rehearsed
from chalicelib.aws.unit import Unit, use_case
from chalicelib.kernel.errors import NotFound
from chalicelib.tenancy.rules.backups import BackupBook, Rehearsal, name_of
from chalicelib.tenancy.schemas.backups import RehearsedV1
from chalicelib.tenancy.service.alerts import alert
from chalicelib.tenancy.service.backups import book_of, place_of
from chalicelib.tenancy.store import BACKUPS, ONE

REPORT = "report-{id}.json"


def test(call: Call) -> Rehearsal:
    """Restore the last backup from the place farthest away, compare everything, publish the report, note it."""
    night = book_of(call).last_good()
    if night is None:
        alert("backup_rehearsal", "Essai de restauration impossible", "Aucune sauvegarde entière n'existe.")
        raise NotFound("backup.none", "Aucune sauvegarde entière n'existe encore.")
    place = place_of([copy for copy in night.copies if copy.state == "good"][-1])
    outcome = rehearsal.rehearse(place, night.id)
    made = _made(call, outcome)
    _publish(made, outcome)
    _noted(call.within(PLATFORM), made)
    if not made.good:
        alert("backup_rehearsal", f"Essai de restauration de {night.id} en défaut", "\n".join(made.faults))
    return made


def _made(call: Call, outcome: Rehearsed) -> Rehearsal:
    found = outcome.findings
    missing = tuple(f"{kind}: {n} items missing" for kind, n in sorted(outcome.missing.items()))
    return Rehearsal(
        id=name_of(call.now),
        at=call.now,
        backup=outcome.backup,
        region=outcome.place.region,
        good=outcome.good,
        items=sum(found.counts.values()),
        entries=found.entries,
        links=found.links,
        replayed=outcome.replayed,
        lost=len(outcome.lost),
        seconds=round(outcome.restore_seconds + outcome.replay_seconds + outcome.check_seconds),
        sums=found.sums,
        faults=(*missing, *found.faults)[: rehearsal.EXAMPLES],
    )


def _publish(made: Rehearsal, outcome: Rehearsed) -> None:
    """The whole report, beside the backup it is about, in every configured place."""
    text = json.dumps({"rehearsal": asdict(made), "details": asdict(outcome)}, indent=1, default=str).encode()
    for place in backup.places():
        backup.store(place, made.backup, REPORT.format(id=made.id), text)


@use_case("platform.backup.rehearse")
def _noted(unit: Unit, made: Rehearsal) -> None:
    unit.put(BACKUPS, ONE, (unit.find(BACKUPS, ONE) or BackupBook()).with_rehearsal(made))
    unit.emit(RehearsedV1(rehearsal=made.id, good=made.good))


def report(call: Call, id: str) -> bytes:
    """The published report of a rehearsal. NotFound when it is none of ours."""
    made = next((one for one in book_of(call).rehearsals if one.id == id), None)
    if made is None:
        raise NotFound("backup.report", "Ce rapport n'existe pas ou plus.")
    return _report(made, *backup.places())


def _report(made: Rehearsal, *places: Place) -> bytes:
    for place in places[:-1]:
        try:
            return backup.load(place, made.backup, REPORT.format(id=made.id))
        except Exception:  # whatever the trouble of one place, the next may have it
            continue
    return backup.load(places[-1], made.backup, REPORT.format(id=made.id))
