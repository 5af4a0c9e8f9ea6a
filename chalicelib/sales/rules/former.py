"""Invoices of the former program, of which only the claim comes here.

The one trick: such an invoice is a receivable without an invoice: nothing of it was sold, numbered, sealed or declared
here, so it can be paid and reminded, and never printed, re-invoiced or counted as turnover. What was paid before it
came is a settlement of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

KIND = "former"
SOURCE = "former"
"""The source of the settlement that stands for what was paid before."""
GUARD = "former_invoice"
"""The guard that holds the number of an invoice of the former program."""


@dataclass(frozen=True, slots=True)
class FormerOf:
    """The invoices of the former program that a customer owes, or owed, and the credits taken over from it: he is not
    deleted while one is claimed."""

    invoices: tuple[str, ...] = ()
