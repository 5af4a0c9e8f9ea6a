"""Contracts of the dashboard. Amounts are cents (HT unless said), dates business days in Paris."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from chalicelib.kernel.contract import Contract


class FigureOut(Contract):
    """How many documents, and what they add up to."""

    count: int
    amount: int


class TurnoverOut(Contract):
    """What was invoiced, HT, credit notes taken off, from the first of the month to today."""

    since: date
    until: date
    amount: int
    last_since: date = Field(description="The same days a year before.")
    last_until: date
    last_amount: int


class MonthOut(Contract):
    month: date = Field(description="Its first day.")
    amount: int
    last_amount: int = Field(description="The same month a year before.")


class ForecastOut(Contract):
    """Validated orders not invoiced yet, HT, in the month of their planned day."""

    month: date = Field(description="Its first day.")
    amount: int
    count: int


class SliceOut(Contract):
    """A customer, a category or a grid, and what it was invoiced over the twelve months shown."""

    id: str = Field(description='"" when there is none.')
    name: str
    amount: int
    count: int


class PeriodQuery(Contract):
    """Days of Paris, both included; the present year up to today when not given."""

    since: date | None = None
    until: date | None = None


class FollowerOut(Contract):
    """A user, and what the customers he followed were invoiced on the days he followed them, HT."""

    id: str = Field(description='"" for the customers that nobody followed.')
    name: str
    amount: int
    count: int
    customers: int


class FollowersOut(Contract):
    since: date
    until: date
    amount: int = Field(description="What the lines add up to: the turnover of the period.")
    items: list[FollowerOut]


class AlertsOut(Contract):
    """What should not wait."""

    overdue: FigureOut = Field(description="Invoices past their due date: what is still due.")
    to_invoice: FigureOut = Field(description="Validated orders whose planned day has come, TTC.")
    sleeping: FigureOut = Field(description="Drafts and pending orders older than a week, TTC.")
    covers_ending: FigureOut = Field(
        description="Customers whose credit insurance ends within 30 days, or has ended: their limits."
    )


class DashboardOut(Contract):
    today: date
    turnover: TurnoverOut
    to_validate: FigureOut = Field(description="Draft and pending orders, TTC.")
    to_invoice: FigureOut = Field(description="Validated orders that may be invoiced today, TTC.")
    unpaid: FigureOut = Field(description="What is still due on invoices.")
    overdue: FigureOut
    forecast: list[ForecastOut] = Field(description="The months that have some, in order.")
    months: list[MonthOut] = Field(description="The last twelve, the present one last.")
    since: date = Field(description="First day of the twelve months.")
    customers: list[SliceOut] = Field(description="The ten biggest of the twelve months.")
    categories: list[SliceOut]
    grids: list[SliceOut]
    alerts: AlertsOut
