"""Use cases of deposit invoices: issue one of a confirmed order, take them off its invoice, undo one by a credit note.

The one trick: the ledger of an order's deposits stands on the order, so everything that decides is in one batch, and
its invoice is settled by them as by any payment.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from chalicelib.aws.kinds import chain_ref
from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.money import Basis, from_cents
from chalicelib.pricing import service as pricing
from chalicelib.sales.rules import deposit as rules
from chalicelib.sales.rules.deposit import KIND, NUMBER, Deposit, DepositShare
from chalicelib.sales.rules.invoice import Effective, Invoice, InvoiceLine, Series
from chalicelib.sales.rules.order import Order, RateShare, Totals, require_sellable
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.sales.schemas import InvoiceOut
from chalicelib.sales.schemas.deposits import DepositIn, DepositInvoicedV1, DepositShareV1
from chalicelib.sales.service import levels, shown
from chalicelib.sales.service.freezing import as_invoiced, dated, owed_of, require_identity, sealed, vat_case_now
from chalicelib.sales.service.invoices import order_of, warnings
from chalicelib.sales.service.receivables import receivable, receivable_refs
from chalicelib.sales.store import CHAIN, INVOICES, ORDERS, RECEIVABLES, SERIES
from chalicelib.tenancy import service as tenancy

_LABELS = {"fr": "Acompte sur la commande {}", "en": "Deposit on order {}"}


@use_case("sales.deposit.issue")
def issue_deposit(unit: Unit, order_id: str, asked: DepositIn) -> InvoiceOut:
    """The deposit invoice of a confirmed order: numbered without gap, frozen, sealed, due. Reads one batch, writes one
    transaction."""
    unit.load(
        (ORDERS, order_id),
        (SERIES, KIND),
        chain_ref(CHAIN),
        *crm.refs(),
        *catalogue.refs(()),
        *pricing.refs((), on=unit.today),
        *levels.refs(),
        *tenancy.refs(NUMBER, on=unit.today),
    )
    order = order_of(unit, order_id)
    unit.expect(ORDERS, order_id, unit.call.if_match)
    rules.require_confirmed(order.state, order.currency)
    require_sellable(order)
    taken = sum(one.gross for one in order.deposits)
    cents = rules.wanted(order.totals.gross, taken, asked.percent, asked.amount)
    invoice = sealed(unit, _frozen(unit, order, cents, asked.due_on))
    owed = owed_of(invoice)
    unit.put(INVOICES, invoice.id, invoice)
    unit.put(RECEIVABLES, invoice.id, owed)
    made = Deposit(invoice.id, invoice.number, invoice.issued_on, _parts(invoice.lines))
    unit.put(ORDERS, order_id, replace(order, deposits=(*order.deposits, made), updated_at=unit.at))
    unit.emit(_told(invoice))
    return shown.invoice_out(unit, invoice, owed, warnings(invoice))


def require_paid(unit: Unit, order: Order) -> None:
    """Raise Conflict unless every deposit of the order is paid: its invoice deducts only what was received."""
    unit.load(*receivable_refs(*(one.invoice for one in order.deposits)))
    for one in order.deposits:
        rules.require_paid(one, receivable(unit, one.invoice).balance)


def undo(unit: Unit, owed: Receivable, *, whole: bool) -> None:
    """Take a deposit whose credit note is being issued off its order. Refused in part; Conflict once it was deducted
    from the order's invoice."""
    if not whole:
        detail = f"L'acompte {owed.number} s'annule en entier. Faites l'avoir du tout, puis un autre acompte."
        raise Refused("sales.deposit.credit_whole", detail, "lines")
    order = unit.get(ORDERS, owed.order)
    if order.invoice is not None:
        detail = (
            f"L'acompte {owed.number} est déduit de la facture {order.invoice_number}. Faites un avoir sur celle-ci."
        )
        raise Conflict("sales.deposit.deducted", detail, invoice=order.invoice)
    left = tuple(one for one in order.deposits if one.invoice != owed.invoice)
    unit.put(ORDERS, order.id, replace(order, deposits=left, updated_at=unit.at))


def _frozen(unit: Unit, order: Order, cents: int, due_on: date | None) -> Invoice:
    issued_on = dated(unit, KIND)
    unit.put(SERIES, KIND, Series(issued_on))
    if due_on is not None and due_on < issued_on:
        raise Refused("sales.deposit.due_on", "L'échéance est avant la facture. Choisissez un jour à venir.", "due_on")
    said = as_invoiced(unit, order, vat_case_now(unit, order), issued_on, "invoice")
    days = (due_on - issued_on).days if due_on else 0
    shares = rules.shares_of(_parts(said.lines), order.deposits, cents)
    label = _LABELS["en" if said.language == "en" else "fr"].format(order.number)
    made = replace(
        said,
        id=unit.new_id(INVOICES.prefix),
        number=tenancy.next_number(unit, NUMBER, issued_on),
        kind=KIND,
        order=order.id,
        order_number=order.number,
        lines=tuple(_line(one, label, said.basis) for one in shares),
        totals=_totals(shares),
        term=Effective(f"net-{days}" if days else "cash", "order"),
        due_on=due_on or issued_on,
        schedule=(),
    )
    require_identity(made)
    return made


def _parts(lines: tuple[InvoiceLine, ...]) -> tuple[DepositShare, ...]:
    return rules.summed(DepositShare(one.vat_rate, one.category, one.goods, one.net, one.vat) for one in lines)


def _line(one: DepositShare, label: str, basis: str) -> InvoiceLine:
    """A line of no bottle: what it is a deposit on is sold, counted and declared by the order's invoice."""
    amount = one.gross if basis == Basis.TTC else one.net
    return InvoiceLine(
        variant="",
        sku="",
        label=label,
        quantity=0,
        unit_price=from_cents(amount),
        before=amount,
        discounts=(),
        amount=amount,
        net=one.net,
        vat=one.vat,
        vat_rate=one.rate,
        category=one.category,
        goods=one.goods,
        volume=0,
    )


def _totals(shares: tuple[DepositShare, ...]) -> Totals:
    net, vat = sum(one.net for one in shares), sum(one.vat for one in shares)
    rates: dict[tuple[Decimal, str], RateShare] = {}
    for one in shares:
        known = rates.get((one.rate, one.category), RateShare(one.rate, one.category, 0, 0))
        rates[one.rate, one.category] = replace(known, net=known.net + one.net, vat=known.vat + one.vat)
    return Totals(net=net, vat=vat, gross=net + vat, rates=tuple(rates.values()))


def _told(invoice: Invoice) -> DepositInvoicedV1:
    buyer = invoice.buyer
    return DepositInvoicedV1(
        invoice_id=invoice.id,
        number=invoice.number,
        issued_on=invoice.issued_on,
        order_id=invoice.order,
        order_number=invoice.order_number,
        customer_id=buyer.id,
        customer_code=buyer.code,
        customer_name=buyer.name,
        currency=invoice.currency,
        gross=invoice.totals.gross,
        shares=[DepositShareV1.model_validate(one) for one in _parts(invoice.lines)],
    )
