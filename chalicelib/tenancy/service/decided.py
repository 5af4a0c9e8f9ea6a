"""What a company decided, for the rooms above: its identity, its settings, its next numbers.

The one trick: `refs` names every item this file may look at, so a room adds them to its own batch and pays no
second round trip.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.aws.kinds import counter_ref
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.kernel.inheritance import Resolved
from chalicelib.tenancy.rules import numbering, settings
from chalicelib.tenancy.rules.companies import Company
from chalicelib.tenancy.rules.members import Team
from chalicelib.tenancy.store import COMPANIES, MEMBERS, ONE, SETTINGS, TEAMS

_PERIODS = ("{n}", "{year}{n}", "{year}{month}{n}")


@dataclass(frozen=True)
class CompanySettings:
    """The company's settings as they hold: its own values over the declared defaults."""

    stored: settings.Settings | None

    def value(self, name: str) -> settings.Value | None:
        """KeyError for a setting nobody declared."""
        return settings.value_of(self.stored, name)

    def text(self, name: str) -> str:
        """The value as a text ("" when there is none)."""
        value = self.value(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        return self.value(name) is True

    def integer(self, name: str) -> int:
        """The value of an `int` setting (0 when there is none)."""
        return int(self.value(name) or 0)

    def own(self, name: str) -> settings.Value | None:
        """What the company itself chose; None inherits."""
        return (self.stored or settings.Settings()).values.get(name)

    def explained(self, name: str) -> Resolved[settings.Value]:
        return settings.explained(self.stored, name)


def refs(*series: str, on: date) -> tuple[Ref, ...]:
    """What to add to a batch before asking for the company, its settings, or the next number of these
    series."""
    counters = [counter_ref(numbering.counter_name(one, pattern, on)) for one in series for pattern in _PERIODS]
    return ((COMPANIES, ONE), (SETTINGS, ONE), *counters)


def company(unit: Unit) -> Company:
    """The company's identity. NotFound when there is no such company."""
    return unit.get(COMPANIES, ONE)


def company_settings(unit: Unit) -> CompanySettings:
    return CompanySettings(unit.find(SETTINGS, ONE))


def member_refs() -> tuple[Ref, ...]:
    """What to add to a batch before asking who is a member: one item, whoever is asked about."""
    return ((TEAMS, ONE),)


def is_member(unit: Unit, user: str) -> bool:
    """Is this person a member of the company now?"""
    return user in (unit.find(TEAMS, ONE) or Team()).members


def person_refs(user: str) -> tuple[Ref, ...]:
    """What to add to a batch before asking for a member's address ("": nobody)."""
    return ((MEMBERS, user),) if user else ()


def person_email(unit: Unit, user: str) -> str:
    """The e-mail address of a member of the company; "" for nobody and for who is none."""
    member = unit.find(MEMBERS, user) if user else None
    return member.email if member else ""


def next_number(unit: Unit, series: str, on: date | None = None) -> str:
    """The next gapless number of a series, named by its format's setting ("invoice_number"), taken in this
    commit.

    `on`: the date the number is of (today's when not given).
    """
    day = on or unit.today
    pattern = company_settings(unit).text(series)
    n = unit.number(numbering.counter_name(series, pattern, day))
    return numbering.number_text(pattern, n, day)
