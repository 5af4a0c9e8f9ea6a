"""The time line of a customer, and the exchanges one writes on it.

The one trick: two newest-first readings, the lists' and the history's, are merged up to the same instant; a cursor is
that instant and how many of its lines were given.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm.rules.exchanges import Exchange, require_author, require_past
from chalicelib.crm.schemas.timeline import (
    ChangedField,
    ExchangeIn,
    ExchangeOut,
    TimelineEntry,
    TimelineOut,
    TimelineQuery,
)
from chalicelib.crm.service.duplicates import merged_into
from chalicelib.crm.service.reading import customer
from chalicelib.crm.store import CUSTOMERS, EXCHANGES
from chalicelib.kernel.clock import instant, iso
from chalicelib.kernel.dates import paris_midnight
from chalicelib.kernel.errors import NotFound
from chalicelib.readmodel import cursor, history
from chalicelib.readmodel.history import HistoryQuery, HistoryRow
from chalicelib.readmodel.timeline import TELLINGS, Moment, moments

CHANGE = "change"
SILENT = ("in_use",)
"""Fields that change with what others do: the line of the order already says it."""
MOST_ROWS = 500
"""How many changed fields are read at a time."""


def timeline(call: Call, id: str, query: TimelineQuery) -> TimelineOut:
    """What happened to a customer, and to those found to be him. NotFound for one the person may not know of."""
    customer(reading(call), id)
    wanted = {one.strip() for one in (query.sorts or "").split(",")} - {""}
    mark = cursor.question("timeline", id, sorted(wanted), query.since, query.until)
    at, given = _place(mark, query)
    since = paris_midnight(query.since) if query.since else None
    most = query.limit + given + 1
    ids = [id, *merged_into(call, id)]
    told = [] if wanted == {CHANGE} else [_told(one) for one in moments(call, ids, wanted - {CHANGE}, since, at, most)]
    if call.actor.may("history:read") and (not wanted or CHANGE in wanted):
        told += _changes(call, id, since, at)
    told.sort(key=lambda one: (one.at, one.sort, one.id), reverse=True)
    shown = told[given : given + query.limit]
    more = len(told) > given + query.limit
    return TimelineOut(items=shown, next=_next(mark, told, shown, given) if more else None, sorts=_sorts(call))


def _place(mark: int, query: TimelineQuery) -> tuple[datetime | None, int]:
    """The instant from which on to read, and how many lines of it were given."""
    if query.cursor:
        try:
            at, given = cursor.read(mark, query.cursor)
            return instant(str(at)), int(given)
        except (TypeError, ValueError):
            raise cursor.wrong() from None
    return (paris_midnight(query.until + timedelta(days=1)) - timedelta(microseconds=1) if query.until else None), 0


def _next(mark: int, told: list[TimelineEntry], shown: list[TimelineEntry], given: int) -> str:
    last = shown[-1].at
    return cursor.write(mark, [iso(last), sum(one.at == last for one in told[: given + len(shown)])])


def _sorts(call: Call) -> list[str]:
    found = [one.sort for one in TELLINGS.values() if not one.scope or call.actor.may(one.scope)]
    return [*found, *([CHANGE] if call.actor.may("history:read") else [])]


def _told(one: Moment) -> TimelineEntry:
    return TimelineEntry.model_construct(
        sort=one.sort,
        at=one.at,
        title=one.title,
        detail=one.detail,
        amount=one.amount,
        by=one.by,
        kind=one.kind,
        id=one.id,
        command="",
        changes=[],
    )


def _changes(call: Call, id: str, since: datetime | None, until: datetime | None) -> list[TimelineEntry]:
    """The changes of the record, one line for each time it was saved."""
    asked = HistoryQuery.model_validate(
        {"kind": CUSTOMERS.name, "id": id, "from": since, "to": until, "limit": MOST_ROWS}
    )
    page = history.page(call, asked)
    found: dict[int, TimelineEntry] = {}
    for row in page.items:
        if row.field in SILENT:
            continue
        entry = found.setdefault(row.version, _change(row))
        if row.field:
            entry.changes.append(ChangedField(field=row.field, before=row.before, after=row.after))
    lines = list(found.values())
    return lines[:-1] if page.next and len(lines) > 1 else lines


def _change(row: HistoryRow) -> TimelineEntry:
    who = row.actor.name or row.actor.id
    told = {"sort": CHANGE, "at": row.at, "title": "", "by": who, "kind": row.kind, "id": row.id}
    return TimelineEntry.model_validate({**told, "command": row.command, "changes": []})


@use_case("crm.exchange.write")
def write_exchange(unit: Unit, id: str, asked: ExchangeIn) -> ExchangeOut:
    """A call, an e-mail, a visit or a letter, on the time line. Refused for one to come."""
    customer(unit, id)
    at = asked.at or unit.at
    require_past(at, unit.at)
    doc = Exchange(
        id=unit.new_id(EXCHANGES.prefix),
        customer=id,
        sort=asked.sort,
        way=asked.way,
        at=at,
        title=asked.title,
        text=asked.text,
        person=asked.person,
        by=unit.actor.id,
        by_name=unit.actor.name,
        written_at=unit.at,
    )
    unit.put(EXCHANGES, doc.id, doc)
    said = {name: getattr(doc, name) for name in ExchangeOut.model_fields if name != "version"}
    return ExchangeOut.model_validate({**said, "version": unit.version(EXCHANGES, doc.id)})


@use_case("crm.exchange.remove")
def remove_exchange(unit: Unit, id: str, exchange: str) -> None:
    """Take an exchange off, by its author. NotFound when the customer has none of that id."""
    unit.load((CUSTOMERS, id), (EXCHANGES, exchange))
    customer(unit, id)
    known = unit.find(EXCHANGES, exchange)
    if known is None or known.customer != id:
        raise NotFound("crm.exchange.not_found", "Cet échange n'existe pas ou plus.")
    require_author(known, unit.actor.id)
    unit.delete(EXCHANGES, exchange)
