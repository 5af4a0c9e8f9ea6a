"""Read models on the shelf, company by company."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.readmodel import snapshot
from chalicelib.readmodel.freshness import current
from chalicelib.tenancy.service import snapshots
from tests.rooms.tenancy_support import bus_from_now


def test_a_company_that_changed_enough_is_put_on_the_shelf(new_estate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bus = bus_from_now()
    estate = new_estate()
    bus.deliver()
    assert estate.api.get("/{c}/changes").ok()["items"]
    assert snapshots.keep(system_call("test")) == 0, "five thousand entries make a snapshot, not five"
    monkeypatch.setattr(snapshot, "EVERY", 1)
    assert snapshots.keep(system_call("test")) >= 1
    current().drop(estate.company)
    assert estate.api.get("/{c}/changes").ok()["items"], "the next reader starts from the shelf"
