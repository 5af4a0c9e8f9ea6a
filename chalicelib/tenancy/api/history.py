"""Who changed what, and what changed since: read from the journal, for reading only (no route alters an
entry)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.readmodel import changes, history
from chalicelib.readmodel.changes import ChangesPage, ChangesQuery
from chalicelib.readmodel.history import HistoryPage, HistoryQuery
from chalicelib.tenancy.api.base import endpoint


class HistoryFileQuery(HistoryQuery):
    """The same filters, as a file."""

    format: Literal["csv", "xlsx"] = Field(default="csv")


@endpoint("GET /{company}/history", scope="history:read")
def list_history(call: Call, query: HistoryQuery) -> HistoryPage:
    """Who changed which field of what, when, from what to what; newest first."""
    return history.page(call, query)


@endpoint("GET /{company}/history/export", scope="history:read")
def export_history(call: Call, query: HistoryFileQuery) -> Download:
    """The same rows as a file."""
    return Download(*history.file(call, query, query.format, call.actor.language))


@endpoint("GET /{company}/changes", scope="company:read")
def list_changes(call: Call, query: ChangesQuery) -> ChangesPage:
    """What was written since a cursor, deletions included, each item once."""
    return changes.page(call, query)
