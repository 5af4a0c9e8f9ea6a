"""The papers of sales: a frozen invoice as the sheet that `render` prints and writes as Factur-X; a quote, a delivery
note as the sheets it prints.

The one trick: the sheet is made from the document alone (and its logo's bytes), so the same invoice gives the same
sheet, the same PDF and the same XML on any day; and a quote is printed as the invoice it would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chalicelib.kernel.dates import payment_term
from chalicelib.kernel.money import Basis
from chalicelib.pricing.rules import Step
from chalicelib.render import sheet as paper
from chalicelib.render import words
from chalicelib.render.facturx import facturx_pdf
from chalicelib.render.finding import Finding
from chalicelib.render.findings import french_findings
from chalicelib.render.invoice_pdf import invoice_pdf
from chalicelib.render.sheet import InvoiceSheet, Lang
from chalicelib.sales.rules.credit import KIND as CREDIT_NOTE
from chalicelib.sales.rules.delivery import DeliveryNote
from chalicelib.sales.rules.deposit import KIND as DEPOSIT
from chalicelib.sales.rules.invoice import Invoice, InvoiceLine
from chalicelib.sales.rules.order import RateShare, Totals
from chalicelib.sales.rules.party import Buyer, Place, Seller
from chalicelib.sales.rules.quote import Quote
from chalicelib.sales.rules.receivable import Instalment, left_of
from chalicelib.sales.rules.regime import regime
from chalicelib.sales.rules.template import NO_ART, STANDARD, Art, Used
from chalicelib.sales.rules.vat import VatCase, case_named

# UNTDID 4461: how each kind of method is named in the structured invoice.
MEANS = {
    "transfer": "30",
    "cheque": "20",
    "card": "48",
    "cash": "10",
    "direct_debit": "59",
    "bill": "24",
    "other": "1",
}
_DRAFT = {"fr": "BROUILLON", "en": "DRAFT"}
_UNDOES = {"fr": "Annule le bon de livraison {number}.", "en": "Cancels delivery note {number}."}
_IN_PARTS = {"fr": "En {} échéances", "en": "In {} instalments"}
_REDUCED = {"fr": "Réduction de prix", "en": "Reduction of price"}
_DISCOUNTS = {
    "line_percent": ("Remise", "Discount"),
    "per_col": ("Réduction au col", "Reduction per bottle"),
    "order_percent": ("Remise sur la commande", "Order discount"),
    "order_amount": ("Remise sur la commande", "Order discount"),
}


def pdf(invoice: Invoice, lang: Lang, art: Art) -> bytes:
    """The Factur-X file of an invoice, its paper in `lang`; same invoice, same bytes."""
    return facturx_pdf(sheet(invoice, lang, art), lang)


def drawn(invoice: Invoice, lang: Lang, art: Art) -> bytes:
    """The pages of that file alone, without what a machine reads."""
    return invoice_pdf(sheet(invoice, lang, art), lang)


def findings(invoice: Invoice) -> list[Finding]:
    """What the French and European rules of e-invoicing refuse in it; figures and names do not depend on the
    language."""
    return french_findings(sheet(invoice, "fr"))


def sheet(invoice: Invoice, lang: Lang, art: Art = NO_ART) -> InvoiceSheet:
    """The invoice as printed in `lang`. Its figures do not depend on the language."""
    case = case_named(invoice.vat_case)
    totals = invoice.totals
    credit = invoice.kind == CREDIT_NOTE
    return InvoiceSheet(
        kind="credit_note" if credit else "deposit_invoice" if invoice.kind == DEPOSIT else "invoice",
        number=invoice.number,
        issued_on=invoice.issued_on,
        seller=_seller(invoice.seller),
        buyer=_buyer(invoice.buyer),
        lines=tuple(_line(line, invoice.currency, lang) for line in invoice.lines),
        totals=_totals(invoice),
        vat=tuple(_share(share, case, lang) for share in totals.rates),
        language=lang,
        currency=invoice.currency,
        prices_include_vat=invoice.basis == Basis.TTC,
        delivery=_delivery(invoice.buyer),
        delivered_on=None if invoice.kind == DEPOSIT and invoice.zone != "eu" else invoice.delivered_on,
        instalments=() if credit else _instalments(invoice),
        payment=None if credit else _means(invoice, lang),
        payment_terms="" if credit else _terms(invoice, lang),
        notes=_notes(invoice, lang),
        comment=invoice.comment,
        subject=invoice.reason,
        references=_references(invoice),
        customer_number=invoice.buyer.code,
        process=_process(invoice),
        regime=regime(invoice.buyer),
        summary=(*_summary(totals, lang), *_exchange(invoice, lang)),
        look=look_of(invoice.seller, invoice.template, art),
    )


def _totals(invoice: Invoice) -> paper.Totals:
    totals, prepaid = invoice.totals, _prepaid(invoice)
    return paper.Totals(
        lines=totals.net,
        net=totals.net,
        vat=totals.vat,
        gross=totals.gross,
        due=totals.gross - prepaid,
        paid=prepaid,
        vat_euros=invoice.home.vat if invoice.home else None,
    )


def _notes(invoice: Invoice, lang: Lang) -> tuple[paper.LegalNote, ...]:
    """The mentions of the law, then the words of the template."""
    said = (paper.LegalNote(one.code, one.en if lang == "en" else one.fr) for one in invoice.mentions)
    return (*said, *_own_words(invoice.template, lang))


def _references(invoice: Invoice) -> paper.References:
    before = tuple(paper.Preceding(one.number, one.issued_on) for one in invoice.preceding)
    before += tuple(paper.Preceding(one.number, one.on) for one in invoice.deposits)
    return paper.References(order=invoice.order_number, buyer_order=invoice.reference, preceding=before)


def quote_pdf(said: Invoice, quote: Quote, lang: Lang, art: Art) -> bytes:
    """The paper of a quote: `said` is the invoice it would be."""
    printed = sheet(said, lang, art)
    return invoice_pdf(
        replace(
            printed,
            kind="quote",
            valid_until=quote.valid_until,
            delivered_on=None,
            instalments=(),
            payment=replace(printed.payment, iban="", bic="", account_name="") if printed.payment else None,
            notes=tuple(note for note in printed.notes if not note.code),
            look=replace(printed.look, stamp=_DRAFT[lang] if quote.state == "draft" else ""),
        ),
        lang,
    )


def proforma_pdf(made: Invoice, lang: Lang, art: Art) -> bytes:
    """The paper of a pro-forma: no machine reads it, as it is no invoice."""
    return invoice_pdf(replace(sheet(made, lang, art), kind="proforma", delivered_on=None), lang)


def note_pdf(note: DeliveryNote, lang: Lang, art: Art, *, prices: bool = False) -> bytes:
    """The paper of a delivery note, without prices unless they are asked for."""
    return invoice_pdf(note_sheet(note, lang, art, prices=prices), lang)


def note_sheet(note: DeliveryNote, lang: Lang, art: Art = NO_ART, *, prices: bool = False) -> InvoiceSheet:
    """The delivery note as printed in `lang`; one that undoes another says which."""
    case, totals = case_named(note.vat_case), note.totals
    return InvoiceSheet(
        kind="delivery_note",
        number=note.number,
        issued_on=note.issued_on,
        seller=_seller(note.seller),
        buyer=_buyer(note.buyer),
        lines=tuple(_shipped(line, note, lang, prices=prices) for line in note.lines),
        totals=paper.Totals(lines=totals.net, net=totals.net, vat=totals.vat, gross=totals.gross, due=totals.gross),
        vat=tuple(_share(share, case, lang) for share in totals.rates),
        language=lang,
        currency=note.currency,
        prices_include_vat=note.basis == Basis.TTC,
        delivery=_delivery(note.buyer),
        comment=note.comment,
        subject=_UNDOES[lang].format(number=note.counters_number) if note.counters else "",
        references=paper.References(order=note.order_number, buyer_order=note.reference),
        customer_number=note.buyer.code,
        summary=_carried(note, lang),
        notes=tuple(_own_words(note.template, lang)),
        look=_note_look(note, art, prices=prices),
    )


def _shipped(line: InvoiceLine, note: DeliveryNote, lang: Lang, *, prices: bool) -> paper.SheetLine:
    """A line; its discounts are told with the prices only."""
    told = line if prices else replace(line, discounts=())
    return replace(_line(told, note.currency, lang), quantity=Decimal(line.bottles))


def _carried(note: DeliveryNote, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What whoever loads and unloads checks: bottles, volume, weight."""
    if not note.weight:
        return _summary(note.totals, lang)
    kilos = words.quantity(Decimal(note.weight) / 1000, lang, "kg")
    return (*_summary(note.totals, lang), ("Weight" if lang == "en" else "Poids", kilos))


def look_of(seller: Seller, used: Used | None, art: Art) -> paper.Look:
    """How a template has it look; the company's own look where it says nothing."""
    template = used.template if used else STANDARD
    return paper.Look(
        accent=template.accent or seller.accent or paper.Look().accent,
        logo=art.logo,
        columns=template.columns,
        landscape=template.landscape,
        basis="HT" if template.prices == "HT" else "TTC" if template.prices == "TTC" else "",
        legal="header" if template.legal == "header" else "footer",
        appended=art.appended,
    )


def _note_look(note: DeliveryNote, art: Art, *, prices: bool) -> paper.Look:
    """A delivery note is read beside the goods: their reference is always on it."""
    look = look_of(note.seller, note.template, art)
    columns = look.columns if "sku" in look.columns else ("sku", *look.columns)
    return replace(look, columns=columns, prices=prices)


def _own_words(used: Used | None, lang: Lang) -> list[paper.LegalNote]:
    """What the template adds to the legal block, in the other language when it has no words in this one."""
    template = used.template if used else STANDARD
    french, english = template.legal_fr, template.legal_en
    text = (english or french) if lang == "en" else (french or english)
    return [paper.LegalNote("", text)] if text.strip() else []


def _share(share: RateShare, case: VatCase, lang: Lang) -> paper.VatShare:
    """One row of the VAT breakdown, with its reason where no VAT is due."""
    exempt = share.category == case.category and not case.taxed
    return paper.VatShare(
        category=_category(share.category),
        rate=share.rate,
        base=share.net,
        vat=share.vat,
        reason=(case.mention_en if lang == "en" else case.mention_fr) if exempt else "",
        reason_code=case.reason_code if exempt else "",
    )


def _address(place: Place) -> paper.Address:
    return paper.Address(place.lines, place.postcode, place.town, "", place.country)


def _seller(seller: Seller) -> paper.Party:
    return paper.Party(
        name=seller.legal_name or seller.name,
        trade_name=seller.name if seller.legal_name and seller.legal_name != seller.name else "",
        address=_address(seller.address),
        siren=seller.siret[:9],
        siret=seller.siret,
        vat_number=seller.vat_number,
        excise_number=seller.excise_number,
        email=seller.email,
        phone=seller.phone,
        website=seller.website,
        legal_line=seller.legal_line,
    )


def _buyer(buyer: Buyer) -> paper.Party:
    return paper.Party(
        name=buyer.name,
        address=_address(buyer.address),
        siren=buyer.siret[:9],
        siret=buyer.siret,
        vat_number=buyer.vat_number,
        excise_number=buyer.excise_number,
        email=buyer.email,
        phone=buyer.phone,
    )


def _delivery(buyer: Buyer) -> paper.Party | None:
    place = buyer.delivery
    if place is None:
        return None
    return paper.Party(name=place.name or buyer.name, address=_address(place))


def _line(line: InvoiceLine, currency: str, lang: Lang) -> paper.SheetLine:
    return paper.SheetLine(
        label=line.label,
        quantity=Decimal(line.quantity or 1),  # a reduction of price credits no bottle: it is printed as one
        unit_price=line.unit_price,
        net=line.net,
        gross=line.net + line.vat,
        vat_rate=line.vat_rate,
        vat_category=_category(line.category),
        discount=_percent(line),
        unit="col" if line.goods and line.bottles else "",
        details=_details(line, currency, lang),
        note=_given(line, lang),
        sku=line.sku,
        gtin=line.gtin,
        extra=tuple(line.facts.items()),
    )


def _percent(line: InvoiceLine) -> Decimal | None:
    """The discount of the column: the line's percentage when it is the only one, else nothing (the details say all)."""
    only = line.discounts[0] if len(line.discounts) == 1 else None
    return only.rate if only is not None and only.kind in {"line_percent", "order_percent"} else None


def _details(line: InvoiceLine, currency: str, lang: Lang) -> tuple[str, ...]:
    told = []
    if line.credits and not line.quantity:
        told.append(_REDUCED[lang])
    if line.packs and line.packaging_label:
        told.append(f"{line.packs} × {line.packaging_label}")
    if _percent(line) is None:
        told += [_discount(step, currency, lang) for step in line.discounts]
    return tuple(told)


def _given(line: InvoiceLine, lang: Lang) -> str:
    """12 + 1 offerte: what was given besides what is billed."""
    if not line.free:
        return ""
    word = "free" if lang == "en" else "offerte" if line.free == 1 else "offertes"
    return f"{line.quantity} + {line.free} {word}" if line.quantity else f"{line.free} {word}"


def _discount(step: Step, currency: str, lang: Lang) -> str:
    name = _DISCOUNTS[step.kind][1 if lang == "en" else 0]
    rate = words.percent(step.rate, lang) if step.kind.endswith("percent") else ""
    taken = words.amount(-step.taken, lang, currency)
    return " ".join(part for part in (name, rate, ":", taken) if part) if lang == "fr" else f"{name} {rate}: {taken}"


def _category(code: str) -> paper.VatCategory:
    categories: dict[str, paper.VatCategory] = {"S": "S", "Z": "Z", "E": "E", "K": "K", "G": "G"}
    return categories[code]


def _means(invoice: Invoice, lang: Lang) -> paper.PaymentMeans:
    seller, method = invoice.seller, invoice.method
    transfer = method.kind == "transfer" and bool(seller.iban)
    return paper.PaymentMeans(
        code=MEANS[method.kind] if transfer or method.kind != "transfer" else MEANS["other"],
        label=method.label_en or method.label_fr if lang == "en" else method.label_fr,
        iban=seller.iban if transfer else "",
        bic=seller.bic if transfer else "",
        account_name=seller.legal_name or seller.name if transfer else "",
    )


def _instalments(invoice: Invoice) -> tuple[paper.Instalment, ...]:
    """What is due when, once the deposits are deducted: they pay the first due first."""
    schedule = invoice.schedule or (Instalment(invoice.due_on, invoice.totals.gross),)
    rests = zip(schedule, left_of(schedule, _prepaid(invoice)), strict=True)
    return tuple(paper.Instalment(one.due_on, rest) for one, rest in rests if rest or not invoice.deposits)


def _prepaid(invoice: Invoice) -> int:
    return sum(one.gross for one in invoice.deposits)


def _terms(invoice: Invoice, lang: Lang) -> str:
    if len(invoice.schedule) > 1:
        return _IN_PARTS[lang].format(len(invoice.schedule))
    term = payment_term(invoice.term.value)
    return term.label(lang) if term else ""


def _process(invoice: Invoice) -> str:
    """BT-23 of the French rules: B goods, S services, M both; 4 for the invoice that follows deposits."""
    kinds = {line.goods for line in invoice.lines}
    return ("M" if len(kinds) == 2 else "B" if True in kinds else "S") + ("4" if invoice.deposits else "1")


def _exchange(invoice: Invoice, lang: Lang) -> Iterator[tuple[str, str]]:
    """The rate of an invoice in a foreign currency, with its day and source, and what it makes in euros."""
    rate, home = invoice.rate, invoice.home
    if rate is None or home is None:
        return
    english = lang == "en"
    source = {"ecb": "ECB" if english else "BCE", "typed": "own rate" if english else "cours saisi"}[rate.source]
    told = f"1 EUR = {words.number(rate.rate, lang, max(4, -int(rate.rate.as_tuple().exponent)))} {rate.currency}"
    yield "Exchange rate" if english else "Cours", f"{told} ({source}, {words.day(rate.on, lang)})"
    yield "In euros" if english else "En euros", words.amount(home.gross, lang)


def _summary(totals: Totals, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What a cellar wants at the foot: bottles and volume."""
    if not totals.cols:
        return ()
    return (
        ("Total", words.quantity(totals.cols, lang, "col")),
        ("Volume", words.volume(totals.volume, lang)),
    )
