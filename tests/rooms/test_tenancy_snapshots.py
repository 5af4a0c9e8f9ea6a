"""Read models on the shelf, company by company."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.aws import journal
from chalicelib.aws.call import system_call
from chalicelib.readmodel import freshness, snapshot
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


def test_what_took_long_to_make_is_shelved_at_once_and_taken_off_when_the_journal_contradicts_it(
    new_estate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disaster lost the last commit: what was made of it must not come back."""
    estate = new_estate()
    monkeypatch.setattr(freshness, "EVERY", 1)
    before = estate.api.get("/{c}/changes").ok()["items"]
    shelf = snapshot.S3Shelf()
    assert len(shelf.paths(f"readmodel/{estate.company}/")) == 1
    monkeypatch.undo()
    heads = journal.heads

    def one_less(company: str) -> dict[str, int]:
        return {lane: last - (company == estate.company) for lane, last in heads(company).items()}

    monkeypatch.setattr(journal, "heads", one_less)
    assert len(estate.api.get("/{c}/changes").ok()["items"]) < len(before)
    current().drop(estate.company)
    assert shelf.paths(f"readmodel/{estate.company}/") == []
