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

from collections.abc import Iterable
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
MOST_READ = 400
LAST = "\U0010ffff"


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

    def ranks(self, db: Database, table: Table, most: int) -> dict[int, int] | None:
        """The rank of every row found, by row number; None when there are more than `most`."""
        ranks: dict[int, int] = {}
        for rank in reversed(range(len(self.asked))):
            found = _found(db, table, self.asked[rank], most + 1)
            if len(found) > most:
                return None
            if not found:
                break
            ranks.update(dict.fromkeys(found, rank))
        return ranks


def tiers(db: Database, table: Table, typed: str) -> Tiers:
    """What to ask for what is typed."""
    chunks = _chunks(typed)
    if not chunks or not table.searched:
        return Tiers()
    phrase = " ".join(word for chunk in chunks for word in chunk.words)
    if len(phrase) == 1:
        return Tiers((_any(_quoted(f"{COLUMN} {phrase}"), _quoted(f"{TITLE} {phrase}")),))
    asked = [
        *_codes(chunks),
        _quoted(f"{TITLE} {phrase}"),
        _all(chunk.begins() for chunk in chunks),
        _all(chunk.inside() for chunk in chunks),
    ]
    asked += _forgiving(db, table, chunks, asked[-1])
    return Tiers(tuple(asked))


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


def _forgiving(db: Database, table: Table, chunks: list[Chunk], strict: str) -> list[str]:
    """The near tier, as far as it adds something; the nearly one when that finds nothing."""
    none = not _found(db, table, strict, 1)
    doubtful = {chunk for chunk in chunks if chunk.word and len(_found(db, table, chunk.inside(), RARE)) < RARE}
    if none and not doubtful:
        doubtful = {chunk for chunk in chunks if chunk.word}
    near_words = {chunk: near(db, table, str(chunk.word)) for chunk in doubtful}
    nearest, nearly = (
        _all(_any(chunk.inside(), *map(_exactly, near_words.get(chunk, ((), ()))[wide])) for chunk in chunks)
        for wide in (0, 1)
    )
    if nearest != strict and (not none or _found(db, table, nearest, 1)):
        return [nearest]
    return [nearly] if none and nearly != strict else []


def near(db: Database, table: Table, typed: str) -> tuple[list[str], list[str]]:
    """The words of the table heard like `typed` or one letter away; then those and the ones that begin like it, give or
    take one letter. The most frequent first."""
    heard = sound(typed)
    first: dict[str, int] = {}
    more: dict[str, int] = {}
    for word, n, like in _candidates(db, table, typed, heard):
        if like == heard or one_edit(typed, word):
            first[word] = n
        elif (len(heard) > 3 and like.startswith(heard)) or (len(typed) > 4 and one_edit_start(typed, word)):
            more[word] = n
    closest = _frequent(first)
    return closest, [*closest, *_frequent(more)]


def _candidates(db: Database, table: Table, typed: str, heard: str) -> Iterable[tuple[str, int, str]]:
    """(word, count, sound) of every word that could be near.

    One edit touches two neighbouring letters at most, so it leaves the beginning or the end of the word whole."""
    size = len(typed)
    start = typed[: (size - 1) // 2]
    end = typed[::-1][: size - 1 - len(start)]
    name = f'"{table.name}_word"'
    asked = (
        (f"SELECT word, n, sound FROM {name} WHERE sound >= ? AND sound < ? LIMIT {MOST_READ}", (heard, heard + LAST)),
        (
            f"SELECT word, n, sound FROM {name} WHERE reverse >= ? AND reverse < ? AND length(word) BETWEEN ? AND ?",
            (end, end + LAST, size - 1, size + 1),
        ),
        (
            f"SELECT word, n, sound FROM {name} WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?",
            (start, start + LAST, size - 1, size + 8),
        ),
    )
    for sql, params in asked:
        yield from db.walk(sql, params)


def _frequent(found: dict[str, int]) -> list[str]:
    return sorted(found, key=lambda word: (-found[word], word))[:MOST_NEAR]


def _found(db: Database, table: Table, match: str, most: int) -> list[int]:
    """The numbers of at most `most` rows that answer."""
    name = f"{table.name}_line"
    return [row for (row,) in db.rows(f'SELECT rowid FROM "{name}" WHERE "{name}" MATCH ? LIMIT ?', (match, most))]


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
