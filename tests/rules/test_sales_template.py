"""Templates of documents: which one is used, what one may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.kernel.errors import Refused
from chalicelib.sales.rules.template import (
    DUE_COLUMNS,
    MORE_COLUMNS,
    MOST,
    STANDARD,
    Template,
    Templates,
    checked,
    used,
)

NAMES = ("customer", "customer_category", "price_grid", "company")
BOOK = Templates(tuple(Template(name, name.title()) for name in NAMES))


@pytest.mark.parametrize("nearest", range(4))
def test_the_nearest_level_that_names_one_wins(nearest: int) -> None:
    said = {name: name if at >= nearest else None for at, name in enumerate(NAMES)}
    found = used(BOOK, said)
    assert (found.template.id, found.level) == (NAMES[nearest], NAMES[nearest])


def test_the_standard_one_is_used_when_no_level_names_any() -> None:
    assert used(BOOK, dict.fromkeys(NAMES)) == used(Templates(), {"company": "gone"})
    assert used(Templates(), {}).template == STANDARD
    assert used(Templates(), {}).level == "default"


def test_a_level_that_names_an_archived_template_or_one_that_is_gone_says_nothing() -> None:
    archived = Templates((replace(BOOK.items[0], archived=True), *BOOK.items[1:]))
    found = used(archived, {"customer": "customer", "customer_category": "gone", "price_grid": "price_grid"})
    assert (found.template.id, found.level) == ("price_grid", "price_grid")


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"name": "  "}, "name", "sales.template.name"),
        ({"name": "EXPORT"}, "name", "sales.template.name_taken"),
        ({"columns": (*DUE_COLUMNS, "loop")}, "columns", "sales.template.column"),
        ({"columns": (*DUE_COLUMNS, "sku", "sku")}, "columns", "sales.template.column_twice"),
        ({"columns": ("label", "quantity", "amount")}, "columns", "sales.template.column_due"),
        ({"columns": (*DUE_COLUMNS, *MORE_COLUMNS)}, "columns", "sales.template.column_room"),
        ({"legal_fr": "x" * 2001}, "legal_fr", "sales.template.legal_long"),
        ({"legal_en": "\n" * 30}, "legal_en", "sales.template.legal_long"),
    ],
)
def test_what_a_template_may_not_say_is_refused_by_its_field(change: dict[str, object], field: str, rule: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked(replace(Template("a", "Cave"), **change), (Template("b", "Éxport"),))  # type: ignore[arg-type]
    assert [(error.field, error.rule) for error in refusal.value.errors] == [(field, rule)]


def test_every_column_may_stand_in_any_order_and_a_company_has_so_many_templates() -> None:
    columns = tuple(reversed((*DUE_COLUMNS, *MORE_COLUMNS)))
    assert checked(Template("a", "Tout", columns=columns, landscape=True), ()).columns == columns
    with pytest.raises(Refused):
        checked(Template("a", "De trop"), tuple(Template(str(n), str(n)) for n in range(MOST)))
