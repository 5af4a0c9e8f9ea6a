"""Inheritance ("Par défaut"): ONE mechanism for every value that may be set at several levels.

Nouns: *setting* (a name and its levels, most specific first), *level* (order, customer, family...),
*ruling* (a value that the law or the trade puts above the levels that remain), *resolved* value (the value,
the level that won, the trace). The one trick: `None` means "inherit" and nothing else does; 0, "" and False
are values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from chalicelib.kernel.dates import CASH

T = TypeVar("T")
Outcome = Literal["won", "inherits", "hidden", "overruled"]


@dataclass(frozen=True, slots=True)
class Setting:
    """Declared once, never re-coded: name and levels, most specific first."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling(Generic[T]):
    """After level `after` nothing is inherited any more: `value` holds, for the reason `name`."""

    name: str
    after: str
    value: T


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """What one level said: it won, inherits (None), is hidden by a more specific one, or is overruled by a
    ruling."""

    level: str
    value: T | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Resolved(Generic[T]):
    """`value` is None and `level` "" only when no level says anything."""

    setting: str
    value: T | None
    level: str
    trace: tuple[Step[T], ...]

    def default_at(self, level: str) -> Step[T] | None:
        """What "Par défaut" would give if this level inherited: the first value found below it."""
        names = [step.level for step in self.trace]
        below = self.trace[names.index(level) + 1 :]
        return next((step for step in below if step.value is not None and step.outcome != "overruled"), None)


def resolve(setting: Setting, values: Mapping[str, T | None], ruling: Ruling[T] | None = None) -> Resolved[T]:
    """The value of a setting from what each level says. Raises KeyError for a level the setting does not
    have."""
    unknown = set(values) - set(setting.levels)
    if unknown:
        raise KeyError(f"{setting.name} has no level {sorted(unknown)}")
    steps: list[Step[T]] = []
    winner: Step[T] | None = None
    ruled = False
    for level, value in _rows(setting, values, ruling):
        outcome: Outcome = "inherits"
        if ruled:
            outcome = "overruled"
        elif value is not None:
            outcome = "hidden" if winner else "won"
        steps.append(Step(level, value, outcome))
        winner = steps[-1] if outcome == "won" else winner
        ruled = ruled or (ruling is not None and level == ruling.name)
    found = winner.value if winner else None
    return Resolved(setting.name, found, winner.level if winner else "", tuple(steps))


def _rows(setting: Setting, values: Mapping[str, T | None], ruling: Ruling[T] | None) -> list[tuple[str, T | None]]:
    rows: list[tuple[str, T | None]] = []
    for level in setting.levels:
        rows.append((level, values.get(level)))
        if ruling is not None and level == ruling.after:
            rows.append((ruling.name, ruling.value))
    return rows


_SALE = ("order", "customer", "customer_category", "price_grid", "invoice_options")
PAYMENT_TERM = Setting("payment_term", _SALE)
PAYMENT_METHOD = Setting("payment_method", _SALE)
VAT_RATE = Setting("vat_rate", ("variant", "product", "family"))
SALES_ACCOUNT = Setting("sales_account", ("variant", "product", "family"))
CAPSULE = Setting("capsule", ("line", "variant", "product"))
DOCUMENT_TEMPLATE = Setting("document_template", ("customer", "customer_category", "price_grid", "company"))
VAT_RELIEF = Setting("vat_relief", ("order", "customer"))
DEPOT = Setting("depot", ("order", "customer", "company"))
PRICE_GRID = Setting("price_grid", ("order", "point_of_sale", "customer", "company"))


def payment_term(values: Mapping[str, str | None], *, individual: bool) -> Resolved[str]:
    """The payment term (a code of kernel.dates). A private individual with nothing at order, customer and
    category pays cash, whatever the grid or the invoice options say; the payment method is not ruled and
    still inherits."""
    ruling = Ruling("individual", "customer_category", CASH.code) if individual else None
    return resolve(PAYMENT_TERM, values, ruling)
