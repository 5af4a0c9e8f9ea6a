"""What crosses the border of sales: quotes, orders and delivery notes, invoices out, the facts others build on.

Amounts are integer cents of the document's currency, prices and rates decimal strings, volumes 10^-5 hL, quantities
bottles.
"""

from chalicelib.sales.schemas.common import Amount, AmountIn, Language
from chalicelib.sales.schemas.deliveries import DeliveryIn, DeliveryNoteOut, NoteMoveIn, NotePaperQuery
from chalicelib.sales.schemas.facts import (
    CreditedInvoice,
    CreditedLine,
    CreditNoteIssuedV1,
    DeliveryCancelledV1,
    DeliveryIssuedV1,
    InvoiceIssuedV1,
    OrderCancelledV1,
    OrderConfirmedV1,
    OrderedLine,
    OrderUnconfirmedV1,
    ProformaIssuedV1,
    QuoteAcceptedV1,
    QuoteClosedV1,
    QuoteOrderedV1,
    QuoteSentV1,
    SaleShare,
    ShippedLine,
    VatAmount,
)
from chalicelib.sales.schemas.invoices import CreditNoteIn, InvoiceOut, PaperQuery
from chalicelib.sales.schemas.orders import (
    ExplainOut,
    LineIn,
    NewOrderIn,
    OrderIn,
    OrderOut,
    PreviewOut,
    TransitionIn,
)
from chalicelib.sales.schemas.quotes import OfferPaperQuery, QuoteIn, QuoteLineQuery, QuoteMoveIn, QuoteOut

__all__ = [
    "Amount",
    "AmountIn",
    "CreditNoteIn",
    "CreditNoteIssuedV1",
    "CreditedInvoice",
    "CreditedLine",
    "DeliveryCancelledV1",
    "DeliveryIn",
    "DeliveryIssuedV1",
    "DeliveryNoteOut",
    "ExplainOut",
    "InvoiceIssuedV1",
    "InvoiceOut",
    "Language",
    "LineIn",
    "NewOrderIn",
    "NoteMoveIn",
    "NotePaperQuery",
    "OfferPaperQuery",
    "OrderCancelledV1",
    "OrderConfirmedV1",
    "OrderIn",
    "OrderOut",
    "OrderUnconfirmedV1",
    "OrderedLine",
    "PaperQuery",
    "PreviewOut",
    "ProformaIssuedV1",
    "QuoteAcceptedV1",
    "QuoteClosedV1",
    "QuoteIn",
    "QuoteLineQuery",
    "QuoteMoveIn",
    "QuoteOrderedV1",
    "QuoteOut",
    "QuoteSentV1",
    "SaleShare",
    "ShippedLine",
    "TransitionIn",
    "VatAmount",
]
