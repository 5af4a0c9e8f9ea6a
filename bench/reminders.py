"""One night of reminders over many open invoices, on its own stack: part of `make bench`, and
`python -m bench.reminders [INVOICES]` (50,000).

Three nights are timed: the first, on which nearly every invoice reaches a level (the worst there can be); the same
again, which must make nothing; and one on which a fiftieth of them does, as on any other day. Seconds, round trips,
units, and the most memory the process has held.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.figures import table
from bench.report import Report
from scripts.stack import Stack

DUE = date(2026, 1, 31)
WRITTEN_AT_ONCE = 80
COMPANY = "com_01M7R8Y0000000000000000000"


MANY = 50_000


@dataclass(frozen=True)
class Night:
    """One run: `made` reminders in `seconds`; memory held at most, in MB, before and after it."""

    name: str
    made: int
    seconds: float
    round_trips: int
    read_units: int
    write_units: int
    before: int
    after: int


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    stack = Stack().start()
    try:
        os.environ |= {**stack.environment(), "CAVEAU_READMODEL_DIR": f"/tmp/caveau-reminders-{os.getpid()}"}
        os.environ["POWERTOOLS_LOG_LEVEL"] = "ERROR"
        for night in nights(many):
            print(json.dumps(asdict(night)), flush=True)
    finally:
        stack.kill()
    return 0


def measured(report: Report) -> None:
    """In a process of its own, whose memory is that of the night alone."""
    done = subprocess.run([sys.executable, "-m", "bench.reminders"], check=True, capture_output=True, timeout=900)
    found = [Night(**json.loads(line)) for line in done.stdout.decode().splitlines()]
    report.note("reminders.seconds", found[0].seconds)
    report.note("reminders.grown", found[0].after - found[0].before)
    rows = [
        [one.name, one.made, f"{one.seconds:.1f}", one.round_trips, one.read_units, one.write_units,
         f"{one.before} -> {one.after}"]
        for one in found
    ]  # fmt: skip
    columns = ["night", "reminders made", "seconds", "round trips", "read units", "write units", "peak memory, MB"]
    report.add(f"Reminders over {MANY} open invoices", table(columns, rows))


def nights(many: int) -> Iterator[Night]:
    from bench.meter import Meter
    from chalicelib.aws.call import system_call
    from chalicelib.readmodel.freshness import current
    from chalicelib.reminders import nightly

    for first in range(0, many, WRITTEN_AT_ONCE):
        _write(system_call("bench", COMPANY), range(first, min(first + WRITTEN_AT_ONCE, many)))
    current().fresh(COMPANY)
    meter = Meter()
    for name, days in (("first night", 7), ("the same night again", 7), ("a usual night", 8)):
        day = DUE + timedelta(days=days)
        call = system_call("night", COMPANY, now=datetime(day.year, day.month, day.day, 3, 30, tzinfo=UTC))
        before, began = _memory(), time.perf_counter()
        meter.start()
        made = nightly.generate(call)
        seconds, read = time.perf_counter() - began, meter.reading
        units = round(read.read_units), round(read.write_units)
        yield Night(name, made, seconds, read.round_trips, *units, before, _memory())


def _write(call: Any, numbers: range) -> None:
    from chalicelib.aws.unit import Unit, use_case
    from chalicelib.sales.rules.receivable import Receivable
    from chalicelib.sales.store import RECEIVABLES

    @use_case("bench.invoices")
    def write(unit: Unit) -> int:
        for n in numbers:
            id, late = f"ivc_{n:026d}", n % 50 == 0
            owed = Receivable(
                invoice=id,
                number=f"FA-2026-{n:06d}",
                kind="invoice",
                order=f"ord_{n:026d}",
                order_number=f"CO-2026-{n:06d}",
                customer=f"cus_{n % 5000:026d}",
                customer_code=f"C{n % 5000:05d}",
                customer_name=f"Restaurant {n % 5000}",
                issued_on=DUE - timedelta(days=30),
                due_on=DUE + timedelta(days=1 if late else 0),
                net=28_800,
                vat=5_760,
                due=34_560,
            )
            unit.put(RECEIVABLES, id, owed)
        return len(numbers)

    write(call)


def _memory() -> int:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
