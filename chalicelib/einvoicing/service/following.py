"""What the platform tells: by webhook at once, and asked for every hour.

The one trick: both ways end in the same `taken`, which each flow may pass any number of times and in any order.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from chalicelib.aws.call import Call, system_call
from chalicelib.aws.line import Silent
from chalicelib.aws.log import logger
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.einvoicing import index
from chalicelib.einvoicing.partners import afnor
from chalicelib.einvoicing.partners.afnor import Account, Declined, Sent
from chalicelib.einvoicing.rules.einvoice import heard
from chalicelib.einvoicing.rules.platform import Followed
from chalicelib.einvoicing.rules.statuses import STATES, Status
from chalicelib.einvoicing.service import collecting, platforms
from chalicelib.einvoicing.service.carrying import KEYS, SILENT, answered, carry_left
from chalicelib.einvoicing.store import EINVOICES, FOLLOWED, PLATFORMS
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Unavailable
from chalicelib.readmodel import ListQuery, lists
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.service.everywhere import company_ids

OVERLAP = timedelta(minutes=1)
SINCE = timedelta(days=1)


def everywhere(call: Call) -> int:
    """Every company's platform; gives how many flows were heard of."""
    return sum(look(call.within(company)) for company in company_ids(call))


def look(call: Call) -> int:
    """Carry what is left, then hear what changed since the last look. Running it again changes nothing."""
    unit = reading(call)
    unit.load((PLATFORMS, WHOLE), (FOLLOWED, WHOLE))
    account, followed = platforms.account_of(unit), unit.find(FOLLOWED, WHOLE)
    if account is None:
        return 0
    with suppress(Silent, Declined):
        platforms.hooked(call)
    carry_left(call)
    until, count, problem = followed.until if followed else _first(unit), 0, ""
    try:
        for told in afnor.search(account, updatedAfter=iso(until - OVERLAP)):
            taken(call, account, told)
            until, count = max(until, told.at), count + 1
    except Silent:
        problem = SILENT
    except Declined as no:
        problem = KEYS if no.keys else no.words
    if followed is None or (until, problem) != (followed.until, followed.problem):
        _followed(call, until, problem)
    return count


def _first(unit: Unit) -> datetime:
    """Before anything may have been told: the day before the platform was connected."""
    since = unit.get(PLATFORMS, WHOLE).since or unit.today
    return datetime.combine(since, time.min, UTC) - SINCE


@use_case("einvoicing.follow")
def _followed(unit: Unit, until: datetime, problem: str) -> None:
    known = unit.find(FOLLOWED, WHOLE)
    unit.put(FOLLOWED, WHOLE, Followed(max(until, known.until) if known else until, unit.at, problem))


def take_event(call: Call, content: bytes, signature: str) -> None:
    """The platform tells of a flow. Malformed (400) unless it signed it; Unavailable when it does not give the file it
    tells of, so that it tells again."""
    unit = reading(call)
    told = afnor.told(content, signature, platforms.hook_key(unit), call.now)
    account = platforms.account_of(unit)
    if account is None:
        return
    ours = system_call("platform", call.company, call.now, call.request_id)
    try:
        taken(ours, account, told)
    except (Silent, Declined):
        detail = "La plateforme ne donne pas le fichier qu'elle annonce. Redites-le plus tard."
        raise Unavailable("einvoicing.webhook.silent", detail) from None


def taken(call: Call, account: Account, told: Sent) -> None:
    """One flow. Silent, Declined when its file cannot be had."""
    if told.direction == "Out":
        answered(call, told)
    elif told.type == "CustomerInvoiceLC":
        _status(call, told, afnor.original(account, told.id))


def _status(call: Call, told: Sent, content: bytes) -> None:
    from chalicelib.render.cdar import read_cdar  # noqa: PLC0415 - lxml

    said = read_cdar(content)
    if said is None or said.code not in STATES:
        logger.warning("status not understood", extra={"flow": told.id})
        return
    status = Status(said.code, said.at or told.at, told.id, said.reason, said.text)
    where = json.dumps({"field": "number", "op": "eq", "value": said.invoice[:100]})
    found = lists.page(call, index.EINVOICES, ListQuery(where=where, limit=2)).items
    for row in found:
        if _heard(call, row["id"], said.seller, status):
            collecting.collect(call, [row["id"]])


@use_case("einvoicing.invoice.hear")
def _heard(unit: Unit, invoice: str, seller: str, status: Status) -> bool:
    unit.load((EINVOICES, invoice), *tenancy.refs(on=unit.today))
    known = unit.get(EINVOICES, invoice)
    if seller and seller[:9] != tenancy.company(unit).siret[:9]:
        return False
    after = heard(known, status)
    if known.carried == "pending":  # the platform has it, though we do not know yet that it left
        after = replace(after, carried="sent", problem="")
    if after == known:
        return False
    unit.put(EINVOICES, invoice, after)
    return True
