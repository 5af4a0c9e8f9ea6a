"""The items of agents. All but the plan and the representatives are written in the lane `commissions`.

| kind | pk | what | who asks |
|---|---|---|---|
| commission_plan | `<company>#commission_plan#all` | families, levels, accounts | rating a line; its page |
| agent | `<company>#agent#<usr_… or agt_…>` | one representative and his terms | rating a line; his page |
| commission | `<company>#commission#<ivc_…>` | what is earned on one invoice, its movements | the next fact about it |
| commission_ledger | `<company>#commission_ledger#<agent>` | what is not settled yet, by month | filing; issuing |
| commission_statement | `<company>#commission_statement#<agent>-<period>` | an issued one | its page, its papers |
| commission_reached | `<company>#commission_reached#all` | how far each lane of the journal is followed | following |
| counter | `<company>#counter#statement_number:<year>` | last number given | issuing |
"""

from __future__ import annotations

from chalicelib.agents.rules.agents import Agent, Plan
from chalicelib.agents.rules.earnings import Earning
from chalicelib.agents.rules.statements import Ledger, Statement
from chalicelib.aws.audit import Audit, audited
from chalicelib.aws.table import Kind
from chalicelib.kernel.erasing import keeps
from chalicelib.readmodel.following import Reached

LANE = "commissions"
PLANS = Kind("commission_plan", Plan, prefix="agf")
AGENTS = Kind("agent", Agent, prefix="agt")
EARNINGS = Kind("commission", Earning)
LEDGERS = Kind("commission_ledger", Ledger)
STATEMENTS = Kind("commission_statement", Statement)
REACHED = Kind("commission_reached", Reached)
audited(Audit("commission_statement", sums=lambda doc: {name: doc[name] for name in ("base", "amount")}))
keeps(
    "commission",
    "Commission due sur une facture émise : la loi impose de la garder dix ans (code de commerce, article L123-22).",
    "Commission on an issued invoice: the law has it kept for ten years (French commercial code, article L123-22).",
)


def statement_id(agent: str, period: str) -> str:
    return f"{agent}-{period}"
