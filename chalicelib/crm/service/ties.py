"""Use cases of who follows a customer, from which day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm.rules.ties import ALWAYS, Tie, Ties, moved
from chalicelib.crm.schemas import CustomerChangedV1
from chalicelib.crm.schemas.ties import TieIn, TieOut, TiesOut
from chalicelib.crm.service.reading import customer
from chalicelib.crm.service.representatives import may_follow, representative_refs
from chalicelib.crm.store import CUSTOMERS, TIES
from chalicelib.kernel.errors import Forbidden, Refused


def get_ties(call: Call, id: str) -> TiesOut:
    unit = reading(call)
    unit.load((CUSTOMERS, id), (TIES, id))
    customer(unit, id)
    return _out(unit, id)


@use_case("crm.customer.follow")
def follow_from(unit: Unit, id: str, asked: TieIn) -> TiesOut:
    """Give a customer to a user, from a day on: what was invoiced since counts as his. Refused for a day to come, or
    for somebody who is no member; Forbidden to who is limited to his own customers."""
    unit.load((CUSTOMERS, id), (TIES, id), *representative_refs(asked.user or ""))
    known = customer(unit, id)
    unit.expect(CUSTOMERS, id, unit.call.if_match)
    if unit.actor.only_own:
        raise Forbidden("crm.tie.own", "Vous suivez vos propres clients : un responsable les confie à d'autres.")
    if asked.user and not may_follow(unit, asked.user):
        detail = "Cette personne n'est ni membre de la société ni représentant. Choisissez quelqu'un d'autre."
        raise Refused("crm.representative.unknown", detail, "user")
    tied(unit, id, known.representative, asked.user, asked.since or unit.today)
    unit.put(CUSTOMERS, id, replace(known, representative=asked.user))
    unit.emit(CustomerChangedV1(customer=id, archived=known.archived))
    return _out(unit, id)


def tied(unit: Unit, id: str, before: str | None, user: str | None, since: date) -> None:
    """Note in the caller's commit that another user follows the customer from a day on."""
    unit.put(TIES, id, moved(unit.find(TIES, id), before, user, since, unit.today))


def _out(unit: Unit, id: str) -> TiesOut:
    known = unit.get(CUSTOMERS, id)
    ties = unit.find(TIES, id) or Ties((Tie(known.representative, ALWAYS),))
    return TiesOut(
        user=known.representative,
        ties=[TieOut(user=one.user, since=None if one.since == ALWAYS else one.since) for one in ties.items],
        version=unit.version(CUSTOMERS, id),
    )
