"""What a flow is of: the invoice, the received invoice or the report follows what becomes of its flow."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.einvoicing.rules.einvoice import Flow, heard
from chalicelib.einvoicing.rules.statuses import Status
from chalicelib.einvoicing.store import EINVOICES, EREPORTS

REPORT_STATES = {"pending": "to_send", "sent": "sent", "accepted": "accepted", "rejected": "refused"}


def ref(flow: Flow) -> Ref:
    """What to load before `follow`."""
    return (EREPORTS if flow.sort == "report" else EINVOICES), flow.subject


def follow(unit: Unit, flow: Flow) -> None:
    """Write on the subject what became of its flow."""
    if flow.sort == "report":
        report = unit.get(EREPORTS, flow.subject)
        if report.state != "replaced":
            state, sent = REPORT_STATES[flow.state], flow.sent_at or report.sent_at
            unit.put(EREPORTS, flow.subject, replace(report, state=state, problem=flow.problem, sent_at=sent))
        return
    known = unit.get(EINVOICES, flow.subject)
    if flow.sort == "invoice":
        known = replace(
            known, carried=flow.state, problem=flow.problem, flow=flow.flow, sent_at=flow.sent_at or known.sent_at
        )
    elif flow.state in ("sent", "accepted"):
        known = heard(known, Status(flow.code, flow.asked_at, flow.id, flow.reason, flow.text))
    unit.put(EINVOICES, flow.subject, known)
