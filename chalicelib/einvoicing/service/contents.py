"""The file of a flow: the invoice's own Factur-X, a status as CDAR."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.einvoicing.rules.einvoice import Flow
from chalicelib.einvoicing.store import EINVOICES
from chalicelib.sales import service as sales
from chalicelib.tenancy import service as tenancy


def of(call: Call, flow: Flow) -> tuple[str, bytes]:
    """Its name and its bytes; the same each time."""
    if flow.sort == "invoice":
        paper = sales.pdf(call, flow.subject, None)
        return paper.filename, paper.content
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
            type_code="381" if known.kind == "credit_note" else "380",
            reason=flow.reason,
            text=flow.text,
            currency=known.currency,
            collected=flow.parts,
        )
    )
