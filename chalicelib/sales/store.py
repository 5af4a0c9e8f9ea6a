"""The items of sales.

| kind | pk | what | who asks |
|---|---|---|---|
| quote | `<company>#quote#<quo_…>` | one quote with its priced lines | the quote page; its order |
| order | `<company>#order#<ord_…>` | one order, its lines, the ledger of its deliveries | delivering; invoicing |
| delivery_note | `<company>#delivery_note#<dln_…>` | one issued note, never written again | its page, its paper |
| invoice | `<company>#invoice#<ivc_…>` | an issued invoice or credit note, never written again | its page, papers |
| proforma | `<company>#proforma#<pfm_…>` | a pro-forma as it was issued, never written again | its paper |
| advance | `<company>#advance#<quo_…, ord_…>` | what was paid of it before its invoice | payments |
| receivable | `<company>#receivable#<ivc_…>` | what it still claims; what was credited of it | payments; credit notes |
| former_invoices | `<company>#former_invoices#<cus_…>` | what he owed a former program | its import, its undo |
| paper | `<company>#paper#<ivc_…>:<lang>` | the SHA-256 of its PDF in one language | whoever prints it |
| sealing | `<company>#sealing#all` | how invoices are sealed, with which certificate | printing one; its page |
| seal_key | `<company>#seal_key#all` | the key of trial seals, encrypted | printing an invoice |
| invoice_series | `<company>#invoice_series#<kind>` | the date of the last invoice of a series | invoicing |
| payment_methods | `<company>#payment_methods#all` | the methods the company changed or added | invoicing, payments |
| published_rates | `G#published_rates#<yyyy-mm>` | the reference rates of a month, for all | orders |
| typed_rates | `<company>#typed_rates#all` | the rates a company typed | orders, payments |
| document_templates | `<company>#document_templates#all` | the templates of its documents | whatever is printed |
| counter | `<company>#counter#invoice_number:<year>` | last number given | invoicing |
| counter | `<company>#counter#credit_note_number:<year>` | last number given | credit notes |
| chain | `<company>#chain#invoices` | last link of the chain of invoices and credit notes | invoicing |
"""

from __future__ import annotations

from chalicelib.aws.audit import Audit, audited
from chalicelib.aws.table import Kind
from chalicelib.sales.rules.advance import Advance
from chalicelib.sales.rules.currency import Published, Typed
from chalicelib.sales.rules.delivery import DeliveryNote
from chalicelib.sales.rules.former import FormerOf
from chalicelib.sales.rules.invoice import Invoice, Paper, Series
from chalicelib.sales.rules.method import Methods
from chalicelib.sales.rules.order import Order
from chalicelib.sales.rules.quote import Quote
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.sales.rules.seal import Sealing, SealKey
from chalicelib.sales.rules.template import Templates

QUOTES = Kind("quote", Quote, prefix="quo")
ORDERS = Kind("order", Order, prefix="ord")
DELIVERIES = Kind("delivery_note", DeliveryNote, prefix="dln")
INVOICES = Kind("invoice", Invoice, prefix="ivc")
RECEIVABLES = Kind("receivable", Receivable, prefix="ivc")
ADVANCES = Kind("advance", Advance)
FORMERS = Kind("former_invoices", FormerOf)
PAPERS = Kind("paper", Paper)
SEALINGS = Kind("sealing", Sealing)
SEAL_KEYS = Kind("seal_key", SealKey, secret=True)
PROFORMAS = Kind("proforma", Invoice, prefix="pfm")
SERIES = Kind("invoice_series", Series)
TEMPLATES = Kind("document_templates", Templates, prefix="tpl")
METHODS = Kind("payment_methods", Methods, prefix="mth")
PUBLISHED = Kind("published_rates", Published, globally=True)
TYPED = Kind("typed_rates", Typed)
CHAIN = "invoices"
audited(
    Audit(
        "invoice",
        sums=lambda doc: {name: doc["totals"][name] for name in ("net", "vat", "gross")},
        chain=CHAIN,
        seal=lambda doc: (CHAIN, doc["link"], {name: doc[name] for name in doc if name != "link"}),
    )
)


def paper_id(invoice: str, language: str) -> str:
    return f"{invoice}:{language}"
