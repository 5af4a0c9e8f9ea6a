"""Cutting blocks into pages: pure cases of heights."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.render.pdf.flow import Block, pages_of
from chalicelib.render.pdf.pen import Pen


def _nothing(pen: Pen, y: float) -> None:
    """These blocks are never painted."""


def block(height: float, *, with_next: bool = False) -> Block:
    return Block(height, _nothing, with_next=with_next)


def cut(blocks: list[Block], first: float, other: float) -> list[list[float]]:
    return [[one.height for one in page] for page in pages_of(blocks, first, other)]


def test_blocks_fill_a_page_then_the_next() -> None:
    assert cut([block(40)] * 5, 100, 120) == [[40, 40], [40, 40, 40]]


def test_an_exact_fit_stays() -> None:
    assert cut([block(50), block(50)], 100, 100) == [[50, 50]]


def test_nothing_to_print_is_one_empty_page() -> None:
    assert cut([], 100, 100) == [[]]


def test_a_block_goes_with_the_next_one() -> None:
    assert cut([block(60), block(30, with_next=True), block(30)], 100, 100) == [[60], [30, 30]]


def test_a_block_too_high_has_a_page_of_its_own() -> None:
    assert cut([block(10), block(500), block(10)], 100, 100) == [[10], [500], [10]]
    assert cut([block(500)], 100, 100) == [[500]]


@given(
    st.lists(st.tuples(st.floats(1, 90), st.booleans()), max_size=60),
    st.floats(100, 300),
    st.floats(100, 300),
)
def test_nothing_is_lost_nothing_is_moved_and_no_page_overflows(
    drawn: list[tuple[float, bool]], first: float, other: float
) -> None:
    blocks = [block(height, with_next=with_next) for height, with_next in drawn]
    pages = pages_of(blocks, first, other)
    assert [one for page in pages for one in page] == blocks
    for at, page in enumerate(pages):
        room = first if at == 0 else other
        chained = all(one.with_next for one in page[:-1])
        assert sum(one.height for one in page) <= room + 1e-6 or chained
