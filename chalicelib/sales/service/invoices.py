"""Use cases of invoices: issue, read, print.

The one trick: an order carries its buyer and its lines whole, so every key that issuing needs is known before
anything is read: one batch, one transaction, whatever the number of lines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.kinds import chain_ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import Conflict, NotFound, require_transition
from chalicelib.pricing import service as pricing
from chalicelib.render.sheet import Lang
from chalicelib.sales.rules.currency import stale
from chalicelib.sales.rules.former import KIND as FORMER
from chalicelib.sales.rules.invoice import Invoice, Paper
from chalicelib.sales.rules.order import TRANSITIONS, Order, require_released, require_sellable
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.sales.schemas import InvoiceOut
from chalicelib.sales.schemas.invoices import WarningOut
from chalicelib.sales.service import levels, papers, shown
from chalicelib.sales.service.freezing import (
    KIND,
    NUMBER,
    discounted,
    frozen,
    owed_of,
    require_rate,
    sealed,
    told,
    vat_case_now,
)
from chalicelib.sales.service.receivables import receivable, receivable_refs
from chalicelib.sales.store import CHAIN, INVOICES, ORDERS, PAPERS, RECEIVABLES, SERIES, paper_id
from chalicelib.tenancy import service as tenancy


def order_of(unit: Unit, id: str) -> Order:
    """The order. NotFound when there is none, or when it is another representative's."""
    order = unit.find(ORDERS, id)
    if order is None or (unit.actor.only_own and order.buyer.owner != unit.actor.id):
        raise NotFound("sales.order.not_found", "Cette commande n'existe pas ou plus.")
    return order


@use_case("sales.invoice.issue")
def issue(unit: Unit, order_id: str) -> InvoiceOut:
    """The invoice of a validated order: numbered without gap, frozen, sealed, due. Reads one batch, writes one
    transaction.

    Refused when the company's own identity is incomplete; Conflict when the customer's VAT case is no longer the one
    that the order was priced for.
    """
    unit.load(
        (ORDERS, order_id),
        (SERIES, KIND),
        chain_ref(CHAIN),
        *crm.refs(),
        *catalogue.refs(()),
        *pricing.refs((), on=unit.today),
        *levels.refs(),
        *tenancy.refs(NUMBER, on=unit.today),
    )
    order = order_of(unit, order_id)
    unit.expect(ORDERS, order_id, unit.call.if_match)
    require_transition(TRANSITIONS, order.state, "invoiced", "sales.order.transition")
    require_sellable(order)
    require_released(order, unit.today)
    require_rate(order)
    if order.deposits:
        from chalicelib.sales.service import depositing  # noqa: PLC0415 - few orders have a deposit

        depositing.require_paid(unit, order)
    case = vat_case_now(unit, order)
    invoice = sealed(unit, frozen(unit, order, case))
    owed = discounted(unit, owed_of(invoice))
    unit.put(INVOICES, invoice.id, invoice)
    unit.put(RECEIVABLES, invoice.id, owed)
    unit.put(
        ORDERS,
        order_id,
        replace(order, state="invoiced", invoice=invoice.id, invoice_number=invoice.number, updated_at=unit.at),
    )
    unit.emit(told(invoice))
    return shown.invoice_out(unit, invoice, owed, warnings(invoice))


def issued(unit: Unit, id: str) -> Invoice | None:
    """An issued invoice, whoever follows its customer. None for one of a former program."""
    return unit.find(INVOICES, id)


def get_invoice(call: Call, id: str) -> InvoiceOut:
    unit = reading(call)
    unit.load((INVOICES, id), *receivable_refs(id))
    owed = receivable(unit, id)
    require_ours(owed)
    invoice = unit.get(INVOICES, id)
    return shown.invoice_out(unit, invoice, owed, warnings(invoice))


def require_ours(owed: Receivable) -> None:
    """Conflict for an invoice of a former program: it is claimed here, and was never issued here."""
    if owed.kind == FORMER:
        detail = f"La facture {owed.number} vient de l'ancien logiciel : seul son reste dû est ici. Voyez-la là-bas."
        raise Conflict("sales.invoice.former", detail)


def refuse_change(call: Call, id: str) -> NoReturn:
    """An issued invoice is for ever: Conflict (NotFound when there is none)."""
    receivable(reading(call), id)
    raise Conflict(
        "sales.invoice.immutable",
        "Une facture émise ne se modifie ni ne se supprime. Faites un avoir, puis une nouvelle facture.",
    )


def pdf(call: Call, id: str, lang: Lang | None) -> Download:
    """The paper of an invoice in a language: Factur-X, made at the first request, the same bytes ever after."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - most requests print nothing

    unit = reading(call)
    refs = [(PAPERS, paper_id(id, one)) for one in ("fr", "en")]
    unit.load((INVOICES, id), *receivable_refs(id), *refs, *sealing.refs())
    require_ours(receivable(unit, id))
    invoice = unit.get(INVOICES, id)
    language = papers.language(lang, invoice.language)
    paper = unit.find(PAPERS, paper_id(id, language))
    if paper is None:
        paper = _keep_paper(call, unit, invoice, language)
    content = files.get(call.company, paper.sha256)
    return papers.download(invoice.number, content, paper.sha256)


def _rendered(call: Call, invoice: Invoice, language: Lang) -> bytes:
    from chalicelib.sales import documents  # noqa: PLC0415 - most requests print nothing

    return documents.pdf(invoice, language, papers.art(call, invoice.seller, invoice.template))


def _keep_paper(call: Call, unit: Unit, invoice: Invoice, language: Lang) -> Paper:
    """Print, seal, store the bytes, then note which they are; when another request was faster, its are the paper."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - most requests print nothing

    content, seal = sealing.sealed(unit, invoice, language, _rendered(call, invoice, language))
    file = files.put(call.company, content, "application/pdf", f"{invoice.id}-{language}.pdf")
    return _note_paper(replace(call, idempotency=None), Paper(invoice.id, language, file.id, file.size, call.now, seal))


@use_case("sales.invoice.paper")
def _note_paper(unit: Unit, made: Paper) -> Paper:
    key = paper_id(made.invoice, made.language)
    return unit.find(PAPERS, key) or unit.put(PAPERS, key, made)


def warnings(invoice: Invoice) -> list[WarningOut]:
    """What an e-invoicing platform would refuse in it."""
    from chalicelib.sales import documents  # noqa: PLC0415 - most requests print nothing

    old = stale(invoice.rate, invoice.issued_on)
    doubts = [WarningOut(rule="CGI 266-1 bis", field="rate", detail=old.detail)] if old else []
    found = documents.findings(invoice)
    return [*doubts, *(WarningOut(rule=one.rule, field=one.field, detail=one.detail) for one in found)]
