"""What partners paid to the bank: kept once, told to the books."""

from __future__ import annotations

from chalicelib.aws.unit import Unit
from chalicelib.payments.rules.payout import Payout
from chalicelib.payments.schemas import PayoutPaidV1
from chalicelib.payments.store import PAYOUTS


def keep_payout(unit: Unit, payout: Payout) -> bool:
    """Keep a payout in the caller's commit, once; whether it is new."""
    if unit.find(PAYOUTS, payout.id) is not None:
        return False
    unit.put(PAYOUTS, payout.id, payout)
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
