"""The twins of the registers for a test: started once for a process, calm at the beginning of every test.

def test_it(estate: Estate, registers: Registers) -> None:
    registers.faults["vies"] = "down"
"""

from __future__ import annotations

import atexit
import functools

from scripts.twins.registers import Registers

SHORT = "0.5"


@functools.cache
def shared() -> Registers:
    """The twins of this pytest process."""
    twin = Registers().start()
    atexit.register(twin.stop)
    return twin


def environment(twin: Registers) -> dict[str, str]:
    """What a test sets: the twins' addresses, and little patience with the slow."""
    return {**twin.environment(), "CAVEAU_REGISTER_SECONDS": SHORT, "CAVEAU_INSEE_KEY": ""}
