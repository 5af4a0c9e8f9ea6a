"""The demonstration estate of a first `make run`: the small house."""

from scripts.estate.founding import found
from scripts.estate.houses import SMALL, House
from scripts.estate.making import filled, note, noted
from scripts.local import LocalSystem


def once(system: LocalSystem) -> House:
    """Make the estate unless the folder has one; gives the house, to sign in as its owner."""
    file = system.folder / "demo.json"
    if noted(file) is None:
        print("  Domaine de démonstration…", flush=True)
        note(file, filled(system, found(system.url, SMALL), SMALL, SMALL.size))
        system.checkpoint()
    return SMALL
