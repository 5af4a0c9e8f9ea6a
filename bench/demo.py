"""`make demo` from its command to its last line: the large estate, made in an empty folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from bench.figures import table
from bench.report import Report
from scripts.stack import ROOT, free_port


def measured(report: Report) -> None:
    with tempfile.TemporaryDirectory(prefix="caveau-bench-") as folder:
        command = [sys.executable, "-m", "scripts.demo", "--folder", folder, "--port", str(free_port())]
        began = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            ready = next((line for line in child.stdout if "Caveau est prêt" in line), None)
            took = time.perf_counter() - began
            child.terminate()
            child.stdout.read()
    if ready is None:
        raise RuntimeError("make demo ended before it was ready")
    report.note("demo.seconds", took)
    report.add("Demonstration estate", table(["", "seconds"], [["`make demo`, until people may look", f"{took:.0f}"]]))
