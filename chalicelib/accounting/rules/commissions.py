"""The entry of a statement of commissions.

The one trick: the room of agents stands beside this one and neither imports the other, so what the fact says is read
here by its type and its fields; a test holds the two contracts together.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from chalicelib.accounting.rules.chart import Journal
from chalicelib.accounting.rules.entries import Draft, Line, entry_id
from chalicelib.kernel.contract import Fact

JOURNAL = Journal("OD", "Opérations diverses")
CHARGE, OWED = "Commissions et courtages", "Fournisseurs, factures non parvenues"


class StatementTold(Fact):
    """A statement that was issued: `amount` cents, negative when more is taken back than earned."""

    TYPE: ClassVar[str] = "agents.statement.issued.v1"
    statement_id: str
    number: str
    issued_on: date
    agent_code: str
    agent_name: str
    amount: int
    account: str
    counterpart: str


def entry_of_statement(fact: StatementTold) -> Draft | None:
    """The charge debited, what is owed to the representative credited; the other way round for a negative one. None
    for a statement of zero."""
    if not fact.amount:
        return None
    label = f"Commissions {fact.number} {fact.agent_name}"
    debit, credit = max(fact.amount, 0), max(-fact.amount, 0)
    lines = (
        Line(fact.account, CHARGE, label, debit, credit),
        Line(fact.counterpart, OWED, label, credit, debit),
    )
    return Draft(
        id=entry_id(fact.statement_id),
        source=fact.statement_id,
        fact=fact.TYPE,
        journal=JOURNAL,
        on=fact.issued_on,
        piece=fact.number,
        piece_date=fact.issued_on,
        label=label,
        currency="EUR",
        customer="",
        lines=lines,
    )
