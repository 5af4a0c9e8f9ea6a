"""Use cases of sales, and what the rooms above read of it.

unit.load(*sales.receivable_refs(invoice), *sales.method_refs(), *others)    # with the caller's own batch: one read
owed = sales.receivable(unit, invoice)                                       # 404 for another representative's
sales.settle(unit, settled(owed, Settlement(payment, number, cents, day)))   # sales.rules.receivable
"""

from chalicelib.sales.service.advances import Payable, add_advance, advances_of, drop_advance, payable
from chalicelib.sales.service.bought import bought
from chalicelib.sales.service.crediting import credit
from chalicelib.sales.service.delivering import deliver, get_note, move_note, note_pdf
from chalicelib.sales.service.explaining import explain
from chalicelib.sales.service.following import follow_customer
from chalicelib.sales.service.impact import impact
from chalicelib.sales.service.invoices import get_invoice, issue, issued, pdf, refuse_change
from chalicelib.sales.service.merging import follow_merge
from chalicelib.sales.service.methods import keep_method, method, method_refs, methods, methods_version
from chalicelib.sales.service.orders import (
    create_order,
    delete_order,
    explain_line,
    get_order,
    preview,
    transition,
    update_order,
)
from chalicelib.sales.service.owing import open_invoices
from chalicelib.sales.service.proforma import issue_proforma, proforma_pdf
from chalicelib.sales.service.quotes import (
    create_quote,
    explain_quote,
    get_quote,
    move_quote,
    order_quote,
    quote_pdf,
    update_quote,
)
from chalicelib.sales.service.rates import list_rates, rate_for, type_rate
from chalicelib.sales.service.receivables import rates_of, receivable, receivable_refs, settle
from chalicelib.sales.service.repricing import reprice_drafts

__all__ = [
    "Payable",
    "add_advance",
    "advances_of",
    "bought",
    "create_order",
    "create_quote",
    "credit",
    "delete_order",
    "deliver",
    "drop_advance",
    "explain",
    "explain_line",
    "explain_quote",
    "follow_customer",
    "follow_merge",
    "get_invoice",
    "get_note",
    "get_order",
    "get_quote",
    "impact",
    "issue",
    "issue_proforma",
    "issued",
    "keep_method",
    "list_rates",
    "method",
    "method_refs",
    "methods",
    "methods_version",
    "move_note",
    "move_quote",
    "note_pdf",
    "open_invoices",
    "order_quote",
    "payable",
    "pdf",
    "preview",
    "proforma_pdf",
    "quote_pdf",
    "rate_for",
    "rates_of",
    "receivable",
    "receivable_refs",
    "refuse_change",
    "reprice_drafts",
    "settle",
    "transition",
    "type_rate",
    "update_order",
    "update_quote",
]
