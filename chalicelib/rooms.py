"""The rooms, from the ground up, and how their parts are found by name.

The one trick: a part is a file of a known name (`api`, `events`, `store`, `index`,
`rules.settings`), so a room is registered by being written.
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
            if _there(full):
                yield import_module(full)


def _there(full: str) -> bool:
    """Whether a module exists; not when what would hold it does not, or is no package."""
    try:
        return find_spec(full) is not None
    except ModuleNotFoundError:
        return False
