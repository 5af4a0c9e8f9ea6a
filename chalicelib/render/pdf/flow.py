"""Cutting a document into pages.

Nouns: *block* (a height and how to paint it), *frame* (the room a page offers). The one trick: blocks are
measured before any is painted, so cutting is a pure function of heights, and its cases are tested without
a PDF.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.render.pdf.pen import Pen


@dataclass(frozen=True, slots=True)
class Block:
    """What stays in one piece: `paint(pen, y)` draws it under y. `row` says it is a row of the table."""

    height: float
    paint: Callable[[Pen, float], None]
    row: bool = False
    with_next: bool = False
    """Never the last of a page: a heading, the last row before the totals."""
    foot: bool = False
    """Stands at the bottom of its page, not under the block before it."""


def pages_of(blocks: Sequence[Block], first: float, other: float) -> list[list[Block]]:
    """Blocks per page, in order; `first` and `other` are the heights the first and the other pages offer.

    A block too high for a page still gets a page of its own.
    """
    pages: list[list[Block]] = [[]]
    room = first
    for unit in _units(blocks):
        height = sum(block.height for block in unit)
        if height > room and pages[-1]:
            pages.append([])
            room = other
        pages[-1].extend(unit)
        room -= height
    return pages


def painted(
    pen: Pen,
    pages: Sequence[list[Block]],
    top: float,
    again: Callable[[list[Block]], float],
    foot: Callable[[int, int], None],
) -> bytes:
    """The pages as a PDF: the first from `top`, each other one from where `again(its blocks)` leaves its heading, each
    with its `foot(page, pages)`."""
    for at, page in enumerate(pages, start=1):
        y = top if at == 1 else again(page)
        for block in page:
            block.paint(pen, y)
            y += block.height
        foot(at, len(pages))
        pen.end_page()
    return pen.finish()


def _units(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks grouped with the one they must not leave."""
    units: list[list[Block]] = []
    open_unit = False
    for block in blocks:
        if open_unit:
            units[-1].append(block)
        else:
            units.append([block])
        open_unit = block.with_next
    return units
