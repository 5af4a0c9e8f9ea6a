"""What a part of a payment does to an invoice: it pays it, and may close what lacks.

Nouns: a `Share` of a payment on an invoice; its `discount` is the escompte that the invoice offered for paying early,
its `difference` what is written off: positive a loss, negative a gain. The one trick: money, discount and difference
together are what the invoice is settled of, so the books are told three amounts that always sum to it.

docs/algorithms/settling.md says which of them applies. Amounts are cents of the invoice's currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.money import net_of_gross, percent_of, share
from chalicelib.sales.rules.receivable import Receivable
from chalicelib.tenancy.rules.settings import Declared, declare

TOLERANCE = "write_off_tolerance"
Rest = Literal["auto", "keep", "write_off", "confirmed"]
"""What becomes of what lacks: "auto" closes it when it is the discount offered or within the tolerance, "keep" never
closes it, "write_off" asks to, "confirmed" does beyond the tolerance too."""

declare(
    Declared(
        TOLERANCE,
        "int",
        0,
        "invoicing",
        "Écart de règlement passé en pertes et profits (centimes, 0 : jamais)",
        "Payment difference written off (cents, 0: never)",
        most=10_000,
    )
)


@dataclass(frozen=True)
class Euros:
    """A share in a foreign currency in euro cents: what is `given` at the rate of the payment, what it closes of the
    invoice at the rate of that (`booked`), of which what is granted or written off."""

    given: int
    booked: int
    discount: int = 0
    difference: int = 0

    @property
    def gain(self) -> int:
        """What the rate brought since the invoice; below zero what it cost."""
        return self.given + self.discount + self.difference - self.booked


@dataclass(frozen=True)
class Share:
    """`amount` cents of a payment on an invoice, with what is granted or written off besides. `euros`: None in
    euros."""

    owed: Receivable
    amount: int
    discount: int = 0
    difference: int = 0
    euros: Euros | None = None

    @property
    def settles(self) -> int:
        """What the invoice is settled of."""
        return self.amount + self.discount + self.difference


@dataclass(frozen=True)
class RateShare:
    """HT and VAT cents of one rate of a discount."""

    rate: Decimal
    category: str
    net: int
    vat: int


def shared(owed: Receivable, amount: int, rest: Rest, tolerance: int, on: date) -> Share:
    """The share of `amount` received on day `on`. Refused above the tolerance unless confirmed; what exceeds the
    balance otherwise is told by `check_amounts`."""
    lacks = owed.balance - amount
    if lacks == 0 or rest == "keep":
        return Share(owed, amount)
    if 0 < lacks <= offered(owed, on):
        return Share(owed, amount, discount=lacks)
    if abs(lacks) <= tolerance or rest == "confirmed":
        return Share(owed, amount, difference=lacks)
    if rest == "write_off":
        gap, most = written(abs(lacks), owed.currency), written(tolerance, owed.currency)
        detail = f"L'écart de {gap} sur {owed.number} dépasse votre tolérance de {most}."
        raise Refused("payments.allocation.above_tolerance", f"{detail} Confirmez-le, ou laissez-le dû.")
    return Share(owed, amount)


def offered(owed: Receivable, on: date) -> int:
    """The discount that an invoice offers to who pays all of it on that day: 0 after its last day, or when a part was
    paid after it."""
    if owed.discount_until is None or on > owed.discount_until:
        return 0
    if any(one.on > owed.discount_until for one in owed.settlements):
        return 0
    return percent_of(owed.due, Decimal(owed.discount_percent))


def by_rate(discount: int, rates: Iterable[tuple[Decimal, str, int]]) -> list[RateShare]:
    """A discount cut by the rates of its invoice (rate, category, TTC cents): 24.00 on an invoice at 20 % is 20.00 HT
    and 4.00 VAT. The parts sum to the discount to the cent."""
    known = list(rates)
    parts = share(discount, [gross for _, _, gross in known])
    found = []
    for (rate, category, _), part in zip(known, parts, strict=True):
        net = net_of_gross(part, rate)
        found.append(RateShare(rate, category, net, part - net))
    return [one for one in found if one.net or one.vat]


def check_amounts(left: int, wanted: Sequence[Share]) -> None:
    """Raise Refused (every bad line at once) when more is given than is left, or than an invoice is owed."""
    errors = []
    seen: set[str] = set()
    for number, part in enumerate(wanted):
        owed, field = part.owed, f"allocations.{number}.amount"
        if owed.invoice in seen:
            errors.append(FieldError(field, "payments.allocation.twice", "Cette facture est déjà dans la liste."))
        elif part.settles > owed.balance:
            given, due = written(part.amount, owed.currency), written(owed.balance, owed.currency)
            detail = f"Il reste {due} à payer sur {owed.number}, {given} affectés. Réduisez."
            errors.append(FieldError(field, "payments.allocation.over_due", detail))
        seen.add(owed.invoice)
    total = sum(part.amount for part in wanted)
    if total > left:
        currency = wanted[0].owed.currency
        detail = f"{written(total, currency)} affectés pour {written(left, currency)} disponibles. "
        detail += "Réduisez une affectation."
        errors.append(FieldError("allocations", "payments.allocation.over_paid", detail))
    if errors:
        raise Refused.many(errors)


def check_customer(customer: str, currency: str, receivables: Iterable[Receivable]) -> None:
    """Raise Refused unless the invoices are this customer's, in this currency."""
    for number, owed in enumerate(receivables):
        if owed.currency != currency:
            detail = f"La facture {owed.number} est en {owed.currency}. Enregistrez un règlement dans sa devise."
            raise Refused("payments.allocation.other_currency", detail, field=f"allocations.{number}.invoice")
        if owed.customer != customer:
            raise Refused(
                "payments.allocation.other_customer",
                f"La facture {owed.number} est celle d'un autre client. Enregistrez un règlement par client.",
                field=f"allocations.{number}.invoice",
            )


def euros(cents: int) -> str:
    """As refusals say an amount in euros: 1 234,56 €."""
    return written(cents, "EUR")


def written(cents: int, currency: str) -> str:
    """As refusals say an amount: 1 234,56 €, 1 234,56 USD."""
    units, rest = divmod(abs(cents), 100)
    grouped = f"{units:,}".replace(",", "\u202f")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02d} {'€' if currency == 'EUR' else currency}"
