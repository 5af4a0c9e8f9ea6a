"""The items the gateway itself keeps: counters, guards, chain heads, answers.

COUNTERS  <company>#counter#<name>          last number given
GUARDS    <company>#guard#<name>:<hash>     who holds a unique value
CHAINS    <company>#chain#<name>            last link of a hash chain
ANSWERS   <company>#answer#<actor>:<key>    the answer of one intent, for a day
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from chalicelib.aws.table import Kind, Ref
from chalicelib.kernel.chain import Link

DAY = 24 * 3600


@dataclass(frozen=True)
class Counter:
    n: int


@dataclass(frozen=True)
class Guard:
    owner: str
    name: str


@dataclass(frozen=True)
class Answer:
    digest: str
    status: int
    body: str


COUNTERS = Kind("counter", Counter)
GUARDS = Kind("guard", Guard, secret=True)
GLOBAL_GUARDS = Kind("unique", Guard, globally=True, secret=True)
CHAINS = Kind("chain", Link)
ANSWERS = Kind("answer", Answer, secret=True, ttl=DAY)


def guard_id(name: str, value: str) -> str:
    """The id of the guard item of a value: hashed, so that no personal datum stands in a key."""
    return f"{name}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"


def counter_ref(name: str) -> Ref:
    """For the caller's batch: the counter that `Unit.number(name)` will take from."""
    return COUNTERS, name


def chain_ref(name: str) -> Ref:
    """For the caller's batch: the head that `Unit.chain(name, …)` will extend."""
    return CHAINS, name


def guard_ref(name: str, value: str, *, globally: bool = False) -> Ref:
    """For the caller's batch: the guard that `Unit.guard` or `Unit.owner_of` will look at."""
    return (GLOBAL_GUARDS if globally else GUARDS), guard_id(name, value)
