"""What the tests of the ground share."""

from __future__ import annotations

from typing import Any

import pytest

PACKAGING = {"test_deploy.py", "test_package.py", "test_policies.py", "test_template.py"}
PACKAGING_SECONDS = 900
"""The first of them makes the package: an environment of its own, 170 MB of libraries."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "infra" and item.path.name in PACKAGING:
            item.add_marker(pytest.mark.timeout(PACKAGING_SECONDS))


@pytest.fixture(scope="module")
def _heard(world: Any) -> dict[tuple[str, str], int]:
    """How far each lane was delivered: what other modules committed in this process is theirs to hear."""
    from tests.rooms.tenancy_support import bus_from_now

    return bus_from_now().seen


@pytest.fixture
def bus(_heard: dict[tuple[str, str], int]) -> Any:
    """The bus, delivered by hand; each fact of the module once, not once more for every test after it."""
    from tests.support.bus import Bus

    made = Bus()
    made.seen = _heard
    return made
