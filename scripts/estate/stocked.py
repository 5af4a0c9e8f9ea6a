"""What stands in the cellar on the day of the filling: two depots, an opening stock, a transfer to the shop.

The one trick: it is told after everything else, so three years of orders were never asked what was available, and the
next one is.
"""

from chalicelib.stock import service as stock
from chalicelib.stock.rules.movement import MOST_LINES
from chalicelib.stock.schemas import DepotIn, MovedIn, MovementIn
from scripts.estate.cellar import Cellar
from scripts.estate.world import World, parts

CARTON = 6
LEAST, MOST = 4, 400  # cartons of a wine in the cellar
TO_SHOP = 4  # cartons of each that go to the shop


def stock_up(world: World, cellar: Cellar) -> None:
    """Two depots, and the wines sold today in them."""

    def move(cause: str, depot: str, lines: list[MovedIn], to: str | None = None) -> None:
        told = {"cause": cause, "depot": depot, "to": to, "lines": lines, "reason": "Mise en route"}
        stock.record(world.call_at(world.now), MovementIn.model_validate(told))

    main = stock.create_depot(world.call_at(world.now), DepotIn(code="CHAI", name="Chai", duty="suspended"))
    shop = stock.create_depot(world.call_at(world.now), DepotIn(code="CAVEAU", name="Caveau de vente"))
    sold = [id for one, id in cellar.variants.items() if one.size and one.released <= world.today < one.over]
    for some in parts(sold, MOST_LINES):
        cartons = [world.chance.randint(LEAST, MOST) for _ in some]
        there = [MovedIn(variant=id, quantity=CARTON * n) for id, n in zip(some, cartons, strict=True)]
        move("opening", main.id, there)
    moved = [MovedIn(variant=id, quantity=CARTON * TO_SHOP) for id in sold[: MOST_LINES // 2]]
    if moved:
        move("transfer", main.id, moved, shop.id)
