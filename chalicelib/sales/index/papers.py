"""Every PDF of an invoice that was made, by its SHA-256: is a file one of ours?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.readmodel import Change, Column, Row, Table, projection

PAPERS = Table(
    "papers",
    [
        Column("id", "id"),
        Column("invoice", "id", index=True),
        Column("sha256", "id", index=True),
        Column("language", "text"),
        Column("seal", "text"),
        Column("made_at", "instant"),
    ],
    sort="-made_at,id",
    title="sha256",
)


@projection(PAPERS, kind="paper")
def paper_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    same = {name: doc[name] for name in ("invoice", "sha256", "language", "made_at")}
    yield {**same, "id": f"{doc['invoice']}:{doc['language']}", "seal": doc.get("seal", "")}
