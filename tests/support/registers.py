"""The twins of the registers for a test: started once for a process, calm at the beginning of every test.

def test_it(estate: Estate, registers: Registers) -> None:
    registers.faults["vies"] = "down"
"""

from __future__ import annotations

import atexit
import functools

from scripts.twins.registers import Registers

PATIENT = "20"
SHORT = "0.3"
"""Seconds for an answer: enough on a crowded computer, and little where none will come."""


@functools.cache
def shared() -> Registers:
    """The twins of this pytest process."""
    twin = Registers().start()
    atexit.register(twin.stop)
    return twin


def environment(twin: Registers) -> dict[str, str]:
    """What a test sets: the twins' addresses, and patience."""
    return {**twin.environment(), "CAVEAU_REGISTER_SECONDS": PATIENT, "CAVEAU_INSEE_KEY": ""}
