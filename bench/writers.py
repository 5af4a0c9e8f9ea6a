"""1, 4 and 16 clients issuing invoices in one company: how fast, how many retries, and whether a number is lost."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from bench.estate import Estate
from bench.figures import figure, table
from bench.report import Report
from bench.system import Http
from scripts.local import LocalSystem

CLIENTS = (1, 4, 16)
EACH = 10


@dataclass
class Team:
    seconds: list[float] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def measured(report: Report, system: LocalSystem, http: Http, estate: Estate) -> None:
    rows = []
    for clients in CLIENTS:
        ready = [http.ask("POST", f"/{estate.company}/orders", estate.order(n))["id"] for n in range(clients * EACH)]
        team, began = Team(), time.perf_counter()
        threads = [
            threading.Thread(target=_issue, args=(Http(system, http.cookie), estate, ready[n::clients], team))
            for n in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
        gaps = max(team.numbers) - min(team.numbers) + 1 - len(set(team.numbers))
        doubles = len(team.numbers) - len(set(team.numbers))
        lost = clients * EACH - len(team.numbers)
        report.note("writers.wrong", gaps + doubles + lost)
        rows.append([clients, f"{len(team.numbers) / took:.1f}", figure(team.seconds), gaps, doubles, lost])
    titles = ["clients", "invoices/s", "ms p50 / p95", "gaps", "duplicates", "lost"]
    report.add("Writers issuing invoices in one company", table(titles, rows))


def _issue(client: Http, estate: Estate, orders: list[str], team: Team) -> None:
    for order in orders:
        began = time.perf_counter()
        try:
            invoice = client.ask("POST", f"/{estate.company}/orders/{order}/invoice", {})
            team.numbers.append(int(invoice["number"].rpartition("-")[2]))
        except RuntimeError as error:
            team.failed.append(str(error))
        team.seconds.append(time.perf_counter() - began)
