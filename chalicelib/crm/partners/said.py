"""What a register said."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.crm.rules import State


@dataclass(frozen=True, slots=True)
class Said:
    """`source`, `state`, `consultation`, `reason`, `answer`, `fields`: as rules.Check has them."""

    source: str
    state: State
    consultation: str = ""
    reason: str = ""
    answer: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


def known(**said: str | None) -> dict[str, str]:
    """What was said, without what was not."""
    return {name: value.strip() for name, value in said.items() if value and value.strip()}
