"""`make load`: 50 people at work for ten minutes, then more and more until it bends. DURATION=60 shortens it.

A local system of its own with five companies. Each person is a thread with a connection of his own who reads lists and
figures, opens records, searches, follows what changed, prices and writes orders, invoices, prints and cashes them, and
thinks between two acts. Every answer counts: an error is any answer of 300 or more, or none. Memory is the highest seen
of every part of the system. The knee is the first step where the 95th percentile passes a second, somebody meets an
error, or the rate no longer grows with the people.

The report is printed and kept in bench/load/<date>.json; a run of the whole ten minutes is written into
docs/reliability.md too. Ends with 1 when the 50 met an error.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.estate import Estate, found
from bench.system import Client, Http, running
from scripts.local import LocalSystem
from scripts.stack import ROOT

PEOPLE, COMPANIES = 50, 5
THINKING = (2.0, 8.0)
STEPS = (75, 100, 125, 150, 200, 250, 300, 400)
WHOLE = 600.0
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- measured by scripts/load.py -->", "<!-- end -->"
STEP_SHARE = 10  # a step of the search for the knee lasts a tenth of the main part
SLOW_MS = 1000
LOOKED_AT = 5.0  # seconds between two looks at the memory
Act = Callable[[Client, Estate, random.Random], Any]


def _issue(client: Client, estate: Estate, chance: random.Random) -> Any:
    order = client.ask("POST", f"/{estate.company}/orders", estate.order(chance.randrange(1000)))
    return client.ask("POST", f"/{estate.company}/orders/{order['id']}/invoice", {})


def _settle(client: Client, estate: Estate, chance: random.Random) -> Any:
    """Order, invoice, its paper, its payment."""
    asked = estate.order(chance.randrange(1000))
    order = client.ask("POST", f"/{estate.company}/orders", asked)
    invoice = client.ask("POST", f"/{estate.company}/orders/{order['id']}/invoice", {})
    paper = client.ask("GET", f"/{estate.company}/invoices/{invoice['id']}/pdf?lang=fr")
    if not isinstance(paper, bytes) or not paper.startswith(b"%PDF"):
        raise RuntimeError("an invoice that is no PDF")
    due = client.ask("GET", f"/{estate.company}/invoices/{invoice['id']}")["totals"]["gross"]
    method = client.ask("GET", f"/{estate.company}/payment-methods")["items"][0]["id"]
    share = {"invoice": invoice["id"], "amount": due}
    money = {"customer": asked["customer"], "method": method, "amount": due, "allocations": [share]}
    return client.ask("POST", f"/{estate.company}/payments", money)


def _export(client: Client, estate: Estate, chance: random.Random) -> Any:
    """A list as a file; one that has grown too long for an answer would be made aside, and counts as answered."""
    return client.ask("GET", f"/{estate.company}/orders/export?format=csv")


def _get(path: str) -> Act:
    return lambda client, estate, chance: client.ask("GET", f"/{estate.company}{path}")


ACTS: list[tuple[str, int, Act]] = [
    ("list of orders", 18, _get("/orders?limit=50")),
    ("list of customers", 13, _get("/customers?limit=50")),
    ("search a customer", 15, _get("/customers?q=gare")),
    ("what changed", 15, _get("/changes?limit=50")),
    ("dashboard", 3, _get("/statistics/dashboard")),
    ("export of orders, csv", 1, _export),
    ("open a customer", 15, lambda c, e, r: c.ask("GET", f"/{e.company}/customers/{r.choice(e.customers)}")),
    ("price ten lines", 8, lambda c, e, r: c.ask("POST", f"/{e.company}/orders/price", e.asked(r.randrange(1000)))),
    ("order of ten lines", 8, lambda c, e, r: c.ask("POST", f"/{e.company}/orders", e.order(r.randrange(1000)))),
    ("order and invoice", 3, _issue),
    ("order, invoice, PDF, payment", 1, _settle),
]


@dataclass
class Tally:
    """Everybody's answers: seconds by act, errors in their words."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    def report(self, people: int, lasted: float) -> dict[str, Any]:
        every = [second for one in self.seconds.values() for second in one]
        return {
            "people": people,
            "seconds": round(lasted, 1),
            "acts": len(every),
            "acts_per_second": round(len(every) / lasted, 2),
            "errors": len(self.errors),
            "first_errors": self.errors[:5],
            "p50_ms": percentile(every, 0.5),
            "p95_ms": percentile(every, 0.95),
            "by_act": {
                name: {"times": len(one), "p50_ms": percentile(one, 0.5), "p95_ms": percentile(one, 0.95)}
                for name, one in sorted(self.seconds.items())
            },
        }


class Named(Http):
    """The estate's founder, under an address of his own."""

    def __init__(self, system: LocalSystem, number: int) -> None:
        super().__init__(system)
        self.number = number

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        if path == "/signup":
            body = {**body, "email": f"charge{self.number}@essai.example"}
        return super().ask(method, path, body, headers)


def percentile(values: list[float], share: float) -> int:
    """Milliseconds below which that share of the answers lies."""
    ordered = sorted(values)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]) if ordered else 0


def person(system: LocalSystem, house: tuple[Estate, str], number: int, until: float, tally: Tally) -> None:
    """One person's day. Everybody arrives within the longest thinking; times count from then on, errors always."""
    chance, client = random.Random(number), Http(system, house[1])
    acts, weights = list(ACTS), [weight for _, weight, _ in ACTS]
    since = time.monotonic() + THINKING[1]
    time.sleep(chance.uniform(0, THINKING[1]))
    while time.monotonic() < until:
        name, _, act = chance.choices(acts, weights)[0]
        began = time.perf_counter()
        try:
            act(client, house[0], chance)
            if time.monotonic() > since:
                tally.seconds[name].append(time.perf_counter() - began)
        except Exception as error:
            tally.errors.append(f"{name}: {type(error).__name__} {error}"[:300])
            client = Http(system, house[1])
        time.sleep(chance.uniform(*THINKING))


def crowd(system: LocalSystem, houses: list[tuple[Estate, str]], people: int, seconds: float) -> dict[str, Any]:
    """So many people for so long; gives what they met."""
    tally, began = Tally(), time.monotonic()
    arguments = [(system, houses[n % len(houses)], n, began + THINKING[1] + seconds, tally) for n in range(people)]
    threads = [threading.Thread(target=person, args=one) for one in arguments]
    first, most = memory(system), dict[str, int]()
    for thread in threads:
        thread.start()
    while going := [thread for thread in threads if thread.is_alive()]:
        most = {name: max(used, most.get(name, 0)) for name, used in memory(system).items()}
        going[0].join(LOOKED_AT)
    return tally.report(people, seconds) | {"memory_mb_before": first, "memory_mb_most": most}


def memory(system: LocalSystem) -> dict[str, int]:
    """Resident megabytes now, by part: the stack, and each child with its own children."""
    stack = system.stack.process
    roots = {"stack": stack.pid if stack else 0} | {name: child.pid for name, child in system.children.items()}
    return {name: round(sum(resident(pid) for pid in family(pid))) for name, pid in roots.items()}


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found, new = [pid], [pid]
    while new:
        children = Path(f"/proc/{new[0]}/task/{new[0]}/children")
        new = new[1:] + [int(one) for one in (children.read_text().split() if children.exists() else [])]
        found += [one for one in new if one not in found]
    return found


def resident(pid: int) -> float:
    """Megabytes, shared pages counted by their share where the kernel says it."""
    try:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in rolled.splitlines() if line.startswith("Pss:")) / 1024


def bends(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Why a step is the knee; empty when it is not."""
    grew = now["acts_per_second"] / max(before["acts_per_second"], 0.01)
    if now["errors"]:
        return f"{now['errors']} errors"
    if now["p95_ms"] > SLOW_MS:
        return f"p95 {now['p95_ms']} ms"
    if grew < 1 + (now["people"] / before["people"] - 1) / 2:
        return f"the rate grew by {grew - 1:.0%} only"
    return ""


def knee(
    system: LocalSystem, houses: list[tuple[Estate, str]], base: dict[str, Any], seconds: float
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """More and more people; gives every step, and where it bends, and why (`people` None: not within the steps)."""
    steps = [base]
    for people in STEPS:
        steps.append(crowd(system, houses, people, seconds))
        if why := bends(*steps[-2:]):
            return steps[1:], {"people": people, "why": why, "held": steps[-2]["people"]}
    return steps[1:], {"people": None, "why": "", "held": STEPS[-1]}


def page(report: dict[str, Any]) -> str:
    """The report as Markdown."""
    whole, bend = report["main"], report["knee"]
    rows = [f"| {name} | {one['times']} | {one['p50_ms']} | {one['p95_ms']} |" for name, one in whole["by_act"].items()]
    used = ", ".join(f"{name} {most} MB" for name, most in whole["memory_mb_most"].items())
    tried = [f"{one['people']} ({one['acts_per_second']}/s, p95 {one['p95_ms']} ms)" for one in report["steps"]]
    knee_ = f"at {bend['people']} people ({bend['why']}); {bend['held']} are held" if bend["people"] else "not reached"
    return f"""{whole["people"]} people for {whole["seconds"]:.0f} s on {report["cores"]} cores, {report["at"][:10]}:
{whole["acts"]} acts, {whole["acts_per_second"]} a second, {whole["errors"]} errors, p50 {whole["p50_ms"]} ms,
p95 {whole["p95_ms"]} ms. The knee: {knee_}.

| act | times | p50 ms | p95 ms |
|---|---:|---:|---:|
{chr(10).join(rows)}

Memory at most: {used}. Steps: {", ".join(tried) or "none"}.
Load of the machine at the end: {report["load_of_the_machine"]:.1f}."""


def put_on_page(report: dict[str, Any]) -> None:
    """Replace what the page of reliability says of the last whole run."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{page(report)}\n{END}{after}", encoding="utf-8")


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("DURATION") or WHOLE))
    parser.add_argument("--no-knee", action="store_true", help="only the main part")
    asked = parser.parse_args()
    with running(web=3, entries=1) as system:
        founders = [Named(system, number) for number in range(COMPANIES)]
        houses = [(found(founder), founder.cookie) for founder in founders]
        main_part = crowd(system, houses, PEOPLE, asked.seconds)
        nowhere: dict[str, Any] = {"people": None, "why": "not looked for", "held": PEOPLE}
        steps, bend = (
            ([], nowhere) if asked.no_knee else knee(system, houses, main_part, max(20.0, asked.seconds / STEP_SHARE))
        )
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_of_the_machine": os.getloadavg()[2],
        "main": main_part,
        "steps": steps,
        "knee": bend,
    }
    text = json.dumps(report, indent=1, ensure_ascii=False)
    (ROOT / "bench" / "load").mkdir(exist_ok=True)
    (ROOT / "bench" / "load" / f"{datetime.now(UTC):%Y-%m-%d-%H%M}.json").write_text(text + "\n")
    print(text)
    if asked.seconds >= WHOLE:
        put_on_page(report)
    return 1 if main_part["errors"] else 0


if __name__ == "__main__":
    sys.exit(main())
