"""Use cases of invoices: issue, read, print.

The one trick: an order carries its buyer and its lines whole, so every key that issuing needs is known before
anything is read: one batch, one transaction, whatever the number of lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.kinds import chain_ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import Conflict, FieldError, NotFound, Refused, require_transition
from chalicelib.pricing import service as pricing
from chalicelib.render.sheet import Lang
from chalicelib.sales.rules.invoice import (
    Invoice,
    InvoiceLine,
    Method,
    Paper,
    Series,
    Terms,
    due_date,
    effective_account,
    effective_method,
    effective_term,
    mentions,
)
from chalicelib.sales.rules.order import TRANSITIONS, Line, Order, require_sellable
from chalicelib.sales.rules.party import Place, Seller
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.sales.rules.vat import VatCase, category_for
from chalicelib.sales.schemas import InvoiceIssuedV1, InvoiceOut, SaleShare, VatAmount
from chalicelib.sales.schemas.invoices import WarningOut
from chalicelib.sales.service import levels, shown
from chalicelib.sales.service.composing import vat_case_of
from chalicelib.sales.service.methods import method_refs, methods
from chalicelib.sales.service.receivables import receivable, receivable_refs
from chalicelib.sales.store import CHAIN, INVOICES, ORDERS, PAPERS, RECEIVABLES, SERIES, paper_id
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.rules.companies import COLOURS, Company

KIND = "invoice"
NUMBER = "invoice_number"


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
        *method_refs(),
        *tenancy.refs(NUMBER, on=unit.today),
    )
    order = order_of(unit, order_id)
    unit.expect(ORDERS, order_id, unit.call.if_match)
    require_transition(TRANSITIONS, order.state, "invoiced", "sales.order.transition")
    require_sellable(order)
    case = _case(unit, order)
    invoice = _sealed(unit, _frozen(unit, order, case))
    owed = _owed(invoice)
    unit.put(INVOICES, invoice.id, invoice)
    unit.put(RECEIVABLES, invoice.id, owed)
    unit.put(
        ORDERS,
        order_id,
        replace(order, state="invoiced", invoice=invoice.id, invoice_number=invoice.number, updated_at=unit.at),
    )
    unit.emit(_told(invoice))
    return shown.invoice_out(unit, invoice, owed, _warnings(invoice))


def get_invoice(call: Call, id: str) -> InvoiceOut:
    unit = reading(call)
    unit.load((INVOICES, id), *receivable_refs(id))
    owed = receivable(unit, id)
    invoice = unit.get(INVOICES, id)
    return shown.invoice_out(unit, invoice, owed, _warnings(invoice))


def refuse_change(call: Call, id: str) -> NoReturn:
    """An issued invoice is for ever: Conflict (NotFound when there is none)."""
    receivable(reading(call), id)
    raise Conflict(
        "sales.invoice.immutable",
        "Une facture émise ne se modifie ni ne se supprime. Faites un avoir, puis une nouvelle facture.",
    )


def pdf(call: Call, id: str, lang: Lang | None) -> Download:
    """The paper of an invoice in a language: Factur-X, made at the first request, the same bytes ever after."""
    unit = reading(call)
    refs = [(PAPERS, paper_id(id, one)) for one in ("fr", "en")]
    unit.load((INVOICES, id), *receivable_refs(id), *refs)
    receivable(unit, id)
    invoice = unit.get(INVOICES, id)
    language: Lang = lang or ("en" if invoice.language == "en" else "fr")
    paper = unit.find(PAPERS, paper_id(id, language))
    if paper is None:
        content = _rendered(call, invoice, language)
        paper = _keep_paper(call, id, language, content)
    content = files.get(call.company, paper.sha256)
    return Download(content, "application/pdf", f"{invoice.number.replace('/', '-')}.pdf", etag=paper.sha256)


def _rendered(call: Call, invoice: Invoice, language: Lang) -> bytes:
    from chalicelib.sales import documents  # noqa: PLC0415 - most requests print nothing

    logo = files.get(call.company, invoice.seller.logo) if invoice.seller.logo else None
    return documents.pdf(invoice, language, logo)


def _keep_paper(call: Call, id: str, language: str, content: bytes) -> Paper:
    """Store the bytes, then note which they are; when another request was faster, its bytes are the paper."""
    file = files.put(call.company, content, "application/pdf", f"{id}-{language}.pdf")
    return _note_paper(replace(call, idempotency=None), Paper(id, language, file.id, file.size, call.now))


@use_case("sales.invoice.paper")
def _note_paper(unit: Unit, made: Paper) -> Paper:
    key = paper_id(made.invoice, made.language)
    return unit.find(PAPERS, key) or unit.put(PAPERS, key, made)


# --- freezing


def _case(unit: Unit, order: Order) -> VatCase:
    case = vat_case_of(unit, order.buyer)
    if case.code != order.vat_case:
        raise Conflict(
            "sales.invoice.vat_case_changed",
            "Le régime de TVA du client a changé depuis que la commande est validée. Remettez-la en brouillon, "
            "enregistrez-la, puis validez-la.",
            now=case.code,
            was=order.vat_case,
        )
    return case


def _frozen(unit: Unit, order: Order, case: VatCase) -> Invoice:
    last = unit.find(SERIES, KIND)
    issued_on = max(unit.today, last.last_on) if last else unit.today
    unit.put(SERIES, KIND, Series(issued_on))
    said = levels.of(unit, order.buyer, order.grid.grid, order.payment_term, order.payment_method)
    term = effective_term(said.term, individual=not order.buyer.business)
    invoice = Invoice(
        id=unit.new_id(INVOICES.prefix),
        number=tenancy.next_number(unit, NUMBER, issued_on),
        kind=KIND,
        issued_on=issued_on,
        issued_at=unit.at,
        due_on=due_date(issued_on, term.value),
        delivered_on=issued_on,
        order=order.id,
        order_number=order.number,
        ordered_on=order.ordered_on,
        seller=_seller(tenancy.company(unit)),
        buyer=order.buyer,
        basis=order.basis.value,
        currency=order.currency,
        language=order.language,
        vat_case=case.code,
        zone=case.zone,
        lines=tuple(_line(unit, line, case) for line in order.lines),
        totals=order.totals,
        term=term,
        method=_method(unit, said.method),
        mentions=mentions(_terms(unit), (case.mention_fr, case.mention_en)),
        reference=order.reference,
        comment=order.comment_printed,
    )
    _require_identity(invoice)
    return invoice


def _sealed(unit: Unit, invoice: Invoice) -> Invoice:
    """The invoice as the next link of the company's chain of invoices: the seal covers every other field."""
    return replace(invoice, link=unit.chain(CHAIN, sealed_content(invoice)))


def sealed_content(invoice: Invoice) -> dict[str, object]:
    """What the link of an invoice seals: the whole document but the link."""
    plain = INVOICES.plain(invoice)
    del plain["link"]
    return plain


def _seller(company: Company) -> Seller:
    address = company.address
    legal = [f"{company.legal_form} au capital de {company.capital}" if company.capital else company.legal_form]
    return Seller(
        name=company.name,
        legal_name=company.legal_name,
        address=Place(address.lines, address.postcode, address.town, address.country),
        legal_line=" · ".join(part for part in (*legal, company.rcs) if part),
        siret=company.siret,
        vat_number=company.vat_number,
        excise_number=company.excise_number,
        iban=company.iban,
        bic=company.bic,
        email=company.email,
        phone=company.phone,
        website=company.website,
        accent=COLOURS.get(company.colour, ""),
        logo=company.logo.file if company.logo else "",
    )


def _line(unit: Unit, line: Line, case: VatCase) -> InvoiceLine:
    family = entry(catalogue.families(unit).items, line.family)
    account = effective_account(
        {
            "variant": line.own_account,
            "product": line.product_account,
            "family": family.sales_account if family else None,
        }
    )
    priced = line.priced
    assert priced.unit_price is not None
    assert priced.amount is not None
    return InvoiceLine(
        variant=line.variant,
        sku=line.sku,
        label=line.label,
        quantity=line.quantity,
        unit_price=priced.unit_price,
        before=priced.amount,
        discounts=priced.steps,
        amount=line.amount,
        net=line.net,
        vat=line.vat,
        vat_rate=line.vat_rate,
        category=category_for(case, line.vat_rate),
        goods=line.goods,
        volume=line.volume,
        packs=priced.quantity if priced.per_pack > 1 else None,
        packaging_label=line.packaging_label,
        gtin=line.gtin,
        account=account.value if account else None,
        account_level=account.level if account else "",
    )


def _method(unit: Unit, said: dict[str, str | None]) -> Method:
    """The method in force, copied; one that is gone since is named as it was and counts as "other"."""
    found = effective_method(said)
    code, level = (found.value, found.level) if found else ("", "")
    known = methods(unit).find(code)
    if known is None:
        return Method(code, "other", code, code, level)
    return Method(known.id, known.kind, known.label_fr, known.label_en, level)


def _terms(unit: Unit) -> Terms:
    settings = tenancy.company_settings(unit)
    return Terms(
        settings.text("late_penalty"),
        settings.integer("recovery_fee"),
        settings.text("early_payment"),
        settings.text("document_footer"),
    )


def _require_identity(invoice: Invoice) -> None:
    """Refused when the seller's own identity lacks what the law prints on every invoice (CGI ann. II art. 242 nonies
    A)."""
    seller = invoice.seller
    wanted = {
        "siret": bool(seller.siret),
        "vat_number": bool(seller.vat_number) or invoice.vat_case == "franchise",
        "address.town": bool(seller.address.town),
        "address.postcode": bool(seller.address.postcode),
    }
    missing = [
        FieldError(
            f"seller.{field}",
            "sales.invoice.seller_incomplete",
            "L'identité de votre société est incomplète. Complétez-la dans Réglages, Société.",
        )
        for field, there in wanted.items()
        if not there
    ]
    if missing:
        raise Refused.many(missing)


# --- what others get


def _owed(invoice: Invoice) -> Receivable:
    return Receivable(
        invoice=invoice.id,
        number=invoice.number,
        kind=invoice.kind,
        order=invoice.order,
        order_number=invoice.order_number,
        customer=invoice.buyer.id,
        customer_code=invoice.buyer.code,
        customer_name=invoice.buyer.name,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        net=invoice.totals.net,
        vat=invoice.totals.vat,
        due=invoice.totals.gross,
        cols=invoice.totals.cols,
        owner=invoice.buyer.owner,
        currency=invoice.currency,
        language=invoice.language,
        reference=invoice.reference,
    )


def _told(invoice: Invoice) -> InvoiceIssuedV1:
    totals, buyer = invoice.totals, invoice.buyer
    return InvoiceIssuedV1(
        invoice_id=invoice.id,
        number=invoice.number,
        kind=invoice.kind,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        order_id=invoice.order,
        order_number=invoice.order_number,
        customer_id=buyer.id,
        customer_code=buyer.code,
        customer_name=buyer.name,
        currency=invoice.currency,
        zone=invoice.zone,
        net=totals.net,
        vat_total=totals.vat,
        gross=totals.gross,
        sales=_shares(invoice.lines),
        vat=[VatAmount(rate=x.rate, category=x.category, net=x.net, vat=x.vat) for x in totals.rates],
    )


def _shares(lines: Iterable[InvoiceLine]) -> list[SaleShare]:
    """HT by account and rate, in the order in which they first appear."""
    found: dict[tuple[str | None, str], SaleShare] = {}
    for line in lines:
        key = line.account, f"{line.vat_rate} {line.category}"
        before = found[key].net if key in found else 0
        found[key] = SaleShare(account=line.account, rate=line.vat_rate, category=line.category, net=before + line.net)
    return list(found.values())


def _warnings(invoice: Invoice) -> list[WarningOut]:
    """What an e-invoicing platform would refuse in it."""
    from chalicelib.sales import documents  # noqa: PLC0415 - most requests print nothing

    return [WarningOut(rule=one.rule, field=one.field, detail=one.detail) for one in documents.findings(invoice)]
