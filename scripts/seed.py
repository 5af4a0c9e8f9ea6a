"""The demonstration estates: a small one at the first `make run`, a large one with `make demo`."""

import json
import subprocess
import sys
from dataclasses import dataclass

from scripts.client import Client, Failed
from scripts.local import LocalSystem
from scripts.stack import ROOT

PASSWORD = "Vendanges-Tardives-1959"
EMAIL = "demo@caveau.example"


@dataclass(frozen=True)
class Login:
    """Who to sign in as."""

    email: str
    password: str


def once(system: LocalSystem, *sizes: str) -> Login:
    """Make the estates of these sizes that the folder does not have yet ("small", "large"); gives their login."""
    file = system.folder / "demo.json"
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    for size in sizes:
        if size not in known:
            known[size] = found(system, size)
            file.write_text(json.dumps(known))
    return Login(EMAIL, PASSWORD)


def found(system: LocalSystem, size: str) -> str:
    """One estate: its owner and company through the public API, its past through the rooms. Gives the company."""
    client = Client(system.url)
    try:
        client.post("/login", {"email": EMAIL, "password": PASSWORD})
    except Failed:
        client.sign_up(EMAIL, PASSWORD, "Camille Vigneron")
    company: str = client.post("/companies", {"name": NAMES[size]})["id"]
    print(f"  Domaine de démonstration ({size})…", flush=True)
    arguments = ["-m", "scripts.estate", company, client.get("/me")["id"], size]
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=system.environment(), check=True)
    client.get(f"/{company}/customers?limit=1")  # the read model catches up now, not at the first page
    system.checkpoint()
    return company


NAMES = {"small": "Domaine des Trois Terroirs", "large": "Maison Vauquelin et Filles"}
