"""The invoice: an order frozen on the day it is issued, numbered without gap, sealed in a chain.

Nouns: an `InvoiceLine`, `Effective` (a setting's value with the level it came from), an `Invoice`. The one trick: an
invoice refers to nothing that can change; everything a paper, a tax file or the books need is inside, so its content,
its PDF and its seal can be made again from it alone.

Sources: CGI ann. II art. 242 nonies A (mentions), C. com. L441-9 and L441-10 (terms, penalties, 40 EUR), CGI 289.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from chalicelib.kernel import inheritance
from chalicelib.kernel.chain import Link
from chalicelib.kernel.dates import CASH, payment_term
from chalicelib.kernel.exchange import Rate
from chalicelib.pricing.rules import Step
from chalicelib.sales.rules.currency import Home
from chalicelib.sales.rules.deposit import Deposit
from chalicelib.sales.rules.order import Totals
from chalicelib.sales.rules.party import Buyer, Seller
from chalicelib.sales.rules.receivable import Instalment
from chalicelib.sales.rules.template import Used


@dataclass(frozen=True)
class Effective:
    """The value of a setting and the level that gave it (kernel.inheritance)."""

    value: str
    level: str


@dataclass(frozen=True)
class InvoiceLine:
    """A sold line. `before` is quantity x price, `amount` after the discounts, both in the invoice's basis; `account`
    is what variant, product or family said. `free`: bottles given besides those billed. Of a credit note: the rank of
    the invoice's line it `credits` (from 1), and the bottles `returned`; no bottle: a reduction of price. `facts`: what
    a template may show besides (abv, lot...)."""

    variant: str
    sku: str
    label: str
    quantity: int
    unit_price: Decimal
    before: int
    discounts: tuple[Step, ...]
    amount: int
    net: int
    vat: int
    vat_rate: Decimal
    category: str
    goods: bool
    volume: int
    packs: int | None = None
    packaging_label: str = ""
    gtin: str = ""
    account: str | None = None
    account_level: str = ""
    commission: Decimal | None = None
    credits: int = 0
    returned: int = 0
    facts: dict[str, str] = field(default_factory=dict)
    free: int = 0

    @property
    def bottles(self) -> int:
        """Bottles that leave: billed and free."""
        return self.quantity + self.free


@dataclass(frozen=True)
class Preceding:
    """An earlier invoice that a document credits."""

    id: str
    number: str
    issued_on: date


# `commission`: the percent typed on the order's line; `agent`, `grid` of the invoice: ids, for what is earned on it.


@dataclass(frozen=True)
class Mention:
    """A legal sentence in both languages. `code`: UNTDID 4451 (PMD, PMT, AAB), or empty for the printed page only."""

    code: str
    fr: str
    en: str


@dataclass(frozen=True)
class Method:
    """How it is to be paid, as it was. `kind` as in the payment methods."""

    code: str
    kind: str
    label_fr: str
    label_en: str
    level: str


@dataclass(frozen=True)
class Invoice:
    """An issued invoice or credit note (`kind`), for ever. `link` seals every other field. `delivered_on` is the date
    of supply: that of issue unless another is known. `preceding`: the invoice that a credit note credits, `reason`:
    why. `schedule`: its instalments, the first due first, none: all of it on `due_on`, the last of them otherwise.
    `deposits`: what was invoiced and paid before, which it deducts.
    `template`: what it looks like (None: issued before there were templates). `rate`: that of its currency, None in
    euros, and `home` what it is in euros."""

    id: str
    number: str
    kind: str
    issued_on: date
    issued_at: datetime
    due_on: date
    delivered_on: date
    order: str
    order_number: str
    ordered_on: date
    seller: Seller
    buyer: Buyer
    basis: str
    currency: str
    language: str
    vat_case: str
    zone: str
    lines: tuple[InvoiceLine, ...]
    totals: Totals
    term: Effective
    method: Method
    mentions: tuple[Mention, ...]
    reference: str = ""
    comment: str = ""
    agent: str = ""
    grid: str = ""
    preceding: tuple[Preceding, ...] = ()
    reason: str = ""
    schedule: tuple[Instalment, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    template: Used | None = None
    rate: Rate | None = None
    home: Home | None = None
    link: Link | None = None


@dataclass(frozen=True)
class Series:
    """The date of the last invoice of a series: the next is never dated before it."""

    last_on: date


@dataclass(frozen=True)
class Paper:
    """The PDF of an invoice in one language, as it was made once: where it is kept is its hash. `seal`: which one it
    has, "" for none."""

    invoice: str
    language: str
    sha256: str
    size: int
    made_at: datetime
    seal: str = ""


def effective_term(levels: Mapping[str, str | None], *, individual: bool) -> Effective:
    """The payment term of an invoice, by the one inheritance mechanism; cash when nothing says one."""
    found = inheritance.payment_term(levels, individual=individual)
    return Effective(found.value or CASH.code, found.level or "default")


def effective_method(levels: Mapping[str, str | None]) -> Effective | None:
    """The code of the payment method; None when no level says one."""
    found = inheritance.resolve(inheritance.PAYMENT_METHOD, levels)
    return Effective(found.value, found.level) if found.value is not None else None


def effective_account(levels: Mapping[str, str | None]) -> Effective | None:
    """The sales account set on variant, product or family; None leaves it to the chart of the company."""
    found = inheritance.resolve(inheritance.SALES_ACCOUNT, levels)
    return Effective(found.value, found.level) if found.value is not None else None


def due_date(issued_on: date, term: str) -> date:
    """The day the whole amount is due; an unreadable term is due at once."""
    return (payment_term(term) or CASH).due(issued_on)


@dataclass(frozen=True)
class Terms:
    """What the company says to those who pay late or early (settings of tenancy, French texts; fee in cents)."""

    late_penalty: str
    recovery_fee: int
    early_payment: str
    footer: str = ""


# The settings hold French texts; those nobody changed have their English here, the others are printed as they are.
_ENGLISH = {
    "Taux de refinancement de la BCE majoré de 10 points": "ECB refinancing rate plus 10 points",
    "Pas d'escompte pour règlement anticipé": "No discount for early payment",
}


EARLY = "Escompte de {} % pour paiement sous {} jours"


def _early_in_english(early: str) -> str:
    found = re.fullmatch(EARLY.format(r"([\d,]+)", r"(\d+)"), early)
    if found is None:
        return _ENGLISH.get(early, early)
    return f"{found[1].replace(',', '.')} % discount for payment within {found[2]} days"


FRANCO = ("Livraison franco de port.", "Free delivery.")


def mentions(terms: Terms, vat_mention: tuple[str, str], *, franco: bool = False) -> tuple[Mention, ...]:
    """The sentences every invoice carries: penalties (PMD), recovery fee (PMT), early payment (AAB), why no VAT is due,
    free delivery when it was earned, and the company's own footer."""
    late, early = terms.late_penalty, terms.early_payment
    fee = f"{terms.recovery_fee // 100},{terms.recovery_fee % 100:02d}".removesuffix(",00")
    made = [
        Mention("PMD", f"Pénalités de retard : {late}.", f"Late payment penalties: {_ENGLISH.get(late, late)}."),
        Mention(
            "PMT",
            f"Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : {fee} €.",
            f"Fixed compensation for recovery costs in case of late payment: EUR {fee.replace(',', '.')}.",
        ),
        Mention("AAB", f"{early}.", f"{_early_in_english(early)}."),
    ]
    if vat_mention[0]:
        made.append(Mention("", *vat_mention))
    if franco:
        made.append(Mention("", *FRANCO))
    if terms.footer:
        made.append(Mention("", terms.footer, terms.footer))
    return tuple(made)
