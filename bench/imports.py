"""The sample import (4,994 + 434 rows) on the running system: preview, run, run again, undo; memory of the worker,
and of a process that reads files of 5,000 and 20,000 rows."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.figures import table
from bench.report import Report
from bench.system import Http
from scripts.local import LocalSystem

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "samples" / "cavegest"
FILES = ("export_clients_cavegest.xlsx", "export_tarifs_cavegest.csv")


def measured(report: Report, system: LocalSystem, http: Http) -> None:
    company = http.ask("POST", "/companies", {"name": "Reprise"})["id"]
    _quiet(system, http, company)
    began = time.perf_counter()
    files = []
    for name in FILES:
        sent = http.ask("POST", f"/{company}/files?name={quote(name)}", (SAMPLES / name).read_bytes())
        files.append({"file": sent["id"], "name": name})
    preview = _previewed(system, http, company, files)
    previewed = time.perf_counter() - began
    rows = [["upload and preview", f"{previewed:.1f}", "", ""]]
    again = _previewed(system, http, company, files)
    for name, id, to, end in (
        ("run", preview["id"], "running", "done"),
        ("run again (creates nothing)", again["id"], "running", "done"),
        ("undo", preview["id"], "undoing", "undone"),
    ):
        seconds, memory = _until(system, http, f"/{company}/imports/{id}", to, end)
        rows.append([name, f"{seconds:.1f}", f"{max(memory)} MB", f"{growth(memory):.2f}"])
        if name == "run":
            report.note("import.run", seconds)
            report.note("import.growth", growth(memory))
    report.add("Import", table(["sample import", "seconds", "worker's peak memory", "growth"], rows))
    report.add("Import, read", table(["rows of one file", "process before", "peak", "kB a row"], _read_alone(report)))


def _quiet(system: LocalSystem, http: Http, company: str) -> None:
    """Wait until the worker has done what the parts before left it: a preview of one row stands last in its line. (On
    AWS each function has workers of its own.)"""
    row = b"Code client;Nom;Ville;Pays;E-mail\r\nC1;Martin;Beaune;France;\r\n"
    sent = http.ask("POST", f"/{company}/files?name=un.csv", row)
    _previewed(system, http, company, [{"file": sent["id"], "name": "un.csv"}])


SIZES = (5_000, 20_000)
CHILD = """
import resource, sys
from chalicelib.migration.readers.reading import Asked, parts
from tests.rules.migration_support import SETTINGS
from tests.rules.test_migration_many import made
content = made(int(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read = parts(content, "f", "clients.csv", Asked(SETTINGS))
print(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""What a process of its own holds when a file of so many rows is read and judged whole (its peak is not another's)."""


def _read_alone(report: Report) -> list[list[str]]:
    rows = []
    for size in SIZES:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(size)], capture_output=True, text=True, timeout=300, check=True
        )
        before, peak = map(int, done.stdout.split())
        report.note(f"import.read.{size}.mb", peak / 1024)
        rows.append([f"{size:,}", f"{before // 1024} MB", f"{peak // 1024} MB", f"{(peak - before) / size:.1f}"])
    return rows


def growth(memory: list[int]) -> float:
    """The last quarter's largest against that of the second: 1 is flat."""
    quarter = max(1, len(memory) // 4)
    return max(memory[-quarter:]) / max(memory[quarter : 2 * quarter] or memory)


def _previewed(system: LocalSystem, http: Http, company: str, files: list[dict[str, Any]]) -> dict[str, Any]:
    """An import of these files, once the workflow has read them."""
    made: dict[str, Any] = http.ask("POST", f"/{company}/imports", {"files": files})
    _watched(system, http, f"/{company}/imports/{made['id']}", {"draft", "unreadable"})
    return made


def _until(system: LocalSystem, http: Http, path: str, to: str, end: str) -> tuple[float, list[int]]:
    """The seconds until that state, and the worker's memory every fifth of a second."""
    began = time.perf_counter()
    http.ask("POST", f"{path}/transitions", {"to": to})
    memory = _watched(system, http, path, {end, "failed"})
    return time.perf_counter() - began, memory


def _watched(system: LocalSystem, http: Http, path: str, ends: set[str]) -> list[int]:
    """The worker's memory every fifth of a second, until the import is in one of these states."""
    memory: list[int] = []
    while True:
        state: dict[str, Any] = http.ask("GET", path)
        memory.append(_memory(system))
        if state["state"] in ends:
            return memory
        time.sleep(0.2)


def _memory(system: LocalSystem) -> int:
    """Resident megabytes of the largest entry worker."""
    found = [0]
    for name, child in system.children.items():
        if name.startswith("worker"):
            status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii", errors="replace")
            found.extend(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    return max(found)
