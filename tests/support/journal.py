"""A journal in memory, for the read model: it writes entries as the gateway does, versions and former fields included.

journal = MemoryJournal()
journal.commit(put("customer", "c1", name="Gautier"), delete("customer", "c2"), by="usr_1")
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.kernel.clock import iso

START = datetime(2026, 11, 22, 8, tzinfo=UTC)
Doc = dict[str, Any]


@dataclass(frozen=True)
class Write:
    kind: str
    id: str
    doc: Doc | None
    secret: bool = False


def put(kind: str, id: str, /, **doc: Any) -> Write:
    return Write(kind, id, {"id": id, **doc})


def delete(kind: str, id: str) -> Write:
    return Write(kind, id, None)


@dataclass
class MemoryJournal:
    """Entries by company and lane; `docs` is the state that they lead to, `reads` counts what was asked."""

    entries: dict[tuple[str, str], list[Doc]] = field(default_factory=lambda: defaultdict(list))
    docs: dict[tuple[str, str, str], tuple[int, Doc | None]] = field(default_factory=dict)
    reads: list[tuple[str, int, int]] = field(default_factory=list)
    now: datetime = START

    def heads(self, company: str) -> dict[str, int]:
        return {lane: len(entries) for (owner, lane), entries in self.entries.items() if owner == company and entries}

    def read(self, company: str, lane: str, first: int, last: int) -> list[Doc]:
        self.reads.append((lane, first, last))
        return self.entries[(company, lane)][first - 1 : last]

    def picked(self, company: str, lane: str, numbers: Sequence[int]) -> list[Doc]:
        self.reads += [(lane, number, number) for number in numbers]
        return [self.entries[(company, lane)][number - 1] for number in numbers]

    def commit(
        self,
        *writes: Write,
        company: str = "com_a",
        lane: str = "main",
        by: str = "usr_1",
        name: str = "Camille",
        command: str = "test.save",
        facts: tuple[tuple[str, Doc], ...] = (),
    ) -> Doc:
        """Append one entry, a minute after the one before."""
        self.now += timedelta(minutes=1)
        kept = self.entries[(company, lane)]
        seq = len(kept) + 1
        entry = {
            "company": company,
            "lane": lane,
            "seq": seq,
            "at": iso(self.now),
            "actor": {"kind": "user", "id": by, "name": name},
            "command": command,
            "request": f"req-{lane}-{seq}-{self.now.minute}",
            "changes": [self._change(company, write) for write in writes],
            "facts": [
                {"id": f"{company}:{lane}:{seq}:{n}", "type": kind, "data": data}
                for n, (kind, data) in enumerate(facts)
            ],
        }
        kept.append(entry)
        return entry

    def _change(self, company: str, write: Write) -> Doc:
        key = (company, write.kind, write.id)
        v, old = self.docs.get(key, (0, None))
        self.docs[key] = (v + 1, write.doc)
        change: Doc = {"kind": write.kind, "id": write.id, "v": v + 1, "doc": write.doc}
        if write.secret:
            return {**change, "doc": None, "secret": True}
        if old is not None:
            new = write.doc or {}
            change["was"] = {name: old.get(name) for name in {**old, **new} if old.get(name) != new.get(name)}
        return change


class FolderShelf:
    """Snapshots in a folder instead of S3."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, content: bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def read(self, path: str) -> Iterator[bytes]:
        yield (self.root / path).read_bytes()

    def paths(self, prefix: str) -> list[str]:
        found = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())
        return sorted(path for path in found if path.startswith(prefix))

    def remove(self, path: str) -> None:
        (self.root / path).unlink()
