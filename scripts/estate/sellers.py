"""Who brings orders, and what they earn: a family, representatives with or without login, statements of the past.

The one trick: chance is not asked, so the estate without them and the estate with them are the same to the cent.
"""

import json
import random
import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from chalicelib.agents import service as agents
from chalicelib.agents.schemas import AgentFamilyIn, AgentIn, CommissionPlanIn, RateIO, StatementsIn, TermsIn
from chalicelib.aws.call import system_call
from chalicelib.readmodel.lists import ListQuery
from scripts.estate.houses import LARGE
from scripts.estate.world import Dated, World

MOST = 25
KEPT_OPEN = 60  # days: the last periods are left for whoever looks at them
ALONE = ("Paul Marsannay", "Agence Vins du Sud")


def engage(world: World, day: date, grids: dict[str, str]) -> tuple[str, ...]:
    """The ids of the representatives: the users who are, else two without login."""
    call = _call(world, day)
    terms = TermsIn(rate=Decimal(5), basis="paid", period="quarter", rates=_rates(grids))
    family = AgentFamilyIn(name="Agents multicartes", terms=terms)
    plan = agents.change_plan(call, CommissionPlanIn(priority=["customer", "product", "grid"], families=[family]))
    users = [name for name, _, role in LARGE.team if role == "representative"]
    asked = [AgentIn(name=name, user=id) for name, id in zip(users, world.agents, strict=False)]
    asked = asked or [AgentIn(name=name, email=f"agent{n}@vente.example") for n, name in enumerate(ALONE, start=1)]
    made = []
    for n, one in enumerate(asked):
        own = TermsIn(basis="invoiced", period="month") if n == 0 else TermsIn()
        body = one.model_copy(update={"family": plan.families[0].id, "terms": own, "copied": n == 0})
        made.append(agents.create_agent(call, body).id)
    return tuple(made)


def settle(company: str) -> None:
    """Count what they earned, and issue the statements of the past."""
    call = system_call("demo", company)
    agents.follow_facts(call)
    before = (call.today - timedelta(days=KEPT_OPEN)).isoformat()
    where = [{"field": "state", "op": "eq", "value": "open"}, {"field": "until", "op": "lt", "value": before}]
    query = ListQuery(where=json.dumps({"and": where}), sort="until,agent", limit=500)
    ids = iter([row.id for row in agents.list_statements(call, query).items])
    while some := list(islice(ids, MOST)):
        agents.move_statements(system_call("demo", company), StatementsIn(to="issued", ids=some))


def _rates(grids: dict[str, str]) -> list[RateIO]:
    return [RateIO(level="grid", target=grids["EXP"], rate=Decimal(3))] if "EXP" in grids else []


def _call(world: World, day: date) -> Dated:
    """As the world's own calls, drawing from another chance."""
    kept = world.chance.getstate()
    call = world.call(day, 8)
    world.chance.setstate(kept)
    assert isinstance(call, Dated)
    other = random.Random(f"{world.seed} {day}")
    return replace(call, chance=other, request_id=str(uuid.UUID(int=other.getrandbits(128))))
