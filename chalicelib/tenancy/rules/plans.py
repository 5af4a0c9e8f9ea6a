"""Plans (formules): what a company's subscription gives of support.

Nouns: a `Plan`, the `CompanyPlan` it has now, the platform's `SupportLine` (telephone and hours).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.errors import Refused


@dataclass(frozen=True)
class Plan:
    name: str
    label_fr: str
    label_en: str
    phone: bool


@dataclass(frozen=True)
class CompanyPlan:
    plan: str
    since: datetime


@dataclass(frozen=True)
class SupportLine:
    """The number as it is dialled and written, and when someone answers it."""

    phone: str
    hours_fr: str
    hours_en: str


PLANS = {
    plan.name: plan
    for plan in (
        Plan("essential", "Essentielle", "Essential", phone=False),
        Plan("serenity", "Sérénité", "Serenity", phone=True),
    )
}
BASIC = PLANS["essential"]


def plan_of(chosen: CompanyPlan | None) -> Plan:
    """The basic plan until another is chosen."""
    return PLANS.get(chosen.plan, BASIC) if chosen else BASIC


def known(name: str) -> Plan:
    """Refused for a plan that does not exist."""
    if name not in PLANS:
        raise Refused("tenancy.plan.unknown", f"Formule inconnue. Choisissez parmi : {', '.join(PLANS)}.", field="plan")
    return PLANS[name]
