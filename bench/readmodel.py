"""The read model at 5,000, 50,000 and 200,000 customers: replay, snapshot, hydrate, lists, searches, exports.

Snapshots lie in S3, in an embedded stack started for it; each size is measured in a process of its own (`questions`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import table
from bench.report import Report
from scripts.stack import Stack

SIZES = (5_000, 50_000, 200_000)
# The figures that have a target of their own; all other lists and searches share one.
NAMED = {
    "search a name": "name",
    "search a name with a typo": "typo",
    "list, 3 criteria, count and 2 sums": "criteria",
}


@dataclass(frozen=True)
class Line:
    """One measure; `unit` is ms, s, MB or 1/s. `worst` is the 95th percentile (or the worst of three); `cpu` the time
    this thread really ran, which other programs of the machine do not lengthen: (median, 95th percentile)."""

    size: int
    what: str
    value: float
    unit: str
    worst: float | None = None
    cpu: tuple[float, float] | None = None

    def cells(self) -> list[str]:
        figures = (self.value, self.worst, *(self.cpu or (None, None)))
        return [f"{self.size:,}", self.what, *("" if one is None else f"{one:,.2f}" for one in figures), self.unit]


HYDRATE = "hydrate from the snapshot in S3"
EXPORT, EXPORT_MEMORY = "export of all customers, xlsx", "the same, memory of the process, xlsx"
TITLES = ("customers", "what", "p50", "p95", "CPU p50", "CPU p95", "unit")


def measured(report: Report, sizes: Sequence[int] = SIZES) -> None:
    """Everything, size by size."""
    lines: list[Line] = []
    stack = Stack().start()
    try:
        with tempfile.TemporaryDirectory(prefix="caveau-bench-") as room:
            for size in sizes:
                made = alone("size", size, Path(room), {**os.environ, **stack.environment()})
                lines += [Line(**{**one, "cpu": one["cpu"] and tuple(one["cpu"])}) for one in made]
    finally:
        stack.stop()
    report.add("Read model", table(TITLES, [line.cells() for line in lines]))
    for size in sizes:
        _note(report, size, {line.what: line for line in lines if line.size == size})


def _note(report: Report, size: int, lines: dict[str, Line]) -> None:
    asked = {what: line.worst or 0 for what, line in lines.items() if line.unit == "ms"}
    for what, name in NAMED.items():
        report.note(f"readmodel.{size}.{name}", asked[what])
    report.note(f"readmodel.{size}.slowest", max(worst for what, worst in asked.items() if what not in NAMED))
    report.note(f"readmodel.{size}.hydrate", lines[HYDRATE].value)
    if EXPORT in lines:
        report.note("export.seconds", lines[EXPORT].value)
        report.note("export.memory", lines[EXPORT_MEMORY].value)


def alone(what: str, size: int, room: Path, environment: dict[str, str] | None = None) -> Any:
    """One measure in a fresh process, as the JSON it prints."""
    command = [sys.executable, "-m", "bench.questions", what, str(size), str(room)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return json.loads(done.stdout.splitlines()[-1])  # what it logs comes before
