"""The company that is filled: who acts, on which day, and chance itself.

Nouns: a `World`, a `Dated` call. The one trick: a call made on a day of the past draws its ids from the seed too, so
the same seed gives the same journal.
"""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TypeVar

from chalicelib.aws.call import Actor, Call
from chalicelib.kernel import ids
from scripts.estate.houses import Size

T = TypeVar("T")
OFFICE = frozenset({"*"})


@dataclass(frozen=True)
class Dated(Call):
    chance: random.Random = field(default_factory=random.Random, compare=False)

    def new_id(self, prefix: str) -> str:
        return ids.new_id(prefix, self.now, self.chance.randbytes(10))


@dataclass
class World:
    """`now` is when the filling runs: nothing is dated after it."""

    company: str
    owner: str
    owner_name: str
    agents: tuple[str, ...]
    now: datetime
    size: Size
    seed: int = 1892
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    @property
    def today(self) -> date:
        return self.call_at(self.now).today

    def call(self, day: date, hour: int) -> Call:
        """The owner, on a day, at that hour (UTC)."""
        return self.call_at(min(self.now, datetime.combine(day, time(hour), UTC)))

    def call_at(self, instant: datetime) -> Call:
        actor = Actor("user", self.owner, self.owner_name, OFFICE)
        request = str(uuid.UUID(int=self.chance.getrandbits(128)))
        return Dated(actor, self.company, instant, request, chance=self.chance)

    @property
    def first_day(self) -> date:
        """When the books begin."""
        return self.today - timedelta(days=self.size.days)


def parts(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """The items, `size` at a time."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def fitting(weighed: Sequence[tuple[T, int]], most: int) -> list[list[T]]:
    """The items in groups whose weights do not exceed `most` together, in their order."""
    groups: list[list[T]] = []
    room = 0
    for item, weight in weighed:
        if weight > room:
            groups.append([])
            room = most
        groups[-1].append(item)
        room -= weight
    return groups
