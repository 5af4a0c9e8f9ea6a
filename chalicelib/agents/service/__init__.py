"""Use cases of agents: representatives and their plan, commissions, statements."""

from chalicelib.agents.service.agents import change_agent, change_plan, create_agent, get_agent, get_plan
from chalicelib.agents.service.earning import FACTS, follow_facts
from chalicelib.agents.service.statements import get_statement, list_statements, move_statements, statement_file

__all__ = [
    "FACTS",
    "change_agent",
    "change_plan",
    "create_agent",
    "follow_facts",
    "get_agent",
    "get_plan",
    "get_statement",
    "list_statements",
    "move_statements",
    "statement_file",
]
