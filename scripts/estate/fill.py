"""All of it, in order: books, wines, customers, then day after day; beside it, the lists when asked.

`python -m scripts.estate.fill JSON`, inside the local system: see `making`, which starts it and hears what it says.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from chalicelib.payments.schemas import ConnectorIn
from chalicelib.payments.service import keep_connector
from chalicelib.payments.service.connectors import STRIPE
from scripts.estate import pace
from scripts.estate.cellar import Cellar
from scripts.estate.clients import Clientele
from scripts.estate.houses import Size
from scripts.estate.offers import ORDERED, quote
from scripts.estate.sellers import engage, settle
from scripts.estate.stocked import stock_up
from scripts.estate.trade import Trade
from scripts.estate.world import World
from scripts.twins.stripe import KEY, SECRET

RELEASE = (4, 1)
SHELVE_SECONDS = 1200  # the lists of the whole estate, made and shelved
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Filled:
    """How many of each were made, and how many seconds it took."""

    customers: int
    variants: int
    orders: int
    invoices: int
    payments: int
    seconds: float


def fill(world: World, tell: Tell = lambda _: None) -> Filled:
    """Fill the company. `tell` hears how far it is."""
    began = time.monotonic()
    first, today = world.first_day, world.today
    cellar = Cellar(world)
    cellar.open(first)
    clientele = Clientele(world, cellar.grids, engage(world, first, cellar.grids))
    clientele.open(first)
    trade = Trade(world, cellar, clientele)
    busy = pace.orders_by_day(world.chance, first, today, world.size.orders - ORDERED)
    for n in range(1, (today - first).days + 1):
        day = first + timedelta(days=n)
        _day(day, cellar, clientele, trade, busy.get(day, 0))
        if day.day == 1:
            tell(f"{day:%m/%Y} · {len(clientele.buyers)} clients · {trade.orders} commandes")
    quote(trade)
    stock_up(world, cellar)
    take_cards(world)
    if not world.agents:  # a large estate settles afterwards
        settle(world.company)
    made = len(clientele.buyers), len(cellar.variants), trade.orders, trade.invoices, trade.payments
    return Filled(*made, seconds=time.monotonic() - began)


def take_cards(world: World) -> None:
    """Cards are taken by the twin of Stripe, so that whoever visits may pay an invoice."""
    keys = ConnectorIn(key=KEY, webhook_secret=SECRET)
    keep_connector(world.call(world.today, 8), STRIPE, keys)


def _day(day: date, cellar: Cellar, clientele: Clientele, trade: Trade, orders: int) -> None:
    if (day.month, day.day) == RELEASE:
        cellar.release(day)
    clientele.join(day)
    trade.day(day, orders)


@contextmanager
def shelved(company: str) -> Iterator[None]:
    """Keep the lists beside the block, and put them on their shelf at its end."""
    child = subprocess.Popen([sys.executable, "-m", "scripts.estate.shelf", company], stdin=subprocess.PIPE)
    try:
        yield
    finally:
        assert child.stdin is not None
        child.stdin.close()
        child.wait(SHELVE_SECONDS)


def main(given: str) -> None:
    asked = json.loads(given)
    world = World(
        company=asked["company"],
        owner=asked["owner"],
        owner_name=asked["owner_name"],
        agents=tuple(asked["agents"]),
        now=datetime.now(UTC),
        size=Size(**asked["size"]),
    )
    with shelved(world.company) if asked["lists"] else nullcontext():
        made = fill(world, lambda text: print(f"  {text}", flush=True))
    print(json.dumps(asdict(made)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
