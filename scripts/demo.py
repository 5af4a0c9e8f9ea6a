"""`make demo`: the local system with an estate large enough to look at, until Ctrl+C (or until filled, with --stop).

5,000 customers, 400 variants and three years of orders, invoices and payments up to today, in the data of `make run`
and beside its small estate. It is made once; the next time it is there at once.

The one trick: while it is filled, the web, the relay and the entries rest: a single writer has both the machine and the
journal to itself. Whoever would have been told (the archive, the books) catches up afterwards, while people look.
"""

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.estate import founding
from scripts.estate.houses import LARGE, Size
from scripts.estate.making import Estate, filled, note, noted
from scripts.local import LocalSystem, end
from scripts.run import chosen
from scripts.stack import ROOT

WHOLE_STREAM = "~"  # after every sequence number


@dataclass(frozen=True)
class Demo:
    """The estate, and the process that follows (None: made an earlier day)."""

    estate: Estate
    after: "subprocess.Popen[bytes] | None" = None


def demo(system: LocalSystem, size: Size = LARGE.size) -> Demo:
    """The large house in a running system, made unless its folder has it."""
    file = system.folder / "demo_estate.json"
    if known := noted(file):
        return Demo(known)
    founded = founding.found(system.url, LARGE)
    with at_rest(system):
        estate = filled(system, founded, LARGE, size, lists=True, tell=True)
        system.stack.checkpoint(WHOLE_STREAM)
    note(file, estate)
    return Demo(estate, following(system, founded.company))


@contextmanager
def at_rest(system: LocalSystem) -> Iterator[None]:
    """Stop all but the stack while the block writes: the web first, then the relay, which tells all it has."""
    known = {name: [str(part) for part in child.args[1:]] for name, child in system.children.items()}  # type: ignore[index]
    for names in (["web"], [name for name in known if name != "web"]):
        for child in (resting := [system.children.pop(name) for name in names]):
            child.terminate()
        for child in resting:
            end(child)
    try:
        yield
    finally:
        for name, arguments in known.items():
            system.spawn(name, *arguments)
        system.wait()


def following(system: LocalSystem, company: str) -> "subprocess.Popen[bytes]":
    """Archive and book, while people look."""
    with (system.folder / "after.log").open("ab") as log:
        command = [sys.executable, "-m", "scripts.estate.after", company]
        setting = system.environment()
        return subprocess.Popen(command, cwd=ROOT, env=setting, stdout=log, stderr=log, start_new_session=True)


def ready(system: LocalSystem, found: Demo, seconds: float) -> None:
    """Say what there is, and where."""
    made = {name: f"{number:,.0f}".replace(",", "\u202f") for name, number in found.estate.made.items()}
    print("\n  {customers} clients, {variants} déclinaisons, {orders} commandes, {invoices} factures,".format(**made))
    print("  {payments} règlements, remplis en {seconds} s.".format(**made))
    if found.after:
        print(f"  En tout {seconds:.0f} s. Les écritures comptables suivent, en arrière-plan (quelques minutes).")
    print(f"\n  Caveau est prêt      {system.url}")
    print(f"  Grand domaine        {LARGE.email}   {LARGE.password}")
    for name, email, role in LARGE.team:
        print(f"  {name:<20} {email}   ({role}, même mot de passe)")
    print(f"  Boîte aux lettres    {system.url}/mailbox")
    print("  Ctrl+C pour arrêter (to stop).\n", flush=True)


def main() -> int:
    """Start, fill when empty, tend until told to stop, stop cleanly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, help="default: the first free one of 8000 to 8019")
    parser.add_argument("--folder", type=Path, default=ROOT / ".caveau", help="where the data lives")
    parser.add_argument("--scale", type=float, default=1.0, help="a part of the estate: 0.1 has 500 customers")
    parser.add_argument("--stop", action="store_true", help="fill, then stop")
    options = parser.parse_args()
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: stopping.append(number))
    began = time.monotonic()
    try:
        system = LocalSystem(options.folder.resolve(), chosen(options.port)).start()
    except RuntimeError as error:
        print(error)
        return 1
    after = None
    try:
        found = demo(system, LARGE.size.part(options.scale))
        after = found.after
        ready(system, found, time.monotonic() - began)
        while not stopping and not (options.stop and (after is None or after.poll() is not None)):
            time.sleep(0.5)
            system.tend()
        print("  Arrêt…", flush=True)
    except subprocess.CalledProcessError:
        print("\n  Le remplissage a été interrompu. Relancez make demo : il recommence dans une nouvelle société.")
        return 1
    finally:
        if after:
            after.terminate()
            end(after)
        system.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
