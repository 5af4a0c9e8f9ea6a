"""The items of pricing.

| kind | pk | what | who asks |
|---|---|---|---|
| grids | `<company>#grids#all` | all the grids | every sale, in its one batch |
| tariff | `<company>#tariff#<var_…>` | all the prices of one variant | every sale of it; the price sheet |
| grid_count | `<company>#grid_count#<grd_…>` | how many variants have a price in it | setting prices, deleting a grid |
"""

from __future__ import annotations

from chalicelib.aws.table import Kind
from chalicelib.pricing.rules import Count, GridBook, Tariff

GRIDS = Kind("grids", GridBook, prefix="grd")
TARIFFS = Kind("tariff", Tariff)
COUNTS = Kind("grid_count", Count)
