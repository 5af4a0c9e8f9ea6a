"""What an installation costs in a month: `python -m scripts.bill` writes the table of infra/README.md.

Nouns: a `Winery` is one house's month, in requests, commands and bytes; `bill` prices a number of them by service. The
one trick: nothing is typed into the table; what is fixed is counted in infra/ itself (alarms, firewall rules, secrets,
schedules), what grows comes from the units below and bench/prices.json. Free tiers are not counted.
"""

import json
import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from chalicelib.aws.entry import HANDLERS
from scripts.infra import INFRA, load, nouns

README = INFRA / "README.md"
BEGIN, END = "<!-- computed by scripts/bill.py -->", "<!-- end -->"
SIZES = (1, 100, 10_000)
D = Decimal
MILLION = D(1_000_000)
MINUTES, DAYS = 60 * 24 * 30, 30
MONTHS = 36
WHOLES = D(30) / 7  # whole copies a month: one a week
COPIES = 18  # whole copies kept: those that 35 nights rest on, and one of each of 12 months
ENTRY_KB = 4  # what a command leaves in the journal
PACKED = D("0.3")  # of the size of the items


@dataclass(frozen=True)
class Winery:
    """A month of a house of three people: about 60 orders, 50 invoices, 700 requests a working day."""

    requests: int = 15_000
    request_milliseconds: int = 60
    api_memory_mb: int = 1769
    read_units: int = 120_000  # eight a request: items by key and the heads of the journal
    commands: int = 1_500
    write_units: int = 45_000  # thirty a command: some seven items in one transaction, two units a kilobyte
    entries_per_command: int = 3  # functions that hear of a command
    entry_milliseconds: int = 80
    table_mb: int = 150  # after three years
    documents_mb: int = 600  # after three years
    documents_put: int = 300
    edge_mb: int = 400
    edge_requests: int = 25_000
    log_bytes: int = 900  # a request
    mails: int = 150
    seals: int = 60  # an invoice's PDF in its language
    workflow_steps: int = 20


def prices() -> dict[str, Decimal]:
    """bench/prices.json, in dollars."""
    held = json.loads((Path(__file__).parent.parent / "bench" / "prices.json").read_text(encoding="utf-8"))
    return {name: D(value) for name, value in held.items() if re.fullmatch(r"[\d.]+", str(value))}


def count(kind: str) -> int:
    """How many resources of a type infra/ has."""
    return sum(made["Type"] == kind for made in load(*nouns())["Resources"].values())


def fixed() -> dict[str, Decimal]:
    """What an installation without any house costs, in dollars a month."""
    price = prices()
    rules = load(*nouns())["Resources"]["Firewall"]["Properties"]["Rules"]
    clocks = [handler.schedule for handler in HANDLERS.values() if handler.schedule]
    runs = sum(MINUTES if clock == "rate(1 minute)" else DAYS for clock in clocks)
    seconds = D(runs) * D("0.08") * price["lambda_memory_gb"]
    return {
        "firewall": price["firewall_month"] + len(rules) * price["firewall_rule_month"],
        "alarms and dashboard": count("AWS::CloudWatch::Alarm") * price["alarm_month"] + price["dashboard_month"],
        "secrets": count("AWS::SecretsManager::Secret") * price["secret_month"],
        "seal": count("AWS::KMS::Key") * price["key_month"],
        "functions": runs * price["lambda_requests_per_million"] / MILLION + seconds * price["lambda_gb_second"],
        "facts and workflows": runs * price["schedules_per_million"] / MILLION,
    }


def growing(one: Winery) -> dict[str, Decimal]:
    """What one house adds, in dollars a month."""
    price = prices()
    calls = D(one.requests)
    entries = D(one.commands) * (one.entries_per_command + 1)
    compute = calls * one.request_milliseconds * one.api_memory_mb / 1024 + entries * one.entry_milliseconds
    puts = D(one.commands + one.documents_put) * 2  # here and in Frankfurt
    return {
        "API": calls * price["api_requests_per_million"] / MILLION,
        "functions": (calls + entries) * price["lambda_requests_per_million"] / MILLION
        + compute / 1000 * price["lambda_gb_second"],
        "table": one.write_units * price["write_units_per_million"] / MILLION
        + one.read_units * price["read_units_per_million"] / MILLION
        + D(one.table_mb) / 1000 * (price["table_gb_month"] + price["table_restorable_gb_month"]),
        "documents and replicas": D(one.documents_mb) / 1000 * (price["s3_gb_month"] + price["s3_replica_gb_month"])
        + puts * price["s3_puts_per_thousand"] / 1000
        + D(one.documents_mb) / 1000 / MONTHS * price["s3_replicated_gb"],
        "backups": kept(one, price),
        "edge": D(one.edge_mb) / 1000 * price["edge_gb"]
        + one.edge_requests * price["edge_requests_per_million"] / MILLION,
        "firewall": calls * price["firewall_requests_per_million"] / MILLION,
        "logs": calls * one.log_bytes / D(10**9) * price["logs_gb"],
        "facts and workflows": entries * price["events_per_million"] / MILLION
        + one.workflow_steps * price["workflow_steps_per_million"] / MILLION,
        "seal": one.seals * price["signatures_per_ten_thousand"] / 10_000,
        "mails": one.mails * price["mails_per_thousand"] / 1000,
    }


def kept(one: Winery, price: dict[str, Decimal]) -> Decimal:
    """Once a week the whole table is read, eventually consistent, on other nights the heads and what the journal says
    since; packed to both regions."""
    added_gb = D(one.commands) * ENTRY_KB / MILLION
    units = D(one.table_mb) * MILLION / 8192 * WHOLES + one.commands * ENTRY_KB / D(4) + (DAYS if one.commands else 0)
    stored = D(one.table_mb) / 1000 * COPIES + added_gb * 2
    return units * price["read_units_per_million"] / MILLION + stored * PACKED * 2 * price["s3_replica_gb_month"]


def bill(houses: int) -> dict[str, Decimal]:
    """Euros a month, by service."""
    rate, base, more = prices()["euros_per_dollar"], fixed(), growing(Winery())
    return {name: (base.get(name, D(0)) + houses * more.get(name, D(0))) * rate for name in sorted({*base, *more})}


def table() -> str:
    """The Markdown table."""
    bills = {size: bill(size) for size in SIZES}
    totals = {size: sum(bills[size].values(), D(0)) for size in SIZES}
    rows = [["euros a month", *(f"{size:,} {'winery' if size == 1 else 'wineries'}" for size in SIZES)]]
    rows.append(["---", *["---:"] * len(SIZES)])
    rows += [[name, *(f"{bills[size][name]:,.2f}" for size in SIZES)] for name in bills[1]]
    rows.append(["**in all**", *(f"**{totals[size]:,.2f}**" for size in SIZES)])
    rows.append(["a winery", *(f"{totals[size] / size:,.2f}" for size in SIZES)])
    return "\n".join("| " + " | ".join(cell.replace(",", " ") for cell in row) + " |" for row in rows)


def written() -> str:
    """The page with the table of today's prices and resources."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> int:
    """Write the page; with --check, only say whether it is as computed."""
    if "--check" in sys.argv[1:]:
        return int(written() != README.read_text(encoding="utf-8"))
    README.write_text(written(), encoding="utf-8")
    print(table())
    return 0


if __name__ == "__main__":
    import app  # noqa: F401 - registers every entry point

    sys.exit(main())
