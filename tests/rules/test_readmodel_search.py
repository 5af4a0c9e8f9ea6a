"""Search: accents, typos, beginnings, codes, numbers; the best first; every row reachable page by page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.readmodel import ListQuery, lists, search, selection
from chalicelib.readmodel.freshness import ReadModel, current, install
from chalicelib.readmodel.words import words
from tests.rules.readmodel_support import CUSTOMERS, ORDERS, REGISTRY, call
from tests.rules.test_readmodel_words import edited
from tests.support.journal import MemoryJournal, delete, put

ALL = call("*")
NAMES = (
    "Château L'Échappée",
    "Gautier Jean",
    "Gautier-Lemaire",
    "Château Rouge 2022",
    "Lefèvre & fils",
    "Domaine du Vieux Lefevre",
    "Le Bistrot d'Aÿ",
    "Müller Weinhandel",
    "Chevalier Anne",
    "Chevallier Luc",
    "Renault",
    "St-Emilion Caves",
    "Zoé",
)


@pytest.fixture(scope="module")
def journal() -> MemoryJournal:
    journal = MemoryJournal()
    for n, name in enumerate(NAMES):
        town, phone = ("Saint-Émilion", "Beaune", None)[n % 3], f"+336123456{n:02d}"
        journal.commit(put("customer", f"c{n:02d}", name=name, code=f"C-{100 + n:05d}", town=town, phone=phone))
    return journal


@pytest.fixture(scope="module", autouse=True)
def model(journal: MemoryJournal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadModel]:
    model = ReadModel(journal, REGISTRY, tmp_path_factory.mktemp("files"))
    install(model)
    yield model
    install(None)
    model.close()


def found(typed: str, **given: object) -> list[str]:
    page = lists.page(ALL, CUSTOMERS, ListQuery(q=typed, limit=500, **given))  # type: ignore[arg-type]
    assert page.count == len(page.items)
    return [row["name"] for row in page.items]


@pytest.mark.feature("4.1-X02")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("chateau", "Château L'Échappée"),
        ("CHÂTEAU", "Château L'Échappée"),
        ("gautie", "Gautier Jean"),
        ("gotier", "Gautier Jean"),
        ("gauthier", "Gautier Jean"),
        ("gatier", "Gautier Jean"),
        ("guatier", "Gautier Jean"),
        ("gauteir", "Gautier Jean"),
        ("gqutier", "Gautier Jean"),
        ("jean gotier", "Gautier Jean"),
        ("gautier lem", "Gautier-Lemaire"),
        ("ch ro 22", "Château Rouge 2022"),
        ("echapee", "Château L'Échappée"),
        ("l'échappée", "Château L'Échappée"),
        ("utier", "Gautier Jean"),
        ("muller", "Müller Weinhandel"),
        ("mueler", "Müller Weinhandel"),
        ("weinhndel", "Müller Weinhandel"),
        ("reno", "Renault"),
        ("zoe", "Zoé"),
        ("z", "Zoé"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("C-00101", "Gautier Jean"),
        ("c00101", "Gautier Jean"),
        ("00101", "Gautier Jean"),
        ("06 12 34 56 01", "Gautier Jean"),
        ("0612345601", "Gautier Jean"),
        ("+33 6 12 34 56 01", "Gautier Jean"),
    ],
)
def test_codes_and_numbers_are_found_with_or_without_their_separators(typed: str, expected: str) -> None:
    assert found(typed) == [expected]


NOWHERE = ("xyzzy", "!!", "C-99999", "gautier xyzzy", '"', "gautier AND", "* OR name:x", "N E A R")


@pytest.mark.parametrize("typed", NOWHERE)
def test_what_is_nowhere_is_not_found(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_no_search(typed: str) -> None:
    assert len(found(typed)) == len(NAMES)


def test_a_typo_is_forgiven_where_nothing_else_is_found_and_not_elsewhere() -> None:
    assert found("chevalier") == ["Chevalier Anne", "Chevallier Luc"], "as typed first, then as heard"
    assert found("renault") == ["Renault"]


def test_the_best_come_first() -> None:
    journal = MemoryJournal()
    names = {
        "inside": "Beaumartin",
        "later": "Caves Martin",
        "longer": "Martineau",
        "whole": "Martin",
        "first": "Martin Paul",
        "town": "Aligoté",
    }
    for id, name in names.items():
        journal.commit(put("customer", id, name=name, town="Martin-Église" if id == "town" else None))
    assert ordered(journal, "martin") == ["whole", "first", "longer", "town", "later", "inside"]
    journal.commit(put("customer", "code", name="Zzz", code="M12"), put("customer", "other", name="M12 bis", code="x"))
    assert ordered(journal, "m12") == ["other", "code"]


def ordered(journal: MemoryJournal, typed: str) -> list[str]:
    """The ids found in a journal of its own, read one row a page so that every tier is crossed."""
    with tempfile.TemporaryDirectory() as room:
        own = ReadModel(journal, REGISTRY, Path(room))
        install_before = current()
        install(own)
        try:
            ids: list[str] = []
            query = ListQuery(q=typed, limit=1)
            while True:
                page = lists.page(ALL, CUSTOMERS, query)
                ids += [row["id"] for row in page.items]
                if page.next is None:
                    assert page.count == len(ids)
                    return ids
                query = query.model_copy(update={"cursor": page.next})
        finally:
            install(install_before)
            own.close()


@pytest.mark.parametrize(
    ("named", "many", "dense"), [(4000, 5000, 0.3), (30, 5000, 0.3), (5, 10, 0.1), (5, 10, 2.0), (0, 0, 0.0)]
)
def test_words_that_most_rows_hold_are_read_in_the_order_of_an_index(
    monkeypatch: pytest.MonkeyPatch, named: int, many: int, dense: float
) -> None:
    """Few rows are named, many sorted by SQLite, more read along an index: asked one by one there, or listed first."""
    monkeypatch.setattr(search, "MOST_NAMED", named)
    monkeypatch.setattr(selection, "MANY", many)
    monkeypatch.setattr(selection, "DENSE", dense)
    journal = MemoryJournal()
    names = {
        f"c{n:02d}": f"{('Cave', 'Martin', 'Vin')[n % 3]} {n % 7} {('Martin', 'Beaumartin')[n % 2]}" for n in range(60)
    }
    journal.commit(*(put("customer", id, name=name) for id, name in names.items()))
    begins = [id for id, name in names.items() if name.startswith("Martin")]
    holds = [id for id, name in names.items() if " Martin" in name and id not in begins]
    rest = [id for id in names if id not in (*begins, *holds)]
    assert ordered(journal, "martin") == [
        id for tier in (begins, holds, rest) for id in sorted(tier, key=lambda id: (names[id].lower(), id))
    ]


def test_a_word_of_every_row_is_counted_without_reading_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no more so when one row is without it, or has it in a longer word alone."""
    monkeypatch.setattr(search, "MOST_NAMED", 3)
    journal = MemoryJournal()
    journal.commit(*(put("customer", f"c{n}", name=f"Domaine Vin {n}") for n in range(9)))
    assert len(ordered(journal, "domaine")) == len(ordered(journal, "vin domaine")) == len(ordered(journal, "oma")) == 9
    journal.commit(put("customer", "c4", name="Cave Vin"), put("customer", "c5", name="Vinci Beaudomaine"))
    assert len(ordered(journal, "domaine")) == 8
    assert len(ordered(journal, "vin")) == 9
    assert len(ordered(journal, "vin domaine")) == 8


def test_a_search_goes_with_filters_and_sorts() -> None:
    assert found("gautier", sort="-name") == ["Gautier-Lemaire", "Gautier Jean"]
    beaune = '{"field": "town", "op": "eq", "value": "beaune"}'
    assert found("chev", where=beaune) == []
    assert found("gautier", where=beaune) == ["Gautier Jean"]
    assert found("saint emilion", sort="name")[0] == "Château L'Échappée"


def test_a_field_that_completes_gets_the_best_rows_only() -> None:
    rows = lists.search(ALL, CUSTOMERS, "gautier", limit=1)
    assert [row["name"] for row in rows] == ["Gautier Jean"]
    assert lists.search(ALL, CUSTOMERS, "  ") == []
    assert lists.search(ALL, ORDERS, "gautier") == []


def test_rows_without_a_title_are_found_too() -> None:
    journal = MemoryJournal()
    journal.commit(put("customer", "named", name="Zoé", code="K-7"), put("customer", "bare", code="K-7"))
    assert ordered(journal, "k-7") == ["bare", "named"]


def test_a_search_follows_what_is_written() -> None:
    journal = MemoryJournal()
    journal.commit(put("customer", "c1", name="Ancien"), put("customer", "c2", name="Ancien"))
    assert ordered(journal, "ancien") == ["c1", "c2"]
    journal.commit(put("customer", "c1", name="Nouveau"), delete("customer", "c2"))
    assert ordered(journal, "ancien") == []
    assert ordered(journal, "nouvo") == ["c1"]


NAME = st.text("abcdefilmnorstuvéèç", min_size=4, max_size=11)


@settings(max_examples=200, deadline=None)
@given(NAME, st.lists(NAME, max_size=8), st.sampled_from(["missing", "added", "changed", "swapped"]), st.data())
def test_one_typo_anywhere_still_finds_the_name(name: str, others: list[str], kind: str, data: st.DataObject) -> None:
    word = words(name)[0]
    typed = edited(word, kind, data.draw(st.integers(0, len(word) - 1)), data.draw(st.sampled_from("aegiost")))
    assume(len(typed) > 3)
    journal = MemoryJournal()
    journal.commit(*(put("customer", f"c{n}", name=other) for n, other in enumerate([name, *others])))
    assert "c0" in ordered(journal, typed)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30))
def test_anything_may_be_typed(typed: str) -> None:
    lists.page(ALL, CUSTOMERS, ListQuery(q=typed))
