"""Timing and tables: medians and 95th percentiles, in milliseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Milliseconds: median and 95th percentile of `n` runs."""

    p50: float
    p95: float
    n: int

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p95:.1f}"


def figure(seconds: Sequence[float]) -> Figure:
    ordered = sorted(seconds)
    return Figure(
        statistics.median(ordered) * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, len(ordered)
    )


def timed(work: Callable[[int], object], runs: int, warm: int = 5) -> tuple[Figure, Figure]:
    """(wall, CPU of this process) of `work(n)`."""
    wall, cpu = [], []
    for n in range(-warm, runs):
        before, began = time.process_time(), time.perf_counter()
        work(n)
        if n >= 0:
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - before)
    return figure(wall), figure(cpu)


def table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
