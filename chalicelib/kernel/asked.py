"""An operation with what it was given, written down to be done later."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """An operation by its module, method and path; the parameters of its path and its query as they came."""

    module: str
    method: str
    path: str
    params: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
