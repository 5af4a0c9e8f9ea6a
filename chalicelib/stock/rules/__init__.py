"""The stock, pure: depots, movements, levels, reservations. Its specification is docs/algorithms/stock.md."""
