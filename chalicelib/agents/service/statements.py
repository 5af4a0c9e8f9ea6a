"""Use cases of statements: see them, open or issued; issue them; note that they are paid; their papers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.agents import index
from chalicelib.agents.rules.numbering import STATEMENT_NUMBER
from chalicelib.agents.rules.statements import TRANSITIONS, Ledger, Statement, bounds, open_periods, settled, unknown
from chalicelib.agents.schemas import (
    CommissionOut,
    FileQuery,
    MovedOut,
    StatementIssuedV1,
    StatementOut,
    StatementRow,
    StatementsIn,
)
from chalicelib.agents.service.agents import agent_of, plan_of, require_manager
from chalicelib.agents.service.earning import follow_facts
from chalicelib.agents.store import AGENTS, EARNINGS, LANE, LEDGERS, PLANS, STATEMENTS, statement_id
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Refused, require_transition
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery, Page
from chalicelib.tenancy import service as tenancy

SHOWN = 500
_TOLD = (
    "number", "issued_on", "agent_code", "agent_name", "period", "base", "amount", "account", "counterpart",
)  # fmt: skip
_ROW = tuple(column.name for column in index.STATEMENTS.columns)


def list_statements(call: Call, query: ListQuery) -> Page[StatementRow]:
    return lists.page(call, index.STATEMENTS, query, StatementRow)


def get_statement(call: Call, id: str) -> StatementOut:
    """A statement with its lines. NotFound when there is nothing in it, or for another's when limited to one's own."""
    follow_facts(call)
    unit = reading(call)
    row = _row(unit, id)
    rows = lists.page(call, index.COMMISSIONS, ListQuery(where=_within(row), limit=SHOWN)).items
    more = {
        "version": unit.version(STATEMENTS, id),
        "allowed": _allowed(row, unit.today),
        "commissions": _lines(unit, rows),
    }
    return StatementOut.model_validate({**row, **more, **_accounts(unit, id)})


def _accounts(unit: Unit, id: str) -> dict[str, str]:
    held: Any = unit.find(STATEMENTS, id) or plan_of(unit)
    return {"account": held.account, "counterpart": held.counterpart}


def _row(unit: Unit, id: str) -> Row:
    """A statement as listed, from its own item or from the ledger."""
    agent, _, period = id.partition("-")
    bounds(period)
    unit.load((STATEMENTS, id), (LEDGERS, agent), (AGENTS, agent), (PLANS, WHOLE))
    agent_of(unit, agent)
    issued = unit.find(STATEMENTS, id)
    if issued is not None:
        return {name: getattr(issued, name) for name in _ROW}
    ledger = unit.find(LEDGERS, agent)
    total = dict(open_periods(ledger)).get(period) if ledger else None
    if ledger is None or total is None:
        raise unknown()
    since, until = _open_bounds(ledger, period)
    return {
        "id": id, "number": "", "state": "open", "agent": agent, "agent_name": ledger.name, "period": period,
        "since": since, "until": until, "base": total.base, "amount": total.amount, "lines": total.lines,
        "issued_on": None, "paid_on": None,
    }  # fmt: skip


def _open_bounds(ledger: Ledger, period: str) -> tuple[date, date]:
    since, until = bounds(period)
    return max(since, date.fromordinal(ledger.closed.toordinal() + 1)) if ledger.closed else since, until


def _allowed(row: Row, today: date) -> list[str]:
    """What may be done with it now."""
    return [
        to for state, to in sorted(TRANSITIONS) if state == row["state"] and (to != "issued" or row["until"] < today)
    ]


def _within(row: Row) -> str:
    """The lines of a statement: those filed under its months."""
    conditions = [
        {"field": "agent", "op": "eq", "value": row["agent"]},
        {"field": "month", "op": "ge", "value": row["since"].replace(day=1).isoformat()},
        {"field": "month", "op": "le", "value": row["until"].isoformat()},
    ]
    return json.dumps({"and": conditions})


def _lines(unit: Unit, rows: Iterable[Row]) -> list[CommissionOut]:
    """The rows, each with why its rate: what the commission of its invoice keeps."""
    kept = list(rows)
    unit.load(*((EARNINGS, row["invoice"]) for row in kept))
    found = []
    for row in kept:
        earning = unit.get(EARNINGS, row["invoice"])
        said = next(line.rate.said for line in earning.lines if line.rank == row["rank"])
        named = {name: row[name] for name in CommissionOut.model_fields if name != "said"}
        found.append(CommissionOut.model_validate({**named, "said": said}))
    return found


# --- changing their state


def move_statements(call: Call, asked: StatementsIn) -> MovedOut:
    """Issue statements or note them paid, all or none. What happened so far is counted first."""
    if asked.to == "issued":
        follow_facts(call)
    return _moved(call, asked)


@use_case("agents.statements.move", lane=LANE)
def _moved(unit: Unit, asked: StatementsIn) -> MovedOut:
    require_manager(unit)
    ids = sorted(dict.fromkeys(asked.ids), key=lambda id: (bounds(id.partition("-")[2])[1], id))
    agents = sorted({id.partition("-")[0] for id in ids})
    unit.load(
        (PLANS, WHOLE),
        *((STATEMENTS, id) for id in ids),
        *((LEDGERS, agent) for agent in agents),
        *((AGENTS, agent) for agent in agents),
        *tenancy.refs(STATEMENT_NUMBER, on=unit.today),
    )
    done = [_issued(unit, id) if asked.to == "issued" else _settled(unit, id, asked.paid_on) for id in ids]
    return MovedOut(items=[StatementRow.model_validate({name: getattr(one, name) for name in _ROW}) for one in done])


def _issued(unit: Unit, id: str) -> Statement:
    """Close the months of a statement, number it, tell the books."""
    if (known := unit.find(STATEMENTS, id)) is not None:
        require_transition(TRANSITIONS, known.state, "issued", "agents.statement.transition")
    agent = agent_of(unit, id.partition("-")[0])
    ledger = unit.find(LEDGERS, agent.id)
    if ledger is None:
        raise unknown()
    plan, period = plan_of(unit), id.partition("-")[2]
    after, since, until, total = settled(ledger, period, unit.today)
    unit.put(LEDGERS, agent.id, after)
    statement = Statement(
        id=statement_id(agent.id, period),
        number=tenancy.next_number(unit, STATEMENT_NUMBER, unit.today),
        state="issued",
        agent=agent.id,
        agent_name=agent.name,
        agent_code=agent.code,
        period=period,
        since=since,
        until=until,
        base=total.base,
        amount=total.amount,
        lines=total.lines,
        account=plan.account,
        counterpart=plan.counterpart,
        issued_on=unit.today,
        issued_at=unit.at,
    )
    unit.emit(_told(statement))
    return unit.put(STATEMENTS, statement.id, statement)


def _told(statement: Statement) -> StatementIssuedV1:
    same = {name: getattr(statement, name) for name in _TOLD}
    return StatementIssuedV1(statement_id=statement.id, agent_id=statement.agent, **same)


def _settled(unit: Unit, id: str, paid_on: date | None) -> Statement:
    known = unit.find(STATEMENTS, id)
    if known is None:
        raise unknown()
    require_transition(TRANSITIONS, known.state, "paid", "agents.statement.transition")
    on = paid_on or unit.today
    if not known.issued_on <= on <= unit.today:
        detail = "Un relevé se paie entre son émission et aujourd'hui. Corrigez la date."
        raise Refused("agents.statement.paid_on", detail, "paid_on")
    return unit.put(STATEMENTS, id, replace(known, state="paid", paid_on=on))


# --- on paper


def statement_file(call: Call, id: str, query: FileQuery) -> Download:
    """A statement as a PDF or a workbook, whole, with or without its amounts."""
    from chalicelib.agents import documents  # noqa: PLC0415 - most requests print nothing

    follow_facts(call)
    unit = reading(call)
    row = _row(unit, id)
    sheet = documents.Sheet(
        row=row,
        company=tenancy.company(unit),
        lang=query.lang or ("en" if call.actor.language == "en" else "fr"),
        amounts=query.amounts,
        today=unit.today,
        lines=lists.each(call, index.COMMISSIONS, ListQuery(where=_within(row)), lambda rows: list(rows)),
    )
    if sum(line["amount"] for line in sheet.lines) != row["amount"]:
        raise ValueError(f"statement {id}: its lines do not add up to {row['amount']}")
    return documents.workbook(sheet) if query.format == "xlsx" else documents.pdf(sheet)
