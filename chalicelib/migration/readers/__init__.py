"""Readers: bytes -> a grid (workbook, delimited), and a grid -> a mapping (one plug-in per known program).

A reader of a program is an object with a `name`, a `kind` and `recognise(heading, grid) -> Mapping | None`;
adding one to `PROGRAMS` is all it takes. `open_grids` is the only door for uploaded bytes: nothing is parsed
before `safety` has looked.
"""

from __future__ import annotations

from chalicelib.migration.readers import delimited, safety, workbook
from chalicelib.migration.readers.caveau import CaveauCustomers, CaveauProducts
from chalicelib.migration.readers.cavegest import CavegestCustomers, CavegestPrices
from chalicelib.migration.readers.program import Program
from chalicelib.migration.readers.usual import Usual
from chalicelib.migration.rules.grid import Grid

PROGRAMS: tuple[Program, ...] = (CaveauCustomers(), CaveauProducts(), CavegestCustomers(), CavegestPrices(), Usual())


def open_grids(content: bytes, name: str) -> list[Grid]:
    """The filled sheets of a workbook, or the one grid of a text file. Refused: whatever is not safe or not
    readable."""
    if safety.checked(content, name) == safety.WORKBOOK:
        return workbook.grids(content)
    return [delimited.grid(content)]
