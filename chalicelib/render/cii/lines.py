"""Invoice lines (BG-25).

The one trick: the net amount of a line is given, never recomputed. Price and discount are stated so that
they lead to it: quantity x price - discount = net, to the cent, in whatever basis (with or without VAT) the
sale was priced.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chalicelib.render.cii.xml import Element, add, add_if, decimal, money, rate
from chalicelib.render.sheet import InvoiceSheet, Lang, SheetLine
from chalicelib.render.words import word

_PRICE_PLACES = 6
_STEP = Decimal(1).scaleb(-_PRICE_PLACES)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Pricing:
    """How a line reaches its net: quantity x price / basis - reduction (cents; a negative one is a
    charge)."""

    quantity: Decimal
    price: Decimal
    basis: Decimal
    full: int
    reduction: int


def pricing(line: SheetLine, *, included: bool) -> Pricing:
    """The price before VAT, and what takes quantity x price to the net."""
    quantity, price = line.quantity, line.unit_price
    if price < 0:
        quantity, price = -quantity, -price
    if included:
        price = price * 100 / (100 + line.vat_rate)
        if not line.discount and quantity:
            return _exact(quantity, line.net)
    price = price.quantize(_STEP, rounding=ROUND_HALF_UP)
    full = _cents(quantity * price)
    return Pricing(quantity, price, Decimal(1), full, full - line.net)


def _exact(quantity: Decimal, net: int) -> Pricing:
    """The price that gives the net; for very large quantities, the price of the whole."""
    price = (Decimal(net).scaleb(-2) / quantity).quantize(_STEP, rounding=ROUND_HALF_UP)
    if _cents(quantity * price) == net:
        return Pricing(quantity, price, Decimal(1), net, 0)
    sign = 1 if quantity > 0 else -1
    return Pricing(quantity, Decimal(net).scaleb(-2) * sign, abs(quantity), net, 0)


def _cents(amount: Decimal) -> int:
    return int(amount.quantize(_CENT, rounding=ROUND_HALF_UP).scaleb(2))


def add_line(parent: Element, rank: int, line: SheetLine, sheet: InvoiceSheet) -> None:
    """One line: product, price, quantity, VAT, net amount."""
    priced = pricing(line, included=sheet.prices_include_vat)
    node = add(parent, "ram:IncludedSupplyChainTradeLineItem")
    document = add(node, "ram:AssociatedDocumentLineDocument")
    add(document, "ram:LineID", str(rank))
    add_if(document, "ram:IncludedNote/ram:Content", line.note)
    _add_product(node, line)
    price = add(node, "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice")
    add(price, "ram:ChargeAmount", decimal(priced.price, _PRICE_PLACES))
    if priced.basis != 1:
        add(price, "ram:BasisQuantity", decimal(priced.basis, 4), unitCode=line.unit_code)
    quantity = decimal(priced.quantity, 4)
    add(node, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", quantity, unitCode=line.unit_code)
    settled = add(node, "ram:SpecifiedLineTradeSettlement")
    add_tax(settled, "ram:ApplicableTradeTax", line.vat_category, line.vat_rate)
    _add_reduction(settled, priced, line, sheet.language)
    total = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    add(settled, total, money(line.net))


def _add_product(node: Element, line: SheetLine) -> None:
    product = add(node, "ram:SpecifiedTradeProduct")
    add_if(product, "ram:GlobalID", line.gtin, schemeID="0160")
    add_if(product, "ram:SellerAssignedID", line.sku)
    add(product, "ram:Name", line.label)
    add_if(product, "ram:Description", " · ".join(line.details))
    add_if(product, "ram:OriginTradeCountry/ram:ID", line.origin)


def _add_reduction(settled: Element, priced: Pricing, line: SheetLine, lang: Lang) -> None:
    """The line's discount (BG-27); a surplus, left by a rounding, is a charge (BG-28)."""
    if not priced.reduction:
        return
    node = add(settled, "ram:SpecifiedTradeAllowanceCharge")
    discount = priced.reduction > 0
    add(node, "ram:ChargeIndicator/udt:Indicator", "false" if discount else "true")
    if discount and line.discount and priced.full > 0:
        add(node, "ram:CalculationPercent", decimal(line.discount, 2))
        add(node, "ram:BasisAmount", money(priced.full))
    add(node, "ram:ActualAmount", money(abs(priced.reduction)))
    add(node, "ram:ReasonCode", "95" if discount else "ADR")
    add(node, "ram:Reason", word(lang, "column.discount" if discount else "rounding"))


def add_tax(parent: Element, name: str, category: str, percent: Decimal) -> None:
    """VAT category and rate of a line, a discount or a charge; category O has no rate."""
    node = add(parent, name)
    add(node, "ram:TypeCode", "VAT")
    add(node, "ram:CategoryCode", category)
    if category != "O":
        add(node, "ram:RateApplicablePercent", rate(percent))
