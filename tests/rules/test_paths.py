"""A path is of one route, the one a gateway would choose."""

from __future__ import annotations

import pytest

from chalicelib.aws.paths import Paths

ROUTES = (
    "/{company}/orders",
    "/{company}/orders/{id}",
    "/{company}/orders/price",
    "/{company}/orders/{id}/invoice",
    "/me",
    "/{company}/{kind}/{id}/files",
)


@pytest.mark.parametrize(
    ("path", "route", "params"),
    [
        ("/com_1/orders", "/{company}/orders", {"company": "com_1"}),
        ("/com_1/orders/", "/{company}/orders", {"company": "com_1"}),
        ("/com_1/orders/price", "/{company}/orders/price", {"company": "com_1"}),
        ("/com_1/orders/ord_2", "/{company}/orders/{id}", {"company": "com_1", "id": "ord_2"}),
        ("/com_1/orders/price/invoice", "/{company}/orders/{id}/invoice", {"company": "com_1", "id": "price"}),
        ("/com_1/orders/o/files", "/{company}/{kind}/{id}/files", {"company": "com_1", "kind": "orders", "id": "o"}),
        ("/com_1/orders/o%2F1", "/{company}/orders/{id}", {"company": "com_1", "id": "o/1"}),
        ("/me", "/me", {}),
    ],
)
def test_a_word_wins_over_a_parameter(path: str, route: str, params: dict[str, str]) -> None:
    assert Paths(ROUTES).find(path) == (route, params)


@pytest.mark.parametrize("path", ["/", "", "/nowhere", "/com_1/orders/o/nothing", "/com_1//orders", "//orders"])
def test_a_path_of_no_route_is_nowhere(path: str) -> None:
    assert Paths(ROUTES).find(path) is None
