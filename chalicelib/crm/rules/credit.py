"""Credit insurance (*assurance risque*): how much of what a customer owes an insurer covers, and until when.

Nouns: a `Cover` (limit and last day, for one customer), the `CoverBook` of a company, an `Exposure` (what he owes and
what he has on order), a `CreditUse` (the last confirmation that looked at it). The one trick: a cover that has ended
covers nothing, so its end needs no rule of its own. Amounts are cents.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib.kernel.book import entry, with_entry, without
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.money import from_cents
from chalicelib.tenancy.rules.settings import Declared, declare

NOTICE = timedelta(days=30)
MOST_COVERS = 1500
CONTROL = "credit_control"

declare(
    Declared(
        CONTROL,
        "choice",
        "warn",
        "invoicing",
        "Encours garanti dépassé par une commande",
        "Order beyond the insured limit",
        choices=("warn", "block", "off"),
    )
)


@dataclass(frozen=True, slots=True)
class Cover:
    """`id`: the customer; `limit` in cents; `until`: the last day covered, None without end; `reference`: the
    insurer's number for him; `rank`: how many times it was written, which is its version; `told`: the last day that
    somebody was told of."""

    id: str
    limit: int
    until: date | None = None
    insurer: str = ""
    reference: str = ""
    rank: int = 1
    told: date | None = None

    def on(self, day: date) -> int:
        """What is covered that day."""
        return 0 if self.until is not None and self.until < day else self.limit

    def ends_soon(self, day: date) -> bool:
        """From thirty days before its last day on."""
        return self.until is not None and self.until - day <= NOTICE


@dataclass(frozen=True, slots=True)
class CoverBook:
    """All the covers of a company."""

    items: tuple[Cover, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditUse:
    """The last confirmation that counted what a customer owes: two at once cannot both count without the other."""

    order: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Exposure:
    """`open`: due on invoices, less what was paid and settles nothing yet; `ordered`: confirmed, not invoiced."""

    open: int = 0
    ordered: int = 0

    @property
    def total(self) -> int:
        return self.open + self.ordered


def excess(cover: Cover, exposure: Exposure, adding: int, today: date) -> FieldError | None:
    """What is wrong with `adding` an order, if anything: open + ordered beyond the limit, by one cent."""
    over = exposure.total + adding - cover.on(today)
    if over <= 0:
        return None
    if cover.until is not None and cover.until < today:
        detail = (
            f"La garantie de ce client s'est terminée le {cover.until:%d/%m/%Y} : plus rien n'est couvert. "
            "Faites-la renouveler, ou demandez un règlement."
        )
        return FieldError("customer", "crm.credit.ended", detail)
    detail = (
        f"Encours garanti dépassé de {euros(over)} : {euros(exposure.open)} dus, {euros(exposure.ordered)} en "
        f"commande et {euros(adding)} ici, pour {euros(cover.limit)} garantis. Encaissez, réduisez la commande, ou "
        "faites relever la garantie."
    )
    return FieldError("customer", "crm.credit.exceeded", detail)


def ending(cover: Cover, today: date) -> FieldError | None:
    """What to say of a cover in its last thirty days, or ended."""
    if cover.until is None or not cover.ends_soon(today):
        return None
    if cover.until < today:
        detail = f"La garantie de ce client s'est terminée le {cover.until:%d/%m/%Y}. Faites-la renouveler."
        return FieldError("until", "crm.credit.ended", detail)
    detail = f"La garantie de ce client se termine le {cover.until:%d/%m/%Y}. Pensez à la renouveler."
    return FieldError("until", "crm.credit.ending", detail)


def untold(book: CoverBook, today: date) -> list[Cover]:
    """The covers in their last thirty days, or ended, of which nobody was told yet."""
    return [one for one in book.items if one.ends_soon(today) and one.told != one.until]


def told(book: CoverBook, customer: str) -> CoverBook:
    """The book once somebody was told that this cover ends. Its version stays."""
    cover = entry(book.items, customer)
    return book if cover is None else CoverBook(with_entry(book.items, replace(cover, told=cover.until)))


def covering(book: CoverBook, cover: Cover) -> CoverBook:
    """The book with this cover in place of the customer's former one. Refused beyond 1,500 customers."""
    before = entry(book.items, cover.id)
    if before is None and len(book.items) >= MOST_COVERS:
        detail = f"{MOST_COVERS} clients garantis au plus. Retirez une garantie devenue inutile."
        raise Refused("crm.credit.too_many", detail, "limit")
    return CoverBook(with_entry(book.items, replace(cover, rank=before.rank + 1 if before else 1)))


def uncovered(book: CoverBook, customer: str) -> CoverBook:
    return CoverBook(without(book.items, customer))


def followed(book: CoverBook, gone: str, kept: str) -> CoverBook:
    """The book once `gone` was found to be `kept`: his cover goes to the one that stays, unless he has his own."""
    cover = entry(book.items, gone)
    if cover is None:
        return book
    rest = uncovered(book, gone)
    return rest if entry(rest.items, kept) else covering(rest, replace(cover, id=kept))


def euros(cents: int) -> str:
    """1 234,56 €, as a French sentence has it."""
    text = f"{from_cents(cents):,.2f}".replace(",", "\u202f").replace(".", ",")
    return f"{text}\u00a0€"
