"""What people do all day: time through HTTP, CPU in the worker, DynamoDB calls and units, euros per thousand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.estate import Estate
from bench.figures import table, timed
from bench.report import Report
from bench.system import Client, Http, Inside
from scripts.local import LocalSystem

RUNS = 60


@dataclass
class Desk:
    """What the operations work on: one client, and a stock of orders and invoices made ahead."""

    client: Client
    estate: Estate
    orders: list[str]
    invoices: list[dict[str, Any]]

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return self.client.ask(method, f"/{self.estate.company}{path}", body)

    def draft(self, n: int) -> Any:
        return self.ask("POST", "/orders", self.estate.order(n))

    def issue(self, n: int) -> Any:
        return self.ask("POST", f"/orders/{self.orders.pop()}/invoice", {})

    def paper(self, n: int) -> Any:
        return self.ask("GET", f"/invoices/{self.invoices.pop()['id']}/pdf?lang=fr")

    def pay(self, n: int) -> Any:
        invoice = self.invoices.pop()
        due = invoice["totals"]["gross"]
        body = {"customer": invoice["buyer"]["id"], "method": "transfer", "amount": due}
        return self.ask("POST", "/payments", body | {"allocations": [{"invoice": invoice["id"], "amount": due}]})

    def supply(self, orders: int, invoices: int) -> None:
        """Make ahead what the measured operations consume."""
        self.orders = [self.draft(n)["id"] for n in range(orders)]
        made = [self.draft(n)["id"] for n in range(invoices)]
        self.invoices = [self.ask("POST", f"/orders/{id}/invoice", {}) for id in made]


OPERATIONS: list[tuple[str, str, Callable[[Desk, int], Any], int]] = [
    ("order", "create and confirm an order of 10 lines", Desk.draft, RUNS),
    ("pricing", "price 10 lines without saving", lambda d, n: d.ask("POST", "/orders/price", d.estate.asked(n)), RUNS),
    ("invoice", "issue the invoice of 10 lines", Desk.issue, RUNS),
    ("paper", "its PDF with Factur-X, first time", Desk.paper, 15),
    ("payment", "record a payment of one invoice", Desk.pay, 30),
    ("record", "a record by key (customer)", lambda d, n: d.ask("GET", f"/customers/{d.estate.customers[0]}"), RUNS),
    ("list", "a list page of 50 (orders)", lambda d, n: d.ask("GET", "/orders?limit=50"), RUNS),
    ("search", "search customers by name", lambda d, n: d.ask("GET", "/customers?q=gare"), RUNS),
    ("feed", "what changed (feed, nothing new)", lambda d, n: d.ask("GET", "/changes?limit=50"), RUNS),
]


def measured(report: Report, system: LocalSystem, http: Http, estate: Estate) -> None:
    """The table of operations."""
    from bench.meter import Meter

    meter = Meter()
    rows = []
    for figure, name, work, runs in OPERATIONS:
        outside, inside = Desk(http, estate, [], []), Desk(Inside(system, http.cookie), estate, [], [])
        for desk in (outside, inside):
            spare = runs + 10
            desk.supply(spare if work is Desk.issue else 0, spare if work in {Desk.paper, Desk.pay} else 0)
        wall, _ = timed(lambda n, desk=outside, work=work: work(desk, n), runs)  # type: ignore[misc]
        _, cpu = timed(lambda n, desk=inside, work=work: work(desk, n), runs)  # type: ignore[misc]
        meter.start()
        work(inside, 1)
        heard = meter.reading
        report.note(f"{figure}.http", wall.p50)
        report.note(f"{figure}.cpu", cpu.p50)
        report.note(f"{figure}.round_trips", heard.round_trips)
        report.note(f"{figure}.heads", heard.calls["Query"])
        calls = ", ".join(f"{count} {call}" for call, count in heard.calls.items())
        cost = f"{heard.euros_per_thousand(wall.p50):.4f}"
        rows.append([name, wall, cpu, heard.round_trips, calls, heard.read_units, heard.write_units, cost])
    titles = ["operation", "HTTP ms p50 / p95", "CPU ms p50 / p95", "round trips", "calls", "RRU", "WRU", "€ per 1,000"]
    report.add("Operations", table(titles, rows))
