"""Saved views: what they keep of an address, how many, under which names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.tenancy.rules.views import MOST_VIEWS, View, ViewBook, kept, list_name, require_free, with_view

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def view(name: str, of: str = "orders") -> View:
    return View(of, name, "", "usr_1", "Anne", AT)


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        ("", ""),
        ("?f=state.in.draft,pending&sort=-gross", "f=state.in.draft%2Cpending&sort=-gross"),
        ("q=c%C3%B4te&f=town.contains.Le+Havre&f=a.eq.1", "q=c%C3%B4te&f=town.contains.Le+Havre&f=a.eq.1"),
        ("match=any&g=all(a.eq.1;any(b.eq.2))", "match=any&g=all%28a.eq.1%3Bany%28b.eq.2%29%29"),
        ("cursor=abc&open=ord_1&size=25&cols=number,gross", "size=25&cols=number%2Cgross"),
    ],
)
def test_a_view_keeps_what_chooses_rows_and_columns(asked: str, stored: str) -> None:
    assert kept(asked) == stored


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refused, match=r"tenancy\.view\.query"):
        kept("&".join("f=a.eq.1" for _ in range(61)))
    for name in ("", "Orders", "../orders", "o" * 41):
        with pytest.raises(Refused, match=r"tenancy\.view\.list"):
            list_name(name)


def test_a_name_is_free_once_in_a_list() -> None:
    require_free("À relancer", [view("à relancer", "invoices"), view("Autre")], "orders")
    with pytest.raises(Conflict, match="name_taken"):
        require_free("À relancer", [view("à RELANCER")], "orders")


def test_a_book_holds_fifty() -> None:
    book = ViewBook(tuple(f"vew_{n}" for n in range(MOST_VIEWS - 1)))
    full = with_view(book, "vew_last")
    assert full.ids[-1] == "vew_last"
    with pytest.raises(Conflict, match="too_many"):
        with_view(full, "vew_more")
