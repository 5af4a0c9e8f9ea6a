"""An order frozen into an invoice, and what others get of it: the receivable, the fact.

The one trick: everything is copied, so what an invoice says never depends on a record that may change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from chalicelib.aws.unit import Unit
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import Conflict, FieldError, Refused
from chalicelib.kernel.exchange import HOME
from chalicelib.sales.rules.currency import Home, home_of
from chalicelib.sales.rules.delivery import shipped_on
from chalicelib.sales.rules.deposit import KIND as DEPOSIT
from chalicelib.sales.rules.invoice import (
    EARLY,
    Invoice,
    InvoiceLine,
    Method,
    Series,
    Terms,
    due_date,
    effective_account,
    effective_method,
    effective_term,
    mentions,
)
from chalicelib.sales.rules.order import DocumentName, Line, Offer, Order, Totals
from chalicelib.sales.rules.party import Place, Seller
from chalicelib.sales.rules.receivable import HomeDue, Receivable, Settlement
from chalicelib.sales.rules.schedule import instalments
from chalicelib.sales.rules.vat import VatCase, category_for
from chalicelib.sales.schemas import InvoiceIssuedV1, SaleShare, VatAmount
from chalicelib.sales.schemas.facts import DepositTaken, HomeV1
from chalicelib.sales.schemas.rates import ExchangeOut
from chalicelib.sales.service import levels
from chalicelib.sales.service.composing import vat_case_of
from chalicelib.sales.service.methods import methods
from chalicelib.sales.store import CHAIN, INVOICES, SERIES
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.rules.companies import COLOURS, Company

KIND = "invoice"
NUMBER = "invoice_number"


def require_rate(order: Offer) -> None:
    """Refused in another currency without its rate (priced before rates were kept): VAT and books are in euros."""
    if order.currency != HOME and order.rate is None:
        detail = f"Le cours de {order.currency} manque à cette commande. Remettez-la en brouillon et enregistrez-la : "
        raise Refused("sales.invoice.currency", f"{detail}elle prendra le dernier cours connu.", "rate")


def vat_case_now(unit: Unit, order: Order) -> VatCase:
    case = vat_case_of(unit, order.buyer, order.vat_relief, order.ordered_on)
    moved = case.rate is not None and any(line.vat_rate != case.rate for line in order.lines)
    if case.code != order.vat_case or moved:
        raise Conflict(
            "sales.invoice.vat_case_changed",
            "Le régime de TVA du client a changé depuis que la commande est validée. Remettez-la en brouillon, "
            "enregistrez-la, puis validez-la.",
            now=case.code,
            was=order.vat_case,
        )
    if case.code == "eu_business" and (doubt := crm.zero_rate_problem(unit, order.buyer.id, order.buyer.vat_number)):
        raise Conflict(doubt.code, doubt.detail)
    return case


def frozen(unit: Unit, order: Order, case: VatCase) -> Invoice:
    """The next invoice of the company. Goods that have all left were supplied on the day the last of them did."""
    issued_on = dated(unit, KIND)
    unit.put(SERIES, KIND, Series(issued_on))
    said = as_invoiced(unit, order, case, issued_on, "invoice")
    invoice = replace(
        said,
        id=unit.new_id(INVOICES.prefix),
        number=tenancy.next_number(unit, NUMBER, issued_on),
        kind=KIND,
        delivered_on=shipped_on(order) or issued_on,
        order=order.id,
        order_number=order.number,
        deposits=order.deposits,
    )
    require_identity(invoice)
    return invoice


def dated(unit: Unit, series: str) -> date:
    """The date of the next document of a series: today, never before that of the last."""
    last = unit.find(SERIES, series)
    return max(unit.today, last.last_on) if last else unit.today


def as_invoiced(unit: Unit, order: Offer, case: VatCase, on: date, document: DocumentName) -> Invoice:
    """What an order or a quote would be as an invoice of that day: the same words and figures, and no number of its
    series; `document`: what it is printed as. Asks that every line has its price (`require_sellable`)."""
    said = levels.of(unit, order.buyer, order.grid.grid, order.payment_term, order.payment_method)
    term = effective_term(said.term, individual=not order.buyer.business)
    schedule = instalments(order.schedule, order.totals.gross, on)
    lines = tuple(line_of(unit, line, case) for line in (*order.lines, *order.charges))
    return Invoice(
        id=order.id,
        number=order.number,
        kind="",
        issued_on=on,
        issued_at=unit.at,
        due_on=schedule[-1].due_on if schedule else due_date(on, term.value),
        delivered_on=on,
        order="",
        order_number="",
        ordered_on=order.ordered_on,
        seller=seller_of(tenancy.company(unit)),
        buyer=order.buyer,
        basis=order.basis.value,
        currency=order.currency,
        language=order.language,
        vat_case=case.code,
        zone=case.zone,
        lines=lines,
        totals=order.totals,
        rate=order.rate,
        home=home_of(order.totals, taxed(lines), order.rate) if order.rate else None,
        term=term,
        method=_method(unit, said.method),
        mentions=mentions(_terms(unit), (case.mention_fr, case.mention_en), franco=order.carriage.free),
        reference=order.reference,
        comment=order.comment_of(document),
        agent=order.earner,
        grid=order.grid.grid.id if order.grid.grid else "",
        template=levels.template(unit, order.buyer, order.grid.grid),
        schedule=schedule,
    )


def sealed(unit: Unit, invoice: Invoice) -> Invoice:
    """The invoice as the next link of the company's chain of invoices: the seal covers every other field."""
    return replace(invoice, link=unit.chain(CHAIN, sealed_content(invoice)))


def sealed_content(invoice: Invoice) -> dict[str, object]:
    """What the link of an invoice seals: the whole document but the link."""
    plain = INVOICES.plain(invoice)
    del plain["link"]
    return plain


def seller_of(company: Company) -> Seller:
    """The company as its papers show it."""
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


def line_of(unit: Unit, line: Line, case: VatCase) -> InvoiceLine:
    """A priced line, copied."""
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
        facts=_facts(unit, line),
        free=line.free,
        account=account.value if account else None,
        account_level=account.level if account else "",
        commission=line.commission,
    )


def _facts(unit: Unit, line: Line) -> dict[str, str]:
    """What a template may show of a line, its capsule by its name."""
    capsule = entry(catalogue.capsules(unit).items, line.capsule) if line.capsule else None
    return {**line.facts, "capsule": capsule.name} if capsule else line.facts


def taxed(lines: Iterable[InvoiceLine]) -> list[tuple[Decimal, str, int]]:
    """Rate, category and HT of each line."""
    return [(line.vat_rate, line.category, line.net) for line in lines]


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
        _early_payment(settings),
        settings.text("document_footer"),
    )


def _early_payment(settings: tenancy.CompanySettings) -> str:
    """What the invoice says of paying early: the discount of the settings, else their sentence."""
    percent = Decimal(settings.text("early_discount"))
    if not percent:
        return settings.text("early_payment")
    rate = f"{percent.normalize():f}".replace(".", ",")
    return EARLY.format(rate, settings.integer("early_discount_days"))


def discounted(unit: Unit, owed: Receivable) -> Receivable:
    """The receivable with the discount that its invoice offers."""
    settings = tenancy.company_settings(unit)
    percent = settings.text("early_discount")
    if not Decimal(percent):
        return owed
    until = owed.issued_on + timedelta(days=settings.integer("early_discount_days"))
    return replace(owed, discount_percent=percent, discount_until=until)


def require_identity(invoice: Invoice) -> None:
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


def owed_of(invoice: Invoice) -> Receivable:
    """What an invoice claims; the deposits that it deducts are settled already."""
    owed = Receivable(
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
        schedule=invoice.schedule,
        rate=invoice.rate,
        home=HomeDue(invoice.home.net, invoice.home.vat, invoice.home.gross) if invoice.home else None,
        settlements=tuple(
            Settlement(one.invoice, one.number, one.gross, invoice.issued_on) for one in invoice.deposits
        ),
    )
    if invoice.kind != DEPOSIT:
        return owed
    return replace(owed, net=0, vat=0)  # the turnover is that of the order's invoice


def told(invoice: Invoice) -> InvoiceIssuedV1:
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
        agent_id=invoice.agent,
        net=totals.net,
        vat_total=totals.vat,
        gross=totals.gross,
        sales=shares(invoice.lines),
        vat=vat_amounts(totals),
        deposits=[DepositTaken(invoice_id=x.invoice, number=x.number, gross=x.gross) for x in invoice.deposits],
        home=home_told(invoice),
    )


def home_told(invoice: Invoice) -> HomeV1 | None:
    """The euros of an invoice or a credit note in a foreign currency, as facts tell them."""
    home = invoice.home
    if home is None or invoice.rate is None:
        return None
    sales = shares(replace(line, net=net) for line, net in zip(invoice.lines, home.lines, strict=True))
    return HomeV1(
        rate=ExchangeOut.model_validate(invoice.rate),
        net=home.net,
        vat_total=home.vat,
        gross=home.gross,
        sales=sales,
        vat=vat_amounts(home),
        lines=list(home.lines),
    )


def vat_amounts(totals: Totals | Home) -> list[VatAmount]:
    """Base and VAT by rate, as facts tell them."""
    return [VatAmount(rate=x.rate, category=x.category, net=x.net, vat=x.vat) for x in totals.rates]


def shares(lines: Iterable[InvoiceLine]) -> list[SaleShare]:
    """HT by account and rate, in the order in which they first appear."""
    found: dict[tuple[str | None, str], SaleShare] = {}
    for line in lines:
        key = line.account, f"{line.vat_rate} {line.category}"
        before = found[key].net if key in found else 0
        found[key] = SaleShare(account=line.account, rate=line.vat_rate, category=line.category, net=before + line.net)
    return list(found.values())
