"""What is owed and how it is paid (BG-16 to BG-23, BT-106 to BT-115)."""

from chalicelib.render import words
from chalicelib.render.cii.lines import add_tax
from chalicelib.render.cii.xml import Element, add, add_date, add_if, decimal, money, rate
from chalicelib.render.sheet import Adjustment, InvoiceSheet, PaymentMeans, VatShare


def add_settlement(parent: Element, sheet: InvoiceSheet) -> None:
    """The whole settlement, in the order the schema wants."""
    node = add(parent, "ram:ApplicableHeaderTradeSettlement")
    means = sheet.payment
    if means:
        add_if(node, "ram:CreditorReferenceID", means.creditor_id)
    add(node, "ram:PaymentReference", sheet.number)
    if sheet.currency != "EUR":
        add(node, "ram:TaxCurrencyCode", "EUR")
    add(node, "ram:InvoiceCurrencyCode", sheet.currency)
    if means:
        _add_means(node, means)
    for share in sheet.vat:
        _add_share(node, share)
    for adjustment in sheet.adjustments:
        _add_adjustment(node, adjustment)
    _add_terms(node, sheet)
    _add_totals(node, sheet)
    for earlier in sheet.references.preceding:
        before = add(node, "ram:InvoiceReferencedDocument")
        add(before, "ram:IssuerAssignedID", earlier.number)
        add_date(before, "ram:FormattedIssueDateTime", earlier.issued_on, "qdt:DateTimeString")


def _add_means(parent: Element, means: PaymentMeans) -> None:
    node = add(parent, "ram:SpecifiedTradeSettlementPaymentMeans")
    add(node, "ram:TypeCode", means.code)
    add_if(node, "ram:Information", means.label)
    if means.payer_iban:
        add(node, "ram:PayerPartyDebtorFinancialAccount/ram:IBANID", _compact(means.payer_iban))
    if means.iban and not means.mandate:
        account = add(node, "ram:PayeePartyCreditorFinancialAccount")
        add(account, "ram:IBANID", _compact(means.iban))
        add_if(account, "ram:AccountName", means.account_name)
        add_if(node, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", means.bic)


def _compact(iban: str) -> str:
    return "".join(iban.split())


def _add_share(parent: Element, share: VatShare) -> None:
    """One row of the VAT breakdown (BG-23)."""
    node = add(parent, "ram:ApplicableTradeTax")
    add(node, "ram:CalculatedAmount", money(share.vat))
    add(node, "ram:TypeCode", "VAT")
    add_if(node, "ram:ExemptionReason", share.reason)
    add(node, "ram:BasisAmount", money(share.base))
    add(node, "ram:CategoryCode", share.category)
    add_if(node, "ram:ExemptionReasonCode", share.reason_code)
    if share.category != "O":
        add(node, "ram:RateApplicablePercent", rate(share.rate))


def _add_adjustment(parent: Element, one: Adjustment) -> None:
    """A discount (BG-20) or a charge (BG-21) on the document."""
    node = add(parent, "ram:SpecifiedTradeAllowanceCharge")
    add(node, "ram:ChargeIndicator/udt:Indicator", "true" if one.charge else "false")
    if one.percent is not None and one.base is not None:
        add(node, "ram:CalculationPercent", decimal(one.percent, 2))
        add(node, "ram:BasisAmount", money(one.base))
    add(node, "ram:ActualAmount", money(one.amount))
    add(node, "ram:ReasonCode", one.reason_code or ("FC" if one.charge else "95"))
    add(node, "ram:Reason", one.label)
    add_tax(node, "ram:CategoryTradeTax", one.vat_category, one.vat_rate)


def _add_terms(parent: Element, sheet: InvoiceSheet) -> None:
    """Payment terms (BT-20), last due date (BT-9) and mandate (BT-89)."""
    due = sheet.due_date() if sheet.kind != "credit_note" else None
    text = _terms(sheet)
    mandate = sheet.payment.mandate if sheet.payment else ""
    if not (due or text or mandate):
        return
    node = add(parent, "ram:SpecifiedTradePaymentTerms")
    add_if(node, "ram:Description", text)
    if due:
        add_date(node, "ram:DueDateDateTime", due)
    add_if(node, "ram:DirectDebitMandateID", mandate)


def _terms(sheet: InvoiceSheet) -> str:
    if sheet.kind == "credit_note":
        return sheet.payment_terms or words.word(sheet.language, "to_credit")
    parts = [sheet.payment_terms] if sheet.payment_terms else []
    if len(sheet.instalments) > 1:
        for one in sheet.instalments:
            amount = words.amount(one.amount, sheet.language, sheet.currency)
            parts.append(f"{words.day(one.due, sheet.language)} : {amount}")
    return " ; ".join(parts)


def _add_totals(parent: Element, sheet: InvoiceSheet) -> None:
    totals = sheet.totals
    node = add(parent, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    add(node, "ram:LineTotalAmount", money(totals.lines))
    if totals.charges:
        add(node, "ram:ChargeTotalAmount", money(totals.charges))
    if totals.discounts:
        add(node, "ram:AllowanceTotalAmount", money(totals.discounts))
    add(node, "ram:TaxBasisTotalAmount", money(totals.net))
    add(node, "ram:TaxTotalAmount", money(totals.vat), currencyID=sheet.currency)
    if totals.vat_euros is not None and sheet.currency != "EUR":
        add(node, "ram:TaxTotalAmount", money(totals.vat_euros), currencyID="EUR")
    if totals.rounding:
        add(node, "ram:RoundingAmount", money(totals.rounding))
    add(node, "ram:GrandTotalAmount", money(totals.gross))
    if totals.paid:
        add(node, "ram:TotalPrepaidAmount", money(totals.paid))
    add(node, "ram:DuePayableAmount", money(totals.due))
