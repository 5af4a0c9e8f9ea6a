"""The sample import (4,994 + 434 rows) on the running system: preview, run, run again, undo; memory of the worker."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.figures import table
from bench.system import Http
from scripts.local import LocalSystem

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "samples" / "cavegest"
FILES = ("export_clients_cavegest.xlsx", "export_tarifs_cavegest.csv")


def measured(system: LocalSystem, http: Http) -> str:
    company = http.ask("POST", "/companies", {"name": "Reprise"})["id"]
    began = time.perf_counter()
    files = []
    for name in FILES:
        sent = http.ask("POST", f"/{company}/files?name={quote(name)}", (SAMPLES / name).read_bytes())
        files.append({"file": sent["id"], "name": name})
    preview = http.ask("POST", f"/{company}/imports", {"files": files})
    previewed = time.perf_counter() - began
    rows = [["upload and preview", f"{previewed:.1f}", ""]]
    again = http.ask("POST", f"/{company}/imports", {"files": files})
    for name, id, to, end in (
        ("run", preview["id"], "running", "done"),
        ("run again (creates nothing)", again["id"], "running", "done"),
        ("undo", preview["id"], "undoing", "undone"),
    ):
        seconds, memory = _until(system, http, f"/{company}/imports/{id}", to, end)
        rows.append([name, f"{seconds:.1f}", f"{memory} MB"])
    return table(["sample import", "seconds", "worker's peak memory"], rows)


def _until(system: LocalSystem, http: Http, path: str, to: str, end: str) -> tuple[float, int]:
    began, peak = time.perf_counter(), 0
    http.ask("POST", f"{path}/transitions", {"to": to})
    while True:
        state: dict[str, Any] = http.ask("GET", path)
        peak = max(peak, _memory(system))
        if state["state"] in {end, "failed"}:
            return time.perf_counter() - began, peak
        time.sleep(0.2)


def _memory(system: LocalSystem) -> int:
    """Resident megabytes of the largest entry worker."""
    found = [0]
    for name, child in system.children.items():
        if name.startswith("worker"):
            status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii", errors="replace")
            found.extend(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    return max(found)
