"""`pytest -p tests.support.recorder FILES`: what each function used of its rights, into the file CAVEAU_RIGHTS.

Every function runs at times (its first run, its second, fourth, eighth…) as in a new container: no read model of its
own, a snapshot on the shelf; and what it costs is written at once. So whatever it may come to ask of AWS on a bad day,
it asks here.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.support import rights

_runs = Counter[str]()


def pytest_configure(config: pytest.Config) -> None:
    rights.BEFORE.append(anew)


@pytest.fixture(scope="session", autouse=True)
def _watching(world: Any) -> None:
    rights.watch()


def anew(name: str) -> None:
    """A new container for the function."""
    from chalicelib.aws import meter
    from chalicelib.readmodel.freshness import current

    meter.REQUESTS = 1
    _runs[name] += 1
    if _runs[name] & (_runs[name] - 1):
        return
    model = current()
    for company in list(model._open):
        model.snapshot(company, always=True)
    model.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    used = {name: sorted(pairs) for name, pairs in rights.USED.items()}
    told = {"used": used, "fenced": rights.FENCED, "refused": rights.REFUSED}
    Path(os.environ["CAVEAU_RIGHTS"]).write_text(json.dumps(told), encoding="utf-8")
