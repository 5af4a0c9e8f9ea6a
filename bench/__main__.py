"""`make bench`: every figure, printed and kept as a dated file in bench/results/.

python -m bench                      all of it (about ten minutes)
python -m bench cold operations      only these parts
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import cold, estate, imports, operations, papers, writers
from bench.system import Http, running

RESULTS = Path(__file__).parent / "results"
PARTS = ("cold", "papers", "operations", "writers", "imports", "readmodel")


def main() -> None:
    parts = sys.argv[1:] or list(PARTS)
    sections = [f"# Bench of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n{machine()}"]
    if "cold" in parts:
        sections.append("## Cold start\n\n" + cold.measured())
    if "papers" in parts:
        sections.append("## Papers\n\n" + papers.measured())
    if {"operations", "writers", "imports"} & set(parts):
        sections.extend(on_the_system(parts))
    if "readmodel" in parts:
        command = [sys.executable, "-m", "bench.readmodel"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
        sections.append("## Read model\n\n" + done.stdout)
    report = "\n\n".join(sections) + "\n"
    print(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{datetime.now(UTC):%Y-%m-%d-%H%M}.md").write_text(report, encoding="utf-8")


def on_the_system(parts: list[str]) -> list[str]:
    sections = []
    with running() as system:
        http = Http(system)
        made = estate.found(http)
        if "operations" in parts:
            sections.append("## Operations\n\n" + operations.measured(system, http, made))
        if "writers" in parts:
            sections.append("## Writers issuing invoices in one company\n\n" + writers.measured(system, http, made))
        if "imports" in parts:
            sections.append("## Import\n\n" + imports.measured(system, http))
    return sections


def machine() -> str:
    load, python = os.getloadavg()[0], platform.python_version()
    return f"{os.cpu_count()} cores, Python {python}, {platform.system()}, load at the start {load:.1f}."


if __name__ == "__main__":
    main()
