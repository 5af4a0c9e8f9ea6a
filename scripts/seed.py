"""The demonstration estate of a first `make run`."""

import json
from dataclasses import asdict, dataclass

from scripts.client import Client
from scripts.local import LocalSystem

PASSWORD = "Vendanges-Tardives-1959"


@dataclass(frozen=True)
class Login:
    """Who to sign in as."""

    email: str
    password: str
    company: str


def once(system: LocalSystem) -> Login:
    """Make the estate unless this folder already has one; gives its login."""
    file = system.folder / "demo.json"
    if not file.exists():
        login = found(system.url, "demo@caveau.example", "Domaine des Trois Terroirs")
        file.write_text(json.dumps(asdict(login)))
    return Login(**json.loads(file.read_text()))


def found(url: str, email: str, name: str) -> Login:
    """A person and a company of theirs, through the public API."""
    client = Client(url)
    client.sign_up(email, PASSWORD, "Camille Vigneron")
    return Login(email, PASSWORD, client.post("/companies", {"name": name})["id"])
