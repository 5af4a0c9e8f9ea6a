"""Saved views of lists."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.views import ViewChangeIn, ViewIn, ViewOut, ViewsOut, ViewsQuery
from chalicelib.tenancy.service import views


@endpoint("GET /{company}/views", scope="company:read")
def list_views(call: Call, query: ViewsQuery) -> ViewsOut:
    """One's own views and those the company shares."""
    return views.listed(call, query)


@endpoint("POST /{company}/views", scope="company:read", status=201)
def create_view(call: Call, body: ViewIn) -> ViewOut:
    """Keep a list as it stands under a name; sharing it needs `views:write`."""
    return views.create(call, body)


@endpoint("GET /{company}/views/{view}", scope="company:read")
def show_view(call: Call, view: str) -> ViewOut:
    """One view."""
    return views.shown(call, view)


@endpoint("PUT /{company}/views/{view}", scope="company:read")
def change_view(call: Call, view: str, body: ViewChangeIn) -> ViewOut:
    """Rename, redo, share or take back a view."""
    return views.change(call, view, body)


@endpoint("DELETE /{company}/views/{view}", scope="company:read", status=204)
def delete_view(call: Call, view: str) -> None:
    """Forget a view; the journal keeps it."""
    views.delete(call, view)
