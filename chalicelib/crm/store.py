"""The items of crm.

| kind | pk | what | who asks |
|---|---|---|---|
| customer | `<company>#customer#<cus_…>` | one customer | a sale, by id; the record page |
| customer_link | `<company>#customer_link#<cus_…>` | the same customer in other companies | sharing him |
| customer_categories | `<company>#customer_categories#all` | all the categories | every sale, in its one batch |
| customer_labels | `<company>#customer_labels#all` | all the tags and zones | saving or showing a customer |
| credit_covers | `<company>#credit_covers#all` | all the insured limits | confirming an order, in its one batch |
| credit_use | `<company>#credit_use#<cus_…>` | the last confirmation that counted what he owes | the next one |
| erasure | `<company>#erasure#<cus_…>` | what an erasure did, what it kept | its proof; the blanking of the past |
| exchange | `<company>#exchange#<exc_…>` | a call, an e-mail, a visit, a letter | taking it off |
| representative | `<company>#representative#<usr_… or agt_…>` | how a representative is reached | naming him; mail |
| customer_ties | `<company>#customer_ties#<cus_…>` | who follows him since when | giving him to another |
| customer_count | `<company>#customer_count#<category, grid, label>` | how many name it | naming, deleting it |
| register_check | `<company>#register_check#<chk_…>` | a question to a register and its answer | its proofs |
| register_findings | `<company>#register_findings#<cus_…>` | what is known of its numbers | an invoice at 0 % |
| guard | `<company>#guard#customer_code:<hash>` | who holds a code | creating or renaming a customer |
"""

from __future__ import annotations

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.table import Kind, Ref
from chalicelib.crm.rules import CategoryBook, Check, Count, Customer, Findings, LabelBook, code_key
from chalicelib.crm.rules.credit import CoverBook, CreditUse
from chalicelib.crm.rules.exchanges import Exchange
from chalicelib.crm.rules.persons import Erasure
from chalicelib.crm.rules.representatives import Representative
from chalicelib.crm.rules.sharing import Link
from chalicelib.crm.rules.ties import Ties

CUSTOMERS = Kind("customer", Customer, prefix="cus")
LINKS = Kind("customer_link", Link)
CATEGORIES = Kind("customer_categories", CategoryBook, prefix="cat")
LABELS = Kind("customer_labels", LabelBook, prefix="lab")
COUNTS = Kind("customer_count", Count)
COVERS = Kind("credit_covers", CoverBook)
CREDIT_USES = Kind("credit_use", CreditUse)
ERASURES = Kind("erasure", Erasure)
TIES = Kind("customer_ties", Ties)
REPRESENTATIVES = Kind("representative", Representative, prefix="agt")
EXCHANGES = Kind("exchange", Exchange, prefix="exc")
CHECKS = Kind("register_check", Check, prefix="chk")
FINDINGS = Kind("register_findings", Findings)
CODE = "customer_code"


def code_ref(code: str) -> Ref:
    """The guard of a customer code."""
    return guard_ref(CODE, code_key(code))
