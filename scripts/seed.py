"""The demonstration estate of a first `make run`."""

import json
from dataclasses import dataclass

from scripts.local import LocalSystem


@dataclass(frozen=True)
class Login:
    """Who to sign in as."""

    email: str
    password: str


def once(system: LocalSystem) -> Login | None:
    """Make the estate unless this folder already has one; gives its login."""
    file = system.folder / "demo.json"
    if file.exists():
        return Login(**json.loads(file.read_text()))
    return None
