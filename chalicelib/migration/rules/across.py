"""Rows of one file met again in another: the same rule as inside one file.

The one trick: parts are compared after they are cleaned, so two programs may write the same customer
differently and still agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from chalicelib.kernel.text import fold
from chalicelib.migration.rules.fields import label
from chalicelib.migration.rules.findings import Entry, finding
from chalicelib.migration.rules.plan import Part


def compared(parts: Iterable[Part]) -> list[Part]:
    """The parts with every row whose key an earlier part has already given skipped (the same) or refused (not
    the same)."""
    seen: dict[tuple[str, str], tuple[Part, Entry]] = {}
    return [replace(part, entries=tuple(_compared(part, entry, seen) for entry in part.entries)) for part in parts]


def _compared(part: Part, entry: Entry, seen: dict[tuple[str, str], tuple[Part, Entry]]) -> Entry:
    if entry.record is None:
        return entry
    place = (entry.kind, fold(entry.key))
    first_part, first = seen.setdefault(place, (part, entry))
    if first_part is part:
        return entry
    differs = differences(entry.kind, first.record or {}, entry.record)
    where = f"{first.line} de {first_part.label}"
    kind = "conflicting" if differs else "strict"
    said = finding(f"{entry.kind}.duplicate.{kind}", "", entry.key, line=where, differs=", ".join(differs))
    return replace(entry, record=None, findings=(said,))


def differences(kind: str, one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """The fields (as a person calls them) that two records of a kind do not agree on."""
    return [_called(kind, name) for name in one if one[name] != other.get(name)]


def _called(kind: str, name: str) -> str:
    try:
        return label(kind, name)
    except KeyError:
        return {"billing": "Adresse", "delivery": "Livraison", "prices": "Prix", "archived": "Inutilisable"}.get(
            name, name
        )
