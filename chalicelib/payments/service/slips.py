"""Deposit slips: made once, printed as often as one likes."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound
from chalicelib.payments.rules.slip import SLIP_NUMBER, Slip, check_slip, lines_of
from chalicelib.payments.schemas import DepositedV1, SlipIn, SlipMadeV1, SlipOut
from chalicelib.payments.service.recording import not_to_come
from chalicelib.payments.service.shown import known
from chalicelib.payments.store import PAYMENTS, SLIPS
from chalicelib.tenancy import service as tenancy


@use_case("payments.slip.make")
def make_slip(unit: Unit, asked: SlipIn) -> SlipOut:
    """Payments in hand, brought to the bank together: numbered, and booked as one entry. Refused when one of them is
    on another slip, is not in hand, or is of another kind."""
    unit.load(*((PAYMENTS, id) for id in asked.payments), *tenancy.refs(SLIP_NUMBER, on=unit.today))
    payments = [known(unit, id) for id in asked.payments]
    check_slip(payments)
    slip = Slip(
        id=unit.new_id(SLIPS.prefix),
        number=tenancy.next_number(unit, SLIP_NUMBER),
        kind=payments[0].method_kind,
        deposited_on=not_to_come(unit, asked.deposited_on, "deposited_on"),
        made_at=unit.at,
        made_by=unit.actor.name,
        bank=asked.bank,
        account=asked.account or "",
        lines=lines_of(payments),
        currency=payments[0].currency,
    )
    unit.put(SLIPS, slip.id, slip)
    for payment in payments:
        on_slip = replace(payment, slip=slip.id, slip_number=slip.number, slip_account=slip.account)
        unit.put(PAYMENTS, payment.id, on_slip)
    unit.emit(_told(slip))
    return _shown(unit, slip)


def slip_pdf(call: Call, id: str, language: str) -> Download:
    """The slip on paper, for the bank. NotFound."""
    from chalicelib.payments import documents  # noqa: PLC0415 - most requests print nothing

    unit = reading(call)
    unit.load((SLIPS, id), *tenancy.refs(on=unit.today))
    slip = unit.find(SLIPS, id)
    if slip is None:
        raise NotFound("payments.slip.not_found", "Cette remise n'existe pas ou plus.")
    return Download(*documents.slip(tenancy.company(unit), slip, language))


def _told(slip: Slip) -> SlipMadeV1:
    return SlipMadeV1(
        slip_id=slip.id,
        number=slip.number,
        kind=slip.kind,
        deposited_on=slip.deposited_on,
        bank=slip.bank,
        account=slip.account or None,
        total=slip.total,
        currency=slip.currency,
        lines=[
            DepositedV1(
                payment_id=line.payment,
                number=line.number,
                customer_name=line.customer_name,
                amount=line.amount,
                account=line.account or None,
                home=line.home,
            )
            for line in slip.lines
        ],
    )


def _shown(unit: Unit, slip: Slip) -> SlipOut:
    plain = {name: getattr(slip, name) for name in SlipOut.model_fields if name not in ("version", "lines")}
    lines = [
        {name: value for name, value in vars(line).items() if name not in ("account", "home")} for line in slip.lines
    ]
    return SlipOut.model_validate({**plain, "lines": lines, "version": unit.version(SLIPS, slip.id)})
