"""Saved views of lists."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from chalicelib.kernel.contract import Contract


class ViewChangeIn(Contract):
    name: str = Field(min_length=1, max_length=60)
    query: str = Field(
        "", max_length=4000, description="The list's address after the `?`: q, f, g, match, sort, cols, size."
    )
    shared: bool = Field(False, description="Seen by the whole company; needs the scope `views:write`.")


class ViewIn(ViewChangeIn):
    list: str = Field(max_length=40, description="The name of the list: `customers`, `orders`…")


class ViewOut(Contract):
    id: str
    list: str
    name: str
    query: str
    shared: bool
    mine: bool = Field(description="Whether the reader may change it.")
    author: str
    created_at: datetime
    version: int


class ViewsOut(Contract):
    """The reader's own views, then those the company shares, each by name."""

    items: list[ViewOut]


class ViewsQuery(Contract):
    list: str | None = Field(None, max_length=40, description="Only the views of one list.")
