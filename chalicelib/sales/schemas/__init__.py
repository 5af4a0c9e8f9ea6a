"""What crosses the border of sales: orders in and out, invoices out, and the facts others build on.

Amounts are integer cents of the document's currency, prices and rates decimal strings, volumes 10^-5 hL, quantities
bottles.
"""

from chalicelib.sales.schemas.common import Amount, AmountIn, Language
from chalicelib.sales.schemas.facts import (
    InvoiceIssuedV1,
    OrderCancelledV1,
    OrderConfirmedV1,
    OrderedLine,
    OrderUnconfirmedV1,
    SaleShare,
    VatAmount,
)
from chalicelib.sales.schemas.invoices import InvoiceOut, PaperQuery
from chalicelib.sales.schemas.orders import (
    ExplainOut,
    LineIn,
    NewOrderIn,
    OrderIn,
    OrderOut,
    PreviewOut,
    TransitionIn,
)

__all__ = [
    "Amount",
    "AmountIn",
    "ExplainOut",
    "InvoiceIssuedV1",
    "InvoiceOut",
    "Language",
    "LineIn",
    "NewOrderIn",
    "OrderCancelledV1",
    "OrderConfirmedV1",
    "OrderIn",
    "OrderOut",
    "OrderUnconfirmedV1",
    "OrderedLine",
    "PaperQuery",
    "PreviewOut",
    "SaleShare",
    "TransitionIn",
    "VatAmount",
]
