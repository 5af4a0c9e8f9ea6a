"""Prices: the CPU of pricing 30 lines with their trace, and 5,000 cells of the consolidated grid changed at once.

The rules are measured alone, with an agreement and a promotion at work; the change goes through HTTP, as the page
sends it.
"""

from __future__ import annotations

import itertools
import time
from datetime import date
from decimal import Decimal
from typing import Any

from bench.estate import Estate
from bench.figures import table, timed
from bench.report import Report
from bench.system import Http
from chalicelib.pricing.rules import (
    Agreement,
    Grid,
    GridChoice,
    LineAsk,
    OrderDiscount,
    Priceable,
    Promotion,
    Scope,
    Tariff,
    Terms,
    Tier,
    explained,
    price_order,
)

LINES, VARIANTS, GRIDS, TIERS, A_PRODUCT = 30, 250, 10, 2, 50
numbers = itertools.count(1)


def measured(report: Report, http: Http, estate: Estate) -> None:
    rows = [["price 30 lines with their trace, CPU ms p50 / p95", _priced(report, sentences=False)]]
    rows.append(["the same with every sentence", _priced(report, sentences=True)])
    rows += _changed(report, http, estate)
    report.add("Prices", table(["", "measured"], rows))


def _priced(report: Report, *, sentences: bool) -> str:
    ids = [f"var_{n}" for n in range(LINES)]
    tiers = tuple(Tier(n, Decimal(p)) for n, p in ((1, "9.00"), (12, "8.50"), (36, "8.00"), (60, "7.80")))
    goods = {id: Priceable(id, True, 750, "pro", "fam", ("rng",)) for id in ids}
    tariffs = {id: Tariff(id, {"grd": tiers}) for id in ids}
    promotion = Promotion("prm", "P", "Promotion", percent=Decimal(10), scope=Scope(ranges=("rng",)))
    terms = Terms(Agreement("cus", prices=dict.fromkeys(ids[::3], tiers[:2])), (promotion,), "best_price")
    grid = Grid("grd", "G", "Grille")
    choice = GridChoice(grid, "order", ())
    asks = [LineAsk(id, 24, percent=Decimal(5)) for id in ids]

    def work(n: int) -> None:
        lines = price_order(asks, goods, tariffs, grid, date(2026, 12, 1), OrderDiscount(Decimal(3)), terms)
        if sentences:
            for line in lines:
                explained(line, choice)

    _, cpu = timed(work, 300)
    if not sentences:
        report.note("tariffs.lines", cpu.p50)
    return str(cpu)


def _changed(report: Report, http: Http, estate: Estate) -> list[list[str]]:
    """A formula over 250 variants x 10 grids x 2 tiers: shown, applied, undone."""

    def ask(method: str, path: str, body: Any = None) -> Any:
        return http.ask(method, f"/{estate.company}{path}", body)

    grids = [ask("POST", "/grids", {"code": f"B{next(numbers)}", "name": "Bench"})["id"] for _ in range(GRIDS)]
    _sheet(ask, grids)
    formula: dict[str, Any] = {"formula": {"percent": "3", "step": "0.05", "grids": grids}}
    times: dict[str, float] = {}
    began = time.perf_counter()
    seen = ask("POST", "/prices/changes", formula)
    times["shown"] = time.perf_counter() - began
    began = time.perf_counter()
    done = ask("POST", "/prices/changes", {**formula, "apply": True, "digest": seen["digest"]})
    times["applied"] = time.perf_counter() - began
    began = time.perf_counter()
    ask("DELETE", f"/prices/changes/{done['id']}")
    times["undone"] = time.perf_counter() - began
    report.note("tariffs.change", times["applied"])
    prices = sum(len(cell["after"]) for cell in seen["cells"])
    return [[f"{prices:,} prices changed by a formula: {name}, s", f"{spent:.2f}"] for name, spent in times.items()]


def _sheet(ask: Any, grids: list[str]) -> None:
    family = ask("POST", "/families", {"code": f"B{next(numbers)}", "name": "Bench"})["id"]
    tiers = [{"from_qty": 1, "price": "9.00"}, {"from_qty": 36, "price": "8.00"}]
    for _ in range(VARIANTS // A_PRODUCT):
        product = ask("POST", "/products", {"family_id": family, "name": f"Bench {next(numbers)}"})["id"]
        wines = [
            ask("POST", "/variants", {"product_id": product, "sku": f"BENCH{next(numbers)}"})["id"]
            for _ in range(A_PRODUCT)
        ]
        cells = [{"variant_id": wine, "grid_id": grid, "tiers": tiers} for wine in wines for grid in grids]
        seen = ask("POST", "/prices/changes", {"cells": cells})
        ask("POST", "/prices/changes", {"cells": cells, "apply": True, "digest": seen["digest"]})
