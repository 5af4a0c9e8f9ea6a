"""Booking: the facts that are not in the books yet, in the order in which they happened.

The one trick: the books follow the facts by their place in the journal (readmodel.following), moved in the same commit
as the entries, so a fact is booked once however often the bus tells it, and an export that first books what is pending
is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.accounting import index
from chalicelib.accounting.rules.chart import Chart, fiscal_year
from chalicelib.accounting.rules.commissions import StatementTold, entry_of_statement
from chalicelib.accounting.rules.entries import (
    Draft,
    Entry,
    Line,
    entry_id,
    entry_of_credit_note,
    entry_of_former,
    entry_of_invoice,
    entry_of_withdrawal,
    numbered,
)
from chalicelib.accounting.rules.lettering import Group, Open, OpenLine, customer_lines, settle, tie, untie
from chalicelib.accounting.rules.paying import (
    entry_of_cancellation,
    entry_of_payment,
    entry_of_payout,
    entry_of_refund,
    entry_of_settling,
    entry_of_slip,
    refund_lines,
)
from chalicelib.accounting.service import deposits
from chalicelib.accounting.store import (
    BOOKS,
    CHARTS,
    ENTRIES,
    LANE,
    LETTERS,
    OPEN_ITEMS,
    counter_name,
    letter_id,
)
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, use_case
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.clock import instant, paris_date
from chalicelib.payments.schemas import (
    AllocationV1,
    PaymentAllocatedV1,
    PaymentCancelledV1,
    PaymentRecordedV1,
    PaymentRefundedV1,
    PayoutPaidV1,
    SlipMadeV1,
)
from chalicelib.readmodel.following import Pending, some, to_the_end
from chalicelib.sales.schemas import CreditNoteIssuedV1, InvoiceIssuedV1
from chalicelib.sales.schemas.deposits import DepositInvoicedV1
from chalicelib.sales.schemas.former import FormerOpenedV1, FormerWithdrawnV1
from chalicelib.tenancy import service as tenancy

MOST_LETTERED = 60
"""Entries that one letter may hold; a larger group stays open."""


def book_pending(call: Call) -> int:
    """Book every fact committed so far; gives how many."""
    return to_the_end(call, "accounting", _book_some)


@use_case("accounting.book", lane=LANE)
def _book_some(unit: Unit) -> int:
    unit.load((BOOKS, WHOLE), (CHARTS, WHOLE), *tenancy.refs(on=unit.today))
    return some(unit, index.BOOKABLE, BOOKS, LANE, _HANDLERS)


# --- one fact


def _invoice(unit: Unit, fact: Pending) -> None:
    told, chart = InvoiceIssuedV1.model_validate(fact.data), _chart(unit)
    draft = entry_of_invoice(told, chart)
    if draft is not None:
        draft = deposits.deducted(unit, draft, told, chart)
        _settle(unit, draft.customer, _opened(unit, draft.customer), customer_lines(_book(unit, draft, fact)))


def _credit_note(unit: Unit, fact: Pending) -> None:
    told, chart = CreditNoteIssuedV1.model_validate(fact.data), _chart(unit)
    draft = deposits.undone(unit, told, chart) or entry_of_credit_note(told, chart)
    if draft is not None:
        _settle(unit, draft.customer, _opened(unit, draft.customer), customer_lines(_book(unit, draft, fact)))


def _payment(unit: Unit, fact: Pending) -> None:
    told = PaymentRecordedV1.model_validate(fact.data)
    draft = entry_of_payment(told, _chart(unit))
    if draft is not None:
        _settle(unit, draft.customer, _opened(unit, draft.customer), customer_lines(_book(unit, draft, fact)))
    _received(unit, fact, told.allocations, 1, told.received_on)


def _received(unit: Unit, fact: Pending, parts: Iterable[AllocationV1], sign: int, on: date) -> None:
    """The VAT that money received, or given back, makes due on deposits."""
    for draft in deposits.received(unit, parts, sign, on, fact.type, _chart(unit)):
        _book(unit, draft, fact)


def _deposit(unit: Unit, fact: Pending) -> None:
    draft = deposits.invoiced(unit, DepositInvoicedV1.model_validate(fact.data), _chart(unit))
    if draft is not None:
        _settle(unit, draft.customer, _opened(unit, draft.customer), customer_lines(_book(unit, draft, fact)))


def _allocation(unit: Unit, fact: Pending) -> None:
    told = PaymentAllocatedV1.model_validate(fact.data)
    opened = tie(_opened(unit, told.customer_id), told.payment_id, [part.invoice_id for part in told.allocations])
    draft = entry_of_settling(told, _chart(unit))
    _settle(unit, told.customer_id, opened, customer_lines(_book(unit, draft, fact)) if draft else [])
    _received(unit, fact, told.allocations, 1, told.allocated_on or paris_date(instant(fact.at)))


def _refund(unit: Unit, fact: Pending) -> None:
    told = PaymentRefundedV1.model_validate(fact.data)
    draft = entry_of_refund(told, _chart(unit))
    assert draft is not None
    taken = {"", *(part.invoice_id for part in told.taken)}
    undone = _unlettered(unit, unit.get(ENTRIES, entry_id(told.payment_id)), lambda line: line.invoice in taken)
    opened = _opened(unit, told.customer_id)
    opened = replace(opened, lines=(*opened.lines, *(line for group in undone for line in group.lines)))
    _settle(unit, told.customer_id, opened, refund_lines(_book(unit, draft, fact), told.payment_id))
    _received(unit, fact, told.taken, -1, told.refunded_on)


def _cancellation(unit: Unit, fact: Pending) -> None:
    told = PaymentCancelledV1.model_validate(fact.data)
    new: list[OpenLine] = []
    opened = _opened(unit, told.customer_id)
    unit.load(*((ENTRIES, entry_id(one)) for one in (told.payment_id, *told.settlings)))
    for source in (told.payment_id, *told.settlings):
        booked = unit.get(ENTRIES, entry_id(source))
        undone = _unlettered(unit, booked)
        mirror = _book(unit, entry_of_cancellation(told, booked, _chart(unit)), fact)
        opened = untie(opened, booked, undone)
        new += customer_lines(mirror, cancels=True)
    _settle(unit, told.customer_id, opened, new)
    _received(unit, fact, told.allocations, -1, told.cancelled_on)


def _slip(unit: Unit, fact: Pending) -> None:
    _book(unit, entry_of_slip(SlipMadeV1.model_validate(fact.data), _chart(unit)), fact)


def _payout(unit: Unit, fact: Pending) -> None:
    _book(unit, entry_of_payout(PayoutPaidV1.model_validate(fact.data), _chart(unit)), fact)


def _former(unit: Unit, fact: Pending) -> None:
    draft = entry_of_former(FormerOpenedV1.model_validate(fact.data), _chart(unit))
    if draft is not None:
        _settle(unit, draft.customer, _opened(unit, draft.customer), customer_lines(_book(unit, draft, fact)))


def _withdrawal(unit: Unit, fact: Pending) -> None:
    told = FormerWithdrawnV1.model_validate(fact.data)
    mirror = _book(unit, entry_of_withdrawal(told, unit.get(ENTRIES, entry_id(told.invoice_id))), fact)
    _settle(unit, told.customer_id, _opened(unit, told.customer_id), customer_lines(mirror))


def _statement(unit: Unit, fact: Pending) -> None:
    draft = entry_of_statement(StatementTold.model_validate(fact.data))
    if draft is not None:
        _book(unit, draft, fact)


_HANDLERS: dict[str, Callable[[Unit, Pending], None]] = {
    InvoiceIssuedV1.TYPE: _invoice,
    DepositInvoicedV1.TYPE: _deposit,
    CreditNoteIssuedV1.TYPE: _credit_note,
    PaymentRecordedV1.TYPE: _payment,
    PaymentAllocatedV1.TYPE: _allocation,
    PaymentCancelledV1.TYPE: _cancellation,
    PaymentRefundedV1.TYPE: _refund,
    SlipMadeV1.TYPE: _slip,
    PayoutPaidV1.TYPE: _payout,
    FormerOpenedV1.TYPE: _former,
    FormerWithdrawnV1.TYPE: _withdrawal,
    StatementTold.TYPE: _statement,
}
FACTS = tuple(_HANDLERS)


def _book(unit: Unit, draft: Draft, fact: Pending) -> Entry:
    known = unit.find(ENTRIES, draft.id)
    if known is not None:
        return known
    year = fiscal_year(draft.on, tenancy.company(unit).fiscal_year_start)
    number = unit.number(counter_name(year))
    return unit.put(ENTRIES, draft.id, numbered(draft, number, year, fact.id, unit.today))


def _chart(unit: Unit) -> Chart:
    return unit.find(CHARTS, WHOLE) or Chart()


# --- letters


def _opened(unit: Unit, customer: str) -> Open:
    return unit.find(OPEN_ITEMS, customer) or Open()


def _settle(unit: Unit, customer: str, opened: Open, new: Sequence[OpenLine]) -> None:
    """Keep the customer's open lines, and letter the groups that now sum to zero."""
    after, groups = settle(opened, new, most=MOST_LETTERED)
    unit.put(OPEN_ITEMS, customer, after)
    unit.load(*((ENTRIES, line.entry) for group in groups for line in group.lines))
    for group in groups:
        unit.put(LETTERS, letter_id(customer, group.letter), group)
        _mark(unit, group.lines, group.letter, unit.today)


def _unlettered(unit: Unit, paid: Entry, which: Callable[[Line], bool] = lambda line: True) -> list[Group]:
    """The groups that an entry's lines (or `which` of them) belong to, undone."""
    letters = sorted({line.letter for line in paid.lines if line.letter and which(line)})
    unit.load(*((LETTERS, letter_id(paid.customer, letter)) for letter in letters))
    groups = [unit.get(LETTERS, letter_id(paid.customer, letter)) for letter in letters]
    unit.load(*((ENTRIES, line.entry) for group in groups for line in group.lines))
    for group in groups:
        unit.delete(LETTERS, letter_id(paid.customer, group.letter))
        _mark(unit, group.lines, "", None)
    return groups


def _mark(unit: Unit, lines: Sequence[OpenLine], letter: str, on: date | None) -> None:
    for open_line in lines:
        entry = unit.get(ENTRIES, open_line.entry)
        marked = tuple(
            replace(line, letter=letter, lettered_on=on) if number == open_line.line else line
            for number, line in enumerate(entry.lines)
        )
        unit.put(ENTRIES, entry.id, replace(entry, lines=marked))
