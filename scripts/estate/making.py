"""An estate made in a running system: founded through its API, filled by a process of its own.

Noun: an `Estate`. The one trick: what was made is noted in the system's folder, so that it is made once.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts.estate.founding import Founded
from scripts.estate.houses import House, Size
from scripts.local import LocalSystem
from scripts.stack import ROOT


@dataclass(frozen=True)
class Estate:
    """The company with its people, and how many of each were made in it (and in how many `seconds`)."""

    founded: Founded
    made: dict[str, float]


def noted(file: Path) -> Estate | None:
    """The estate made an earlier day."""
    if not file.exists():
        return None
    known = json.loads(file.read_text())
    return Estate(Founded(**known["founded"]), known["made"])


def note(file: Path, estate: Estate) -> None:
    file.write_text(json.dumps(asdict(estate)))


def filled(
    system: LocalSystem, founded: Founded, house: House, size: Size, lists: bool = False, tell: bool = False
) -> Estate:
    """Fill the company; `lists`: keep its lists meanwhile and leave a snapshot of them; `tell`: say how far it is.
    CalledProcessError when it fails."""
    asked = {**asdict(founded), "owner_name": house.owner, "size": asdict(size), "lists": lists}
    command = [sys.executable, "-m", "scripts.estate.fill", json.dumps(asked)]
    with subprocess.Popen(command, cwd=ROOT, env=system.environment(), stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        last = ""
        for line in child.stdout:
            if tell and not line.startswith("{"):
                print(line, end="", flush=True)
            last = line
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Estate(founded, json.loads(last))
