"""Use cases of representatives and of the company's plan.

The one trick: a representative is known to the customers' room by the same id in the same commit, so a customer may
name him at once, and the mails find his address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from chalicelib.agents import index
from chalicelib.agents.rules import agents as rules
from chalicelib.agents.rules.agents import Agent, Family, Plan, Rate, Terms
from chalicelib.agents.rules.rates import About, rate_of
from chalicelib.agents.rules.statements import Ledger
from chalicelib.agents.schemas import (
    AgentFamilyIn,
    AgentIn,
    AgentOut,
    AgentQuery,
    CommissionPlanIn,
    CommissionPlanOut,
    TermOut,
    TermsIn,
)
from chalicelib.agents.store import AGENTS, LANE, LEDGERS, PLANS
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.crm.rules.representatives import Representative
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound, Refused
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import service as tenancy

NUMBERED = "agent_code"


def require_manager(unit: Unit) -> None:
    """Forbidden to who is limited to his own customers: he reads, he settles nothing."""
    if unit.actor.only_own:
        raise Forbidden("agents.own", "Vous consultez vos propres commissions : un responsable les règle.")


# --- the plan


def get_plan(call: Call) -> CommissionPlanOut:
    """Families, order of the levels and accounts in force. Forbidden to who is limited to his own customers."""
    unit = reading(call)
    require_manager(unit)
    return _plan_out(unit)


@use_case("agents.plan.change", lane=LANE)
def change_plan(unit: Unit, asked: CommissionPlanIn) -> CommissionPlanOut:
    """Replace the plan. What was earned keeps its rates. Conflict when a family that goes still has members."""
    require_manager(unit)
    unit.expect(PLANS, WHOLE, unit.call.if_match)
    known = plan_of(unit)
    families = tuple(_family(unit, one, known) for one in asked.families)
    plan = Plan(tuple(asked.priority), families, asked.account, asked.counterpart)
    rules.check_plan(plan)
    members = _members(unit.call)
    gone = [one.id for one in known.families if entry(families, one.id) is None]
    rules.require_unused(gone, [(row["name"], row["family"]) for row in members])
    unit.put(PLANS, WHOLE, plan)
    _refile(unit, [row["id"] for row in members if row["family"]], plan)
    return _plan_out(unit)


def _refile(unit: Unit, ids: Sequence[str], plan: Plan) -> None:
    """What is open of these representatives is shown by the period that their family has now."""
    unit.load(*((kind, id) for id in ids for kind in (AGENTS, LEDGERS)))
    for id in ids:
        agent, ledger = unit.find(AGENTS, id), unit.find(LEDGERS, id)
        if agent is not None and ledger is not None:
            unit.put(LEDGERS, id, named(ledger, agent, plan))


def plan_of(unit: Unit) -> Plan:
    return unit.find(PLANS, WHOLE) or Plan()


def _family(unit: Unit, asked: AgentFamilyIn, known: Plan) -> Family:
    if asked.id and entry(known.families, asked.id) is None:
        raise NotFound("agents.family.not_found", "Cette famille n'existe pas ou plus.")
    return Family(asked.id or unit.new_id(PLANS.prefix), asked.name, _terms(asked.terms))


def _members(call: Call) -> list[Row]:
    """Candidates: who may belong to a family."""
    return lists.each(call, index.AGENTS, ListQuery(fields="id,name,family"), lambda rows: list(rows))


def _plan_out(unit: Unit) -> CommissionPlanOut:
    return CommissionPlanOut.model_validate({**asdict(plan_of(unit)), "version": unit.version(PLANS, WHOLE)})


def _terms(asked: TermsIn) -> Terms:
    rates = tuple(Rate(one.level, one.target, one.rate) for one in asked.rates)
    return Terms(asked.rate, asked.basis, asked.period, asked.shipping, rates)


# --- representatives


@use_case("agents.agent.create", lane=LANE)
def create_agent(unit: Unit, asked: AgentIn) -> AgentOut:
    """A representative, with or without login. Conflict when that user already is one."""
    unit.load((PLANS, WHOLE), *tenancy.member_refs(), *(((AGENTS, asked.user),) if asked.user else ()))
    if asked.user and not tenancy.is_member(unit, asked.user):
        detail = "Cette personne n'est pas membre de la société. Invitez-la, ou laissez le champ vide."
        raise Refused("agents.agent.user_unknown", detail, "user")
    if asked.user and unit.find(AGENTS, asked.user) is not None:
        raise Conflict("agents.agent.user_taken", "Cet utilisateur est déjà un représentant. Ouvrez sa fiche.", "user")
    return _kept(unit, asked.user or unit.new_id(AGENTS.prefix), asked)


@use_case("agents.agent.change", lane=LANE)
def change_agent(unit: Unit, id: str, asked: AgentIn) -> AgentOut:
    """The representative replaced by what is given. What he already earned keeps its rates."""
    unit.load((AGENTS, id), (LEDGERS, id), (PLANS, WHOLE))
    agent_of(unit, id)
    unit.expect(AGENTS, id, unit.call.if_match)
    if (asked.user or "") != (id if _login(id) else ""):
        detail = "Le compte d'un représentant se choisit à sa création. Créez-en un autre et confiez-lui ses clients."
        raise Refused("agents.agent.user_fixed", detail, "user")
    return _kept(unit, id, asked)


def get_agent(call: Call, id: str, query: AgentQuery) -> AgentOut:
    """NotFound when there is none, or for another one when limited to one's own."""
    unit = reading(call)
    unit.load((AGENTS, id), (PLANS, WHOLE))
    return _out(unit, agent_of(unit, id), query)


def agent_of(unit: Unit, id: str) -> Agent:
    found = unit.find(AGENTS, id)
    if found is None or (unit.actor.only_own and unit.actor.id != id):
        raise NotFound("agents.agent.not_found", "Ce représentant n'existe pas ou plus.")
    return found


def _kept(unit: Unit, id: str, asked: AgentIn) -> AgentOut:
    require_manager(unit)
    plan = plan_of(unit)
    if asked.family and entry(plan.families, asked.family) is None:
        raise Refused("agents.family.unknown", "Cette famille n'existe pas. Choisissez-en une autre.", "family")
    agent = Agent(
        id=id,
        name=asked.name,
        code=asked.code or _code(unit, id),
        email=asked.email,
        copied=asked.copied,
        family=asked.family,
        terms=_terms(asked.terms),
        archived=asked.archived,
    )
    if errors := rules.check_rates(agent.terms.rates, "terms."):
        raise Refused.many(errors)
    unit.put(AGENTS, id, agent)
    crm.keep_representative(unit, Representative(id, agent.name, agent.email, agent.copied, agent.archived))
    ledger = unit.find(LEDGERS, id)
    if ledger is not None:
        unit.put(LEDGERS, id, named(ledger, agent, plan))
    return _out(unit, agent, AgentQuery())


def named(ledger: Ledger, agent: Agent, plan: Plan) -> Ledger:
    """The ledger with the representative's present name and period."""
    return Ledger(agent.id, agent.name, rules.period_of(agent, plan), ledger.closed, ledger.months)


def _code(unit: Unit, id: str) -> str:
    known = unit.find(AGENTS, id)
    return known.code if known else f"R{unit.number(NUMBERED):03d}"


def _login(id: str) -> bool:
    return id.startswith("usr_")


def _out(unit: Unit, agent: Agent, query: AgentQuery) -> AgentOut:
    plan = plan_of(unit)
    family = entry(plan.families, agent.family)
    about = About(query.customer or "", query.product or "", query.grid or "")
    return AgentOut.model_validate(
        {
            **asdict(agent),
            "version": unit.version(AGENTS, agent.id),
            "user": agent.id if _login(agent.id) else None,
            "family_name": family.name if family else "",
            "effective": [_term_out(agent, plan, name) for name in rules.NAMED],
            "explained": asdict(rate_of(about, agent, plan)),
        }
    )


def _term_out(agent: Agent, plan: Plan, name: str) -> TermOut:
    found = rules.term(agent, plan, name)
    below: Any = found.default_at("agent")
    return TermOut.model_validate(
        {
            "name": name,
            "value": found.value,
            "holder": found.level,
            "inherited": below.value,
            "inherited_from": below.level,
        }
    )
