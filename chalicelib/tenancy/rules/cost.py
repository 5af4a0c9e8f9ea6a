"""What a company costs in a month: its own use times AWS's prices, by service.

Nouns: a `Priced` use (euros by service). Fixed costs of an installation (alarms, firewall, keys) belong to nobody and
are not shared out. Source of the prices: chalicelib/aws/prices.json, dollars with their date.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

GB = Decimal(1_000_000_000)
COPIES = 6 + 12
"""Whole copies kept at a time (rules/backups.py): those that 35 nights rest on and one of each month, in two places;
packed to some 40 % of the table's bytes. What the nights between add is a hundredth of it."""
PACKED = Decimal("0.4")
EVENTS_PER_COMMIT = 2
CENT = Decimal("0.0001")


def euros(usage: Mapping[str, int], stored: int, prices: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Euros by service for one month. `usage` as aws.meter.Usage has it; `stored`: bytes in the table."""
    million, size = Decimal(1_000_000), Decimal(stored) / GB
    requests, runs = Decimal(usage["requests"]), Decimal(usage["requests"] + usage["entries"])
    commits = Decimal(usage["commits"])
    seconds = Decimal(usage["milliseconds"]) / 1000
    dollars = {
        "table": Decimal(usage["writes"]) / 100 / million * prices["write_units_per_million"]
        + Decimal(usage["reads"]) / 100 / million * prices["read_units_per_million"]
        + size * (prices["table_gb_month"] + prices["recovery_gb_month"]),
        "functions": runs / million * prices["lambda_requests_per_million"]
        + seconds * prices["lambda_memory_gb"] * prices["lambda_gb_second"],
        "api": requests / million * prices["api_requests_per_million"]
        + Decimal(usage["bytes"]) / GB * prices["transfer_gb"],
        "events": commits * EVENTS_PER_COMMIT / million * prices["events_per_million"],
        "archive": 2 * commits / 1000 * prices["s3_put_per_thousand"] + 2 * size * prices["s3_gb_month"],
        "backups": 2 * COPIES * size * PACKED * prices["s3_rare_gb_month"],
    }
    return {name: (amount * prices["euros_per_dollar"]).quantize(CENT) for name, amount in dollars.items()}
