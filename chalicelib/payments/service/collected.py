"""Payouts of Stripe: what it paid to the bank, of which charges, less its fees.

The one trick: Stripe is asked for every movement of the payout, and charges less refunds less fees must be what came,
to the cent; a payout that does not add up is kept with its gap, said, and not booked. Asked again, it may be mended.
Contract: https://docs.stripe.com/api/balance_transactions (type, amount, fee, net, source), payout reconciliation.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound
from chalicelib.payments.partners import stripe
from chalicelib.payments.rules.payout import Part, Payout, payout_id
from chalicelib.payments.schemas import PayoutOut
from chalicelib.payments.service.connectors import STRIPE, key_of
from chalicelib.payments.service.payouts import keep_payout
from chalicelib.payments.store import CONNECTORS, INTENTS, PAYOUTS
from chalicelib.sales import service as sales

MOST_PARTS = 1_500
"""Movements that are kept of one payout; sums are over all."""
FEES = frozenset({"stripe_fee", "application_fee", "tax_fee"})
IN_ONE_READ = 90


def take_payout(call: Call, id: str) -> None:
    """Read a payout as Stripe tells it and keep it. Unavailable when it is silent: it is told again."""
    key = key_of(reading(call), STRIPE)
    told = stripe.payout(key, id)
    if told.get("status") == "paid":
        _kept(call, told, stripe.movements(key, id))


def check_payout(call: Call, id: str) -> PayoutOut:
    """Ask Stripe again for a payout that did not add up."""
    found = reading(call).find(PAYOUTS, id)
    if found is None:
        raise NotFound("payments.payout.not_found", "Ce versement n'existe pas.")
    if found.gap and found.partner == STRIPE:
        take_payout(call, found.reference)
    return get_payout(call, id)


def get_payout(call: Call, id: str) -> PayoutOut:
    """A payout with each of its movements. NotFound."""
    found = reading(call).find(PAYOUTS, id)
    if found is None:
        raise NotFound("payments.payout.not_found", "Ce versement n'existe pas.")
    return PayoutOut.model_validate(
        {name: getattr(found, name) for name in PayoutOut.model_fields if name != "parts"} | {"parts": found.parts}
    )


@use_case("payments.payout.keep")
def _kept(unit: Unit, told: dict[str, Any], movements: list[dict[str, Any]]) -> None:
    id = payout_id(STRIPE, str(told["id"]))
    unit.load((PAYOUTS, id), (CONNECTORS, STRIPE), *sales.method_refs())
    intents = [_intent(one) for one in movements]
    for at in range(0, len(intents), IN_ONE_READ):
        unit.load(*((INTENTS, intent) for intent in intents[at : at + IN_ONE_READ] if intent))
    parts = tuple(_part(unit, one, intent) for one, intent in zip(movements, intents, strict=True))
    gross = sum(part.amount for part in parts if part.kind != "fee")
    fees = sum(part.fee for part in parts)
    net = int(told["amount"])
    method = sales.method(unit, unit.get(CONNECTORS, STRIPE).method)
    keep_payout(
        unit,
        Payout(
            id=id,
            partner=STRIPE,
            reference=str(told["id"]),
            paid_on=datetime.fromtimestamp(int(told["arrival_date"]), UTC).date(),
            gross=gross,
            fees=fees,
            net=net,
            method_kind=method.kind,
            account=method.account or "",
            parts=parts[:MOST_PARTS],
            recorded_at=unit.at,
            currency=str(told["currency"]).upper(),
            gap=gross - fees - net,
        ),
    )


def _intent(movement: dict[str, Any]) -> str:
    source = movement.get("source")
    intent = source.get("payment_intent") if isinstance(source, dict) else None
    return f"{STRIPE}:{intent}" if intent else ""


def _part(unit: Unit, movement: dict[str, Any], intent: str) -> Part:
    known = unit.find(INTENTS, intent) if intent else None
    source = movement.get("source")
    amount, fee, kind = int(movement["amount"]), int(movement["fee"]), str(movement["type"])
    if kind in FEES:
        amount, fee = 0, fee - amount
    return Part(
        reference=str(source.get("id") if isinstance(source, dict) else source or movement["id"]),
        amount=amount,
        kind="fee" if kind in FEES else _KINDS.get(kind, "other"),
        fee=fee,
        payment=known.payment if known else "",
        number=known.number if known else "",
        name=known.name if known else "",
    )


_KINDS = {
    "charge": "charge", "payment": "charge", "refund": "refund", "payment_refund": "refund", "adjustment": "dispute",
}  # fmt: skip
