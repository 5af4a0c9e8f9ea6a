"""A view: a list as someone wants to see it again, under a name of his own.

Nouns: a `View` (which list, what its address says), a `ViewBook` (the ids of one person's views, or of those the
company shares). The one trick: a view IS the part of the list's address that chooses rows and columns, so saving one
and bookmarking one are the same thing, and a list can gain a filter without any view having to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from chalicelib.kernel.errors import Conflict, Forbidden, Refused

SHARED = "shared"
SHARE = "views:write"
MOST_VIEWS = 50
KEPT = ("q", "f", "g", "match", "sort", "cols", "size")
"""What a view remembers of an address; where one stands in the list (page, open row) is no part of it."""


@dataclass(frozen=True)
class View:
    """`list`: name of the list; `query`: its address after the "?"; `owner`: whose it is, "" when the company shares
    it; `author`: the name of who made it."""

    list: str
    name: str
    query: str
    owner: str
    author: str
    created_at: datetime

    @property
    def shared(self) -> bool:
        return not self.owner

    @property
    def book(self) -> str:
        """The id of the book that names it."""
        return self.owner or SHARED


@dataclass(frozen=True)
class ViewBook:
    """Ids of views, oldest first."""

    ids: tuple[str, ...] = ()


def kept(query: str) -> str:
    """The address of a list without what is no part of a view. Refused when it cannot be read."""
    try:
        pairs = parse_qsl(query.lstrip("?"), strict_parsing=bool(query.lstrip("?")), max_num_fields=60)
    except ValueError:
        raise Refused(
            "tenancy.view.query", "Cette vue est illisible. Réglez la liste puis recommencez.", "query"
        ) from None
    return urlencode([(name, value) for name, value in pairs if name in KEPT])


def list_name(text: str) -> str:
    """The name of a list, as pages give it. Refused otherwise."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", text):
        raise Refused("tenancy.view.list", "Cette liste n'existe pas.", "list")
    return text


def require_free(name: str, others: Iterable[View], of: str) -> None:
    """Conflict when another view of the same list has that name, whatever its case."""
    if any(other.list == of and other.name.casefold() == name.casefold() for other in others):
        raise Conflict("tenancy.view.name_taken", "Une vue porte déjà ce nom. Choisissez-en un autre.", "name")


def require_may_share(allowed: bool) -> None:
    """Forbidden to touch what the whole company sees, without the right to."""
    if not allowed:
        raise Forbidden(
            "tenancy.view.shared",
            "Les vues partagées demandent le droit de les partager. Enregistrez une vue personnelle.",
            scope=SHARE,
        )


def with_view(book: ViewBook | None, id: str) -> ViewBook:
    """The book with one more view. Conflict beyond 50."""
    ids = (book or ViewBook()).ids
    if len(ids) >= MOST_VIEWS:
        raise Conflict("tenancy.view.too_many", f"{MOST_VIEWS} vues au plus. Supprimez-en une.")
    return ViewBook((*ids, id))


def without_view(book: ViewBook | None, id: str) -> ViewBook:
    return ViewBook(tuple(one for one in (book or ViewBook()).ids if one != id))
