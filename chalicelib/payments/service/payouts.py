"""What partners paid to the bank: kept once, told to the books."""

from __future__ import annotations

from chalicelib.aws.unit import Unit
from chalicelib.payments.rules.payout import Payout
from chalicelib.payments.schemas import PayoutPaidV1
from chalicelib.payments.store import PAYOUTS


def keep_payout(unit: Unit, payout: Payout) -> bool:
    """Keep a payout in the caller's commit, once, and tell it to the books; whether it is new. One that does not add up
    is not told: it may be kept again once it does."""
    known = unit.find(PAYOUTS, payout.id)
    if known is not None and (not known.gap or known.parts == payout.parts):
        return False
    unit.put(PAYOUTS, payout.id, payout)
    if payout.gap:
        return True
    unit.emit(
        PayoutPaidV1(
            payout_id=payout.id,
            number=payout.reference,
            partner=payout.partner,
            paid_on=payout.paid_on,
            method_kind=payout.method_kind,
            account=payout.account or None,
            gross=payout.gross,
            fees=payout.fees,
            net=payout.net,
            currency=payout.currency,
        )
    )
    return True
