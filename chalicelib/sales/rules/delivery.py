"""The delivery note: goods of a confirmed order that left, some or all, before or after the invoice.

Nouns: a `DeliveryNote`, frozen when it is issued; what an order still has `left` to ship; whether it is `shipped`. The
one trick: the order keeps one ledger of its notes (`Order.deliveries`), and a note that was wrong is countered by
another of the opposite quantities: nothing is changed, and what was shipped is always the sum of the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from chalicelib.kernel.errors import Conflict, FieldError, Refused
from chalicelib.kernel.money import rounded
from chalicelib.pricing.rules import Step
from chalicelib.sales.rules.invoice import InvoiceLine
from chalicelib.sales.rules.order import Delivered, Offer, Order, Part, RateShare, Totals
from chalicelib.sales.rules.party import Buyer, Seller
from chalicelib.sales.rules.template import Used

DELIVERABLE = frozenset({"validated", "invoiced"})
TRANSITIONS = {("issued", "cancelled")}
Shipped = Literal["nothing", "to_ship", "partly", "shipped"]
NoteState = Literal["issued", "cancelled", "counter"]


@dataclass(frozen=True)
class DeliveryNote:
    """An issued delivery note, for ever. `lines` are the bottles that left, billed and free, as they would be invoiced;
    `parts` says, in the same order, of which lines of the order. A counter note (`counters`: the id of the note it
    undoes) has the same content: what it names came back, or never left."""

    id: str
    number: str
    issued_on: date
    issued_at: datetime
    order: str
    order_number: str
    ordered_on: date
    seller: Seller
    buyer: Buyer
    basis: str
    currency: str
    language: str
    vat_case: str
    lines: tuple[InvoiceLine, ...]
    parts: tuple[Part, ...]
    totals: Totals
    weight: int = 0
    partial: bool = False
    reference: str = ""
    comment: str = ""
    counters: str = ""
    counters_number: str = ""
    template: Used | None = None


def shipped_by_line(order: Order) -> dict[int, int]:
    """Bottles out, by rank of line (from 1); what came back is taken off."""
    out: dict[int, int] = {}
    for one in order.deliveries:
        for part in one.parts:
            out[part.line] = out.get(part.line, 0) + part.quantity
    return out


def left(order: Order) -> tuple[Part, ...]:
    """What is still to ship: the goods of a confirmed order that are not out. Services never are."""
    if order.state not in DELIVERABLE:
        return ()
    out = shipped_by_line(order)
    ranks = [
        Part(rank, line.bottles - out.get(rank, 0)) for rank, line in enumerate(order.lines, start=1) if line.goods
    ]
    return tuple(part for part in ranks if part.quantity > 0)


def shipped_state(asked: int, out: int) -> Shipped:
    """How far an order of `asked` physical bottles is, `out` of them having left."""
    if not asked:
        return "nothing"
    if not out:
        return "to_ship"
    return "shipped" if out >= asked else "partly"


def shipped(order: Order) -> Shipped:
    """How far the order is: read off its ledger, never stored."""
    return shipped_state(order.totals.cols, sum(shipped_by_line(order).values()))


def shipped_on(order: Order) -> date | None:
    """The day the last of it left; None while something is to ship."""
    if shipped(order) != "shipped":
        return None
    undone = {one.counters for one in order.deliveries}
    return max(one.on for one in order.deliveries if not one.counters and one.note not in undone)


def note_state(order: Order, note: str) -> NoteState:
    """A note is cancelled when another counters it."""
    if any(one.counters == note for one in order.deliveries):
        return "cancelled"
    return "counter" if any(one.note == note and one.counters for one in order.deliveries) else "issued"


def require_unshipped(order: Order) -> None:
    """Raise Conflict when something of the order is out: it is neither reopened nor cancelled."""
    if any(shipped_by_line(order).values()):
        raise Conflict(
            "sales.order.shipped",
            "Cette commande a des bons de livraison. Annulez-les d'abord.",
            deliveries=[one.number for one in order.deliveries],
        )


def chosen(order: Order, asked: Sequence[Part] | None) -> tuple[Part, ...]:
    """What a note takes of the order: all that is left, or what is asked. Refused with every line in error: more than
    what is left, a service, no such line, twice the same; or when nothing is left."""
    if order.state not in DELIVERABLE:
        raise Conflict(
            "sales.delivery.order_state",
            "Seule une commande validée se livre. Validez-la d'abord.",
            state=order.state,
        )
    rest = {part.line: part.quantity for part in left(order)}
    if not rest:
        raise Conflict("sales.delivery.nothing_left", "Il ne reste rien à livrer sur cette commande.")
    if asked is None:
        return left(order)
    errors = [error for at, part in enumerate(asked) for error in _errors(order, rest, at, part, asked)]
    if errors:
        raise Refused.many(errors)
    return tuple(sorted(asked, key=lambda part: part.line))


def _errors(order: Order, rest: dict[int, int], at: int, part: Part, asked: Sequence[Part]) -> list[FieldError]:
    if not 0 < part.line <= len(order.lines):
        detail = "Cette commande n'a pas cette ligne."
        return [FieldError(f"lines.{at}.line", "sales.delivery.no_line", detail)]
    line = order.lines[part.line - 1]
    if not line.goods:
        detail = f"« {line.label} » est un service : il ne se livre pas. Retirez cette ligne."
        return [FieldError(f"lines.{at}.line", "sales.delivery.service", detail)]
    if any(one.line == part.line for one in asked[:at]):
        detail = f"« {line.label} » figure deux fois. Réunissez les quantités sur une ligne."
        return [FieldError(f"lines.{at}.line", "sales.delivery.twice", detail)]
    most = rest.get(part.line, 0)
    if part.quantity > most:
        detail = f"« {line.label} » : {part.quantity} cols demandés, il en reste {most} à livrer. Réduisez la quantité."
        return [FieldError(f"lines.{at}.quantity", "sales.delivery.too_many", detail)]
    return []


def portion(line: InvoiceLine, before: int, quantity: int) -> InvoiceLine:
    """`quantity` bottles of a line of which `before` are already out, with their share of every amount. Those billed
    leave first, the free ones last.

    Each share is the difference of two rounded running sums, so notes that follow one another add up to the line, to
    the cent."""
    start, end = min(before, line.quantity), min(before + quantity, line.quantity)

    def part(cents: int) -> int:
        return _running(cents, end, line.quantity) - _running(cents, start, line.quantity)

    return replace(
        line,
        quantity=end - start,
        free=quantity - (end - start),
        before=part(line.before),
        discounts=tuple(_step(step, part(step.base), part(step.taken)) for step in line.discounts),
        amount=part(line.amount),
        net=part(line.net),
        vat=part(line.vat),
        packs=_packs(line, end - start),
    )


def _running(cents: int, count: int, of: int) -> int:
    return int(rounded(Decimal(cents) * count / of, 0))


def _step(step: Step, base: int, taken: int) -> Step:
    return replace(step, base=base, taken=taken)


def _packs(line: InvoiceLine, quantity: int) -> int | None:
    """Whole cartons only: 6 cartons of 6 of which 12 bottles leave are 2 cartons, 10 bottles are 10 bottles."""
    if not line.packs:
        return None
    whole, rest = divmod(quantity * line.packs, line.quantity)
    return whole if not rest else None


def totals_of(lines: Sequence[InvoiceLine]) -> Totals:
    """The totals of what a note holds; a service counts no bottle."""
    rates: dict[tuple[Decimal, str], tuple[int, int]] = {}
    for line in lines:
        net, vat = rates.get((line.vat_rate, line.category), (0, 0))
        rates[line.vat_rate, line.category] = (net + line.net, vat + line.vat)
    net, vat = sum(line.net for line in lines), sum(line.vat for line in lines)
    return Totals(
        net=net,
        vat=vat,
        gross=net + vat,
        discounts=sum(step.taken for line in lines for step in line.discounts),
        cols=sum(line.bottles for line in lines if line.goods),
        volume=sum(line.bottles * line.volume for line in lines if line.goods),
        rates=tuple(RateShare(rate, code, *rates[rate, code]) for rate, code in sorted(rates)),
    )


def weight_of(offer: Offer, parts: Sequence[Part]) -> int:
    """Grams of these bottles, without packagings."""
    return sum(offer.lines[part.line - 1].weight * part.quantity for part in parts)


def entry(note: DeliveryNote) -> Delivered:
    """What a note writes in the ledger of its order."""
    sign = -1 if note.counters else 1
    return Delivered(
        note=note.id,
        number=note.number,
        on=note.issued_on,
        parts=tuple(Part(part.line, sign * part.quantity) for part in note.parts),
        cols=sign * note.totals.cols,
        counters=note.counters,
    )


def countered(note: DeliveryNote, id: str, number: str, *, on: date, at: datetime) -> DeliveryNote:
    """The note of the opposite quantities that undoes this one."""
    return replace(
        note,
        id=id,
        number=number,
        issued_on=on,
        issued_at=at,
        comment="",
        counters=note.id,
        counters_number=note.number,
    )
