"""Use cases of credit insurance: a customer's cover, and what confirming an order makes of it.

The one trick: all covers are one item, which an order reads in the batch it reads anyway; only for a customer who is
covered is what he owes summed, in the read model, and a small item of his own is written in the same commit, so that
two confirmations at once are run one after the other. See docs/decisions/0013.
"""

from __future__ import annotations

import json

from chalicelib.aws.call import Call
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm.rules import credit as rules
from chalicelib.crm.rules.credit import CONTROL, Cover, CoverBook, CreditUse, Exposure
from chalicelib.crm.schemas.credit import CreditIn, CreditOut
from chalicelib.crm.service.reading import customer
from chalicelib.crm.store import COVERS, CREDIT_USES, CUSTOMERS
from chalicelib.kernel.book import WHOLE, entry
from chalicelib.kernel.errors import FieldError, Refused, StaleVersion
from chalicelib.readmodel import FIGURES, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import service as tenancy


def credit_refs(*customers: str) -> tuple[Ref, ...]:
    """For the caller's batch: what `credit_doubts` looks at (the customer when he is known)."""
    return ((COVERS, WHOLE), *((CREDIT_USES, id) for id in customers))


def credit_doubts(unit: Unit, customer: str, gross: int, order: str | None = None) -> list[FieldError]:
    """What is wrong with confirming an order of `gross` cents, TTC, for this customer, if anything. With the id of the
    `order` it is being confirmed: Refused when the company blocks. Nothing is read for a customer without a cover."""
    cover = entry(_book(unit).items, customer)
    control = tenancy.company_settings(unit).text(CONTROL) if cover else "off"
    if cover is None or control == "off":
        return []
    if order is not None:
        unit.load((CREDIT_USES, customer))
        unit.put(CREDIT_USES, customer, CreditUse(order, unit.at))
    found = rules.excess(cover, exposure(unit.call, customer), gross, unit.today)
    if found and control == "block" and order is not None:
        raise Refused.many([found])
    return [found] if found else []


def credit_blocks(unit: Unit) -> bool:
    """Is an order beyond the limit refused, rather than warned of?"""
    return tenancy.company_settings(unit).text(CONTROL) == "block"


def exposure(call: Call, customer: str) -> Exposure:
    """What the customer owes and has on order now, every committed write counted."""
    sums = {name: _sum(call, customer, name) for name in ("unpaid", "credit", "engaged")}
    return Exposure(open=sums["unpaid"] - sums["credit"], ordered=sums["engaged"])


def _sum(call: Call, customer: str, name: str) -> int:
    where = {"and": [{"field": "of", "op": "eq", "value": customer}, {"field": "name", "op": "eq", "value": name}]}
    asked = ListQuery(where=json.dumps(where), sums="amount", limit=1)
    return int(lists.page(call, FIGURES, asked).sums["amount"] or 0)


def get_credit(call: Call, id: str) -> CreditOut:
    """The cover of a customer, and what he owes (for those who may see sales)."""
    unit = reading(call)
    unit.load((CUSTOMERS, id), (COVERS, WHOLE), *tenancy.refs(on=unit.today))
    customer(unit, id)
    return _out(unit, id)


@use_case("crm.credit.put")
def put_credit(unit: Unit, id: str, asked: CreditIn) -> CreditOut:
    """The cover replaced by what is given; no limit takes it off. StaleVersion when If-Match is no longer true."""
    unit.load((CUSTOMERS, id), (COVERS, WHOLE), *tenancy.refs(on=unit.today))
    customer(unit, id)
    book = _book(unit)
    before = entry(book.items, id)
    if unit.call.if_match not in (None, before.rank if before else 0):
        raise StaleVersion(
            "http.stale_version",
            "Cette fiche a été modifiée entre-temps. Relisez-la, puis enregistrez à nouveau.",
            current=before.rank if before else 0,
        )
    if asked.limit is None:
        after = rules.uncovered(book, id)
    else:
        after = rules.covering(book, Cover(id, asked.limit, asked.until, asked.insurer, asked.reference))
    unit.put(COVERS, WHOLE, after)
    return _out(unit, id)


def tell_endings(call: Call) -> int:
    """A task, and so a mail, for who follows each customer whose cover is about to end, once for each last day; gives
    how many. A cover renewed is told of again before its new end."""
    unit = reading(call)
    unit.load((COVERS, WHOLE))
    ids = [one.id for one in rules.untold(_book(unit), unit.today)]
    for id in ids:
        _told(call, id)
    return len(ids)


@use_case("crm.credit.tell")
def _told(unit: Unit, id: str) -> None:
    from chalicelib.tenancy.rules.tasks import Subject  # noqa: PLC0415 - once in a life of a cover
    from chalicelib.tenancy.service import tasks  # noqa: PLC0415 - as above

    unit.load((CUSTOMERS, id), (COVERS, WHOLE))
    book, known = _book(unit), unit.find(CUSTOMERS, id)
    cover = next((one for one in rules.untold(book, unit.today) if one.id == id), None)
    if cover is None:
        return
    unit.put(COVERS, WHOLE, rules.told(book, id))
    said = rules.ending(cover, unit.today)
    if known is None or known.archived or said is None:
        return
    about = Subject("customer", id, known.display_name)
    title = f"Garantie à renouveler : {known.display_name}"[:200]
    tasks.tell(unit, about, title, said.detail, preferred=known.representative)


def follow(unit: Unit, gone: str, kept: str) -> None:
    """A merge takes the cover along."""
    unit.put(COVERS, WHOLE, rules.followed(_book(unit), gone, kept))


def _book(unit: Unit) -> CoverBook:
    return unit.find(COVERS, WHOLE) or CoverBook()


def _out(unit: Unit, id: str) -> CreditOut:
    cover = entry(_book(unit).items, id)
    owed = exposure(unit.call, id) if unit.actor.may("sales:read") else None
    warned = rules.ending(cover, unit.today) if cover else None
    return CreditOut(
        limit=cover.limit if cover else None,
        until=cover.until if cover else None,
        insurer=cover.insurer if cover else "",
        reference=cover.reference if cover else "",
        open=owed.open if owed else None,
        ordered=owed.ordered if owed else None,
        available=cover.on(unit.today) - owed.total if cover and owed else None,
        control=tenancy.company_settings(unit).text(CONTROL),
        warning=warned.rule if warned else "",
        warning_detail=warned.detail if warned else "",
        version=cover.rank if cover else 0,
    )
