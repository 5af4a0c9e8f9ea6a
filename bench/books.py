"""The books: how long the FEC of what the other parts invoiced takes, and whether our checker accepts it."""

from __future__ import annotations

import time

from bench.estate import Estate
from bench.figures import table
from bench.report import Report
from bench.system import Http


def measured(report: Report, http: Http, estate: Estate) -> None:
    rows = []
    for name in ("what is not booked yet, then the FEC", "the FEC again"):
        began = time.perf_counter()
        content: bytes = http.ask("GET", f"/{estate.company}/accounting/fec")
        rows.append([name, f"{time.perf_counter() - began:.2f}", f"{content.count(bytes([10])):,}"])
    began = time.perf_counter()
    checked = http.ask("POST", f"/{estate.company}/accounting/fec/check", content)
    verdict = "accepted" if checked["accepted"] else f"refused: {len(checked['findings'])} findings"
    rows.append([f"our check of it: {verdict}", f"{time.perf_counter() - began:.2f}", ""])
    report.add("FEC", table(["", "seconds", "lines"], rows))
