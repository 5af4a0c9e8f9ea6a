"""Quotes of the last weeks, one of each fate: typed, sent, accepted, ordered, refused, left without an answer.

The one trick: they are made last, when every day has had its orders, so that they change nothing of what came before.
"""

from datetime import timedelta

from chalicelib.sales import service as sales
from chalicelib.sales.schemas import QuoteIn, QuoteMoveIn
from scripts.estate.trade import Trade

FATES = ("draft", "sent", "ordered", "sent", "refused", "accepted", "ordered", "sent", "draft", "ordered", "expired")
ORDERED = FATES.count("ordered")
EVERY = 3  # days
REASONS = ("Trop cher", "A choisi un autre domaine", "Projet reporté")


def quote(trade: Trade) -> None:
    """Make them."""
    for n, fate in enumerate(FATES):
        _quote(trade, n, fate)


def _quote(trade: Trade, n: int, fate: str) -> None:
    world, buyer = trade.world, trade.clientele.next()
    day = max(world.today - timedelta(days=1 + EVERY * n), world.first_day + timedelta(days=1))
    lines = trade.lines(day, buyer)
    asked = QuoteIn(customer=buyer.id, lines=lines, valid_until=day if fate == "expired" else None)
    made = sales.create_quote(world.call(day, 11), asked)
    if fate == "draft":
        return
    sales.move_quote(world.call(day, 12), made.id, QuoteMoveIn(to="sent"))
    if fate == "refused":
        reason = REASONS[n % len(REASONS)]
        sales.move_quote(world.call(day, 16), made.id, QuoteMoveIn(to="refused", reason=reason))
    if fate in ("accepted", "ordered"):
        sales.move_quote(world.call(day, 16), made.id, QuoteMoveIn(to="accepted"))
    if fate == "ordered":
        sales.order_quote(world.call(day, 17), made.id)
        trade.orders += 1
