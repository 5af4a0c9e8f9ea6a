"""Starts: after a clean stop, and after kill -9 of everything under load, with what the kill lost."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.figures import table
from bench.report import Report
from scripts.stack import free_port
from tests.support.run import Load, Run, estate

LOAD_SECONDS = 8
SETTLED = 1.0  # seconds after which what was acknowledged may not be lost


def measured(report: Report) -> None:
    with tempfile.TemporaryDirectory(prefix="caveau-bench-") as folder:
        run = Run(free_port(), Path(folder))
        try:
            rows = _rows(report, run)
        finally:
            if run.process and run.process.poll() is None:
                run.kill()
    report.add("Starts", table(["", "seconds to the first answer", "acknowledged", "lost"], rows))


def _rows(report: Report, run: Run) -> list[list[object]]:
    rows: list[list[object]] = [["first start, nothing there", f"{run.start():.1f}", "", ""]]
    load = Load([estate(run, 1), estate(run, 2)])
    time.sleep(SETTLED)
    moment = load.run(LOAD_SECONDS, run)
    took = run.start()
    lost = [before for before in load.lost(moment) if before > SETTLED]
    said = f"{len(lost)} (older than {SETTLED:.0f} s)"
    rows.append(["after kill -9 of everything under load", f"{took:.1f}", len(load.acknowledged), said])
    report.note("kill.restart", took)
    report.note("kill.lost", len(lost))
    run.stop()
    took = run.start()
    rows.append(["after a clean stop", f"{took:.1f}", "", ""])
    report.note("restart.answer", took)
    run.stop()
    return rows
