"""Search: what is typed becomes questions to the trigram index, the best first.

Nouns: a *chunk* (what stands between two spaces of what is typed), a *tier* (a question whose rows are better than
those of the next), a *near* word. The one trick: typos are not looked for among the rows but among the words they are
made of, far fewer; the right words then go to the index like any others.

    a code    a word is exactly the code that was typed
    a title   the title begins with what was typed
    begins    every chunk begins a word
    inside    every chunk stands somewhere
    near      as inside, or a word heard the same or one letter away
    nearly    (when near finds nothing) as near, or the beginning of such a word

Near words are looked for when (nearly) nothing contains what was typed. One letter alone finds the columns that begin
with it; among other words it is ignored. Within a tier the order is that of the titles, so the shortest comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from chalicelib.readmodel.database import Database
from chalicelib.readmodel.table import Table
from chalicelib.readmodel.words import (
    COLUMN,
    TITLE,
    figures,
    folded,
    joined,
    one_edit,
    one_edit_start,
    sound,
    words,
)

MOST_CHUNKS = 8
LONGEST = 200
SHORT = 2
RARE = 3
MOST_NEAR = 8
MOST_READ = 4000
MOST_NAMED = 4000
LAST = "\U0010ffff"
Word = tuple[str, int, str]


class Finder:
    """Asks the index of one table, each question once."""

    def __init__(self, db: Database, table: Table) -> None:
        self.db, self.table = db, table
        self._found: dict[str, tuple[list[int], int]] = {}

    def rows(self, question: str, most: int = 0) -> list[int]:
        """The numbers of the rows that answer, the lowest first: at least `most` of them (MOST_NAMED and one) if there
        are as many."""
        most = most or MOST_NAMED + 1
        known, asked = self._found.get(question, ([], 0))
        if asked < most and len(known) == asked:
            name = f'"{self.table.name}_line"'
            sql = f"SELECT rowid FROM {name} WHERE {name} MATCH ? ORDER BY rowid LIMIT ?"
            known = [row for (row,) in self.db.rows(sql, (question, most))]
            self._found[question] = known, most
        return known

    def nothing(self, questions: Iterable[str]) -> None:
        """These are known to find no row."""
        self._found.update(dict.fromkeys(questions, ([], 1)))

    def words(self, sql: str, *params: str | int) -> Iterator[Word]:
        """Words of the table."""
        name = f'"{self.table.name}_word"'
        yield from self.db.walk(f"SELECT word, n, sound FROM {name} WHERE {sql} LIMIT {MOST_READ}", params)


@dataclass(frozen=True)
class Chunk:
    """The words of one chunk, and the chunk in one piece when it is a code ("FA-17" -> "fa17") or a number."""

    words: tuple[str, ...]
    codes: tuple[str, ...] = ()

    def begins(self) -> str:
        """Its words begin words."""
        return _any(_all(map(_begins, self.words)), *map(_begins, self.codes))

    def inside(self) -> str:
        """Its words stand somewhere."""
        return _any(_all(map(_inside, self.words)), *map(_inside, self.codes))

    @property
    def word(self) -> str | None:
        """The word that may hold a typo."""
        alone = self.words[0] if len(self.words) == 1 else ""
        return alone if len(alone) > 3 and alone.isalpha() else None


@dataclass(frozen=True)
class Tiers:
    """The FTS5 questions, best first; the last contains all others. None when nothing can be asked."""

    asked: tuple[str, ...] = ()

    @property
    def whole(self) -> str | None:
        return self.asked[-1] if self.asked else None

    def without(self, rank: int, others: Iterable[int]) -> str:
        """The question of a rank, without the rows of others."""
        left_out = [self.asked[other] for other in others]
        return f"({self.asked[rank]} NOT {_any(*left_out)})" if left_out else self.asked[rank]


def tiers(finder: Finder, typed: str) -> Tiers:
    """What to ask for what is typed."""
    chunks = _chunks(typed)
    if not chunks or not finder.table.searched:
        return Tiers()
    phrase = " ".join(word for chunk in chunks for word in chunk.words)
    if len(phrase) == 1:
        return Tiers((_any(_quoted(f"{COLUMN} {phrase}"), _quoted(f"{TITLE} {phrase}")),))
    strict = (
        _quoted(f"{TITLE} {phrase}"),
        _all(chunk.begins() for chunk in chunks),
        _all(chunk.inside() for chunk in chunks),
    )
    if not finder.rows(strict[-1]):
        finder.nothing(strict)  # the last contains the others
    return Tiers((*_codes(chunks), *strict, *_forgiving(finder, chunks, strict[-1])))


def _chunks(typed: str) -> list[Chunk]:
    text = folded(typed[:LONGEST])
    if digits := figures(text):
        return [_number(words(text), digits)]
    found = [Chunk(tuple(words(part)), tuple(filter(None, [joined(part)]))) for part in text.split()[:MOST_CHUNKS]]
    longer = [Chunk(tuple(word for word in chunk.words if len(word) > 1), chunk.codes) for chunk in found]
    kept = [chunk for chunk in longer if chunk.words]
    return kept or [Chunk((word,)) for chunk in found[:1] for word in chunk.words[:1]]


def _codes(chunks: list[Chunk]) -> list[str]:
    """The tiers of a number typed whole, however it is cut: joined ("FA-2026-0003", "fa 2026 0003"), then all its words
    somewhere in the row (which may be in two numbers: "FA-2026-0001" made of "CO-2026-0003")."""
    typed = [word for chunk in chunks for word in chunk.words]
    if not any(char.isdigit() for word in typed for char in word) or len("".join(typed)) <= SHORT:
        return []
    codes = chunks[0].codes if len(chunks) == 1 else ()
    joined_up = _any(*map(_exactly, ("".join(typed), *(code for code in codes if len(code) > SHORT))))
    if len(chunks) > 1:
        return [joined_up]
    return [joined_up, _any(joined_up, _all(map(_exactly, typed)))]


def _number(parts: list[str], digits: str) -> Chunk:
    """A telephone typed as it is dialled finds the international number too."""
    codes = {digits, digits.removeprefix("0") if len(digits) > 3 else digits}
    kept = tuple(part for part in parts if len(part) > 1)
    return Chunk(kept or (digits,), tuple(sorted(codes, reverse=True)) if len(digits) > 1 else ())


def _forgiving(finder: Finder, chunks: list[Chunk], strict: str) -> list[str]:
    """The near tier, as far as it adds something; the nearly one when that finds nothing."""
    none = not finder.rows(strict)
    doubtful = {chunk for chunk in chunks if chunk.word and len(finder.rows(chunk.inside(), RARE)) < RARE}
    if none and not doubtful:
        doubtful = {chunk for chunk in chunks if chunk.word}
    closest = {chunk: near(finder, str(chunk.word)) for chunk in doubtful}
    nearest = _all(_any(chunk.inside(), *map(_exactly, closest.get(chunk, ()))) for chunk in chunks)
    if nearest != strict and (not none or finder.rows(nearest)):
        return [nearest]
    if not none:
        return []
    wider = {chunk: [*found, *beginning(finder, str(chunk.word), found)] for chunk, found in closest.items()}
    nearly = _all(_any(chunk.inside(), *map(_exactly, wider.get(chunk, ()))) for chunk in chunks)
    return [nearly] if nearly != strict else []


def near(finder: Finder, typed: str) -> list[str]:
    """The words of the table heard like `typed` or one letter away, the most frequent first.

    One edit touches two neighbouring letters at most, so it leaves the beginning or the end of the word whole."""
    heard, size = sound(typed), len(typed)
    start, end = _halves(typed)
    within = "AND length(word) BETWEEN ? AND ?"
    found = {word: n for word, n, _ in finder.words("sound = ?", heard)}
    asked = (("word >= ? AND word < ?", start), ("reverse >= ? AND reverse < ?", end))
    for sql, part in asked:
        candidates = finder.words(f"{sql} {within}", part, part + LAST, size - 1, size + 1)
        found.update({word: n for word, n, _ in candidates if one_edit(typed, word)})
    return _frequent(found)


def beginning(finder: Finder, typed: str, but: Collection[str]) -> list[str]:
    """The words that begin like `typed`, as it is heard or give or take one letter, but for some; the most frequent
    first."""
    heard, size = sound(typed), len(typed)
    found: dict[str, int] = {}
    if len(heard) > 3:
        found.update({word: n for word, n, _ in finder.words("sound >= ? AND sound < ?", heard, heard + LAST)})
    if size > 4:
        start, _ = _halves(typed)
        sql = "word >= ? AND word < ? AND length(word) BETWEEN ? AND ?"
        candidates = finder.words(sql, start, start + LAST, size - 1, size + 8)
        found.update({word: n for word, n, _ in candidates if one_edit_start(typed, word)})
    return _frequent({word: n for word, n in found.items() if word not in but})


def _halves(typed: str) -> tuple[str, str]:
    """The beginning of the word, and its end backwards: one edit leaves one of them whole."""
    start = typed[: (len(typed) - 1) // 2]
    return start, typed[::-1][: len(typed) - 1 - len(start)]


def _frequent(found: dict[str, int]) -> list[str]:
    return sorted(found, key=lambda word: (-found[word], word))[:MOST_NEAR]


def _begins(word: str) -> str:
    """`word` begins a word; two figures also end one ("22" finds 2022)."""
    start = _quoted(f" {word}")
    return _any(start, _quoted(f"{word} ")) if len(word) == SHORT and word.isdigit() else start


def _inside(word: str) -> str:
    return _begins(word) if len(word) <= SHORT else _quoted(word)


def _exactly(word: str) -> str:
    return _quoted(f" {word} ")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _any(*parts: str | None) -> str:
    kept = list(dict.fromkeys(part for part in parts if part))
    return kept[0] if len(kept) == 1 else f"({' OR '.join(kept)})"


def _all(parts: Iterable[str]) -> str:
    kept = list(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else f"({' AND '.join(kept)})"
