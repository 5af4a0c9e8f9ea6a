"""Files sent up: stored once, by their content."""

from __future__ import annotations

from typing import Any

from chalicelib.aws import files, transfers


def test_a_file_is_stored_once_by_its_content(estate: Any) -> None:
    first = estate.api.post("/{c}/files", b"cru;cuv\xe9e", name="été.csv").ok(201)
    again = estate.api.post("/{c}/files", b"cru;cuv\xe9e", name="autre.csv").ok(201)
    assert first["id"] == again["id"]
    assert first["size"] == 9
    assert files.get(estate.company, first["id"]) == b"cru;cuv\xe9e"


def test_a_file_too_large_or_empty_is_refused(estate: Any) -> None:
    estate.api.post("/{c}/files", b"x" * (transfers.MOST_AT_ONCE + 1), name="a").refused(413, "file.too_large_at_once")
    estate.api.post("/{c}/files", b"x" * (transfers.MOST_SENT + 1), name="a").refused(413, "file.too_large")
    estate.api.post("/{c}/files", b"", name="a").refused(422, "file.empty")
    estate.api.post("/{c}/files", b"x").refused(422)


def test_another_company_has_not_the_file(estate: Any, new_estate: Any) -> None:
    mine = estate.api.post("/{c}/files", b"mine", name="a").ok(201)
    assert mine["id"] not in [path.rpartition("/")[2] for path in files.paths(f"{new_estate().company}/")]
