"""One night of reminders over many open invoices: `python -m bench.reminders [INVOICES]` (50,000), on its own stack.

Three nights are timed: the first, on which nearly every invoice reaches a level (the worst there can be); the same
again, which must make nothing; and one on which a fiftieth of them does, as on any other day. Prints seconds, round
trips, units, and the most memory this process has held.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scripts.stack import Stack

DUE = date(2026, 1, 31)
WRITTEN_AT_ONCE = 80
COMPANY = "com_01M7R8Y0000000000000000000"


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    stack = Stack().start()
    try:
        os.environ |= {**stack.environment(), "CAVEAU_READMODEL_DIR": f"/tmp/caveau-reminders-{os.getpid()}"}
        os.environ["POWERTOOLS_LOG_LEVEL"] = "ERROR"
        for line in measured(many):
            print(line, flush=True)
    finally:
        stack.kill()
    return 0


def measured(many: int) -> Iterator[str]:
    from bench.meter import Meter
    from chalicelib.aws.call import system_call
    from chalicelib.readmodel.freshness import current
    from chalicelib.reminders import nightly

    began = time.perf_counter()
    for first in range(0, many, WRITTEN_AT_ONCE):
        _write(system_call("bench", COMPANY), range(first, min(first + WRITTEN_AT_ONCE, many)))
    yield f"{many} open invoices written in {time.perf_counter() - began:.1f} s"
    current().fresh(COMPANY)
    meter = Meter()
    for name, days in (("first night", 7), ("the same night again", 7), ("a usual night", 8)):
        day = DUE + timedelta(days=days)
        call = system_call("night", COMPANY, now=datetime(day.year, day.month, day.day, 3, 30, tzinfo=UTC))
        before, began = _memory(), time.perf_counter()
        meter.start()
        made = nightly.generate(call)
        seconds, read = time.perf_counter() - began, meter.reading
        yield (
            f"{name}: {made} made in {seconds:.1f} s, {read.round_trips} round trips, {read.read_units} read and "
            f"{read.write_units} write units, peak memory {before} -> {_memory()} MB"
        )


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
