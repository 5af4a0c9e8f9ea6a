"""Counters that protect: requests per minute, wrong codes before a lock.

The one trick: a worker leases a slice of the minute's allowance at a time, so a limit shared by all workers costs one
write per slice instead of one per request. These counters expire by themselves and are not in the journal.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from chalicelib.aws.config import config
from chalicelib.aws.table import ALONE, Item
from chalicelib.kernel.errors import TooMany

MINUTE = 60
SLICES = 20


@dataclass
class Lease:
    window: int
    left: int


_leases: dict[str, Lease] = {}


def take(name: str, per_minute: int, now: float | None = None) -> None:
    """Count one request under `name`; TooMany (with Retry-After) beyond `per_minute`."""
    moment = time.time() if now is None else now
    per_minute *= config().rate_factor
    window = int(moment // MINUTE)
    lease = _leases.get(name)
    if lease is None or lease.window != window or lease.left <= 0:
        slice_ = max(1, per_minute // SLICES)
        used = count(f"rate:{name}:{window}", slice_, 2 * MINUTE, moment)
        if used > per_minute + slice_ - 1:
            retry = int((window + 1) * MINUTE - moment) + 1
            raise TooMany(
                "http.rate_limit",
                f"Plus de {per_minute} demandes par minute. Réessayez dans {retry} s.",
                retry_after=retry,
            )
        lease = _leases[name] = Lease(window, slice_)
        _forget(window)
    lease.left -= 1


def count(name: str, by: int, seconds: int, now: float | None = None) -> int:
    """Add `by` to a shared counter that lives `seconds`; gives the new total."""
    moment = int(time.time() if now is None else now)
    item = Item(f"G#limit#{name}", ALONE)
    item.update(
        actions=[
            Item.v.add(by),
            Item.kind.set("limit"),
            Item.ttl.set(Item.ttl | (moment + seconds)),
        ]
    )
    if item.ttl <= moment:
        reset(name)
        return count(name, by, seconds, now)
    return int(item.v)


def total(name: str, now: float | None = None) -> int:
    """What a shared counter holds now (0 once expired)."""
    moment = int(time.time() if now is None else now)
    for item in Item.batch_get([(f"G#limit#{name}", ALONE)], consistent_read=True):
        return int(item.v) if item.ttl > moment else 0
    return 0


def reset(name: str) -> None:
    """Forget a shared counter (a right code after wrong ones)."""
    Item(f"G#limit#{name}", ALONE).delete()


def _forget(window: int) -> None:
    for name in [name for name, lease in _leases.items() if lease.window < window]:
        del _leases[name]
