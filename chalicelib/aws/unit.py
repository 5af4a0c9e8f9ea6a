"""One use case, one transaction, one journal entry.

Nouns: a `Unit` (aws/working.py) is the working set of a use case; `use_case` opens one for a `Call`, runs the function,
commits once (aws/commit.py), and runs it again when someone was faster. Called with a `Unit` it joins that unit, which
is how one room's use case takes part in another's transaction.

Errors: whatever the function refuses; Unavailable when the race is lost for too long.
"""

from __future__ import annotations

import functools
import itertools
import random
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

from chalicelib.aws import journal
from chalicelib.aws.call import Call
from chalicelib.aws.commit import LostRace, commit
from chalicelib.aws.table import Ref
from chalicelib.aws.working import Replayed, Unit
from chalicelib.kernel.errors import Unavailable

P = ParamSpec("P")
R = TypeVar("R")
PATIENCE = 15.0
"""Seconds during which a use case that lost a race is run again: half of what a gateway waits for an answer."""


def use_case(
    command: str, lane: str = journal.MAIN
) -> Callable[[Callable[Concatenate[Unit, P], R]], Callable[Concatenate[Call | Unit, P], R]]:
    """Decorate a service function: called with a Call it commits once, called with a Unit it joins that unit."""

    def wrap(function: Callable[Concatenate[Unit, P], R]) -> Callable[Concatenate[Call | Unit, P], R]:
        @functools.wraps(function)
        def run(where: Call | Unit, *args: P.args, **kwargs: P.kwargs) -> R:
            if isinstance(where, Unit):
                return function(where, *args, **kwargs)
            return _committed(where, command, lane, lambda unit: function(unit, *args, **kwargs))

        return cast("Callable[Concatenate[Call | Unit, P], R]", run)

    return wrap


def _committed(call: Call, command: str, lane: str, work: Callable[[Unit], R]) -> R:
    unread: list[Ref] = []
    began = time.monotonic()
    for attempt in itertools.count():
        if attempt:
            time.sleep(random.uniform(0, min(0.25, 0.01 * 2 ** min(attempt, 6))))
        unit = Unit(call, command, lane)
        if unread:
            unit.load(*unread)
        try:
            result = work(unit)
            commit(unit, result)
            return result
        except LostRace:
            unread = unit.unread()
        if time.monotonic() - began > PATIENCE:
            break
    raise Unavailable("journal.contention", "Beaucoup d'écritures à la fois. Réessayez dans un instant.")


def reading(call: Call) -> Unit:
    """A unit for reading items by key, never committed."""
    return Unit(call, "read")


__all__ = ["LostRace", "Replayed", "Unit", "reading", "use_case"]
