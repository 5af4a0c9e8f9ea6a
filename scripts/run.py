"""`make run`: the whole of Caveau on this computer, at one address, until Ctrl+C.

Data lives in `.caveau/` and survives both a stop and a kill. The first start makes a demonstration estate.
"""

import argparse
import signal
import socket
import sys
import time
from pathlib import Path

from scripts import seed
from scripts.estate.houses import House
from scripts.local import LocalSystem
from scripts.stack import ROOT

PORTS = range(8000, 8020)


def chosen(wanted: int | None) -> int:
    """The port asked for, else the first free one of 8000 to 8019."""
    if wanted:
        return wanted
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise SystemExit("Ports 8000 to 8019 are all taken; choose another: make run PORT=9000")


def ready(system: LocalSystem, login: House | None) -> None:
    """Say where it is."""
    if system.replayed:
        print(f"  L’arrêt précédent n’était pas propre : {system.replayed} opérations reprises du journal.")
    print(f"\n  Caveau est prêt      {system.url}")
    if login:
        print(f"  Démonstration        {login.email}   {login.password}")
    print(f"  Boîte aux lettres    {system.url}/mailbox")
    print(f"  Registres d’essai    http://127.0.0.1:{system.registers}   (SIRET, TVA, accise)")
    print("  Ctrl+C pour arrêter (to stop).\n", flush=True)


def main() -> int:
    """Start, seed when empty, tend until told to stop, stop cleanly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, help="default: the first free one of 8000 to 8019")
    parser.add_argument("--folder", type=Path, default=ROOT / ".caveau", help="where the data lives")
    parser.add_argument("--empty", action="store_true", help="no demonstration estate")
    options = parser.parse_args()
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: stopping.append(number))
    try:
        system = LocalSystem(options.folder.resolve(), chosen(options.port)).start()
    except RuntimeError as error:
        print(error)
        return 1
    try:
        ready(system, None if options.empty else seed.once(system))
        while not stopping:
            time.sleep(0.5)
            system.tend()
        print("  Arrêt…", flush=True)
    finally:
        system.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
