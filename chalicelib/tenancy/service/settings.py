"""The settings of a company: shown, changed, explained."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound, Refused
from chalicelib.rooms import parts
from chalicelib.tenancy.rules import settings as rules
from chalicelib.tenancy.schemas import settings as schemas
from chalicelib.tenancy.service.decided import CompanySettings, company_settings
from chalicelib.tenancy.service.identify import forget
from chalicelib.tenancy.store import ONE, SETTINGS, USERS


def shown(call: Call) -> schemas.SettingsOut:
    """Every declared setting with the company's choice, the default and what holds."""
    declared()
    return _out(reading(call))


def change(call: Call, body: schemas.SettingsIn) -> schemas.SettingsOut:
    """Change the settings named. Refused with every bad field; StaleVersion when If-Match is no longer
    true."""
    declared()
    out = _change(call, body)
    forget()
    return out


@use_case("tenancy.settings.change")
def _change(unit: Unit, body: schemas.SettingsIn) -> schemas.SettingsOut:
    wanted = dict(body.values)
    person = [(USERS, unit.actor.id)] if unit.actor.kind == "user" else []
    unit.load((SETTINGS, ONE), *person)
    unit.expect(SETTINGS, ONE, unit.call.if_match)
    after = rules.changed(unit.find(SETTINGS, ONE), wanted)
    if wanted.get("totp_required") is True and person and unit.get(USERS, unit.actor.id).totp is None:
        raise Refused(
            "tenancy.setting.totp_own_first",
            "Activez d'abord votre propre double authentification : sinon vous seriez le premier mis dehors.",
            field="totp_required",
        )
    unit.put(SETTINGS, ONE, after)
    return _out(unit)


def explain(call: Call, name: str) -> schemas.ExplainedOut:
    """Why a setting has its value. NotFound for one that nobody declared."""
    if name not in declared():
        raise NotFound("tenancy.setting.unknown", "Ce paramètre n'existe pas.")
    resolved = company_settings(reading(call)).explained(name)
    return schemas.ExplainedOut(
        name=name,
        value=resolved.value,
        level=resolved.level,
        trace=[schemas.StepOut.model_validate(step) for step in resolved.trace],
    )


def declared() -> dict[str, rules.Declared]:
    """Every room's: on Lambda a room is imported when it is first asked for, so those that nobody asked are here."""
    for _ in parts("rules.settings"):
        pass
    return rules.DECLARED


def _out(unit: Unit) -> schemas.SettingsOut:
    held = company_settings(unit)
    english = unit.actor.language == "en"
    items = [_setting(held, declared, english) for declared in rules.DECLARED.values()]
    return schemas.SettingsOut(items=items, version=unit.version(SETTINGS, ONE))


def _setting(held: CompanySettings, declared: rules.Declared, english: bool) -> schemas.SettingOut:
    return schemas.SettingOut(
        name=declared.name,
        type=declared.type,
        group=declared.group,
        label=declared.label_en if english else declared.label_fr,
        choices=list(declared.choices),
        levels=list(declared.levels),
        level=declared.level,
        default=declared.default,
        own=held.own(declared.name),
        value=held.value(declared.name),
    )
