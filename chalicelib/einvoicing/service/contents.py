"""The file of a flow: the invoice's own Factur-X, a status as CDAR, a report as it was made."""

from __future__ import annotations

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.einvoicing.rules.einvoice import Flow
from chalicelib.einvoicing.rules.report import TYPES
from chalicelib.einvoicing.store import EINVOICES, EREPORTS
from chalicelib.sales import service as sales
from chalicelib.tenancy import service as tenancy


def of(call: Call, flow: Flow) -> tuple[str, bytes]:
    """Its name and its bytes; the same each time."""
    if flow.sort == "invoice":
        paper = sales.pdf(call, flow.subject, None)
        return paper.filename, paper.content
    if flow.sort == "report":
        return f"{flow.id}.xml", files.get(call.company, reading(call).get(EREPORTS, flow.subject).sha256)
    return f"{flow.id}.xml", _status(call, flow)


def _status(call: Call, flow: Flow) -> bytes:
    from chalicelib.render.cdar import Notice, cdar_xml  # noqa: PLC0415 - lxml

    unit = reading(call)
    unit.load((EINVOICES, flow.subject), *tenancy.refs(on=unit.today))
    known, company = unit.get(EINVOICES, flow.subject), tenancy.company(unit)
    return cdar_xml(
        Notice(
            id=flow.id,
            code=flow.code,
            at=flow.asked_at,
            ours="SE",
            siren=company.siret[:9],
            name=company.legal_name or company.name,
            other_siren=known.siren,
            other_name=known.customer_name,
            invoice=known.number,
            issued_on=known.issued_on,
            type_code=TYPES.get(known.kind, "380"),
            reason=flow.reason,
            text=flow.text,
            currency=known.currency,
            collected=flow.parts,
        )
    )
