"""The rooms, from the ground up, and how their parts are found by name.

The one trick: a part is a file of a known name (`api`, `events`, `store`, `index`), so a room is
registered by being written.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

ROOMS = (
    "tenancy",
    "catalogue",
    "crm",
    "pricing",
    "mailing",
    "stock",
    "sales",
    "payments",
    "purchasing",
    "shipping",
    "accounting",
    "agents",
    "reminders",
    "debits",
    "einvoicing",
    "customs",
    "campaigns",
    "shop",
    "till",
    "statistics",
    "migration",
)


def parts(*names: str) -> Iterator[ModuleType]:
    """The modules of those names, room by room; a room without one is passed over."""
    for room in ROOMS:
        for name in names:
            full = f"chalicelib.{room}.{name}"
            if find_spec(full):
                yield import_module(full)
