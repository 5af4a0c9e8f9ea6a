"""Issued invoices handed to the platform: at once when they are issued, or when a person asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.einvoicing.rules import statuses
from chalicelib.einvoicing.rules.einvoice import EInvoice
from chalicelib.einvoicing.schemas import EInvoiceOut, SendIn, SentAllOut, SentOut, StatusOut
from chalicelib.einvoicing.service.carrying import asked_again, carry, opened
from chalicelib.einvoicing.service.platforms import connected, require_connected
from chalicelib.einvoicing.store import EINVOICES, FLOWS, PLATFORMS
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import CaveauError, Conflict, NotFound, Refused
from chalicelib.sales import service as sales
from chalicelib.sales.rules.credit import KIND as CREDIT_NOTE
from chalicelib.sales.rules.invoice import Invoice
from chalicelib.sales.rules.regime import regime


def issued(call: Call, invoice: str) -> str:
    """An invoice was issued: if it goes by the platform, it leaves. Gives its state, "" when it goes another way."""
    return carry(call, invoice) if _opened(call, invoice) else ""


@use_case("einvoicing.invoice.open")
def _opened(unit: Unit, id: str) -> bool:
    unit.load((EINVOICES, id), (PLATFORMS, WHOLE))
    if unit.find(EINVOICES, id) is not None:
        return True
    said = sales.issued(unit, id) if connected(unit) else None
    if said is None or regime(said.buyer) != "B2B" or not _siren(said):
        return False
    opened(unit, _einvoice(unit, said))
    return True


def send(call: Call, asked: SendIn) -> SentAllOut:
    """Hand invoices over, each for itself: one that cannot go stops no other."""
    require_connected(reading(call))
    one_by_one = replace(call, idempotency=None, if_match=None)
    items = [_sent(one_by_one, id) for id in dict.fromkeys(asked.invoices)]
    return SentAllOut(items=items, done=sum(1 for one in items if not one.problem))


def _sent(call: Call, id: str) -> SentOut:
    try:
        known = _asked(call, id)
        if known.carried == "pending":
            carry(call, id)
            known = reading(call).get(EINVOICES, id)
        return SentOut(id=id, number=known.number, state=known.state, problem=known.problem, rule="")
    except CaveauError as refusal:
        return SentOut(id=id, number="", state="", problem=refusal.detail, rule=refusal.code)


@use_case("einvoicing.invoice.send")
def _asked(unit: Unit, id: str) -> EInvoice:
    unit.load((EINVOICES, id), (FLOWS, id), *sales.receivable_refs(id))
    sales.receivable(unit, id)  # NotFound for another representative's
    if unit.find(EINVOICES, id) is not None:
        asked_again(unit, id)
    else:
        opened(unit, _einvoice(unit, _sendable(unit, id)))
    return unit.get(EINVOICES, id)


def _sendable(unit: Unit, id: str) -> Invoice:
    said = sales.issued(unit, id)
    if said is None:
        raise Conflict("einvoicing.invoice.former", "Cette facture vient d'un ancien logiciel : elle est partie de là.")
    if regime(said.buyer) != "B2B":
        detail = "Ce client n'est pas une entreprise en France : sa facture est déclarée par l'e-reporting."
        raise Refused("einvoicing.invoice.reported", detail, "invoices")
    if not _siren(said):
        detail = f"{said.buyer.name} n'avait pas de SIRET quand la facture fut émise. Faites un avoir, puis refacturez."
        raise Refused("einvoicing.invoice.no_siren", detail, "invoices")
    return said


def _siren(said: Invoice) -> str:
    return said.buyer.siret[:9]


def _einvoice(unit: Unit, said: Invoice) -> EInvoice:
    sign = -1 if said.kind == CREDIT_NOTE else 1
    return EInvoice(
        id=said.id,
        number=said.number,
        kind=said.kind,
        issued_on=said.issued_on,
        customer=said.buyer.id,
        customer_name=said.buyer.name,
        siren=_siren(said),
        gross=sign * said.totals.gross,
        currency=said.currency,
        asked_at=unit.at,
        owner=said.buyer.owner,
    )


def get_einvoice(call: Call, id: str) -> EInvoiceOut:
    """What the platform told of an invoice. NotFound when it has none of it, or it is another representative's."""
    unit = reading(call)
    known = unit.find(EINVOICES, id)
    if known is None or (unit.actor.only_own and known.owner != unit.actor.id):
        raise NotFound("einvoicing.invoice.not_found", "Cette facture n'est pas passée par la plateforme.")
    return _out(known, unit.version(EINVOICES, id))


def _out(known: EInvoice, version: int) -> EInvoiceOut:
    moved = {one.flow for one in statuses.moving(known.statuses)}
    shown: dict[str, Any] = {name: getattr(known, name) for name in _SHOWN}
    return EInvoiceOut(
        **shown,
        version=version,
        statuses=[
            StatusOut.model_validate(
                {
                    "code": one.code,
                    "state": statuses.STATES.get(one.code, "sent"),
                    "at": one.at,
                    "reason": one.reason,
                    "text": one.text,
                    "counts": one.flow in moved,
                }
            )
            for one in known.statuses
        ],
    )


_SHOWN = ("id", "number", "kind", "state", "customer", "customer_name", "reach", "problem", "flow", "asked_at",
          "sent_at")  # fmt: skip
