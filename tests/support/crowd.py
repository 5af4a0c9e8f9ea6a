"""How crowded this computer is: what the product promises in seconds holds on one that others leave alone.

with within(5):                   # five seconds; more of them when three work where there is room for one
    expect(row).to_be_visible()
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager


def crowd() -> float:
    """How many want to work for each processor, of late or at this moment; at least 1."""
    with open("/proc/loadavg", encoding="ascii") as told:
        lately, _, _, now, _ = told.read().split()
    return max(1.0, max(float(lately), float(now.partition("/")[0])) / (os.cpu_count() or 1))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What happens inside takes no longer than this."""
    began = time.monotonic()
    yield
    took, allowed = time.monotonic() - began, seconds * crowd()
    assert took <= allowed, f"{took:.1f} s, {seconds} s are promised ({allowed:.1f} s on this crowded computer)"
