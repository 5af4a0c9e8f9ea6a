"""Entries as a pure function of the facts: what an invoice and a credit note say to the books (payments: `paying`).

Nouns: an `Entry` is one numbered, balanced écriture; a `Line` is one account moved; a `Draft` is an entry that has no
number yet. The one trick: a draft depends on the fact and the chart alone, and its id on the document, so booking a
fact twice gives the same entry and the books can be rebuilt from the journal.

Amounts in cents, never negative: a negative share is written on the other side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Protocol

from chalicelib.accounting.rules.chart import (
    LABELS,
    Chart,
    Journal,
    sales_account,
    vat_account,
    vat_label,
)
from chalicelib.sales.schemas import CreditNoteIssuedV1, InvoiceIssuedV1, SaleShare, VatAmount
from chalicelib.sales.schemas.facts import HomeV1
from chalicelib.sales.schemas.former import FormerOpenedV1, FormerWithdrawnV1


@dataclass(frozen=True)
class Line:
    """One account moved, in cents: debit or credit, never both. `aux` names the third party; `invoice` the invoice that
    a customer line pays or bills, for lettering. `foreign`: the same in cents of the entry's currency, positive for a
    debit, 0 when it is the euro or has none."""

    account: str
    account_label: str
    label: str
    debit: int = 0
    credit: int = 0
    aux: str = ""
    aux_label: str = ""
    invoice: str = ""
    letter: str = ""
    lettered_on: date | None = None
    foreign: int = 0


@dataclass(frozen=True)
class Draft:
    """An entry without number. `source` is the document's id, `fact` the type of fact that it comes from."""

    id: str
    source: str
    fact: str
    journal: Journal
    on: date
    piece: str
    piece_date: date
    label: str
    currency: str
    customer: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """A booked entry, for ever: `number` is continuous in its accounting `year`; only letters may be added to it."""

    id: str
    number: int
    year: int
    source: str
    fact: str
    fact_id: str
    journal: Journal
    on: date
    piece: str
    piece_date: date
    label: str
    currency: str
    customer: str
    validated_on: date
    lines: tuple[Line, ...]


class Third(Protocol):
    """Who a customer line is about, as facts name him."""

    @property
    def customer_code(self) -> str: ...
    @property
    def customer_name(self) -> str: ...


class Told(Protocol):
    """A fact that makes an entry of its own: its document, for a customer."""

    TYPE: ClassVar[str]

    @property
    def number(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def customer_id(self) -> str: ...


def entry_id(source: str, suffix: str = "") -> str:
    """The id of the one entry of a document (or of its cancellation)."""
    return f"ent_{source}{suffix}"


def entry_of_invoice(fact: InvoiceIssuedV1, chart: Chart) -> Draft | None:
    """Customer debited of the TTC, sales credited by account, VAT by rate. None for an invoice of zero."""
    label = f"Facture {fact.number} {fact.customer_name}"
    told = fact.home or fact
    lines = [customer_line(chart, fact, label, told.gross, fact.invoice_id)]
    lines += _sold(chart, told.sales, told.vat, fact.zone, label, -1)
    if fact.home:
        theirs = [customer_line(chart, fact, label, fact.gross)]
        theirs += _sold(chart, fact.sales, fact.vat, fact.zone, label, -1)
        lines = in_currency(lines, theirs)
    return draft_of(fact, fact.invoice_id, chart.sales_journal, fact.issued_on, label, lines)


def entry_of_credit_note(fact: CreditNoteIssuedV1, chart: Chart) -> Draft | None:
    """The opposite of an invoice: sales debited by account, VAT by rate, the customer credited, one line per invoice
    settled and one for what is left to him. None for a credit note of zero."""
    label = f"Avoir {fact.number} {fact.customer_name}"
    if fact.home:
        return _foreign_credit_note(fact, fact.home, chart, label)
    lines = [customer_line(chart, fact, label, -one.settled, one.id) for one in fact.invoices]
    lines.append(customer_line(chart, fact, label, -fact.excess))
    lines += _sold(chart, fact.sales, fact.vat, fact.zone, label, 1)
    return draft_of(fact, fact.credit_id, chart.sales_journal, fact.issued_on, label, lines)


def _foreign_credit_note(fact: CreditNoteIssuedV1, home: HomeV1, chart: Chart, label: str) -> Draft | None:
    """The same in euros, at the rate of its invoice; a cent that rounding leaves goes to exchange differences."""
    lines = [customer_line(chart, fact, label, -home.settled, one.id) for one in fact.invoices]
    lines.append(customer_line(chart, fact, label, -home.excess))
    lines += _sold(chart, home.sales, home.vat, fact.zone, label, 1)
    theirs = [customer_line(chart, fact, label, -one.settled, one.id) for one in fact.invoices]
    theirs.append(customer_line(chart, fact, label, -fact.excess))
    theirs += _sold(chart, fact.sales, fact.vat, fact.zone, label, 1)
    lines = [*in_currency(lines, theirs), exchange_line(chart, label, home.gross - home.settled - home.excess)]
    return draft_of(fact, fact.credit_id, chart.sales_journal, fact.issued_on, label, lines)


def in_currency(lines: Sequence[Line], theirs: Sequence[Line]) -> list[Line]:
    """The lines in euros, each with what it is in the currency of the document."""
    return [replace(one, foreign=other.debit - other.credit) for one, other in zip(lines, theirs, strict=True)]


def exchange_line(chart: Chart, label: str, gain: int) -> Line:
    """What a rate brought, or cost when it is below zero."""
    side = "exchange_gain" if gain > 0 else "exchange_loss"
    return line_of(getattr(chart, side), LABELS[side], label, -gain)


def _sold(
    chart: Chart, shares: Iterable[SaleShare], rates: Iterable[VatAmount], zone: str, label: str, sign: int
) -> list[Line]:
    """Sales by account and VAT by rate, `sign` 1 to debit."""
    sales: dict[str, int] = {}
    for share in shares:
        account = sales_account(chart, share.account, zone)
        sales[account] = sales.get(account, 0) + sign * share.net
    vat: dict[tuple[str, str], int] = {}
    for rate in rates:
        key = vat_account(chart, rate.rate), vat_label(rate.rate)
        vat[key] = vat.get(key, 0) + sign * rate.vat
    lines = [line_of(account, LABELS["sales"], label, amount) for account, amount in sales.items()]
    return lines + [line_of(account, name, label, amount) for (account, name), amount in vat.items()]


def entry_of_former(fact: FormerOpenedV1, chart: Chart) -> Draft | None:
    """What is left of an invoice of the former program: the customer debited, the opening balance credited; of a credit
    note, the opposite. Its sale and its VAT are in the books of the former program."""
    label = f"Reprise {'facture' if fact.balance > 0 else 'avoir'} {fact.number} {fact.customer_name}"
    lines = [
        customer_line(chart, fact, label, fact.balance, fact.invoice_id),
        line_of(chart.opening, LABELS["opening"], label, -fact.balance),
    ]
    opened = draft_of(fact, fact.invoice_id, chart.opening_journal, fact.opened_on, label, lines)
    return replace(opened, piece_date=fact.issued_on) if opened else None


def entry_of_withdrawal(fact: FormerWithdrawnV1, booked: Entry) -> Draft:
    """The entry of an invoice taken over, each line on its other side, on the day it is withdrawn."""
    label = f"Annulation reprise facture {fact.number}"
    return mirror_of(booked, fact.invoice_id, "_withdrawn", fact.TYPE, fact.withdrawn_on, label)


def mirror_of(booked: Entry, source: str, suffix: str, fact: str, on: date, label: str) -> Draft:
    """A booked entry with each line on its other side."""
    lines = tuple(
        replace(
            line, label=label, debit=line.credit, credit=line.debit, letter="", lettered_on=None, foreign=-line.foreign
        )
        for line in booked.lines
    )
    return Draft(
        id=entry_id(source, suffix),
        source=source,
        fact=fact,
        journal=booked.journal,
        on=on,
        piece=booked.piece,
        piece_date=booked.piece_date,
        label=label,
        currency=booked.currency,
        customer=booked.customer,
        lines=lines,
    )


def numbered(draft: Draft, number: int, year: int, fact_id: str, today: date) -> Entry:
    """The draft as the `number`th entry of accounting year `year`, validated today."""
    return Entry(
        id=draft.id,
        number=number,
        year=year,
        source=draft.source,
        fact=draft.fact,
        fact_id=fact_id,
        journal=draft.journal,
        on=draft.on,
        piece=draft.piece,
        piece_date=draft.piece_date,
        label=draft.label,
        currency=draft.currency,
        customer=draft.customer,
        validated_on=today,
        lines=draft.lines,
    )


def balance(lines: Iterable[Line]) -> int:
    """Debit minus credit, in cents: 0 for every entry."""
    return sum(line.debit - line.credit for line in lines)


def draft_of(fact: Told, source: str, journal: Journal, on: date, label: str, lines: Iterable[Line]) -> Draft | None:
    """The draft of a document, with its lines that move something, of the piece's own day; None when there are none.
    ValueError when they do not balance (a fact that lies)."""
    kept = tuple(line for line in lines if line.debit or line.credit)
    if balance(kept):
        raise ValueError(f"{entry_id(source)}: {balance(kept)} cents out of balance")
    if not kept:
        return None
    return Draft(
        id=entry_id(source),
        source=source,
        fact=fact.TYPE,
        journal=journal,
        on=on,
        piece=fact.number,
        piece_date=on,
        label=label,
        currency=fact.currency,
        customer=fact.customer_id,
        lines=kept,
    )


def line_of(account: str, account_label: str, label: str, amount: int) -> Line:
    """`amount` in cents, positive to debit."""
    return Line(account, account_label, label, debit=max(amount, 0), credit=max(-amount, 0))


def customer_line(chart: Chart, third: Third, label: str, amount: int, invoice: str = "") -> Line:
    line = line_of(chart.customers, LABELS["customers"], label, amount)
    return replace(line, aux=chart.aux_prefix + third.customer_code, aux_label=third.customer_name, invoice=invoice)
