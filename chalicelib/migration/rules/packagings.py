"""What a price list calls a packaging: "carton de 6", "caisse bois 12", "6x75cl", "palette de 600".

Nouns: *pack* (a packaging of the company, or one that is to be created: its id is then ""), *said* (what a cell says of
one), *doubt* (why a cell names none for sure). The one trick: a cell is looked for by name, then by what it says, and
means a pack only when it can be no other; so reading the same file twice names the same packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.kernel import volume
from chalicelib.kernel.text import fold

MOST_COLS = 10_000
Sort = Literal["carton", "case", "crate", "pallet", "other"]
_WORDS: tuple[tuple[str, str, Sort], ...] = (
    (r"caisses?(?: en)? bois|cbo|wooden cases?|owc", "Caisse bois", "case"),
    (r"caisses?|cases?", "Caisse", "case"),
    (r"cartons?|ctn|crt|cart", "Carton", "carton"),
    (r"casiers?|crates?", "Casier", "crate"),
    (r"palettes?|pallets?|pal", "Palette", "pallet"),
    (r"coffrets?", "Coffret", "other"),
    (r"etuis?", "Étui", "other"),
    (r"lots?|packs?", "Lot", "other"),
)
LOOSE = "Lot"
"""How a number of cols is called when nothing says in what ("6x75cl")."""
_ONE = frozenset(
    {"unite", "a l'unite", "a l’unite", "l'unite", "bouteille", "bouteilles", "col", "btl", "vrac", "piece"}
)
_WORD = "|".join(pattern for pattern, _, _ in _WORDS)
_UNIT = r"(?:bouteilles?|btls?|bt|blles?|cols?|unites?|bottles?)\.?"
_VOLUME = r"\d+(?:[.,]\d+)?\s*(?:cl|ml|l|litres?)|magnums?"
_SAID = re.compile(
    rf"(?:(?P<word>{_WORD})\.?\s*)?(?:(?:de|of|par|x|:|-)\s*)?(?P<count>\d{{1,6}})\s*"
    rf"(?:(?:x|\*|/|de)\s*(?P<volume>{_VOLUME})|{_UNIT}(?:\s*(?:de|x|of)\s*(?P<each>{_VOLUME}))?)?"
    rf"(?:\s*(?:en |in |\()?(?P<after>{_WORD})\)?)?"
)


@dataclass(frozen=True, slots=True)
class Pack:
    """A packaging: `count` cols; `id` "" when the import is to create it."""

    name: str
    count: int
    sort: Sort
    code: str = ""
    id: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """`word` "": nothing says in what the cols are packed; `volume` of one col in units of 1e-5 hL, None: not said."""

    word: str
    sort: Sort
    count: int
    volume: int | None = None

    @property
    def name(self) -> str:
        return f"{self.word or LOOSE} de {self.count}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell names no packaging; `count` of cols that it says all the same."""

    code: str
    count: int | None = None
    data: dict[str, object] = field(default_factory=dict)


def cols(written: str) -> int | None:
    """The number of cols of a cell that names no packaging: "6", "6.0", "à l'unité"; None for any other."""
    if fold(written) in _ONE:
        return 1
    found = re.fullmatch(r"(\d{1,5})(?:[.,]0+)?", written.strip())
    return int(found[1]) if found else None


def said(written: str) -> Said | None:
    """What a cell says, None when it cannot be read in one way only."""
    found = _SAID.fullmatch(fold(written))
    if found is None or (found["word"] and found["after"]) or not 1 <= int(found["count"]) <= MOST_COLS:
        return None
    each = found["volume"] or found["each"]
    if not (found["word"] or found["after"] or each or re.search(_UNIT, fold(written))):
        return None
    word, sort = _word(found["word"] or found["after"] or "")
    return Said(word, sort, int(found["count"]), volume.parse(each) if each else None)


def _word(written: str) -> tuple[str, Sort]:
    named = ((word, sort) for pattern, word, sort in _WORDS if re.fullmatch(pattern, written))
    return next(named, ("", "other"))


def chosen(packs: Iterable[Pack], written: str, size: int | None = None) -> Pack | Doubt:
    """The pack a cell means, or why none. `size`: the volume of the row's own col. A pack whose id is "" is to be
    created, or stands in `packs` already."""
    known = tuple(packs)
    if named := [one for one in known if fold(written) in (fold(one.name), fold(one.code))]:
        return named[0]
    what = said(written)
    if what is None:
        return Doubt("product.packaging.unreadable")
    if what.volume and size and what.volume != size:
        return Doubt("product.packaging.volume")
    if same := [one for one in known if _same(one, what)]:
        return same[0]
    near = [one for one in known if not one.archived and one.count == what.count and _near(one, what)]
    if len(near) > 1:
        names = ", ".join(one.name for one in near)
        return Doubt("product.packaging.several", what.count, {"names": names})
    return near[0] if near else Pack(what.name, what.count, what.sort)


def _same(one: Pack, what: Said) -> bool:
    """Is it called so, in other words ("Carton 6 bouteilles" and "carton de 6")?"""
    its = said(one.name)
    return its is not None and (its.name, one.count) == (what.name, what.count)


def _near(one: Pack, what: Said) -> bool:
    """Could it be meant, called otherwise? What the import itself creates bears the words of the file."""
    return not what.word or (bool(one.id) and one.sort == what.sort)


def settled(known: Iterable[Pack], written: Iterable[str]) -> tuple[Pack, ...]:
    """The packs of the company with those that these cells need; what says in what it is packed comes first, whatever
    the order of the rows."""
    packs = tuple(known)
    cells = dict.fromkeys(written)
    for cell in sorted(cells, key=lambda cell: not ((what := said(cell)) and what.word)):
        found = chosen(packs, cell)
        if isinstance(found, Pack) and found not in packs:
            packs = (*packs, found)
    return packs
