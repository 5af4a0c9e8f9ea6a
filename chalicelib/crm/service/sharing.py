"""Use cases on customers shared between companies of one owner.

The one trick: each company holds its own record and its own link, each written in a transaction of its own and looked
at first, so that sharing twice, or again after half of it failed, gives the same two records. What a change tells is
only that there was one: whoever follows it reads the record as it is now, so facts told late or twice do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.aws.call import Call, system_call
from chalicelib.aws.isolation import fenced
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm.rules import Customer
from chalicelib.crm.rules.sharing import Link, Twin, followed, joined, left, shared
from chalicelib.crm.schemas import CustomerChangedV1, CustomerIn
from chalicelib.crm.schemas.sharing import CustomerUnsharedV1, ShareIn, ShareOut, SharesOut
from chalicelib.crm.service.duplicates import like
from chalicelib.crm.service.reading import customer
from chalicelib.crm.service.write_customers import create_customer
from chalicelib.crm.store import CUSTOMERS, ERASURES, LINKS
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Conflict, NotFound, Refused
from chalicelib.tenancy.service.elsewhere import acting_in, companies_of, may_act_in

WRITE = "crm:write"
ACTOR = "crm.sharing"
TRIES = 3


def list_shares(call: Call, id: str) -> SharesOut:
    """Where a customer is shared, and where the person could share it."""
    unit = reading(call)
    unit.load((CUSTOMERS, id), (LINKS, id))
    customer(unit, id)
    link = unit.find(LINKS, id) or Link()
    mine = {company: name for company, name in companies_of(call).items() if company != call.company}
    there = [
        ShareOut(
            company=twin.company,
            name=mine.get(twin.company, ""),
            customer=twin.customer if twin.company in mine else "",
            shared=True,
            may=True,
        )
        for twin in link.twins
    ]
    others = [
        ShareOut(company=company, name=name, customer="", shared=False, may=may_act_in(call, company, WRITE))
        for company, name in mine.items()
        if link.twin_in(company) is None
    ]
    return SharesOut(items=[*there, *others])


def put_share(call: Call, id: str, asked: ShareIn) -> SharesOut:
    """Share with a company, or stop. The person needs the right to write customers in both to share, in his own to
    stop. Conflict when that company has a record of the same SIRET or VAT number: link that one."""
    if asked.shared:
        _share(call, id, asked)
    else:
        _unshare(call, id, asked.company)
    return list_shares(call, id)


# --- sharing -------------------------------------------------------------------------------------------------------


def _share(call: Call, id: str, asked: ShareIn) -> None:
    if asked.company == call.company:
        raise Refused("crm.share.same", "Ce client est déjà dans cette société. Choisissez-en une autre.", "company")
    unit = reading(call)
    source = customer(unit, id)
    if source.merged_into:
        raise Conflict("crm.customer.merged", "Ce client est fusionné dans un autre. Partagez celui qui reste.")
    link = unit.find(LINKS, id) or Link()
    at = iso(call.now)
    with acting_in(call, asked.company, WRITE) as there:
        twin = _received(there, source, Twin(call.company, id), link, asked.customer, at)
    _join(replace(call, idempotency=None, if_match=None), id, twin, at)
    # The companies it was shared with before have a new twin too.
    for other in link.twins:
        if other.company != asked.company:
            with _inside(other.company, call.now) as system:
                _join(system, other.customer, twin, at)


def _received(there: Call, source: Customer, origin: Twin, link: Link, wanted: str | None, at: str) -> Twin:
    """The record of that customer in the company that receives it: the linked one, the one wanted, or a copy."""
    known = link.twin_in(there.company)
    if known is not None and reading(there).find(CUSTOMERS, known.customer) is not None:
        return known
    if wanted is None and (same := _same(there, source)):
        detail = f"Cette société a déjà ce client ({same[1]}). Reliez les deux fiches plutôt que d'en créer une autre."
        raise Conflict("crm.share.twin", detail, "customer", customer=same[0])
    return Twin(there.company, _received_in(there, source, origin, link, wanted, at))


def _same(there: Call, source: Customer) -> tuple[str, str] | None:
    """(id, code) of a record there with the same SIRET or VAT number."""
    for found in like(there, source):
        if {"siret", "vat"} & set(found.shares):
            return found.id, found.code
    return None


@use_case("crm.customer.receive")
def _received_in(unit: Unit, source: Customer, origin: Twin, link: Link, wanted: str | None, at: str) -> str:
    """The id of the record linked, or made, in the caller's company. The link is in the same commit."""
    mark = f"{origin.company}/{origin.customer}"
    id = unit.owner_of(GUARD, mark)
    if id is None or unit.find(CUSTOMERS, id) is None:
        id = _linked(unit, wanted) if wanted else create_customer(unit, _asked(source)).id
        unit.release(GUARD, mark)
        unit.guard(GUARD, mark, id, Conflict("crm.share.taken", "Ce client vient d'être partagé. Rechargez la page."))
    others = [origin, *(one for one in link.twins if one.company != unit.company)]
    known = unit.find(LINKS, id) or Link()
    for one in others:
        known = joined(known, one, at)
    unit.put(LINKS, id, known)
    if wanted:
        _follow(unit, id, source)
    return id


GUARD = "customer_shared"
"""The guard that says which record a customer of another company became here: sharing again finds it."""


def _linked(unit: Unit, wanted: str) -> str:
    """A record that the company had, to be linked. Conflict for one that is linked elsewhere already."""
    known = customer(unit, wanted)
    if (unit.find(LINKS, wanted) or Link()).twins:
        raise Conflict("crm.share.linked", "Cette fiche est déjà partagée. Arrêtez d'abord ce partage.", "customer")
    return known.id


def _asked(source: Customer) -> CustomerIn:
    """What a copy is made of: only what is shared. Its code is given by the company that receives it."""
    fields = {name: value for name, value in CUSTOMERS.plain(source).items() if name in shared(source)}
    return CustomerIn.model_validate(fields)


@use_case("crm.customer.share")
def _join(unit: Unit, id: str, twin: Twin, at: str) -> None:
    if unit.find(CUSTOMERS, id) is not None:
        unit.put(LINKS, id, joined(unit.find(LINKS, id) or Link(), twin, at))


# --- following -----------------------------------------------------------------------------------------------------


def follow(call: Call, type: str, data: dict[str, Any], at: datetime, actor: str) -> None:
    """What a fact of crm means to the other companies."""
    if type == CustomerUnsharedV1.TYPE:
        follow_unshared(call, CustomerUnsharedV1.model_validate(data))
    elif type == CustomerChangedV1.TYPE:
        follow_change(call, data["customer"], at, actor)
    else:
        follow_gone(call, data["customer"])


def follow_change(call: Call, id: str, at: datetime, actor: str) -> int:
    """Bring the other companies' records to what this one is now; how many changed. A change that was itself followed
    is not told again."""
    if actor == f"system:{ACTOR}":
        return 0
    done = 0
    for _ in range(TRIES):
        unit = reading(call)
        unit.load((CUSTOMERS, id), (LINKS, id), (ERASURES, id))
        source, link = unit.find(CUSTOMERS, id), unit.find(LINKS, id)
        if unit.find(ERASURES, id) is not None:  # blanked here at his own wish: that is no news of him
            return done
        if source is None or link is None or not link.twins or link.changed_at > iso(at):
            return done
        _told(_system(call.company, call.now), id, iso(at))
        done += sum(_followed(twin, source, iso(at), call.now) for twin in link.twins)
        now = reading(call).find(CUSTOMERS, id)
        if now is None or shared(now) == shared(source):
            return done
    return done


@use_case("crm.customer.told")
def _told(unit: Unit, id: str, at: str) -> None:
    """Note when this record was last changed by somebody: an older change elsewhere is not followed any more."""
    link = unit.find(LINKS, id)
    if link is not None and link.changed_at < at:
        unit.put(LINKS, id, replace(link, changed_at=at))


def _followed(twin: Twin, source: Customer, at: str, now: datetime) -> bool:
    with _inside(twin.company, now) as there:
        return _follow_in(there, twin.customer, source, at)


@use_case("crm.customer.follow")
def _follow_in(unit: Unit, id: str, source: Customer, at: str) -> bool:
    unit.load((CUSTOMERS, id), (LINKS, id))
    link = unit.find(LINKS, id)
    if link is None or link.changed_at > at:
        return False
    if link.changed_at < at:
        unit.put(LINKS, id, replace(link, changed_at=at))
    return _follow(unit, id, source)


def _follow(unit: Unit, id: str, source: Customer) -> bool:
    known = unit.find(CUSTOMERS, id)
    if known is None or known.merged_into or unit.find(ERASURES, id) is not None:
        return False
    doc = followed(known, source)
    if doc == known:
        return False
    unit.put(CUSTOMERS, id, doc)
    unit.emit(CustomerChangedV1(customer=id, archived=doc.archived))
    return True


# --- stopping ------------------------------------------------------------------------------------------------------


@use_case("crm.customer.unshare")
def _unshare(unit: Unit, id: str, company: str) -> None:
    """Stop sharing with a company. Both records stay; the other side is told by a fact."""
    unit.load((CUSTOMERS, id), (LINKS, id))
    customer(unit, id)
    _unlinked(unit, id, company)


def _unlinked(unit: Unit, id: str, company: str) -> None:
    link = unit.find(LINKS, id) or Link()
    twin = link.twin_in(company)
    if twin is None:
        raise NotFound("crm.share.not_found", "Ce client n'est pas partagé avec cette société.")
    _put(unit, id, left(link, company))
    unit.release(GUARD, f"{twin.company}/{twin.customer}")
    unit.emit(CustomerUnsharedV1(customer=id, company=company, twin=twin.customer))


def _put(unit: Unit, id: str, link: Link) -> None:
    if link.twins:
        unit.put(LINKS, id, link)
    else:
        unit.delete(LINKS, id)


def follow_unshared(call: Call, fact: CustomerUnsharedV1) -> None:
    """The other side forgets the twin too."""
    with _inside(fact.company, call.now) as there:
        _forgotten(there, fact.twin, Twin(call.company, fact.customer))


@use_case("crm.customer.unshared")
def _forgotten(unit: Unit, id: str, gone: Twin) -> None:
    link = unit.find(LINKS, id)
    if link is not None and link.twin_in(gone.company) == gone:
        _put(unit, id, left(link, gone.company))
        unit.release(GUARD, f"{gone.company}/{gone.customer}")


def follow_gone(call: Call, id: str) -> None:
    """A record that was deleted, merged into another, or erased, is shared no more."""
    link = reading(call).find(LINKS, id)
    for twin in link.twins if link else ():
        _drop(_system(call.company, call.now), id, twin.company)


@use_case("crm.customer.unshare_gone")
def _drop(unit: Unit, id: str, company: str) -> None:
    if (unit.find(LINKS, id) or Link()).twin_in(company) is not None:
        _unlinked(unit, id, company)


# --- inside another company, as the system -------------------------------------------------------------------------


@contextmanager
def _inside(company: str, now: datetime) -> Iterator[Call]:
    """The system in another company, with that company's own key to the table. Only ever entered by a link that a
    person with the right in both companies made."""
    with fenced(company):
        yield _system(company, now)


def _system(company: str, now: datetime) -> Call:
    return system_call(ACTOR, company, now)
