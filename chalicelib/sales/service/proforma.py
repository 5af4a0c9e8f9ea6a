"""Use cases of pro-formas: issue one of an order, print it.

The one trick: it is frozen as an invoice is, so its paper is made from it alone, the same bytes whatever the order
becomes; another one is issued when the order changed.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import NotFound
from chalicelib.pricing import service as pricing
from chalicelib.sales.rules import proforma as rules
from chalicelib.sales.rules.order import Order, require_sellable
from chalicelib.sales.rules.proforma import NUMBER
from chalicelib.sales.rules.vat import case_named
from chalicelib.sales.schemas import OfferPaperQuery, OrderOut, ProformaIssuedV1
from chalicelib.sales.service import levels, papers, shown
from chalicelib.sales.service.freezing import as_invoiced
from chalicelib.sales.service.invoices import order_of
from chalicelib.sales.store import ORDERS, PROFORMAS
from chalicelib.tenancy import service as tenancy


@use_case("sales.proforma.issue")
def issue_proforma(unit: Unit, order_id: str) -> OrderOut:
    """The pro-forma of an order that is not invoiced, numbered and frozen; the last one issued is the order's. Reads
    one batch, writes one transaction."""
    unit.load(
        (ORDERS, order_id),
        *crm.refs(),
        *catalogue.refs(()),
        *pricing.refs((), on=unit.today),
        *levels.refs(),
        *tenancy.refs(NUMBER, on=unit.today),
    )
    order = order_of(unit, order_id)
    unit.expect(ORDERS, order_id, unit.call.if_match)
    rules.require_open(order)
    require_sellable(order)
    return shown.order_out(unit, unit.put(ORDERS, order_id, issued(unit, order)))


def issued(unit: Unit, order: Order) -> Order:
    """The order with a new pro-forma, which says what its invoice would today; the caller keeps the order."""
    said = as_invoiced(unit, order, case_named(order.vat_case), unit.today, "proforma")
    made = rules.named(said, unit.new_id(PROFORMAS.prefix), tenancy.next_number(unit, NUMBER), order)
    unit.put(PROFORMAS, made.id, made)
    unit.emit(
        ProformaIssuedV1(
            proforma_id=made.id,
            number=made.number,
            order_id=order.id,
            order_number=order.number,
            customer_id=order.buyer.id,
            gross=made.totals.gross,
        )
    )
    return replace(order, proforma=made.id, proforma_number=made.number, updated_at=unit.at)


def proforma_pdf(call: Call, order_id: str, query: OfferPaperQuery) -> Download:
    """The paper of the order's last pro-forma. NotFound when it has none."""
    from chalicelib.sales import documents  # noqa: PLC0415 - most requests print nothing

    unit = reading(call)
    order = order_of(unit, order_id)
    if order.proforma is None:
        raise NotFound("sales.proforma.not_found", "Cette commande n'a pas de pro-forma. Émettez-en une.")
    made = unit.get(PROFORMAS, order.proforma)
    lang = papers.language(query.lang, made.language)
    content = documents.proforma_pdf(made, lang, papers.art(call, made.seller, made.template))
    return papers.download(made.number, content)
