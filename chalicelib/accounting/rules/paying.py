"""Entries of payments: what a payment, what is granted or written off with it, a refund, a cancellation, a deposit
slip and a payout say to the books.

The one trick: the customer is credited of all that an invoice is settled of, money, discount and difference together,
so his account is lettered with the invoice whatever the shares.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.accounting.rules.chart import LABELS, Chart, journal_of, method_account, vat_account, vat_label
from chalicelib.accounting.rules.entries import (
    Draft,
    Entry,
    Line,
    balance,
    customer_line,
    draft_of,
    entry_id,
    exchange_line,
    line_of,
    mirror_of,
)
from chalicelib.accounting.rules.lettering import OpenLine, invoice_tie, payment_tie
from chalicelib.payments.schemas import (
    AllocationV1,
    PaymentAllocatedV1,
    PaymentCancelledV1,
    PaymentRecordedV1,
    PaymentRefundedV1,
    PayoutPaidV1,
    SlipMadeV1,
)
from chalicelib.payments.schemas.facts import EurosV1


def entry_of_payment(fact: PaymentRecordedV1, chart: Chart) -> Draft | None:
    """The method's account debited, what was granted or written off beside it; the customer credited: one line per
    invoice paid, one for what is left."""
    label = f"{fact.method_label} {fact.number} {fact.customer_name}"
    account = method_account(chart, fact.account, fact.method_kind)
    left = fact.amount - sum(part.amount for part in fact.allocations)
    worth = fact.amount if fact.home is None else fact.home
    rest = worth - sum(euros_of(part).given for part in fact.allocations)
    abroad = fact.home is not None
    lines = [_foreign(line_of(account, _method_label(fact.method_kind), label, worth), fact.amount, abroad)]
    lines += _besides(chart, fact.allocations, label)
    for part in fact.allocations:
        line = customer_line(chart, fact, label, -euros_of(part).booked, part.invoice_id)
        lines.append(_foreign(line, -_settled(part), abroad))
    lines.append(_foreign(customer_line(chart, fact, label, -rest), -left, abroad))
    journal = journal_of(chart, fact.journal, fact.journal_label, fact.method_kind)
    return draft_of(fact, fact.payment_id, journal, fact.received_on, label, lines)


def entry_of_settling(fact: PaymentAllocatedV1, chart: Chart) -> Draft | None:
    """What was granted or written off when a payment was allocated later. None when nothing was."""
    if not fact.settling or fact.allocated_on is None:
        return None
    label = f"Solde {fact.number} {fact.customer_name}"
    lines = _besides(chart, fact.allocations, label)
    for part in fact.allocations:
        euros = euros_of(part)
        line = customer_line(chart, fact, label, euros.given - euros.booked, part.invoice_id)
        lines.append(_foreign(line, part.amount - _settled(part), part.euros is not None))
    draft = draft_of(fact, fact.settling, chart.bank_journal, fact.allocated_on, label, lines)
    return replace(draft, source=fact.payment_id) if draft else None


def entry_of_refund(fact: PaymentRefundedV1, chart: Chart) -> Draft | None:
    """The method's account credited, the customer debited: of what invoices were paid, then of his credit."""
    label = f"Remboursement {fact.number} {fact.customer_name}"
    account = method_account(chart, fact.account, fact.method_kind)
    left = fact.amount - sum(part.amount for part in fact.taken)
    worth = fact.amount if fact.home is None else fact.home
    credit = left if fact.credit is None else fact.credit
    abroad = fact.home is not None
    lines = [_foreign(line_of(account, _method_label(fact.method_kind), label, -worth), -fact.amount, abroad)]
    for part in fact.taken:
        line = customer_line(chart, fact, label, euros_of(part).booked, part.invoice_id)
        lines.append(_foreign(line, part.amount, abroad))
    lines.append(_foreign(customer_line(chart, fact, label, credit), left, abroad))
    gain = credit + sum(euros_of(part).booked for part in fact.taken) - worth
    lines.append(exchange_line(chart, label, gain))
    journal = journal_of(chart, fact.journal, fact.journal_label, fact.method_kind)
    return draft_of(fact, fact.refund_id, journal, fact.refunded_on, label, lines)


def refund_lines(entry: Entry, payment: str) -> list[OpenLine]:
    """The customer lines of a refund, tied to the invoices it opens again, else to the payment that it gives back."""
    return [
        OpenLine(
            entry.id,
            number,
            line.debit - line.credit,
            (invoice_tie(line.invoice) if line.invoice else payment_tie(payment),),
        )
        for number, line in enumerate(entry.lines)
        if line.aux
    ]


def entry_of_cancellation(fact: PaymentCancelledV1, booked: Entry, chart: Chart) -> Draft:
    """A payment's entry, each line on its other side, on the day of the cancellation. What was at the bank already
    leaves the bank."""
    label = f"Annulation {booked.piece} {fact.reason}".strip()
    source = booked.id.removeprefix(entry_id(""))
    draft = replace(
        mirror_of(booked, source, "_cancel", fact.TYPE, fact.cancelled_on, label),
        source=fact.payment_id,
    )
    if not fact.deposited or booked.source != source:
        return draft
    bank = fact.deposit_account or chart.methods["transfer"]
    first = replace(draft.lines[0], account=bank, account_label=LABELS["transfer"])
    return replace(draft, lines=(first, *draft.lines[1:]))


def entry_of_slip(fact: SlipMadeV1, chart: Chart) -> Draft:
    """One entry for all: the bank debited of the total, what each payment had been booked to credited."""
    label = f"Remise {fact.number} {fact.bank}".strip()
    bank = fact.account or chart.methods["transfer"]
    abroad = any(line.home is not None for line in fact.lines)
    total = sum(line.amount if line.home is None else line.home for line in fact.lines)
    lines = [_foreign(line_of(bank, LABELS["transfer"], label, total), fact.total, abroad)]
    for line in fact.lines:
        account = method_account(chart, line.account, fact.kind)
        said = f"{label} {line.number} {line.customer_name}"
        worth = line.amount if line.home is None else line.home
        lines.append(_foreign(line_of(account, _method_label(fact.kind), said, -worth), -line.amount, abroad))
    if balance(lines):
        raise ValueError(f"{entry_id(fact.slip_id)}: {balance(lines)} cents out of balance")
    return Draft(
        id=entry_id(fact.slip_id),
        source=fact.slip_id,
        fact=fact.TYPE,
        journal=chart.bank_journal,
        on=fact.deposited_on,
        piece=fact.number,
        piece_date=fact.deposited_on,
        label=label,
        currency=fact.currency,
        customer="",
        lines=tuple(lines),
    )


def entry_of_payout(fact: PayoutPaidV1, chart: Chart) -> Draft:
    """The bank debited of what came, the fees debited; the account of the partner's payments credited of them all."""
    label = f"Versement {fact.partner} {fact.number}"
    waiting = method_account(chart, fact.account, fact.method_kind)
    lines = [
        line_of(chart.methods["transfer"], LABELS["transfer"], label, fact.net),
        line_of(chart.fees, LABELS["fees"], label, fact.fees),
        line_of(waiting, _method_label(fact.method_kind), label, -fact.gross),
    ]
    if balance(lines):
        raise ValueError(f"{entry_id(fact.payout_id)}: {balance(lines)} cents out of balance")
    return Draft(
        id=entry_id(fact.payout_id),
        source=fact.payout_id,
        fact=fact.TYPE,
        journal=chart.bank_journal,
        on=fact.paid_on,
        piece=fact.number,
        piece_date=fact.paid_on,
        label=label,
        currency=fact.currency,
        customer="",
        lines=tuple(line for line in lines if line.debit or line.credit),
    )


def _settled(part: AllocationV1) -> int:
    return part.amount + part.discount + part.difference


def _besides(chart: Chart, parts: Iterable[AllocationV1], label: str) -> list[Line]:
    """What is granted (HT, then VAT by rate) and what is written off, a loss debited, a gain credited."""
    lines = []
    for part in parts:
        lines.append(line_of(chart.discount, LABELS["discount"], label, sum(one.net for one in part.discount_rates)))
        for one in part.discount_rates:
            lines.append(line_of(vat_account(chart, one.rate), vat_label(one.rate), label, one.vat))
        euros = euros_of(part)
        side = "loss" if euros.difference > 0 else "gain"
        lines.append(line_of(getattr(chart, side), LABELS[side], label, euros.difference))
        lines.append(exchange_line(chart, label, euros.gain))
    return lines


def euros_of(part: AllocationV1) -> EurosV1:
    """The euros of a share: itself when it is in euros."""
    return part.euros or EurosV1(
        given=part.amount, booked=_settled(part), discount=part.discount, difference=part.difference, gain=0
    )


def _foreign(line: Line, cents: int, abroad: bool) -> Line:
    """The line with what it is in the currency of its document, unless that is the euro."""
    return replace(line, foreign=cents) if abroad else line


def _method_label(kind: str) -> str:
    return LABELS.get(kind, LABELS["other"])
