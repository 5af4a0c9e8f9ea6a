"""Routes of agents."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.agents import index, service
from chalicelib.agents.schemas import (
    AgentIn,
    AgentOut,
    AgentQuery,
    AgentRow,
    CommissionPlanIn,
    CommissionPlanOut,
    FileQuery,
    MovedOut,
    StatementOut,
    StatementRow,
    StatementsIn,
)
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page

routes = Blueprint(__name__)
endpoint = endpoints(routes)


@endpoint("GET /{company}/agents", scope="agents:read")
def list_agents(call: Call, query: ListQuery) -> Page[AgentRow]:
    return lists.page(call, index.AGENTS, query, AgentRow)


@endpoint("POST /{company}/agents", scope="agents:write", status=201)
def create_agent(call: Call, body: AgentIn) -> AgentOut:
    """A representative, with or without login."""
    return service.create_agent(call, body)


@endpoint("GET /{company}/agents/{id}", scope="agents:read")
def get_agent(call: Call, id: str, query: AgentQuery) -> AgentOut:
    """A representative, what he inherits, and the rate he would have for what the query names, with its reasons."""
    return service.get_agent(call, id, query)


@endpoint("PUT /{company}/agents/{id}", scope="agents:write")
def change_agent(call: Call, id: str, body: AgentIn) -> AgentOut:
    return service.change_agent(call, id, body)


@endpoint("GET /{company}/commission-plan", scope="agents:read")
def get_plan(call: Call) -> CommissionPlanOut:
    """Families of representatives, the order in which rates win, the accounts of commissions."""
    return service.get_plan(call)


@endpoint("PUT /{company}/commission-plan", scope="agents:write")
def change_plan(call: Call, body: CommissionPlanIn) -> CommissionPlanOut:
    return service.change_plan(call, body)


@endpoint("GET /{company}/statements", scope="agents:read")
def list_statements(call: Call, query: ListQuery) -> Page[StatementRow]:
    """Statements of commissions, issued or still open."""
    return service.list_statements(call, query)


@endpoint("POST /{company}/statements", scope="agents:write")
def move_statements(call: Call, body: StatementsIn) -> MovedOut:
    """Issue statements (frozen, numbered, booked) or note them paid: all or none, at most 25."""
    return service.move_statements(call, body)


@endpoint("GET /{company}/statements/{id}", scope="agents:read")
def get_statement(call: Call, id: str) -> StatementOut:
    return service.get_statement(call, id)


@endpoint("GET /{company}/statements/{id}/file", scope="agents:read")
def get_statement_file(call: Call, id: str, query: FileQuery) -> Download:
    """The statement as a PDF or a workbook, with or without its amounts."""
    return service.statement_file(call, id, query)
