"""Routes of sales, one file per noun, one blueprint in all.

The one trick: on Lambda a file is imported when one of its routes is first asked (aws/front.py), so an order does not
wait for the contracts of letters, seals and templates.
"""

from chalicelib.aws.front import on_lambda
from chalicelib.sales.api.base import routes

if not on_lambda():
    from chalicelib.sales.api import deliveries, invoices, levels, orders, quotes, rates, seals, sendings, templates

__all__ = [
    "deliveries",
    "invoices",
    "levels",
    "orders",
    "quotes",
    "rates",
    "routes",
    "seals",
    "sendings",
    "templates",
]
