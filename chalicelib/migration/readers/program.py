"""What a reader of one program's exports must answer."""

from __future__ import annotations

from typing import Protocol

from chalicelib.migration.rules.grid import Grid
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.mapping import Mapping


class Program(Protocol):
    """`name` is shown to the user ("CaveGest"), `kind` is customer or product."""

    name: str
    kind: str

    def recognise(self, heading: Heading, grid: Grid) -> Mapping | None:
        """The mapping of one of this program's files; None when it is not one."""
