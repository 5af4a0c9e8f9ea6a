"""Use cases of quotes: made as an order is, sent, answered, then an order once.

The one trick: composing, pricing and explaining are those of orders, and the paper is that of the invoice it would
become, under the quote's own name.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import Conflict, NotFound, require_transition
from chalicelib.pricing import service as pricing
from chalicelib.sales.rules import quote as rules
from chalicelib.sales.rules.order import require_sellable
from chalicelib.sales.rules.quote import Quote
from chalicelib.sales.rules.vat import case_named
from chalicelib.sales.schemas import (
    ExplainOut,
    OfferPaperQuery,
    OrderOut,
    QuoteAcceptedV1,
    QuoteClosedV1,
    QuoteIn,
    QuoteMoveIn,
    QuoteOrderedV1,
    QuoteOut,
    QuoteSentV1,
)
from chalicelib.sales.service import levels, papers, shown
from chalicelib.sales.service.composing import NUMBER as ORDER_NUMBER
from chalicelib.sales.service.composing import composed, filled, name, opened, refs, require_buying
from chalicelib.sales.service.freezing import as_invoiced
from chalicelib.sales.service.orders import require_line
from chalicelib.sales.store import ORDERS, QUOTES
from chalicelib.tenancy import service as tenancy

NUMBER = "quote_number"


def quote_of(unit: Unit, id: str) -> Quote:
    """The quote. NotFound when there is none, or when it is another representative's."""
    quote = unit.find(QUOTES, id)
    if quote is None or (unit.actor.only_own and quote.buyer.owner != unit.actor.id):
        raise NotFound("sales.quote.not_found", "Ce devis n'existe pas ou plus.")
    return quote


@use_case("sales.quote.create")
def create_quote(unit: Unit, asked: QuoteIn) -> QuoteOut:
    """A numbered quote, priced. Reads one batch, writes one transaction."""
    unit.load(*refs(unit, asked, NUMBER))
    on = asked.ordered_on or unit.today
    made = composed(unit, asked, on)
    require_buying(unit, asked.customer)
    blank = opened(Quote, unit, made, unit.new_id(QUOTES.prefix), tenancy.next_number(unit, NUMBER))
    quote = replace(filled(blank, asked, made, unit, on), valid_until=asked.valid_until)
    name(unit, quote)
    return shown.quote_out(unit, unit.put(QUOTES, quote.id, quote))


@use_case("sales.quote.update")
def update_quote(unit: Unit, id: str, asked: QuoteIn) -> QuoteOut:
    """A draft replaced by what is asked, and priced again: only typed prices stay."""
    unit.load((QUOTES, id), *refs(unit, asked, NUMBER))
    known = quote_of(unit, id)
    unit.expect(QUOTES, id, unit.call.if_match)
    rules.require_editable(known)
    on = asked.ordered_on or known.ordered_on
    made = composed(unit, asked, on, {line.variant for line in known.lines})
    quote = replace(filled(known, asked, made, unit, on), valid_until=asked.valid_until)
    name(unit, quote)
    return shown.quote_out(unit, unit.put(QUOTES, id, quote))


@use_case("sales.quote.transition")
def move_quote(unit: Unit, id: str, asked: QuoteMoveIn) -> QuoteOut:
    """Change the state of a quote. IllegalTransition names those allowed."""
    unit.load((QUOTES, id), *tenancy.refs(on=unit.today))
    known = quote_of(unit, id)
    unit.expect(QUOTES, id, unit.call.if_match)
    require_transition(rules.moves(known), known.state, asked.to, "sales.quote.transition")
    return shown.quote_out(unit, unit.put(QUOTES, id, replace(_moved(unit, known, asked), updated_at=unit.at)))


def _moved(unit: Unit, quote: Quote, asked: QuoteMoveIn) -> Quote:
    if asked.to == "sent":
        return _sent(unit, quote)
    if asked.to == "accepted":
        return _accepted(unit, quote, asked)
    if asked.to in {"refused", "cancelled"}:
        return closed(unit, replace(quote, state=asked.to, reason=asked.reason))
    return replace(quote, state=asked.to, sent_at=None, accepted_on=None, reason="")


def _sent(unit: Unit, quote: Quote) -> Quote:
    if quote.state != "draft":  # an answer taken back: it was sent on its own day
        return replace(quote, state="sent", accepted_on=None, reason="")
    require_sellable(quote)
    until = rules.last_day(quote, unit.today, tenancy.company_settings(unit).integer("quote_validity"))
    unit.emit(
        QuoteSentV1(
            quote_id=quote.id,
            number=quote.number,
            customer_id=quote.buyer.id,
            valid_until=until,
            gross=quote.totals.gross,
        )
    )
    return replace(quote, state="sent", sent_at=unit.at, valid_until=until)


def _accepted(unit: Unit, quote: Quote, asked: QuoteMoveIn) -> Quote:
    on = asked.on or unit.today
    unit.emit(
        QuoteAcceptedV1(
            quote_id=quote.id,
            number=quote.number,
            customer_id=quote.buyer.id,
            accepted_on=on,
            gross=quote.totals.gross,
        )
    )
    return rules.accepted(quote, on, unit.today)


def closed(unit: Unit, quote: Quote) -> Quote:
    """The quote, told as one that will not be an order."""
    unit.emit(
        QuoteClosedV1(
            quote_id=quote.id,
            number=quote.number,
            customer_id=quote.buyer.id,
            state=quote.state,
            reason=quote.reason,
        )
    )
    return quote


@use_case("sales.quote.order")
def order_quote(unit: Unit, id: str) -> OrderOut:
    """The order of an accepted quote, once: its lines and totals as agreed, linked both ways. Conflict when it has
    one."""
    unit.load((QUOTES, id), *tenancy.refs(ORDER_NUMBER, on=unit.today))
    quote = quote_of(unit, id)
    unit.expect(QUOTES, id, unit.call.if_match)
    if quote.order is not None:
        raise Conflict(
            "sales.quote.already_ordered",
            f"Ce devis est déjà la commande {quote.order_number}. Ouvrez-la.",
            order=quote.order,
            number=quote.order_number,
        )
    number = tenancy.next_number(unit, ORDER_NUMBER)
    order = rules.agreed(quote, unit.new_id(ORDERS.prefix), number, on=unit.today, at=unit.at, by=unit.actor.id)
    unit.put(QUOTES, id, replace(quote, order=order.id, order_number=number, updated_at=unit.at))
    unit.emit(QuoteOrderedV1(quote_id=id, number=quote.number, order_id=order.id, order_number=number))
    return shown.order_out(unit, unit.put(ORDERS, order.id, order))


def get_quote(call: Call, id: str) -> QuoteOut:
    unit = reading(call)
    return shown.quote_out(unit, quote_of(unit, id))


def explain_quote(call: Call, id: str, line: int) -> ExplainOut:
    """Why the price of a line (from 1). NotFound for a line that the quote does not have."""
    quote = quote_of(reading(call), id)
    require_line(quote, line)
    return shown.explain_out(quote, line)


def quote_pdf(call: Call, id: str, query: OfferPaperQuery) -> Download:
    """The paper of a quote in a language, as it stands now; a draft says that it is one. Refused while a line has no
    price."""
    from chalicelib.sales import documents  # noqa: PLC0415 - most requests print nothing

    unit = reading(call)
    unit.load(
        (QUOTES, id),
        *crm.refs(),
        *catalogue.refs(()),
        *pricing.refs((), on=unit.today),
        *levels.refs(),
        *tenancy.refs(on=unit.today),
    )
    quote = quote_of(unit, id)
    require_sellable(quote)
    said = as_invoiced(unit, quote, case_named(quote.vat_case), quote.ordered_on, "quote")
    lang = papers.language(query.lang, quote.language)
    content = documents.quote_pdf(said, quote, lang, papers.art(call, said.seller, said.template))
    return papers.download(quote.number, content)
