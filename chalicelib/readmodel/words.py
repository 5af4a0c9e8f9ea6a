"""Words: what a search compares.

Nouns: a *folded* text (no accent, no case), its *words*, the *sound* of a word (French spelling evened out, so that
"gotier" and "Gauthier" meet), the *line* of a row (all its searchable words, with marks where columns begin).
The one trick: in a line every word stands between spaces and every column between marks, so a trigram index answers
"begins with", "is exactly" and "contains" alike: they are the same question with or without the space or the mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from chalicelib.kernel.text import fold

LONGEST_VALUE = 2000
LONGEST_WORD = 30
COLUMN, TITLE, END = "|", "^", "|"
_WORD = re.compile(r"[^\W_]+")
_FIGURES = re.compile(r"[\d\s.+/()-]*\d[\d\s.+/()-]*")
_DIGITS = re.compile(r"\D+")
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ault$|aux?$|eaux?$", "o"),
        ("eau|au", "o"),
        ("ph", "f"),
        ("qu|q|ck", "k"),
        ("ch", "C"),
        ("h", ""),
        ("c(?=[eiy])|z|x", "s"),
        ("c", "k"),
        ("gu(?=[eiy])", "g"),
        ("g(?=[eiy])", "j"),
        ("y", "i"),
        ("[ae]i", "e"),
        ("[ae][nm](?=[^aeiou])", "an"),
        ("w", "v"),
        (r"(.)\1+", r"\1"),
        ("e[rz]$", ""),
        ("(?<=..)[estdp]+$", ""),
    )
]


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`kernel.text.fold`, with a shorter way for plain ASCII (most of what a company holds)."""
    return " ".join(text.lower().split()) if text.isascii() else fold(text)


def words(text: str) -> list[str]:
    """The words of a text, folded: "Saint-Émilion 1er" -> ["saint", "emilion", "1er"]."""
    return _WORD.findall(folded(text))


def joined(chunk: str) -> str | None:
    """A code or number without its separators ("FA-2026.17" -> "fa202617"), None for what is not one."""
    parts = _WORD.findall(chunk)
    return "".join(parts) if len(parts) > 1 and any(part.isdigit() for part in parts) else None


def figures(text: str) -> str | None:
    """The digits of a text made of nothing else (telephone, SIRET): "06 12 34" -> "061234"."""
    return _DIGITS.sub("", text) if _FIGURES.fullmatch(text) else None


def value_words(value: str) -> list[str]:
    """What a searchable value is found by: its words, and its codes written in one piece."""
    text = folded(value[:LONGEST_VALUE])
    if digits := figures(text):
        return [digits]
    found = _WORD.findall(text)
    if len(found) > 1:
        found.extend(filter(None, map(joined, text.split())))
    return found


def line(values: Iterable[tuple[str, str | None]]) -> str:
    """The line of a row from its (mark, value) pairs; "" when nothing can be searched."""
    parts = [f"{mark} {' '.join(found)} {END}" for mark, value in values if value and (found := value_words(value))]
    return " ".join(parts)


def vocabulary(text: str) -> set[str]:
    """The words of a line that forgive a typo: made of letters, three or more."""
    return {word for word in text.split() if 3 <= len(word) <= LONGEST_WORD and word.isalpha()}


@lru_cache(maxsize=32768)
def sound(word: str) -> str:
    """How a folded word is heard, roughly: "gauthier", "gautier" and "gotier" give one text."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def one_edit(typed: str, word: str) -> bool:
    """At most one letter missing, added, changed, or two neighbours swapped."""
    if abs(len(typed) - len(word)) > 1:
        return False
    i = _common(typed, word)
    return (
        typed[i + 1 :] == word[i + 1 :]
        or typed[i:] == word[i + 1 :]
        or typed[i + 1 :] == word[i:]
        or (typed[i : i + 2] == word[i : i + 2][::-1] and typed[i + 2 :] == word[i + 2 :])
    )


def one_edit_start(typed: str, word: str) -> bool:
    """Is `typed` the beginning of `word`, give or take one edit?"""
    i = _common(typed, word)
    return (
        word[i + 1 :].startswith(typed[i + 1 :])
        or word[i + 1 :].startswith(typed[i:])
        or word[i:].startswith(typed[i + 1 :])
        or (typed[i : i + 2] == word[i : i + 2][::-1] and word[i + 2 :].startswith(typed[i + 2 :]))
    )


def _common(one: str, other: str) -> int:
    """The length of the common beginning."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
