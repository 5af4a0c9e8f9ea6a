"""The company's platform: its keys, sealed; its webhook; the account that the calls are made with."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.line import Silent
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.einvoicing.partners import afnor
from chalicelib.einvoicing.partners.afnor import Account, Declined
from chalicelib.einvoicing.rules.platform import PLACES, Platform
from chalicelib.einvoicing.schemas import PlatformIn, PlatformOut
from chalicelib.einvoicing.store import FOLLOWED, PLATFORMS
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, NotFound, Refused


def get_platform(call: Call) -> PlatformOut:
    unit = reading(call)
    unit.load((PLATFORMS, WHOLE), (FOLLOWED, WHOLE))
    return _out(unit)


def change_platform(call: Call, asked: PlatformIn) -> PlatformOut:
    """Keep the platform and its keys; then have it tell us what changes. Its silence is borne: the hourly look asks
    again."""
    _changed(call, asked)
    after = replace(call, idempotency=None, if_match=None)
    with suppress(Silent, Declined):
        hooked(after)
    return get_platform(after)


@use_case("einvoicing.platform.change")
def _changed(unit: Unit, asked: PlatformIn) -> PlatformOut:
    unit.load((PLATFORMS, WHOLE))
    unit.expect(PLATFORMS, WHOLE, unit.call.if_match)
    if asked.place not in PLACES:
        raise Refused("einvoicing.platform.unknown", "Cette plateforme n'est pas connue. Choisissez-en une.", "place")
    known = unit.find(PLATFORMS, WHOLE) or Platform(asked.place, "", "", "", False)
    kept = replace(known, place=asked.place, client=asked.client or known.client, enabled=asked.enabled)
    if asked.secret:
        kept = replace(
            kept, secret=secrets.seal(asked.secret, _place(unit.company, "secret")), secret_end=asked.secret[-4:]
        )
    if (kept.place, kept.client) != (known.place, known.client):
        kept = replace(kept, hook="", hook_key="")
    if kept.enabled and not (kept.client and kept.secret):
        detail = "Entrez l'identifiant et le secret que la plateforme vous a donnés, puis activez."
        raise Refused("einvoicing.platform.no_keys", detail, "client")
    if kept.enabled and kept.since is None:
        kept = replace(kept, since=unit.today)
    unit.put(PLATFORMS, WHOLE, kept)
    return _out(unit)


def hooked(call: Call) -> None:
    """Subscribe to what changes, once. Silent, Declined."""
    unit = reading(call)
    account = account_of(unit)
    if account is None or unit.get(PLATFORMS, WHOLE).hook:
        return
    hook, key = afnor.subscribe(account, address(call.company))
    if hook and key:
        _hook_kept(call, hook, key)


@use_case("einvoicing.platform.hook")
def _hook_kept(unit: Unit, hook: str, key: str) -> None:
    known = unit.get(PLATFORMS, WHOLE)
    sealed = secrets.seal(key, _place(unit.company, "hook"))
    unit.put(PLATFORMS, WHOLE, replace(known, hook=hook, hook_key=sealed))


def hook_key(unit: Unit) -> str:
    """The key that signs what the platform tells. NotFound when nothing was subscribed to."""
    known = unit.find(PLATFORMS, WHOLE)
    if known is None or not known.hook_key:
        raise NotFound("einvoicing.platform.not_found", "Aucune plateforme n'est branchée.")
    return secrets.unseal(known.hook_key, _place(unit.company, "hook"))


def account_of(unit: Unit) -> Account | None:
    """The account of the company; None when no platform is in use."""
    known = unit.find(PLATFORMS, WHOLE)
    if known is None or not known.enabled or known.place not in PLACES:
        return None
    secret = secrets.unseal(known.secret, _place(unit.company, "secret"))
    return Account(PLACES[known.place], known.client, secret)


def connected(unit: Unit) -> bool:
    known = unit.find(PLATFORMS, WHOLE)
    return known is not None and known.enabled


def require_connected(unit: Unit) -> None:
    """Raise Conflict when no platform is in use."""
    if not connected(unit):
        detail = "Aucune plateforme agréée n'est branchée. Entrez ses clés dans Facturation électronique, Plateforme."
        raise Conflict("einvoicing.platform.none", detail)


def address(company: str) -> str:
    """Where the platform tells us what changes."""
    return f"{config().origin}/api/v1/{company}/einvoicing"


def _place(company: str, what: str) -> str:
    return f"company:{company}:einvoicing:{what}"


def _out(unit: Unit) -> PlatformOut:
    known = unit.find(PLATFORMS, WHOLE) or Platform("", "", "", "", False)
    followed = unit.find(FOLLOWED, WHOLE)
    return PlatformOut.model_validate(
        {
            "version": unit.version(PLATFORMS, WHOLE),
            "place": known.place,
            "places": [{"code": code, "name": place.name} for code, place in PLACES.items()],
            "client": known.client,
            "secret_end": known.secret_end,
            "enabled": known.enabled,
            "hooked": bool(known.hook),
            "asked_at": followed.asked_at if followed else None,
            "problem": followed.problem if followed else "",
        }
    )
