"""What is blanked of a person, in a document and in the part of one that a journal entry keeps."""

from __future__ import annotations

import copy

import pytest

from chalicelib.kernel.erasing import RULES, blanks, erases
from chalicelib.readmodel.persons import HOLDINGS
from chalicelib.readmodel.registry import house
from chalicelib.readmodel.timeline import TELLINGS

BLANK = blanks({"name": "—", "billing.town": "", "buyer.delivery.lines": []})


def test_blanks_what_there_is_and_adds_nothing() -> None:
    doc = {"name": "Vaillant", "code": "C1", "billing": {"town": "Lyon", "country": "FR"}, "buyer": {"delivery": None}}
    BLANK(doc, ())
    assert doc == {"name": "—", "code": "C1", "billing": {"town": "", "country": "FR"}, "buyer": {"delivery": None}}
    part = {"billing": {"town": "Lyon"}}
    BLANK(part, ())
    assert part == {"billing": {"town": ""}}
    again = copy.deepcopy(doc)
    BLANK(again, ())
    assert again == doc, "the second time changes nothing"


def test_a_kind_is_declared_once() -> None:
    house()
    with pytest.raises(ValueError, match="customer is declared twice"):
        erases("customer", BLANK)


def test_whatever_tells_of_a_customer_says_what_becomes_of_it() -> None:
    house()
    tables = [one.table for one in TELLINGS.values()] + [table for table, _ in HOLDINGS]
    kinds = {kind for table in tables for kind in table.kinds}
    assert kinds >= {"customer", "order", "invoice", "payment", "note", "import_ledger"}
    assert kinds <= set(RULES), sorted(kinds - set(RULES))
    assert all(rule.blank or all(rule.kept) for rule in RULES.values())
