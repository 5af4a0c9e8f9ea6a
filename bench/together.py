"""300 invoices of ten lines as one PDF: asked, made aside, ready; half of them printed before, half drawn for it."""

from __future__ import annotations

import time

from bench.estate import Estate
from bench.figures import table
from bench.report import Report
from bench.system import Http

PAPERS = 300
PATIENCE = 120.0


def measured(report: Report, http: Http, estate: Estate) -> None:
    base = f"/{estate.company}"
    there = http.ask("GET", f"{base}/invoices?limit=1")["count"]
    for n in range(there, PAPERS):
        order = http.ask("POST", f"{base}/orders", estate.order(n))["id"]
        invoice = http.ask("POST", f"{base}/orders/{order}/invoice", {})["id"]
        if n % 2:
            http.ask("GET", f"{base}/invoices/{invoice}/pdf")
    began = time.perf_counter()
    made = http.ask("GET", f"{base}/invoices/export?format=pdf")
    while made["state"] == "making" and time.perf_counter() - began < PATIENCE:
        time.sleep(0.2)
        made = http.ask("GET", f"{base}/exports/{made['id']}")
    took = time.perf_counter() - began
    if made["state"] != "ready":
        raise RuntimeError(f"the PDF is {made['state']}: {made['failure']}")
    report.note("together.seconds", took)
    rows = [[made["rows"], f"{took:.1f}", f"{made['size'] / 1e6:.1f}"]]
    report.add("Invoices as one PDF", table(["invoices of 10 lines", "seconds, through HTTP", "MB"], rows))
