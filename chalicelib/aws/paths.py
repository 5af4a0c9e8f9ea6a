"""Which route a path is of.

Nouns: a route (`/companies/{company}/orders/{id}`), a path (`/companies/com_1/orders/ord_2`), the tree of all routes.
The one trick: a word that is said wins over a parameter, segment by segment, as gateways decide it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

ROUTE = "/"  # no segment holds one, so it names the route that ends here
ANY = "{}"


class Paths:
    """The routes of an application."""

    def __init__(self, routes: Iterable[str]) -> None:
        self._tree: dict[str, Any] = {}
        for route in routes:
            place = self._tree
            for segment in _segments(route):
                place = place.setdefault(ANY if segment.startswith("{") else segment, {})
            place[ROUTE] = route

    def find(self, path: str) -> tuple[str, dict[str, str]] | None:
        """The route of a path and its parameters, decoded; None when no route has this form."""
        segments = _segments(path)
        route = _below(self._tree, segments)
        if route is None:
            return None
        named = zip(_segments(route), segments, strict=True)
        return route, {name[1:-1]: unquote(value) for name, value in named if name.startswith("{")}


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


def _below(place: dict[str, Any], segments: list[str]) -> str | None:
    if not segments:
        return place.get(ROUTE)
    first, rest = segments[0], segments[1:]
    for way in (first, ANY):
        if first and way in place and (found := _below(place[way], rest)):
            return found
    return None
