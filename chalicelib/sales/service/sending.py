"""Use cases of documents sent by e-mail: what would leave, asking for it, and the message carried with its paper.

The one trick: asking is one commit that names the document; the paper is printed when the message leaves, by the very
functions that answer its PDF, so what is attached is what the page shows, and asking costs no printing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.log import logger
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import CaveauError, NotFound
from chalicelib.mailing import service as mailing
from chalicelib.mailing.rules.messages import About, Letter, Message
from chalicelib.mailing.rules.paying import LINK, Pay
from chalicelib.mailing.schemas import LetterOut, MessageOut
from chalicelib.mailing.service import Changed
from chalicelib.pricing import service as pricing
from chalicelib.render import words
from chalicelib.render.invoice_pdf import invoice_pdf
from chalicelib.render.sheet import Lang
from chalicelib.sales.rules.order import Offer, require_sellable
from chalicelib.sales.rules.quote import last_day
from chalicelib.sales.rules.vat import case_named
from chalicelib.sales.schemas import NotePaperQuery, OfferPaperQuery, QuoteMoveIn
from chalicelib.sales.schemas.sendings import SendIn, SendingQuery, SentKind
from chalicelib.sales.service import delivering, invoices, levels, papers, proforma, quotes
from chalicelib.sales.service.advances import Payable, payable
from chalicelib.sales.service.freezing import as_invoiced
from chalicelib.sales.service.invoices import order_of, require_ours
from chalicelib.sales.service.receivables import receivable, receivable_refs
from chalicelib.sales.store import DELIVERIES, INVOICES, ORDERS, PROFORMAS, QUOTES
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.service.everywhere import company_ids


def preview(call: Call, query: SendingQuery) -> LetterOut:
    """What would leave: addresses, texts, and why it cannot if so. Nothing is written."""
    unit = reading(call)
    letter = letter_of(unit, query)
    return mailing.previewed(unit, letter, file_name(letter.about.number))


@use_case("sales.document.send")
def send(unit: Unit, asked: SendIn) -> MessageOut:
    """Ask for a document to be sent. A draft quote becomes a sent one in the same commit."""
    letter = letter_of(unit, asked)
    if asked.kind == "quote" and unit.get(QUOTES, asked.id).state == "draft":
        quotes.move_quote(unit, asked.id, QuoteMoveIn(to="sent"))
    changed = Changed(asked.to, asked.cc, asked.subject, asked.text)
    return mailing.asked(unit, letter, file_name(letter.about.number), changed)


def file_name(number: str) -> str:
    return f"{number.replace('/', '-')}.pdf"


def letter_of(unit: Unit, asked: SendingQuery) -> Letter:
    """The letter of a document. NotFound when there is none, or when it is another representative's."""
    return _LETTERS[asked.kind](unit, asked)


def _quote(unit: Unit, asked: SendingQuery) -> Letter:
    unit.load((QUOTES, asked.id), *tenancy.refs(on=unit.today))
    quote = quotes.quote_of(unit, asked.id)
    require_sellable(quote)
    lang = papers.language(asked.language, quote.language)
    until = quote.valid_until
    if quote.state == "draft":
        until = last_day(quote, unit.today, tenancy.company_settings(unit).integer("quote_validity"))
    return _of(unit, "quote", quote, lang, {"valid_until": words.day(until, lang) if until else ""})


def _order(unit: Unit, asked: SendingQuery) -> Letter:
    order = order_of(unit, asked.id)
    require_sellable(order)
    return _of(unit, "order", order, papers.language(asked.language, order.language), {})


def _proforma(unit: Unit, asked: SendingQuery) -> Letter:
    order = order_of(unit, asked.id)
    if order.proforma is None:
        raise NotFound("sales.proforma.not_found", "Cette commande n'a pas de pro-forma. Émettez-en une.")
    made = unit.get(PROFORMAS, order.proforma)
    lang = papers.language(asked.language, made.language)
    letter = _of(unit, "proforma", order, lang, {"date": words.day(made.issued_on, lang)})
    amount = words.amount(made.totals.gross, lang, made.currency)
    about = About("proforma", order.id, made.number)
    return replace(letter, about=about, variables={**letter.variables, "amount": amount})


def _of(unit: Unit, sort: str, offer: Offer, lang: Lang, more: dict[str, str]) -> Letter:
    unit.load(*mailing.letter_refs(unit, offer.buyer.id, offer.buyer.owner))
    return Letter(
        sort=sort,
        about=About(sort, offer.id, offer.number),
        customer=offer.buyer.id,
        customer_name=offer.buyer.name,
        owner=offer.buyer.owner,
        language=lang,
        variables={
            "document": words.word(lang, f"kind.{sort}"),
            "date": words.day(offer.ordered_on, lang),
            "amount": words.amount(offer.totals.gross, lang, offer.currency),
            **more,
        },
        copies=offer.copies,
        pay=_open(unit, offer.id),
    )


def _open(unit: Unit, id: str) -> Pay:
    """What is open of a document now, whatever its paper says."""
    found = payable(unit, id)
    return Pay(id, found.amount, found.currency)


def pay_letter(unit: Unit, owed: Payable) -> Letter:
    """The letter that sends the link to pay a document, the document attached."""
    if owed.kind == "invoice":
        letter = invoice_letter(unit, owed.id, sort=LINK)
    else:
        sort: SentKind = "quote" if owed.kind == "quote" else "order"
        letter = replace(_LETTERS[sort](unit, SendingQuery(kind=sort, id=owed.id)), sort=LINK)
    lang: Lang = "en" if letter.language == "en" else "fr"
    balance = words.amount(owed.amount, lang, owed.currency)
    return replace(letter, variables={**letter.variables, "balance": balance})


def _note(unit: Unit, asked: SendingQuery) -> Letter:
    note = unit.find(DELIVERIES, asked.id)
    if note is None:
        raise NotFound("sales.delivery.not_found", "Ce bon de livraison n'existe pas.")
    order = order_of(unit, note.order)
    lang = papers.language(asked.language, note.language)
    letter = _of(unit, "delivery_note", order, lang, {"date": words.day(note.issued_on, lang)})
    return replace(
        letter,
        about=About("delivery_note", note.id, note.number),
        variables={**letter.variables, "amount": words.amount(note.totals.gross, lang, note.currency)},
    )


def _invoice(unit: Unit, asked: SendingQuery) -> Letter:
    return invoice_letter(unit, asked.id, asked.language)


def invoice_letter(unit: Unit, id: str, language: Lang | None = None, sort: str = "") -> Letter:
    """The letter of an invoice or a credit note; `sort`: of a reminder of it."""
    unit.load((INVOICES, id), *receivable_refs(id))
    owed = receivable(unit, id)
    require_ours(owed)
    invoice = unit.get(INVOICES, id)
    order = unit.find(ORDERS, invoice.order) if invoice.order else None
    unit.load(*mailing.letter_refs(unit, owed.customer, owed.owner))
    lang = papers.language(language, invoice.language)
    kind = "credit_note" if invoice.kind == "credit_note" else "invoice"
    return Letter(
        sort=sort or kind,
        about=About("invoice", id, invoice.number),
        customer=owed.customer,
        customer_name=owed.customer_name,
        owner=owed.owner,
        language=lang,
        variables={
            "document": words.word(lang, f"kind.{kind}"),
            "date": words.day(invoice.issued_on, lang),
            "amount": words.amount(invoice.totals.gross, lang, invoice.currency),
            "due": words.day(invoice.due_on, lang) if kind == "invoice" else "",
        },
        copies=order.copies if order else None,
        pay=_open(unit, id) if kind == "invoice" else None,
    )


_LETTERS: dict[str, Callable[[Unit, SendingQuery], Letter]] = {
    "quote": _quote,
    "order": _order,
    "proforma": _proforma,
    "delivery_note": _note,
    "invoice": _invoice,
}


# --- carried


def carry(call: Call, message: str) -> str:
    """Send a message that was asked, its paper attached; gives its state."""
    return mailing.carry(call, message, lambda found: _attached(call, found))


def _attached(call: Call, message: Message) -> tuple[str, bytes]:
    content = paper_of(call, message.about.kind, message.about.id, papers.language(None, message.language))
    return files.put(call.company, content, "application/pdf", message.attachment_name).id, content


def _quote_pdf(call: Call, id: str, lang: Lang) -> bytes:
    return quotes.quote_pdf(call, id, OfferPaperQuery(lang=lang)).content


def _proforma_pdf(call: Call, id: str, lang: Lang) -> bytes:
    return proforma.proforma_pdf(call, id, OfferPaperQuery(lang=lang)).content


def _note_pdf(call: Call, id: str, lang: Lang) -> bytes:
    return delivering.note_pdf(call, id, NotePaperQuery(lang=lang)).content


def _invoice_pdf(call: Call, id: str, lang: Lang) -> bytes:
    return invoices.pdf(call, id, lang).content


def order_pdf(call: Call, id: str, lang: Lang) -> bytes:
    """The paper of an order as it stands: what an invoice of it would say, under its own name."""
    from chalicelib.sales import documents  # noqa: PLC0415 - most requests print nothing

    unit = reading(call)
    unit.load(
        (ORDERS, id),
        *crm.refs(),
        *catalogue.refs(()),
        *pricing.refs((), on=unit.today),
        *levels.refs(),
        *tenancy.refs(on=unit.today),
    )
    order = order_of(unit, id)
    require_sellable(order)
    said = as_invoiced(unit, order, case_named(order.vat_case), order.ordered_on, "order")
    printed = documents.sheet(said, lang, papers.art(call, said.seller, said.template))
    legal = tuple(note for note in printed.notes if not note.code)
    return invoice_pdf(replace(printed, kind="order", delivered_on=None, instalments=(), notes=legal), lang)


_PAPERS: dict[str, Callable[[Call, str, Lang], bytes]] = {
    "quote": _quote_pdf,
    "order": order_pdf,
    "proforma": _proforma_pdf,
    "delivery_note": _note_pdf,
    "invoice": _invoice_pdf,
}


def paper_of(call: Call, kind: str, id: str, lang: Lang) -> bytes:
    """The PDF of a document, as its page gives it."""
    return _PAPERS[kind](call, id, lang)


def carry_left(call: Call) -> int:
    """Every company's messages that did not leave when asked, and those nobody heard of; gives how many were moved."""
    return sum(_carry_left(call.within(company)) for company in company_ids(call))


def _carry_left(call: Call) -> int:
    from chalicelib.sales.service import posting  # noqa: PLC0415 - it prints by this module

    again, silent = mailing.unsent(call)
    moved = 0
    for message in silent:
        mailing.note_silence(call, message)
        moved += 1
    for message in again:
        try:
            carry(call, message)
            moved += 1
        except CaveauError as refusal:  # the provider is still away, or the document is gone: the others go on
            logger.warning("mail left waiting", extra={"mail_message": message, "why": refusal.code})
    return moved + posting.follow(call)
