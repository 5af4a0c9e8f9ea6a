"""The demonstration estate of a first `make run`."""

import json
import subprocess
import sys
from dataclasses import dataclass

from scripts import invented
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


def once(system: LocalSystem) -> Login:
    """Make the estate unless the folder has one; gives its login."""
    file = system.folder / "demo.json"
    if not file.exists():
        file.write_text(json.dumps({"company": found(system)}))
    return Login(EMAIL, PASSWORD)


def found(system: LocalSystem) -> str:
    """The estate: its owner and company through the public API, its past through the rooms. Gives the company."""
    print("  Domaine de démonstration…", flush=True)
    client = Client(system.url)
    try:
        client.sign_up(EMAIL, PASSWORD, "Camille Vigneron")
    except Failed:  # an earlier start was cut short
        client.post("/login", {"email": EMAIL, "password": PASSWORD})
    company: str = client.post("/companies", {"name": invented.COMPANY["name"]})["id"]
    arguments = ["-m", "scripts.estate", company, client.get("/me")["id"]]
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=system.environment(), check=True)
    system.checkpoint()
    return company
