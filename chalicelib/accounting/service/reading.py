"""One entry, with its lines."""

from __future__ import annotations

from chalicelib.accounting.schemas import EntryOut
from chalicelib.accounting.store import ENTRIES
from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading


def get_entry(call: Call, id: str) -> EntryOut:
    """NotFound when there is none."""
    unit = reading(call)
    entry = unit.get(ENTRIES, id)
    shown = {name: getattr(entry, name) for name in _SHOWN}
    return EntryOut.model_validate({**shown, "entry_date": entry.on, "version": unit.version(ENTRIES, id)})


_SHOWN = (
    "id", "number", "year", "journal", "piece", "piece_date", "label", "currency", "customer", "source", "validated_on",
    "lines",
)  # fmt: skip
