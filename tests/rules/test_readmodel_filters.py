"""Filters: every tree is compared with what Python says of the documents; what is wrong is refused and named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from chalicelib.kernel.errors import Refused
from chalicelib.readmodel import ListQuery, lists
from tests.rules.readmodel_oracle import DOCS, TREES, asked, company, holds, ids, served
from tests.rules.readmodel_support import CUSTOMERS, call
from tests.support.journal import MemoryJournal, put


@pytest.fixture(scope="module", autouse=True)
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryJournal]:
    with served(company(), tmp_path_factory.mktemp("files")) as journal:
        yield journal


@pytest.fixture
def fresh(journal: MemoryJournal, tmp_path: Path) -> Iterator[MemoryJournal]:
    """An empty company of the test's own."""
    with served(MemoryJournal(), tmp_path) as own:
        yield own


@settings(max_examples=400, deadline=None)
@given(TREES)
def test_a_filter_gives_the_rows_that_answer_it(tree: dict[str, Any]) -> None:
    found = ids(asked(tree, sort="id", limit=500))
    assert found == [id for id, doc in DOCS.items() if holds(tree, doc)]
    assert sorted(found + ids(asked({"not": tree}, sort="id", limit=500))) == list(DOCS)


@pytest.mark.parametrize(
    ("op", "value", "hours"),
    [
        ("eq", "2026-03-29", [23, 24, 45]),
        ("lt", "2026-03-29", [22]),
        ("ge", "2026-03-30", [46]),
        ("le", "2026-03-29", [22, 23, 24, 45]),
        ("gt", "2026-03-29", [46]),
        ("ne", "2026-03-29", [22, 46]),
        ("lt", "2026-03-29T01:00:00+01:00", [22, 23]),
    ],
)
def test_a_day_given_for_an_instant_is_a_day_of_paris(
    fresh: MemoryJournal, op: str, value: str, hours: list[int]
) -> None:
    """29 March 2026 has 23 hours in Paris: from 28, 23:00 UTC to 29, 22:00 UTC."""
    for hour in (22, 23, 24, 45, 46):
        fresh.commit(put("customer", f"c{hour}", name="N", seen_at=f"2026-03-{28 + hour // 24}T{hour % 24:02d}:00:00Z"))
    assert ids(asked({"field": "seen_at", "op": op, "value": value}, sort="id")) == [f"c{hour}" for hour in hours]


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ("{", "where"),
        ("[]", "where"),
        ('{"and": {}}', "where"),
        ('{"field": "name"}', "where"),
        ('{"field": "name", "op": "eq", "value": "x", "also": 1}', "where"),
        ('{"field": "margin", "op": "gt", "value": 1}', "where.margin"),
        ('{"field": "_id", "op": "eq", "value": "c1"}', "where._id"),
        ('{"field": "name", "op": "like", "value": "x"}', "where.name"),
        ('{"field": "kind", "op": "gt", "value": "x"}', "where.kind"),
        ('{"field": "balance", "op": "gt", "value": 1.5}', "where.balance"),
        ('{"field": "balance", "op": "in", "value": 1}', "where.balance"),
        ('{"field": "since", "op": "ge", "value": "hier"}', "where.since"),
        ('{"field": "active", "op": "eq", "value": "oui"}', "where.active"),
        ('{"field": "name", "op": "eq", "value": null}', "where.name"),
        ('{"field": ["name"], "op": "eq", "value": "x"}', "where.['name']"),
        (json.dumps({"and": [{"field": "id", "op": "empty"}] * 101}), "where"),
        ('{"not":' * 9 + '{"field": "id", "op": "empty"}' + "}" * 9, "where"),
    ],
)
def test_a_wrong_filter_is_refused_and_named(where: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        lists.page(call(), CUSTOMERS, ListQuery(where=where))
    assert refusal.value.code == "list.filter"
    assert refusal.value.errors[0].field == field
