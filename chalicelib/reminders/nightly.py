"""The night: reminders made of invoices that are late, those without reason taken back.

The one trick: candidates are ids and dates read off the lists in three scans, and each is decided on its items read by
key: 45 invoices are one batch read and one transaction, so of 50,000 open invoices only their ids stay in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.pieces import pieces
from chalicelib.readmodel import ListQuery, Row, lists
from chalicelib.reminders import index
from chalicelib.reminders.rules import dunning as rules
from chalicelib.reminders.rules.dunning import LEVELS, Dunning
from chalicelib.reminders.service import held_book
from chalicelib.reminders.store import DUNNINGS, HELD
from chalicelib.sales import service as sales
from chalicelib.sales.rules.receivable import Receivable, left_by_rank
from chalicelib.sales.service import owing
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.service.everywhere import company_ids

AT_ONCE = 45


def everywhere(call: Call) -> int:
    """Every company's; gives how many reminders were made."""
    return sum(generate(call.within(company)) for company in company_ids(call))


def generate(call: Call) -> int:
    """One company's reminders of the day. Running it again makes nothing more."""
    _take_back(call)
    days = _days(reading(call))
    used = [count for count in days.values() if count]
    if not used:
        return 0
    late = owing.each_late(call, min(used), lambda rows: {row["id"]: row["due_on"] for row in rows})
    made = _known(call, late)
    parted = owing.in_instalments(call)
    due = (id for id, on in late.items() if id in parted or rules.due_level(on, made.get(id, {}), days, call.today))
    return sum(_made(call, some) for some in pieces(due, AT_ONCE))


def lapse(call: Call, invoices: Iterable[str]) -> int:
    """Take back what waits of these invoices, if they are settled or held; gives how many."""
    return sum(_lapsed(call, some) for some in pieces(dict.fromkeys(invoices), AT_ONCE))


def _take_back(call: Call) -> None:
    """What waits of invoices that are settled, or held back since."""
    where = json.dumps({"field": "state", "op": "eq", "value": "pending"})
    owed = owing.each_late(call, 0, lambda rows: {row["id"] for row in rows})
    book = held_book(reading(call))

    def gone(rows: Iterator[Row]) -> list[str]:
        return [
            row["invoice"] for row in rows if row["invoice"] not in owed or book.holds(row["invoice"], row["customer"])
        ]

    lapse(call, lists.each(call, index.REMINDERS, ListQuery(where=where, fields="invoice,customer"), gone))


def _known(call: Call, late: Mapping[str, date]) -> dict[str, dict[int, date]]:
    """The levels made of these invoices, by the lists."""

    def known(rows: Iterator[Row]) -> dict[str, dict[int, date]]:
        found: dict[str, dict[int, date]] = {}
        for row in rows:
            if row["level"] and row["state"] != "lapsed" and row["invoice"] in late:
                found.setdefault(row["invoice"], {})[row["level"]] = row["made_on"]
        return found

    return lists.each(call, index.REMINDERS, ListQuery(fields="invoice,level,state,made_on"), known)


def _days(unit: Unit) -> dict[int, int]:
    unit.load(*tenancy.refs(on=unit.today))
    settings = tenancy.company_settings(unit)
    return {level: settings.integer(f"reminder_days_{level}") for level in LEVELS}


@use_case("reminders.generate")
def _made(unit: Unit, invoices: Sequence[str]) -> int:
    refs = ((DUNNINGS, id) for id in invoices)
    unit.load(*refs, *sales.receivable_refs(*invoices), (HELD, WHOLE), *tenancy.refs(on=unit.today))
    days, book = _days(unit), held_book(unit)
    count = 0
    for id in invoices:
        owed = _owed(unit, id)
        if owed is None or owed.balance <= 0 or book.holds(id, owed.customer):
            continue
        known = unit.find(DUNNINGS, id) or _opened(owed, unit.today)
        step = rules.due_step(left_by_rank(owed), known.steps, days, unit.today)
        if step is not None:
            unit.put(DUNNINGS, id, rules.made(_as_now(known, owed, unit.today), step))
            count += 1
    return count


@use_case("reminders.lapse")
def _lapsed(unit: Unit, invoices: Sequence[str]) -> int:
    unit.load(*((DUNNINGS, id) for id in invoices), *sales.receivable_refs(*invoices), (HELD, WHOLE))
    book, count = held_book(unit), 0
    for id in invoices:
        known, owed = unit.find(DUNNINGS, id), _owed(unit, id)
        if known is None or known.pending is None or owed is None:
            continue
        if known.pending.rank not in left_by_rank(owed) or book.holds(id, owed.customer):
            unit.put(DUNNINGS, id, rules.lapsed(known))
            count += 1
    return count


def _owed(unit: Unit, id: str) -> Receivable | None:
    try:
        return sales.receivable(unit, id)
    except NotFound:
        return None


def _opened(owed: Receivable, today: date) -> Dunning:
    rest = left_by_rank(owed)
    balance = sum(one.amount for one in rules.past_due(rest, today)) or owed.balance
    return Dunning(
        invoice=owed.invoice,
        number=owed.number,
        customer=owed.customer,
        customer_code=owed.customer_code,
        customer_name=owed.customer_name,
        owner=owed.owner,
        issued_on=owed.issued_on,
        due_on=next(iter(rest.values())).due_on if rest else owed.due_on,
        balance=balance,
        currency=owed.currency,
        home_balance=owed.closes(balance) if owed.home else None,
    )


def _as_now(known: Dunning, owed: Receivable, today: date) -> Dunning:
    """With what may have changed on the invoice's side: another customer once merged, a part paid."""
    return replace(_opened(owed, today), steps=known.steps)
