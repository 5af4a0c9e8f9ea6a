"""The credit note (avoir): an invoice given back, whole or in part.

Nouns: what is asked of a line (`Wanted`), what is `left` of an invoice, the credited lines. The one trick: VAT is the
difference of two rounded running sums per rate, so credit notes cut in any way add up to their invoice to the cent.
Specification: docs/algorithms/credit_notes.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chalicelib.kernel.errors import Conflict, FieldError, Refused
from chalicelib.kernel.money import Basis, from_cents, rounded, share
from chalicelib.sales.rules.delivery import DeliveryNote, portion, shipped_by_line, totals_of
from chalicelib.sales.rules.invoice import Invoice, InvoiceLine
from chalicelib.sales.rules.order import CameBack, Order, Totals
from chalicelib.sales.rules.receivable import Credited, CreditedPart, RateTaken, Receivable

KIND = "credit_note"
PRICE_PLACES = 4


@dataclass(frozen=True)
class Wanted:
    """So many bottles of the invoice's line of this rank (from 1), and of its `free` ones, `returned` of which come
    back; `amount` cents of its basis, None: the bottles' share of what is left."""

    line: int
    quantity: int = 0
    amount: int | None = None
    returned: int = 0
    free: int = 0


@dataclass(frozen=True)
class Left:
    """Bottles and cents (of the invoice's basis) of a line that are not credited yet."""

    quantity: int
    amount: int
    free: int = 0


def left(invoice: Invoice, credits: Sequence[Credited]) -> tuple[Left, ...]:
    """What may still be credited of each line."""
    rest = [Left(line.quantity, line.amount, line.free) for line in invoice.lines]
    for part in (part for one in credits for part in one.parts):
        one = rest[part.line - 1]
        rest[part.line - 1] = Left(one.quantity - part.quantity, one.amount - part.amount, one.free - part.free)
    return tuple(rest)


def still_out(order: Order) -> dict[str, int]:
    """Bottles of each variant that left by delivery notes and that no credit note brought back yet."""
    found: dict[str, int] = {}
    for rank, count in shipped_by_line(order).items():
        if count:  # a rank all of whose notes were undone may be gone: the order may have been typed anew since
            variant = order.lines[rank - 1].variant
            found[variant] = found.get(variant, 0) + count
    for one in order.returns:
        found[one.variant] = found.get(one.variant, 0) - one.quantity
    return found


def brought_back(order: Order, note: str, number: str, lines: Sequence[InvoiceLine]) -> tuple[CameBack, ...]:
    """What comes back to the cellar of the lines of a credit note: at most what is still out of their variant. One for
    each line, in their order; a bottle that never left is not given back."""
    out, found = still_out(order), []
    for line in lines:
        count = max(min(line.returned, out.get(line.variant, 0)), 0)
        out[line.variant] = out.get(line.variant, 0) - count
        found.append(CameBack(note, number, line.variant, count))
    return tuple(found)


def require_still_out(order: Order, note: DeliveryNote) -> None:
    """Raise Conflict when undoing the note would bring back bottles that a credit note brought back already."""
    out = still_out(order)
    for part in note.parts:
        out[order.lines[part.line - 1].variant] -= part.quantity
    short = {variant for variant, count in out.items() if count < 0}
    if short:
        numbers = list(dict.fromkeys(one.number for one in order.returns if one.variant in short))
        raise Conflict(
            "sales.delivery.came_back",
            f"Des cols de ce bon sont déjà revenus en stock par {' et '.join(numbers)} : ils y seraient deux fois. "
            "Pour faire revenir les autres, créditez-les sur la facture en indiquant combien reviennent.",
            credit_notes=numbers,
        )


def require_creditable(owed: Receivable) -> None:
    """Raise Conflict for a credit note: it is not credited in its turn."""
    if owed.kind == KIND:
        raise Conflict("sales.credit.of_credit", "Un avoir ne s'annule pas par un avoir. Refaites une facture.")


def chosen(
    invoice: Invoice, credits: Sequence[Credited], asked: Sequence[Wanted] | None, *, returned: bool = False
) -> tuple[CreditedPart, ...]:
    """What a credit note takes of each line: what is asked, or all that is left (`returned`: its bottles come back).

    Refused with every error at once: no such line, a line twice, more bottles or cents than are left, more bottles back
    than credited, nothing at all. Conflict when nothing is left.
    """
    rest = left(invoice, credits)
    if not any(one.amount or one.quantity for one in rest):
        raise Conflict("sales.credit.nothing_left", "Cette facture est déjà entièrement créditée.")
    if asked is None:

        def back(rank: int, one: Left) -> int:
            return one.quantity + one.free if returned and invoice.lines[rank - 1].goods else 0

        asked = [
            Wanted(rank, one.quantity, one.amount, back(rank, one), one.free)
            for rank, one in enumerate(rest, start=1)
            if one.quantity or one.amount
        ]
    errors = [error for at, one in enumerate(asked) for error in _errors(invoice, rest, at, one, asked)]
    if errors:
        raise Refused.many(errors)
    return tuple(_part(one, rest[one.line - 1]) for one in sorted(asked, key=lambda one: one.line))


def _part(one: Wanted, rest: Left) -> CreditedPart:
    amount = one.amount
    if amount is None:
        amount = int(rounded(Decimal(rest.amount) * one.quantity / rest.quantity, 0))
    return CreditedPart(one.line, one.quantity, amount, one.returned, one.free)


def _errors(invoice: Invoice, rest: Sequence[Left], at: int, one: Wanted, asked: Sequence[Wanted]) -> list[FieldError]:
    field = f"lines.{at}"
    if not 0 < one.line <= len(rest):
        return [FieldError(f"{field}.line", "sales.credit.no_line", "Cette facture n'a pas cette ligne.")]
    line, most = invoice.lines[one.line - 1], rest[one.line - 1]
    if any(other.line == one.line for other in asked[:at]):
        detail = f"« {line.label} » figure deux fois. Réunissez les quantités sur une ligne."
        return [FieldError(f"{field}.line", "sales.credit.twice", detail)]
    errors = []
    if not one.quantity and not one.amount:
        detail = f"« {line.label} » : indiquez une quantité ou un montant à créditer."
        errors.append(FieldError(f"{field}.quantity", "sales.credit.nothing", detail))
    if one.quantity > most.quantity:
        detail = f"« {line.label} » : {one.quantity} demandés, il en reste {most.quantity} à créditer. Réduisez."
        errors.append(FieldError(f"{field}.quantity", "sales.credit.too_many", detail))
    if one.free > most.free:
        detail = f"« {line.label} » : {one.free} offerts demandés, il en reste {most.free} à créditer. Réduisez."
        errors.append(FieldError(f"{field}.free", "sales.credit.too_many", detail))
    if one.amount is not None and one.amount > most.amount:
        detail = f"« {line.label} » : il reste {_euros(most.amount)} à créditer. Réduisez le montant."
        errors.append(FieldError(f"{field}.amount", "sales.credit.too_much", detail))
    if one.returned > (one.quantity + one.free if line.goods else 0):
        detail = f"« {line.label} » : il ne revient pas plus de cols que l'avoir n'en crédite. Corrigez les retours."
        errors.append(FieldError(f"{field}.returned", "sales.credit.too_many_back", detail))
    return errors


def credited_lines(
    invoice: Invoice, credits: Sequence[Credited], parts: Sequence[CreditedPart]
) -> tuple[InvoiceLine, ...]:
    """The lines of the credit note: each tells the rank of the line it credits and the bottles that come back."""
    if not credits and _whole(invoice, parts):
        return tuple(replace(invoice.lines[part.line - 1], credits=part.line, returned=part.returned) for part in parts)
    rest = left(invoice, credits)
    vat = _vat(invoice, credits, parts)
    return tuple(_line(invoice, part, rest[part.line - 1], vat[part.line]) for part in parts)


def _whole(invoice: Invoice, parts: Sequence[CreditedPart]) -> bool:
    taken = {part.line: (part.quantity, part.amount, part.free) for part in parts}
    return all(taken.get(rank) == (x.quantity, x.amount, x.free) for rank, x in enumerate(invoice.lines, start=1))


def _line(invoice: Invoice, part: CreditedPart, rest: Left, vat: int) -> InvoiceLine:
    of = invoice.lines[part.line - 1]
    net = part.amount - vat if invoice.basis == Basis.TTC else part.amount
    made = portion(of, of.quantity - rest.quantity, part.quantity)
    if not part.quantity:
        made = replace(made, unit_price=from_cents(part.amount), packs=None)
    elif made.amount != part.amount:
        made = replace(made, unit_price=rounded(from_cents(part.amount) / part.quantity, PRICE_PLACES))
    if made.amount != part.amount:
        made = replace(made, before=part.amount, discounts=())
    made = replace(made, free=part.free, returned=part.returned)
    return replace(made, amount=part.amount, net=net, vat=vat, credits=part.line)


def _vat(invoice: Invoice, credits: Sequence[Credited], parts: Sequence[CreditedPart]) -> dict[int, int]:
    """The VAT cents of each credited line, by rank."""
    found: dict[int, int] = {}
    key = {rank: (line.vat_rate, line.category) for rank, line in enumerate(invoice.lines, start=1)}
    for rate in dict.fromkeys(key[part.line] for part in parts):
        lines = [line for line in invoice.lines if (line.vat_rate, line.category) == rate]
        base, vat = sum(line.amount for line in lines), sum(line.vat for line in lines)
        before = sum(part.amount for one in credits for part in one.parts if key[part.line] == rate)
        mine = [part for part in parts if key[part.line] == rate]
        after = before + sum(part.amount for part in mine)
        total = _running(vat, after, base) - _running(vat, before, base)
        shares = share(total, [part.amount for part in mine])
        found |= {part.line: cents for part, cents in zip(mine, shares, strict=True)}
    return found


def _running(vat: int, amount: int, base: int) -> int:
    return int(rounded(Decimal(vat) * amount / base, 0)) if base else 0


def credited_totals(invoice: Invoice, lines: Sequence[InvoiceLine]) -> Totals:
    """The totals of a credit note: the invoice's own when it is all of it."""
    if len(lines) == len(invoice.lines) and all(
        (one.quantity, one.free, one.net, one.vat) == (of.quantity, of.free, of.net, of.vat)
        for one, of in zip(lines, invoice.lines, strict=True)
    ):
        return invoice.totals
    return totals_of(lines)


def entry(note: Invoice, parts: Sequence[CreditedPart]) -> Credited:
    """What a credit note writes in the ledger of its invoice."""
    totals = note.totals
    rates = [RateTaken(one.rate, one.category, one.net, one.vat) for one in totals.rates] if note.rate else ()
    return Credited(note.id, note.number, note.issued_on, tuple(parts), totals.net, totals.vat, tuple(rates))


def _euros(cents: int) -> str:
    return f"{from_cents(cents):.2f} €".replace(".", ",")
