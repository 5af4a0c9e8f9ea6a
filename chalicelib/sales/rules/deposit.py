"""The deposit invoice (facture d'acompte): a part of a confirmed order, invoiced before it is delivered.

Nouns: a `DepositShare` (one rate of it), a `Deposit` as its order and its final invoice remember it. The one trick:
each share is taken of what the deposits before left, and its VAT is the difference of two rounded running sums, so
deposits cut in any way and the final invoice add up to the order to the cent, rate by rate.
Specification: docs/algorithms/instalments_and_deposits.md. Amounts are cents, VAT included.

Sources: CGI 289 I-1-c (an invoice for each deposit), CGI 269-2-a (VAT due on receipt of a deposit, of goods since
2023-01-01), EN 16931 (BT-3 386, BT-25, BT-113), French CIUS (BT-23 B4, S4, M4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.kernel.money import percent_of, rounded, share

KIND = "deposit_invoice"
NUMBER = "deposit_invoice_number"
GOODS_SINCE = date(2023, 1, 1)


@dataclass(frozen=True)
class DepositShare:
    """What a document holds of one rate, goods and services apart."""

    rate: Decimal
    category: str
    goods: bool
    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat

    @property
    def key(self) -> tuple[Decimal, str, bool]:
        return self.rate, self.category, self.goods


@dataclass(frozen=True)
class Deposit:
    """A deposit invoice: its id and number, the day it was issued, its shares."""

    invoice: str
    number: str
    on: date
    shares: tuple[DepositShare, ...]

    @property
    def gross(self) -> int:
        return sum(one.gross for one in self.shares)

    @property
    def vat(self) -> int:
        return sum(one.vat for one in self.shares)


def summed(parts: Iterable[DepositShare]) -> tuple[DepositShare, ...]:
    """The shares by rate, goods and services apart, in the order in which they first appear."""
    found: dict[tuple[Decimal, str, bool], DepositShare] = {}
    for one in parts:
        known = found.get(one.key, DepositShare(*one.key, 0, 0))
        found[one.key] = DepositShare(*one.key, known.net + one.net, known.vat + one.vat)
    return tuple(found.values())


def wanted(total: int, taken: int, percent: Decimal | None, amount: int | None) -> int:
    """Cents of the deposit asked for: a percent of the order, or an amount. Refused for both or neither, for nothing,
    and beyond what deposits left of the order."""
    if (percent is None) == (amount is None):
        detail = "Indiquez le pourcentage de la commande ou le montant de l'acompte, pas les deux."
        raise Refused("sales.deposit.share", detail, "percent")
    asked = amount if amount is not None else percent_of(total, percent or Decimal(0))
    field = "amount" if amount is not None else "percent"
    if asked <= 0:
        raise Refused("sales.deposit.nothing", "Cet acompte ne demande rien. Augmentez-le.", field)
    if asked > total - taken:
        left = f"{(total - taken) // 100},{(total - taken) % 100:02d} €"
        detail = f"Les acomptes dépasseraient la commande : il en reste {left}. Réduisez celui-ci."
        raise Refused("sales.deposit.too_much", detail, field, left=total - taken)
    return asked


def shares_of(order: Sequence[DepositShare], taken: Sequence[Deposit], asked: int) -> tuple[DepositShare, ...]:
    """`asked` cents cut by the rates of the order, of what the deposits `taken` left of each (largest remainder)."""
    before = {one.key: one for one in summed(part for one in taken for part in one.shares)}
    rest = [one.gross - (before[one.key].gross if one.key in before else 0) for one in order]
    return tuple(
        part
        for of, cents in zip(order, share(asked, rest), strict=True)
        if (part := _part(of, before.get(of.key), cents)).gross
    )


def _part(of: DepositShare, before: DepositShare | None, cents: int) -> DepositShare:
    known = before or DepositShare(*of.key, 0, 0)
    vat = _running(of, known.gross + cents) - known.vat
    return DepositShare(*of.key, cents - vat, vat)


def _running(of: DepositShare, gross: int) -> int:
    """The VAT in so many cents of a share."""
    return int(rounded(Decimal(of.vat) * gross / of.gross, 0)) if of.gross else 0


def vat_received(of: DepositShare, received: int, total: int) -> int:
    """The VAT due once `received` of the `total` cents of a deposit invoice came in."""
    return int(rounded(Decimal(of.vat) * received / total, 0)) if total else 0


def due_on_receipt(on: date, *, goods: bool) -> bool:
    """Whether the VAT of a deposit is due when the money comes: always for services, since 2023 for goods."""
    return not goods or on >= GOODS_SINCE


def require_confirmed(state: str, currency: str) -> None:
    """Raise Conflict for an order that is not confirmed, or Refused in a foreign currency."""
    if state != "validated":
        detail = "Un acompte se facture sur une commande validée, avant sa facture. Validez-la d'abord."
        raise Conflict("sales.deposit.order_state", detail, state=state)
    if currency != "EUR":
        detail = "Un acompte se facture en euros seulement. Facturez la commande en une fois."
        raise Refused("sales.deposit.currency", detail, "currency")


def require_none(deposits: Sequence[Deposit]) -> None:
    """Raise Conflict while deposits are invoiced: what they were a part of may not change."""
    if deposits:
        detail = f"L'acompte {deposits[-1].number} est facturé. Annulez-le par un avoir, puis recommencez."
        raise Conflict("sales.deposit.invoiced", detail, invoice=deposits[-1].invoice)


def require_paid(deposit: Deposit, balance: int) -> None:
    """Raise Conflict for a deposit that is not all paid: an invoice deducts only what was received."""
    if balance > 0:
        detail = f"L'acompte {deposit.number} n'est pas payé. Encaissez-le, ou annulez-le par un avoir."
        raise Conflict("sales.deposit.unpaid", detail, invoice=deposit.invoice)
