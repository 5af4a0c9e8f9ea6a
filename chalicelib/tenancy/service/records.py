"""May this record carry a task or a note, and may this person see it?

Tenancy is below the rooms that own the records, so it asks the table whether an item of that kind and id is there
(its content stays unread) and the read model whether it is in the sight of who is limited to his own customers.
"""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.table import KINDS
from chalicelib.aws.unit import Unit
from chalicelib.kernel.errors import NotFound
from chalicelib.readmodel.sight import sees
from chalicelib.tenancy.rules.tasks import SUBJECTS, Subject
from chalicelib.tenancy.schemas.tasks import SubjectIn


def require_sight(call: Call, kind: str, id: str) -> None:
    """Forbidden without the right to that sort of record; NotFound when it is another representative's."""
    scope, rows = SUBJECTS[kind]
    call.require(scope)
    if not sees(call, rows, id):
        raise _none()


def subject(unit: Unit, given: SubjectIn) -> Subject:
    """The record as stored with a task or note. NotFound when there is none, or it is out of sight."""
    require_sight(unit.call, given.kind, given.id)
    ref = (KINDS[given.kind], given.id)
    unit.load(ref)
    stored = unit.stored(ref)
    if stored is None or stored.text is None:
        raise _none()
    return Subject(given.kind, given.id, given.label)


def _none() -> NotFound:
    return NotFound("tenancy.subject.not_found", "Cette fiche n'existe pas ou plus. Rechargez la page.")
