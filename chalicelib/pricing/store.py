"""The items of pricing.

| kind | pk | what | who asks |
|---|---|---|---|
| grids | `<company>#grids#all` | all the grids | every sale, in its one batch |
| tariff | `<company>#tariff#<var_…>` | all the prices of one variant | every sale of it; the price sheet |
| promotions | `<company>#promotions#all` | all the promotions | every sale, in its one batch |
| agreement | `<company>#agreement#<cus_…>` | the prices agreed with one customer | every sale to this customer |
| price_change | `<company>#price_change#<chg_…>` | a change of many prices | the list of changes, undoing one |
| price_change_part | `<company>#price_change_part#<chg_…-n>` | what one of its transactions replaced | undoing it |
| grid_count | `<company>#grid_count#<grd_…>` | how many variants have a price in it | setting prices, deleting a grid |
"""

from __future__ import annotations

from chalicelib.aws.table import Kind
from chalicelib.pricing.rules import Agreement, ChangePart, Count, GridBook, PriceChange, PromotionBook, Tariff

GRIDS = Kind("grids", GridBook, prefix="grd")
TARIFFS = Kind("tariff", Tariff)
COUNTS = Kind("grid_count", Count)
PROMOTIONS = Kind("promotions", PromotionBook, prefix="prm")
AGREEMENTS = Kind("agreement", Agreement)
CHANGES = Kind("price_change", PriceChange, prefix="chg")
CHANGE_PARTS = Kind("price_change_part", ChangePart)


def part_id(change: str, n: int) -> str:
    return f"{change}-{n}"
