"""`make bench`: every figure, printed, held against its target, and kept as a dated file in bench/results/.

python -m bench                      all of it (some ten minutes)
python -m bench cold operations      only these parts
python -m bench --to FILE …          the report into that file
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    books,
    cold,
    demo,
    estate,
    imports,
    operations,
    paint,
    papers,
    readmodel,
    reminders,
    restart,
    tariffs,
    together,
    writers,
)
from bench.report import Report
from bench.system import Http, running

RESULTS = Path(__file__).parent / "results"
ALONE: dict[str, Callable[[Report], None]] = {
    "cold": cold.measured,
    "papers": papers.measured,
    "readmodel": readmodel.measured,
    "restart": restart.measured,
    "demo": demo.measured,
    "reminders": reminders.measured,
}
ON_THE_SYSTEM = ("operations", "tariffs", "writers", "together", "books", "imports", "paint")
QUIET = 1.0  # a load average beyond this was somebody else's work


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *ALONE, *ON_THE_SYSTEM])
    parser.add_argument("--to", type=Path, help="default: a dated file in bench/results/")
    options = parser.parse_args()
    began, load, now = time.monotonic(), os.getloadavg()[0], datetime.now(UTC)
    report = measured(options.parts or [*ALONE, *ON_THE_SYSTEM])
    text = report.text(head(now, load, time.monotonic() - began))
    print(text)
    file: Path = options.to or RESULTS / f"{now:%Y-%m-%d-%H%M}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    sys.exit(1 if report.failed else 0)


def measured(parts: list[str]) -> Report:
    report = Report()
    for name, part in ALONE.items():
        if name in parts:
            tried(report, name, lambda part=part: part(report))  # type: ignore[misc]
    if set(parts) & set(ON_THE_SYSTEM):
        on_the_system(report, parts)
    return report


def on_the_system(report: Report, parts: list[str]) -> None:
    """The parts that share one running system and its estate."""
    with running() as system:
        http = Http(system)
        made = estate.found(http)
        works: dict[str, Callable[[], None]] = {
            "operations": lambda: operations.measured(report, system, http, made),
            "tariffs": lambda: tariffs.measured(report, http, made),
            "writers": lambda: writers.measured(report, system, http, made),
            "together": lambda: together.measured(report, http, made),
            "books": lambda: books.measured(report, http, made),
            "imports": lambda: imports.measured(report, system, http),
            "paint": lambda: paint.measured(report, system, http, made),
        }
        for name, work in works.items():
            if name in parts:
                tried(report, name, work)


def tried(report: Report, name: str, work: Callable[[], None]) -> None:
    """Do one part; what it fails of stands in the report, and the others are done all the same."""
    print(f"{datetime.now(UTC):%H:%M:%S} {name}…", flush=True)
    try:
        work()
    except Exception:
        report.failed.append(name)
        report.add(f"Failed: {name}", f"```\n{traceback.format_exc()}```")


def head(now: datetime, load: float, seconds: float) -> str:
    """When, where, and whether the machine was this run's alone."""
    disturbed = "" if load <= QUIET else " **Under the load of others: times are not to be quoted.**"
    return (
        f"# Bench of {now:%Y-%m-%d %H:%M} UTC\n\n{os.cpu_count()} cores, Python {platform.python_version()},"
        f" {platform.system()}, load at the start {load:.1f}; took {seconds / 60:.0f} minutes.{disturbed}"
    )


if __name__ == "__main__":
    main()
