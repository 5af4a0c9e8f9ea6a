"""What a flow is of: the invoice, the received invoice or the report follows what becomes of its flow."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.einvoicing.rules.einvoice import Flow, heard
from chalicelib.einvoicing.rules.statuses import Status
from chalicelib.einvoicing.store import EINVOICES


def ref(flow: Flow) -> Ref:
    """What to load before `follow`."""
    return EINVOICES, flow.subject


def follow(unit: Unit, flow: Flow) -> None:
    """Write on the subject what became of its flow."""
    known = unit.get(EINVOICES, flow.subject)
    if flow.sort == "invoice":
        known = replace(
            known, carried=flow.state, problem=flow.problem, flow=flow.flow, sent_at=flow.sent_at or known.sent_at
        )
    elif flow.state in ("sent", "accepted"):
        known = heard(known, Status(flow.code, flow.asked_at, flow.id, flow.reason, flow.text))
    unit.put(EINVOICES, flow.subject, known)
