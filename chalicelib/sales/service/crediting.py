"""Use cases of credit notes: issue one of an invoice, whole or in part.

The one trick: the ledger of what was credited stands on the invoice's receivable, which is also what the credit note
settles, so everything that decides is in one batch and one transaction, and two people at once never credit too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.aws.kinds import chain_ref
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, use_case
from chalicelib.kernel.exchange import part
from chalicelib.sales.rules import credit as rules
from chalicelib.sales.rules.credit import KIND, Wanted
from chalicelib.sales.rules.currency import Home, home_of_credit
from chalicelib.sales.rules.deposit import KIND as DEPOSIT
from chalicelib.sales.rules.invoice import Invoice, InvoiceLine, Preceding, Series
from chalicelib.sales.rules.order import RateShare, Totals
from chalicelib.sales.rules.receivable import CreditedPart, HomeDue, Receivable, Settlement, settled
from chalicelib.sales.schemas import CreditedInvoice, CreditedLine, CreditNoteIn, CreditNoteIssuedV1, InvoiceOut
from chalicelib.sales.schemas.facts import HomeV1
from chalicelib.sales.service import depositing, shown
from chalicelib.sales.service.freezing import (
    dated,
    home_told,
    owed_of,
    sealed,
    seller_of,
    shares,
    taxed,
    vat_amounts,
)
from chalicelib.sales.service.invoices import require_ours, warnings
from chalicelib.sales.service.receivables import receivable, receivable_refs
from chalicelib.sales.store import CHAIN, INVOICES, ORDERS, RECEIVABLES, SERIES
from chalicelib.stock import service as stock
from chalicelib.stock.rules import level as stocked
from chalicelib.tenancy import service as tenancy

NUMBER = "credit_note_number"


def refs(unit: Unit, invoice: str) -> tuple[Ref, ...]:
    """What crediting an invoice reads."""
    return (
        (INVOICES, invoice),
        *receivable_refs(invoice),
        (SERIES, KIND),
        chain_ref(CHAIN),
        *tenancy.refs(NUMBER, on=unit.today),
    )


@use_case("sales.credit_note.issue")
def credit(unit: Unit, invoice: str, asked: CreditNoteIn) -> InvoiceOut:
    """The credit note of an invoice: of what is asked of its lines, or of all that is left. Reads one batch, writes one
    transaction."""
    unit.load(*refs(unit, invoice))
    owed = receivable(unit, invoice)
    wanted = None
    if asked.lines is not None:
        wanted = [Wanted(one.line, one.quantity, one.amount, one.returned, one.free) for one in asked.lines]
    note, claim = _credited(unit, owed, wanted, asked)
    return shown.invoice_out(unit, note, claim, warnings(note))


def credit_rest(unit: Unit, invoice: str, *, returned: bool) -> Invoice | None:
    """The credit note of all that is left of the invoice of a cancelled order; None when nothing is."""
    unit.load(*refs(unit, invoice))
    owed = receivable(unit, invoice)
    if not any(one.quantity or one.amount for one in rules.left(unit.get(INVOICES, invoice), owed.credits)):
        return None
    return _credited(unit, owed, None, CreditNoteIn(returned=returned))[0]


def _credited(
    unit: Unit, owed: Receivable, wanted: Sequence[Wanted] | None, asked: CreditNoteIn
) -> tuple[Invoice, Receivable]:
    """The credit note and its own receivable; the invoice's is settled by it as far as something is due."""
    require_ours(owed)
    rules.require_creditable(owed)
    if owed.kind == DEPOSIT:
        depositing.undo(unit, owed, whole=wanted is None)
    of = unit.get(INVOICES, owed.invoice)
    parts = rules.chosen(of, owed.credits, wanted, returned=asked.returned)
    note = sealed(unit, _frozen(unit, of, owed, parts, asked))
    applied = max(min(owed.balance, note.totals.gross), 0)
    unit.put(INVOICES, note.id, note)
    if any(line.returned for line in note.lines):
        _stocked(unit, of, note)
    after = replace(owed, credits=(*owed.credits, rules.entry(note, parts)))
    if applied:
        home = owed.closes(applied) if note.home else None
        after = settled(after, Settlement(note.id, note.number, applied, note.issued_on, home))
    unit.put(RECEIVABLES, owed.invoice, after)
    claim = _claim(note, owed, applied)
    unit.put(RECEIVABLES, note.id, claim)
    unit.emit(_told(note, owed, applied, settles=after.balance == 0))
    return note, claim


def _stocked(unit: Unit, of: Invoice, note: Invoice) -> None:
    """The bottles that come back are in the stock again, and counted on the order beside its delivery notes."""
    variants = {line.variant for line in note.lines if line.returned}
    unit.load((ORDERS, of.order), *stock.refs(variants))
    order = unit.find(ORDERS, of.order)
    if order is None:
        return
    back = rules.brought_back(order, note.id, note.number, note.lines)
    wanted = [
        stocked.Wanted(at, line.variant, one.quantity, line.sku, line.label)
        for at, (line, one) in enumerate(zip(note.lines, back, strict=True))
        if one.quantity
    ]
    if wanted:
        came = tuple(one for one in back if one.quantity)
        unit.put(ORDERS, order.id, replace(order, returns=(*order.returns, *came), updated_at=unit.at))
        stock.come_back(unit, order.depot, note.id, note.number, wanted)


def _frozen(unit: Unit, of: Invoice, owed: Receivable, parts: Sequence[CreditedPart], asked: CreditNoteIn) -> Invoice:
    """The credit note, not sealed yet: the invoice's words, the company as it is, the lines credited."""
    issued_on = dated(unit, KIND)
    unit.put(SERIES, KIND, Series(issued_on))
    lines = rules.credited_lines(of, owed.credits, parts)
    totals = rules.credited_totals(of, lines)
    return replace(
        of,
        id=unit.new_id(INVOICES.prefix),
        number=tenancy.next_number(unit, NUMBER, issued_on),
        kind=KIND,
        issued_on=issued_on,
        issued_at=unit.at,
        due_on=issued_on,
        seller=seller_of(tenancy.company(unit)),
        lines=lines,
        totals=totals,
        home=_home(of, owed, lines, totals),
        comment=asked.comment,
        preceding=(Preceding(of.id, of.number, of.issued_on),),
        reason=asked.reason,
        schedule=(),
        deposits=(),
        link=None,
    )


def _home(of: Invoice, owed: Receivable, lines: Sequence[InvoiceLine], totals: Totals) -> Home | None:
    """The euros of a credit note, at the rate of its invoice."""
    if of.home is None:
        return None
    before = [RateShare(one.rate, one.category, one.net, one.vat) for taken in owed.credits for one in taken.rates]
    return home_of_credit(of.home, of.totals.rates, before, totals.rates, taxed(lines))


def _told_home(note: Invoice, owed: Receivable, applied: int) -> HomeV1 | None:
    home = home_told(note)
    if home is None:
        return None
    excess = part(home.gross, note.totals.gross - applied, note.totals.gross)
    return home.model_copy(update={"settled": owed.closes(applied) if applied else 0, "excess": excess})


def _claim(note: Invoice, owed: Receivable, applied: int) -> Receivable:
    """What lists and figures read of a credit note: the opposite amounts, all settled: on its invoice, the rest as the
    customer's credit (payments). It is listed with whoever the invoice is listed with now."""
    claim, totals = owed_of(note), note.totals
    claim = replace(
        claim,
        customer=owed.customer,
        customer_code=owed.customer_code,
        owner=owed.owner,
        net=-totals.net if owed.kind != DEPOSIT else 0,
        vat=-totals.vat if owed.kind != DEPOSIT else 0,
        due=-totals.gross,
        home=HomeDue(-note.home.net, -note.home.vat, -note.home.gross) if note.home else None,
        cols=-totals.cols,
        corrects=owed.invoice,
        corrects_number=owed.number,
    )
    rest = totals.gross - applied
    if applied:
        home = claim.closes(-applied) if claim.home else None
        claim = settled(claim, Settlement(owed.invoice, owed.number, -applied, note.issued_on, home))
    home = claim.closes(-rest) if claim.home else None
    return settled(claim, Settlement(note.id, note.number, -rest, note.issued_on, home)) if rest else claim


def _told_line(line: InvoiceLine) -> CreditedLine:
    return CreditedLine(
        line=line.credits,
        variant=line.variant,
        goods=line.goods,
        quantity=line.quantity,
        returned=line.returned,
        free=line.free,
        net=line.net,
        vat=line.vat,
        rate=line.vat_rate,
        category=line.category,
    )


def _told(note: Invoice, owed: Receivable, applied: int, *, settles: bool) -> CreditNoteIssuedV1:
    totals, of = note.totals, note.preceding[0]
    return CreditNoteIssuedV1(
        credit_id=note.id,
        number=note.number,
        issued_on=note.issued_on,
        order_id=note.order,
        order_number=note.order_number,
        customer_id=owed.customer,
        customer_code=owed.customer_code,
        customer_name=owed.customer_name,
        owner=owed.owner,
        currency=note.currency,
        zone=note.zone,
        reason=note.reason,
        net=totals.net,
        vat_total=totals.vat,
        gross=totals.gross,
        excess=totals.gross - applied,
        invoices=[
            CreditedInvoice(id=of.id, number=of.number, issued_on=of.issued_on, settled=applied, settles=settles)
        ],
        lines=[_told_line(line) for line in note.lines],
        sales=shares(note.lines),
        vat=vat_amounts(totals),
        home=_told_home(note, owed, applied),
    )
