"""The imports at work, all companies: what the schedule looks at to start again those that stopped without a word."""

from __future__ import annotations

from chalicelib.aws.unit import Unit
from chalicelib.migration.rules.imports import Import
from chalicelib.migration.store import RUNS, Runs

ALL = "all"


def watch(unit: Unit, doc: Import) -> None:
    """Note that this import is at work, for the schedule that resumes those that stopped."""
    runs = unit.find(RUNS, ALL) or Runs()
    unit.put(RUNS, ALL, Runs({**runs.items, f"{unit.company}/{doc.id}": doc.advanced_at}))


def unwatch(unit: Unit, doc: Import) -> None:
    runs = unit.find(RUNS, ALL) or Runs()
    kept = {name: at for name, at in runs.items.items() if name != f"{unit.company}/{doc.id}"}
    unit.put(RUNS, ALL, Runs(kept))
