"""Deposits in the books: 4191 until the order's invoice deducts them, their VAT when the money comes.

Nouns: an `OpenDeposit`, what the books know of a deposit invoice. The one trick: VAT is posted as the difference of two
rounded running sums of what came in, so payments in any parts, and their cancellations, add up to the VAT printed.

Specification: docs/algorithms/instalments_and_deposits.md. Sources: PCG 4191 (clients, avances et acomptes reçus),
44587 (taxes sur le chiffre d'affaires sur factures à établir, used for the VAT of deposits until it is invoiced);
CGI 269-2-a. Amounts in cents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from chalicelib.accounting.rules.chart import LABELS, Chart, vat_account, vat_label
from chalicelib.accounting.rules.entries import Draft, Line, balance, customer_line, draft_of, entry_id, line_of
from chalicelib.sales.rules.deposit import DepositShare, due_on_receipt, vat_received
from chalicelib.sales.schemas import CreditNoteIssuedV1
from chalicelib.sales.schemas.deposits import DepositInvoicedV1


@dataclass(frozen=True)
class OpenDeposit:
    """`received` cents came in; `posted`: the VAT posted of each share; `moves`: how many entries that took; `cleared`:
    deducted by an invoice, or credited."""

    invoice: str
    number: str
    customer: str
    gross: int
    shares: tuple[DepositShare, ...]
    received: int = 0
    posted: tuple[int, ...] = ()
    moves: int = 0
    cleared: bool = False


def opened(fact: DepositInvoicedV1) -> OpenDeposit:
    shares = tuple(DepositShare(one.rate, one.category, one.goods, one.net, one.vat) for one in fact.shares)
    return OpenDeposit(fact.invoice_id, fact.number, fact.customer_id, fact.gross, shares, posted=(0,) * len(shares))


def entry_of_deposit(fact: DepositInvoicedV1, chart: Chart) -> Draft | None:
    """The customer debited of the TTC, 4191 credited of as much."""
    label = f"Acompte {fact.number} {fact.customer_name}"
    lines = [
        customer_line(chart, fact, label, fact.gross, fact.invoice_id),
        line_of(chart.deposits, LABELS["deposits"], label, -fact.gross),
    ]
    return draft_of(fact, fact.invoice_id, chart.sales_journal, fact.issued_on, label, lines)


def moved(known: OpenDeposit, cents: int, on: date, fact: str, chart: Chart) -> tuple[OpenDeposit, Draft | None]:
    """The deposit once `cents` more came in (below zero: went back), and the entry of the VAT that this makes due."""
    received = known.received + cents
    posted = tuple(
        vat_received(one, received, known.gross) if due_on_receipt(on, goods=one.goods) else before
        for one, before in zip(known.shares, known.posted, strict=True)
    )
    after = replace(known, received=received, posted=posted)
    label = f"TVA sur acompte {known.number}"
    due = [now - before for now, before in zip(posted, known.posted, strict=True)]
    lines = _vat(chart, label, zip(known.shares, due, strict=True), -1)
    if not lines:
        return after, None
    draft = Draft(
        id=entry_id(known.invoice, f"_vat{known.moves + 1}"),
        source=known.invoice,
        fact=fact,
        journal=chart.sales_journal,
        on=on,
        piece=known.number,
        piece_date=on,
        label=label,
        currency="EUR",
        customer=known.customer,
        lines=tuple(lines),
    )
    return replace(after, moves=known.moves + 1), draft


def deducted(draft: Draft, taken: Sequence[OpenDeposit], chart: Chart) -> Draft:
    """The entry of an invoice that deducts deposits: the customer owes the rest, 4191 is cleared, and the VAT that was
    posted when they came in is not posted again."""
    first, label = draft.lines[0], draft.label
    lines = [replace(first, debit=first.debit - sum(one.gross for one in taken)), *draft.lines[1:]]
    lines += [line_of(chart.deposits, LABELS["deposits"], f"{label} {one.number}", one.gross) for one in taken]
    for one in taken:
        lines += _vat(chart, f"{label} {one.number}", zip(one.shares, one.posted, strict=True), 1)
    kept = tuple(line for line in lines if line.debit or line.credit)
    if balance(kept):
        raise ValueError(f"{draft.id}: {balance(kept)} cents out of balance")
    return replace(draft, lines=kept)


def entry_of_undone(fact: CreditNoteIssuedV1, known: OpenDeposit, chart: Chart) -> Draft | None:
    """The credit note of a deposit: 4191 debited, the customer credited, the VAT posted taken back."""
    label = f"Avoir {fact.number} {fact.customer_name}"
    lines = [customer_line(chart, fact, label, -one.settled, one.id) for one in fact.invoices]
    lines.append(customer_line(chart, fact, label, -fact.excess))
    lines.append(line_of(chart.deposits, LABELS["deposits"], label, fact.gross))
    lines += _vat(chart, label, zip(known.shares, known.posted, strict=True), 1)
    return draft_of(fact, fact.credit_id, chart.sales_journal, fact.issued_on, label, lines)


def _vat(chart: Chart, label: str, parts: Iterable[tuple[DepositShare, int]], sign: int) -> list[Line]:
    """VAT moved between the account of its rate (`sign` 1 to debit it) and that of the VAT of deposits."""
    rates: dict[Decimal, int] = {}
    for one, cents in parts:
        rates[one.rate] = rates.get(one.rate, 0) + sign * cents
    lines = [line_of(vat_account(chart, rate), vat_label(rate), label, cents) for rate, cents in rates.items() if cents]
    total = sum(rates.values())
    return [*lines, line_of(chart.deposit_vat, LABELS["deposit_vat"], label, -total)] if total else lines
