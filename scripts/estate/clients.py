"""The customers of the estate, as they come: most are there when the books begin, the others follow month by month.

Noun: the `Clientele`, which says who orders next.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from chalicelib.crm import service as crm
from chalicelib.crm.schemas import CategoryIn
from scripts.estate import pace
from scripts.estate.people import CATEGORIES, SEGMENTS, Books, Crowd, Segment
from scripts.estate.world import World, parts

AT_FIRST = 0.62
PER_CREATION = 35


@dataclass(frozen=True)
class Buyer:
    id: str
    habits: Segment


@dataclass
class Clientele:
    world: World
    grids: dict[str, str]
    sellers: tuple[str, ...] = ()
    buyers: list[Buyer] = field(default_factory=list)
    joining: dict[date, int] = field(default_factory=dict)
    crowd: Crowd = field(init=False)
    _weights: list[int] = field(default_factory=list)

    def open(self, day: date) -> None:
        """The categories, and those who were customers before the books began."""
        call = self.world.call(day, 6)
        made = {
            code: crm.create_category(
                call, CategoryIn(code=code, name=name, payment_term=term, payment_method=method)
            ).id
            for code, name, term, method in CATEGORIES
        }
        self.crowd = Crowd(self.world.chance, Books(made, self.grids, self.world.agents, self.sellers))
        everybody = self.world.size.customers
        first = round(everybody * AT_FIRST)
        self._join(day, first, old=True)
        months = [later for later in pace.months(day, self.world.today) if later > day]
        for n, month in enumerate(months):
            self.joining[month] = (everybody - first) * (n + 1) // len(months) - (everybody - first) * n // len(months)

    def join(self, day: date) -> None:
        """The new ones of a month, on its first day."""
        if day in self.joining:
            self._join(day, self.joining.pop(day))

    def _join(self, day: date, number: int, old: bool = False) -> None:
        for part in parts(range(number), PER_CREATION):
            days = [self.world.chance.randint(30, 4000) if old else 0 for _ in part]
            clients = [self.crowd.client(day - timedelta(days=ago)) for ago in days]
            made = crm.create_customers(self.world.call(day, 7), [one.asked for one in clients])
            self.buyers += [Buyer(out.id, SEGMENTS[one.segment]) for out, one in zip(made, clients, strict=True)]
        # A few of each sort buy most of the wine.
        thirst = (one.habits.thirst * (5 if n % 7 == 0 else 1) for n, one in enumerate(self.buyers))
        self._weights = list(accumulate(thirst))

    def next(self) -> Buyer:
        """Who orders now."""
        (buyer,) = self.world.chance.choices(self.buyers, cum_weights=self._weights)
        return buyer
