"""The numbers asked about again: every VAT and excise number once a month, a few each night.

The one trick: there is no list of work. A number is due when nobody tried for a month (or since yesterday, when the
last try was in vain), so a night that was cut short, or a register that was down, is made good the next one. One number
after the other, with a pause between; a register that is silent several times running is left for that night.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.crm import index, partners, rules
from chalicelib.crm.service.credit import tell_endings
from chalicelib.crm.service.reading import refs
from chalicelib.crm.service.registers import checked, findings_of
from chalicelib.crm.store import CUSTOMERS, FINDINGS
from chalicelib.readmodel import Row, Table, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.service.everywhere import company_ids

NIGHT = 600.0
PAUSE = 0.5
MOST_SILENCES = 3


class Night:
    """One run: when it ends, and which registers were silent too often. `pause` seconds after each question."""

    def __init__(
        self, seconds: float = NIGHT, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock, self.pause = clock, pause
        self.until = clock() + seconds
        self.silences: Counter[str] = Counter()
        self.done = 0

    @property
    def over(self) -> bool:
        return self.clock() >= self.until

    def asks(self, subject: str) -> bool:
        return self.silences[subject] < MOST_SILENCES

    def heard(self, subject: str, state: str) -> None:
        self.silences[subject] = self.silences[subject] + 1 if state == "unavailable" else 0
        self.done += 1
        time.sleep(self.pause)


def recheck(call: Call, night: Night | None = None) -> int:
    """Ask about what is due, company after company, until the night is over; gives how many numbers were asked. The
    covers that end are told of first: it takes no question."""
    run = night or Night(NIGHT, PAUSE)
    for company in company_ids(call):
        tell_endings(call.within(company))
        if not run.over:
            recheck_company(call.within(company), run)
    return run.done


def recheck_company(call: Call, run: Night) -> int:
    """The same for one company."""
    for customer in due(call):
        if run.over:
            break
        _recheck(call, customer, run)
    return run.done


def due(call: Call) -> list[str]:
    """The customers with a number to ask about, the longest waiting first. Candidates: what is really due is decided on
    the record."""
    tried: dict[tuple[str, str, str], Row] = {}
    for row in _rows(call, index.FINDINGS, ListQuery()):
        tried[row["customer"], row["subject"], row["number"]] = row
    numbered = {"or": [{"field": name, "op": "ne", "value": ""} for name in rules.WATCHED]}
    where = {
        "and": [
            numbered,
            {"field": "archived", "op": "eq", "value": False},
            {"field": "kind", "op": "eq", "value": "business"},
        ]
    }
    asked = ListQuery(where=json.dumps(where), fields="id,vat_number,excise_number", sort="code")
    waiting: dict[str, str] = {}
    for row in _rows(call, index.CUSTOMERS, asked):
        for subject in rules.WATCHED:
            last = tried.get((row["id"], subject, row[subject]))
            if row[subject] and (last is None or rules.waited(last["tried_at"], last["silence"], call.now)):
                since = str(last["tried_at"]) if last else ""
                waiting[row["id"]] = min(since, waiting.get(row["id"], since))
    return sorted(waiting, key=lambda id: (waiting[id], id))


def _recheck(call: Call, id: str, run: Night) -> None:
    unit = reading(call)
    unit.load(*refs(id), (FINDINGS, id), *tenancy.refs(on=call.today))
    known = unit.find(CUSTOMERS, id)
    if known is None or known.archived:
        return
    findings, requester = findings_of(unit, id), tenancy.company(unit).vat_number
    wanted = [one for one in rules.numbers(known) if one[0] in rules.WATCHED and rules.due(findings.of(*one), call.now)]
    heard = []
    for subject, number in wanted:
        if run.asks(subject) and not run.over:
            said = partners.ask(subject, number, requester=requester)
            heard.append(((subject, number), said))
            run.heard(subject, said.state)
    if heard:
        checked(call, id, heard)


def _rows(call: Call, table: Table, query: ListQuery) -> list[Row]:
    def gather(rows: Iterator[Row]) -> list[Row]:
        return list(rows)

    return lists.each(call, table, query, gather)
