"""The papers of sales: a frozen invoice as the sheet that `render` prints and writes as Factur-X; a quote, a delivery
note as the sheets it prints.

The one trick: the sheet is made from the document alone (and its logo's bytes), so the same invoice gives the same
sheet, the same PDF and the same XML on any day; and a quote is printed as the invoice it would be.
"""

from __future__ import annotations

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
from chalicelib.sales.rules.invoice import Invoice, InvoiceLine
from chalicelib.sales.rules.order import RateShare, Totals
from chalicelib.sales.rules.party import Buyer, Place, Seller
from chalicelib.sales.rules.quote import Quote
from chalicelib.sales.rules.regime import regime
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
_NOTE_COLUMNS = ("sku", *paper.DEFAULT_COLUMNS)
_DISCOUNTS = {
    "line_percent": ("Remise", "Discount"),
    "per_col": ("Réduction au col", "Reduction per bottle"),
    "order_percent": ("Remise sur la commande", "Order discount"),
    "order_amount": ("Remise sur la commande", "Order discount"),
}


def pdf(invoice: Invoice, lang: Lang, logo: bytes | None) -> bytes:
    """The Factur-X file of an invoice, its paper in `lang`; same invoice, same bytes."""
    return facturx_pdf(sheet(invoice, lang, logo), lang)


def findings(invoice: Invoice) -> list[Finding]:
    """What the French and European rules of e-invoicing refuse in it; figures and names do not depend on the
    language."""
    return french_findings(sheet(invoice, "fr"))


def sheet(invoice: Invoice, lang: Lang, logo: bytes | None = None) -> InvoiceSheet:
    """The invoice as printed in `lang`. Its figures do not depend on the language."""
    case = case_named(invoice.vat_case)
    totals = invoice.totals
    credit = invoice.kind == CREDIT_NOTE
    return InvoiceSheet(
        kind="credit_note" if credit else "invoice",
        number=invoice.number,
        issued_on=invoice.issued_on,
        seller=_seller(invoice.seller),
        buyer=_buyer(invoice.buyer),
        lines=tuple(_line(line, invoice.basis, invoice.currency, lang) for line in invoice.lines),
        totals=paper.Totals(lines=totals.net, net=totals.net, vat=totals.vat, gross=totals.gross, due=totals.gross),
        vat=tuple(_share(share, case, lang) for share in totals.rates),
        language=lang,
        currency=invoice.currency,
        prices_include_vat=invoice.basis == Basis.TTC,
        delivery=_delivery(invoice.buyer),
        delivered_on=invoice.delivered_on,
        instalments=() if credit else _instalments(invoice),
        payment=None if credit else _means(invoice, lang),
        payment_terms="" if credit else _terms(invoice, lang),
        notes=tuple(paper.LegalNote(one.code, one.en if lang == "en" else one.fr) for one in invoice.mentions),
        comment=invoice.comment,
        subject=invoice.reason,
        references=_references(invoice),
        customer_number=invoice.buyer.code,
        process=_process(invoice),
        regime=regime(invoice.buyer),
        summary=_summary(totals, lang),
        look=_look(invoice.seller, logo),
    )


def _references(invoice: Invoice) -> paper.References:
    before = tuple(paper.Preceding(one.number, one.issued_on) for one in invoice.preceding)
    return paper.References(order=invoice.order_number, buyer_order=invoice.reference, preceding=before)


def quote_pdf(said: Invoice, quote: Quote, lang: Lang, logo: bytes | None) -> bytes:
    """The paper of a quote: `said` is the invoice it would be."""
    printed = sheet(said, lang, logo)
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


def proforma_pdf(made: Invoice, lang: Lang, logo: bytes | None) -> bytes:
    """The paper of a pro-forma: no machine reads it, as it is no invoice."""
    return invoice_pdf(replace(sheet(made, lang, logo), kind="proforma", delivered_on=None), lang)


def note_pdf(note: DeliveryNote, lang: Lang, logo: bytes | None, *, prices: bool = False) -> bytes:
    """The paper of a delivery note, without prices unless they are asked for."""
    return invoice_pdf(note_sheet(note, lang, logo, prices=prices), lang)


def note_sheet(note: DeliveryNote, lang: Lang, logo: bytes | None = None, *, prices: bool = False) -> InvoiceSheet:
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
        look=replace(_look(note.seller, logo), columns=_NOTE_COLUMNS, prices=prices),
    )


def _shipped(line: InvoiceLine, note: DeliveryNote, lang: Lang, *, prices: bool) -> paper.SheetLine:
    """A line; its discounts are told with the prices only."""
    told = line if prices else replace(line, discounts=())
    return _line(told, note.basis, note.currency, lang)


def _carried(note: DeliveryNote, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What whoever loads and unloads checks: bottles, volume, weight."""
    if not note.weight:
        return _summary(note.totals, lang)
    kilos = words.quantity(Decimal(note.weight) / 1000, lang, "kg")
    return (*_summary(note.totals, lang), ("Weight" if lang == "en" else "Poids", kilos))


def _look(seller: Seller, logo: bytes | None) -> paper.Look:
    return paper.Look(accent=seller.accent or paper.Look().accent, logo=logo)


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


def _line(line: InvoiceLine, basis: str, currency: str, lang: Lang) -> paper.SheetLine:
    included = basis == Basis.TTC
    return paper.SheetLine(
        label=line.label,
        quantity=Decimal(line.quantity or 1),  # a reduction of price credits no bottle: it is printed as one
        unit_price=line.unit_price,
        net=line.net,
        gross=line.net + line.vat if included else None,
        vat_rate=line.vat_rate,
        vat_category=_category(line.category),
        discount=_percent(line),
        unit="col" if line.goods and line.quantity else "",
        details=_details(line, currency, lang),
        sku=line.sku,
        gtin=line.gtin,
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
    if not invoice.schedule:
        return (paper.Instalment(invoice.due_on, invoice.totals.gross),)
    return tuple(paper.Instalment(one.due_on, one.amount) for one in invoice.schedule)


def _terms(invoice: Invoice, lang: Lang) -> str:
    if len(invoice.schedule) > 1:
        return _IN_PARTS[lang].format(len(invoice.schedule))
    term = payment_term(invoice.term.value)
    return term.label(lang) if term else ""


def _process(invoice: Invoice) -> str:
    """BT-23 of the French rules: B goods, S services, M both."""
    kinds = {line.goods for line in invoice.lines}
    return "M1" if len(kinds) == 2 else "B1" if True in kinds else "S1"


def _summary(totals: Totals, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What a cellar wants at the foot: bottles and volume."""
    if not totals.cols:
        return ()
    return (
        ("Total", words.quantity(totals.cols, lang, "col")),
        ("Volume", words.volume(totals.volume, lang)),
    )
