"""What the provider tells of messages, and the addresses it closes.

The one trick: a message's company and id travel as tags of the mail and come back with every event, so nothing is
looked up, an event of a mail that is not ours is told apart at once, and one that comes before our own record of the
sending makes that record.

Source: Amazon SES, events published to Amazon EventBridge (source aws.ses; detail: eventType, mail, and one object
named after the event).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.aws.call import Call
from chalicelib.aws.isolation import fenced
from chalicelib.aws.log import logger
from chalicelib.aws.unit import Unit, use_case
from chalicelib.kernel.clock import instant
from chalicelib.kernel.errors import NotFound
from chalicelib.mailing.rules.messages import Happening, Message, befallen
from chalicelib.mailing.rules.stops import Stop, cleared, stop_id, stopped
from chalicelib.mailing.schemas import ClearedOut, MessageReturnedV1
from chalicelib.mailing.store import MESSAGES, STOPS, stop_refs

KINDS = {
    "Send": "sent",
    "Delivery": "delivered",
    "Open": "opened",
    "Click": "opened",
    "Bounce": "bounced",
    "Complaint": "complained",
    "Reject": "bounced",
}
"""What each event says of the message. The others (DeliveryDelay, RenderingFailure, Subscription) change nothing."""
_TAG = re.compile(r"[A-Za-z0-9_]{3,64}")


def heard(call: Call, event: dict[str, Any]) -> str:
    """Note an event: "noted", or why not: "foreign" (no message of ours), "unknown" (gone), "ignored"."""
    told = event.get("detail")
    tags = _tags(told)
    if not isinstance(told, dict) or tags is None:
        return "foreign"
    company, id = tags
    happenings = list(_happenings(told))
    if not happenings:
        return "ignored"
    with fenced(company):
        outcome = _noted(call.within(company), id, happenings)
    if outcome != "noted":
        logger.warning("mail event of no message", extra={"mail_message": id, "event": told.get("eventType")})
    return outcome


def _tags(told: Any) -> tuple[str, str] | None:
    tags = (told.get("mail") or {}).get("tags") if isinstance(told, dict) else None
    if not isinstance(tags, dict):
        return None
    found = [str((tags.get(name) or [""])[0]) for name in ("company", "message")]
    return (found[0], found[1]) if all(_TAG.fullmatch(one) for one in found) else None


def _happenings(told: dict[str, Any]) -> Iterator[Happening]:
    """What an event says, one for each address it is about."""
    kind = KINDS.get(str(told.get("eventType")))
    if kind is None:
        return
    said = told.get(str(told["eventType"]).lower()) or {}
    at = _at(said.get("timestamp") or told["mail"].get("timestamp"))
    permanent = kind == "complained" or said.get("bounceType") == "Permanent"
    detail = _detail(kind, said)
    if at is None:
        return
    for address in _addresses(told, said, kind):
        yield Happening(kind, address, at, detail, permanent)


def _at(text: Any) -> datetime | None:
    try:
        return instant(str(text))
    except ValueError:
        return None


def _detail(kind: str, said: dict[str, Any]) -> str:
    if kind == "complained":
        return str(said.get("complaintFeedbackType") or "")[:200]
    if kind != "bounced":
        return ""
    recipients = said.get("bouncedRecipients") or [{}]
    words = recipients[0].get("diagnosticCode") or said.get("bounceSubType") or said.get("reason") or ""
    return str(words)[:200]


def _addresses(told: dict[str, Any], said: dict[str, Any], kind: str) -> list[str]:
    """Whom it is about: those named, else all the mail went to. An opening names nobody."""
    if kind in {"opened", "sent"}:
        return [""]
    lists = (said.get("bouncedRecipients"), said.get("complainedRecipients"))
    named = [str(one.get("emailAddress", "")) for some in lists for one in some or []]
    found = named or said.get("recipients") or told["mail"].get("destination") or [""]
    return [_bare(str(one)) for one in found][:50]


def _bare(address: str) -> str:
    return address[address.rfind("<") + 1 :].rstrip(">").strip()[:254]


@use_case("mailing.message.follow")
def _noted(unit: Unit, id: str, happenings: list[Happening]) -> str:
    unit.load((MESSAGES, id), *stop_refs(one.address for one in happenings if one.address))
    message = unit.find(MESSAGES, id)
    if message is None:
        return "unknown"
    after = message
    for one in happenings:
        after = befallen(after, one)
        if one.permanent and one.address:
            _stop(unit, after, one)
    if after.status != message.status and after.status in {"bounced", "complained"}:
        unit.emit(
            MessageReturnedV1.model_validate(
                {
                    "message": id,
                    "status": after.status,
                    "customer": after.customer,
                    "about_kind": after.about.kind,
                    "about": after.about.id,
                    "permanent": any(one.permanent for one in happenings),
                }
            )
        )
    unit.put(MESSAGES, id, after)
    return "noted"


def _stop(unit: Unit, message: Message, told: Happening) -> None:
    id = stop_id(told.address)
    new = Stop(
        id=id,
        address=told.address,
        reason="complained" if told.kind == "complained" else "bounced",
        since=told.at,
        message=message.id,
        customer=message.customer,
        customer_name=message.customer_name,
        owner=message.owner,
        detail=told.detail,
    )
    unit.put(STOPS, id, stopped(unit.find(STOPS, id), new))


@use_case("mailing.stop.clear")
def clear(unit: Unit, address: str) -> ClearedOut:
    """Write to an address again. NotFound when it is not stopped, or is of another representative's customer."""
    id = stop_id(address)
    stop = unit.find(STOPS, id)
    if stop is None or not stop.holds or (unit.actor.only_own and stop.owner != unit.actor.id):
        raise NotFound("mailing.stop.not_found", "Cette adresse n'est pas arrêtée.")
    unit.put(STOPS, id, cleared(stop, unit.at, unit.actor.name))
    return ClearedOut(address=stop.address, cleared_at=unit.at)
