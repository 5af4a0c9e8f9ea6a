"""Partners that payments come through: their keys, sealed where they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.mailing import service as mailing
from chalicelib.mailing.rules.paying import SORTS
from chalicelib.payments.partners import stripe
from chalicelib.payments.schemas import ConnectorIn, ConnectorOut
from chalicelib.payments.store import CONNECTORS, Connector
from chalicelib.sales import service as sales

STRIPE = "stripe"
PARTNERS = {STRIPE: ("connectors/stripe", "card"), "gocardless": ("debits/events", "direct_debit")}
"""Partner -> where his events come, and the method of what comes by him unless another is chosen."""


def get_connector(call: Call, partner: str) -> ConnectorOut:
    return _out(reading(call), _partner(partner))


def change_connector(call: Call, partner: str, asked: ConnectorIn) -> ConnectorOut:
    """Keep a partner's keys, tried with him first. Conflict when he does not know the key, Unavailable when he is
    silent; NotFound for a method that does not exist."""
    if asked.key and partner == STRIPE:
        stripe.check(asked.key)
    return keep_connector(call, partner, asked)


@use_case("payments.connector.drop")
def drop_connector(unit: Unit, partner: str) -> None:
    """Forget a partner's keys: no page is opened any more, no letter carries a button."""
    unit.load((CONNECTORS, _partner(partner)), *mailing.button_refs())
    unit.expect(CONNECTORS, partner, unit.call.if_match)
    if unit.find(CONNECTORS, partner) is not None:
        unit.delete(CONNECTORS, partner)
    if partner == STRIPE:
        mailing.keep_buttons(unit, ())


@use_case("payments.connector.change")
def keep_connector(unit: Unit, partner: str, asked: ConnectorIn) -> ConnectorOut:
    """Keep a partner's keys as they are given, tried or not."""
    unit.load((CONNECTORS, _partner(partner)), *sales.method_refs(), *mailing.button_refs())
    unit.expect(CONNECTORS, partner, unit.call.if_match)
    sales.method(unit, asked.method)
    before = unit.find(CONNECTORS, partner)
    new = before is None or not before.key or not before.enabled
    kept = before or Connector("", "", "", asked.method, asked.enabled)
    kept = replace(kept, method=asked.method, enabled=asked.enabled)
    company = unit.company
    if asked.key:
        sealed = secrets.seal(asked.key, _place(company, partner, "key"))
        kept = replace(kept, key=sealed, key_end=asked.key[-4:], trial="_test_" in asked.key)
    if asked.webhook_secret:
        kept = replace(kept, webhook_secret=secrets.seal(asked.webhook_secret, _place(company, partner, "hook")))
    unit.put(CONNECTORS, partner, kept)
    if partner == STRIPE:
        _carry_buttons(unit, kept, asked.buttons, new)
    return _out(unit, partner)


def _carry_buttons(unit: Unit, kept: Connector, asked: Sequence[str] | None, new: bool) -> None:
    """Letters carry a button only while there is a page to lead to."""
    wanted = tuple(one for one in SORTS if one in asked) if asked is not None else None
    if not kept.enabled or not kept.key:
        wanted = ()
    elif wanted is None and new:
        wanted = SORTS
    if wanted is not None:
        mailing.keep_buttons(unit, wanted)


def connector_refs(partner: str) -> tuple[Ref, ...]:
    return ((CONNECTORS, partner),)


def connected(unit: Unit, partner: str) -> str | None:
    """The key in the clear; None when the partner is not connected."""
    kept = unit.find(CONNECTORS, partner)
    if kept is None or not kept.key or not kept.enabled:
        return None
    return secrets.unseal(kept.key, _place(unit.company, partner, "key"))


def method_of(unit: Unit, partner: str) -> str:
    """The payment method of what comes by the partner."""
    kept = unit.find(CONNECTORS, partner)
    return kept.method if kept else PARTNERS[partner][1]


def key_of(unit: Unit, partner: str) -> str:
    """The key in the clear. Conflict when the partner is not connected."""
    found = connected(unit, partner)
    if found is None:
        raise Conflict(
            "payments.connector.none", "Stripe n'est pas connecté. Entrez ses clés dans Réglages, Paiement en ligne."
        )
    return found


def secret_of(unit: Unit, partner: str) -> str:
    """The secret that signs the partner's events. NotFound when none was given."""
    kept = unit.find(CONNECTORS, partner)
    if kept is None or not kept.webhook_secret:
        raise NotFound("payments.connector.not_found", "Ce connecteur n'existe pas.")
    return secrets.unseal(kept.webhook_secret, _place(unit.company, partner, "hook"))


def _partner(partner: str) -> str:
    if partner not in PARTNERS:
        raise NotFound("payments.connector.not_found", "Ce connecteur n'existe pas.")
    return partner


def _place(company: str, partner: str, what: str) -> str:
    return f"company:{company}:connector:{partner}:{what}"


def _out(unit: Unit, partner: str) -> ConnectorOut:
    kept = unit.find(CONNECTORS, partner) or Connector("", "", "", PARTNERS[partner][1], False)
    return ConnectorOut(
        partner=partner,
        version=unit.version(CONNECTORS, partner),
        enabled=kept.enabled,
        key_end=kept.key_end,
        has_secret=bool(kept.webhook_secret),
        method=kept.method,
        buttons=[one for one in SORTS if one in mailing.buttons(unit).sorts] if partner == STRIPE else [],
        trial=kept.trial,
        webhook=f"{config().origin}/api/v1/{unit.company}/{PARTNERS[partner][0]}",
    )
