"""What a price list calls a packaging: read in one way only, or not at all."""

from __future__ import annotations

import pytest

from chalicelib.migration.rules.packagings import Doubt, Pack, Sort, chosen, cols, said, settled

CARTON = Pack("Carton de 6", 6, "carton", "CARTON-6", "pkg_1")
WOODEN = Pack("Caisse bois 6", 6, "case", "CBO6", "pkg_2")
PALLET = Pack("Palette Europe", 600, "pallet", "PAL", "pkg_3")
BOTTLE = 750


@pytest.mark.parametrize(
    ("written", "word", "sort", "count", "volume"),
    [
        ("Carton de 6", "Carton", "carton", 6, None),
        ("ctn 12", "Carton", "carton", 12, None),
        ("Carton 6x75cl", "Carton", "carton", 6, BOTTLE),
        ("caisse bois 12", "Caisse bois", "case", 12, None),
        ("CBO6", "Caisse bois", "case", 6, None),
        ("12 cols en caisse bois", "Caisse bois", "case", 12, None),
        ("Caisse de 12 bouteilles", "Caisse", "case", 12, None),
        ("6x75cl", "", "other", 6, BOTTLE),
        ("6 x 0,75 L", "", "other", 6, BOTTLE),
        ("12 bouteilles", "", "other", 12, None),
        ("PALETTE DE 600", "Palette", "pallet", 600, None),
        ("Étui 1", "Étui", "other", 1, None),
    ],
)
def test_what_is_said(written: str, word: str, sort: Sort, count: int, volume: int | None) -> None:
    what = said(written)
    assert what is not None
    assert (what.word, what.sort, what.count, what.volume) == (word, sort, count, volume)


@pytest.mark.parametrize(
    "written",
    ["carton", "palette", "carton de 6 ou 12", "2 cartons de 6", "1.248 carton", "carton de 0", "6/75",
     "palette de 100 cartons", "carton de 20000", "carton caisse 6", "=6*2", "6"],
)  # fmt: skip
def test_what_is_not_certain_is_not_read(written: str) -> None:
    assert said(written) is None


@pytest.mark.parametrize(("written", "count"), [("6", 6), ("6.0", 6), ("À l'unité", 1), ("carton de 6", None)])
def test_a_number_alone_names_no_packaging(written: str, count: int | None) -> None:
    assert cols(written) == count


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("carton 6 bouteilles", CARTON),
        ("CARTON-6", CARTON),
        ("caisse bois de 6", WOODEN),
        ("caisse 6", WOODEN),
        ("palette europe", PALLET),
        ("carton de 12", Pack("Carton de 12", 12, "carton")),
        ("12x75cl", Pack("Lot de 12", 12, "other")),
    ],
)
def test_it_is_one_of_the_company_or_a_new_one(written: str, found: Pack) -> None:
    assert chosen((CARTON, WOODEN, PALLET), written, BOTTLE) == found


def test_why_none_is_chosen() -> None:
    several = chosen((CARTON, WOODEN), "6x75cl", BOTTLE)
    assert several == Doubt("product.packaging.several", 6, {"names": "Carton de 6, Caisse bois 6"})
    assert chosen((CARTON,), "6x75cl", 1500) == Doubt("product.packaging.volume")
    assert chosen((CARTON,), "palette") == Doubt("product.packaging.unreadable")


def test_the_order_of_the_rows_changes_nothing_and_nothing_is_made_twice() -> None:
    written = ["6x75cl", "carton de 6", "CARTON 6 BTL", "caisse 12", "caisse bois 12", "palette", "24x37,5cl"]
    made = settled((), written)
    assert {one.name for one in made} == {"Carton de 6", "Caisse de 12", "Caisse bois de 12", "Lot de 24"}
    assert {one.name for one in settled((), written[::-1])} == {one.name for one in made}
    known = tuple(Pack(one.name, one.count, one.sort, one.name, f"pkg_{n}") for n, one in enumerate(made))
    assert settled(known, written) == known
    assert chosen(known, "6x75cl", BOTTLE) == next(one for one in known if one.name == "Carton de 6")


def test_an_archived_packaging_is_found_by_its_name_alone() -> None:
    gone = Pack("Carton de 6", 6, "carton", "C6", "pkg_9", archived=True)
    assert chosen((gone,), "carton de 6") == gone
    assert chosen((gone,), "6x75cl", BOTTLE) == Pack("Lot de 6", 6, "other")
