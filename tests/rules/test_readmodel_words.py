"""What a search compares: folding, words, codes, sounds, typos."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.text import fold
from chalicelib.readmodel.words import (
    figures,
    folded,
    joined,
    line,
    one_edit,
    one_edit_start,
    sound,
    value_words,
    words,
)

LETTERS = st.text("abcdeilmnorstu", min_size=4, max_size=12)


@given(st.text())
def test_the_short_way_of_folding_gives_what_the_house_fold_gives(text: str) -> None:
    assert folded(text) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Château L'Échappée", ["chateau", "l", "echappee"]),
        ("Saint-Émilion  1er", ["saint", "emilion", "1er"]),
        ("Œuvre d'Aÿ", ["oeuvre", "d", "ay"]),
        ("!? -", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("C-00123", ["c", "00123", "c00123"]),
        ("FA-2026.17", ["fa", "2026", "17", "fa202617"]),
        ("+33 6 12-34 56 78", ["33612345678"]),
        ("732 829 320 00074", ["73282932000074"]),
        ("jean.gautier@wanadoo.fr", ["jean", "gautier", "wanadoo", "fr"]),
        ("Cuvée 2022", ["cuvee", "2022"]),
    ],
)
def test_a_value_is_found_by_its_words_and_by_its_code_in_one_piece(value: str, expected: list[str]) -> None:
    assert value_words(value) == expected


def test_what_is_no_code_is_not_joined() -> None:
    assert joined("rendez-vous") is None
    assert joined("c123") is None
    assert figures("12 rue") is None


def test_a_line_marks_where_columns_begin() -> None:
    assert line([("|", "C1"), ("^", "Château Margaux"), ("|", None), ("|", "")]) == "| c1 | ^ chateau margaux |"
    assert line([("|", None), ("^", "-")]) == ""


@pytest.mark.parametrize(
    "heard_alike",
    [
        ["gautier", "gauthier", "gotier", "gautie"],
        ["dupont", "dupond"],
        ["renault", "renaud", "reno"],
        ["margaux", "margo", "margot"],
        ["philippe", "filipe"],
        ["chevalier", "chevallier"],
        ["henry", "henri"],
        ["laurent", "laurant", "lorent"],
    ],
)
def test_spellings_of_one_name_are_heard_alike(heard_alike: list[str]) -> None:
    assert len({sound(word) for word in heard_alike}) == 1


def test_different_names_are_heard_apart() -> None:
    names = ["martin", "bernard", "gautier", "morel", "moreau", "petit", "durand", "lambert", "fontaine", "girard"]
    assert len({sound(name) for name in names}) == len(names)


def edited(word: str, kind: str, at: int, letter: str) -> str:
    """`word` with one letter missing, added, changed, or swapped with its neighbour."""
    at %= len(word)
    if kind == "missing":
        return word[:at] + word[at + 1 :]
    if kind == "added":
        return word[:at] + letter + word[at:]
    if kind == "changed":
        return word[:at] + letter + word[at + 1 :]
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def distance(one: str, other: str) -> int:
    """The number of edits, neighbours swapped counting for one: the textbook table, to judge the shortcut by."""
    table = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i, a in enumerate(one, 1):
        for j, b in enumerate(other, 1):
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


EDITS = st.sampled_from(["missing", "added", "changed", "swapped"])


@given(LETTERS, EDITS, st.integers(0, 20), st.sampled_from("aeos"))
def test_one_edit_is_seen_wherever_it_is(word: str, kind: str, at: int, letter: str) -> None:
    typed = edited(word, kind, at, letter)
    assert one_edit(typed, word)
    assert one_edit_start(typed, word + "xyz")


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_edit_is_the_distance_of_one(one: str, other: str) -> None:
    assert one_edit(one, other) == (distance(one, other) <= 1)
