"""The company, its owner and its team, as people make them: through the public API, and the links of their mails."""

import json
import re
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scripts.client import Client, Failed

EMAIL = "direction@grandchamp.example"
PASSWORD = "Cinq-Mille-Bouteilles-1892"
OWNER = "Hélène Grandchamp"
COMPANY: dict[str, Any] = {
    "name": "Maison Grandchamp",
    "legal_name": "SCEA Maison Grandchamp",
    "legal_form": "SCEA",
    "capital": "480 000 €",
    "siret": "01892189000010",
    "vat_number": "FR21018921890",
    "address": {"lines": ["7 rue du Grand-Champ"], "postcode": "21200", "town": "Beaune", "country": "FR"},
    "excise_number": "FR093021E1892",
    "rcs": "RCS Dijon 018 921 890",
    "iban": "FR7630006000011234567890189",
    "bic": "AGRIFRPP821",
    "email": "bonjour@grandchamp.example",
    "phone": "03 53 01 18 92",
    "website": "https://grandchamp.example",
    "colour": "rubis",
}
# name, e-mail, role; the representatives share the businesses between them
TEAM = (
    ("Julien Fontanel", "julien@grandchamp.example", "representative"),
    ("Maud Tessandier", "maud@grandchamp.example", "representative"),
    ("Baptiste Orsel", "baptiste@grandchamp.example", "representative"),
    ("Carole Vignot", "bureau@grandchamp.example", "office"),
    ("Étienne Lachaume", "chai@grandchamp.example", "cellar"),
    ("Odile Perrachon", "compta@grandchamp.example", "accountant"),
)
MAIL_SECONDS = 20


@dataclass(frozen=True)
class Founded:
    """The company, who signs in with what, and the user ids of its representatives."""

    company: str
    owner: str
    agents: tuple[str, ...]
    email: str = EMAIL
    password: str = PASSWORD


def found(url: str) -> Founded:
    """A new company with its team. Needs the relay and the entries: what is asked of people comes by mail."""
    began = datetime.now(UTC)
    client = Client(url)
    if not signed_in(client, EMAIL, OWNER):
        client.put("/me/verification", {"token": mailed(url, EMAIL, "/verification", began)})
    company = client.post("/companies", COMPANY)["id"]
    for _, email, role in TEAM:
        client.post(f"/{company}/invitations", {"email": email, "role": role})
    ids = {email: joined(url, name, email, began) for name, email, _ in TEAM}
    agents = tuple(ids[email] for _, email, role in TEAM if role == "representative")
    return Founded(company, client.get("/me")["id"], agents)


def signed_in(client: Client, email: str, name: str) -> bool:
    """Sign up, or in when a filling was cut short before. Gives whether the address is proved already."""
    try:
        client.sign_up(email, PASSWORD, name)
    except Failed as refusal:
        if refusal.status != 409:
            raise
        client.post("/login", {"email": email, "password": PASSWORD})
        if not client.get("/me")["verified"]:
            client.post("/me/verification", {})
    return bool(client.get("/me")["verified"])


def joined(url: str, name: str, email: str, since: datetime) -> str:
    """The user id of a colleague who opened the link of his invitation."""
    token = mailed(url, email, "/invitation", since)
    colleague = Client(url)
    try:
        colleague.post("/invitations/signup", {"token": token, "name": name, "password": PASSWORD})
    except Failed as refusal:
        if refusal.status != 409:
            raise
        colleague.post("/login", {"email": email, "password": PASSWORD})
        colleague.post("/invitations/joined", {"token": token})
    return str(colleague.get("/me")["id"])


def mailed(url: str, address: str, page: str, since: datetime) -> str:
    """The token of a link to that page mailed to an address since then. TimeoutError when none comes."""
    deadline = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < deadline:
        with urllib.request.urlopen(f"{url}/mailbox.json", timeout=10) as answer:
            mails = json.load(answer)
        for mail in mails:
            found = re.search(rf"{page}#(\w+)", mail["text"])
            if found and address in mail["to"] and datetime.fromisoformat(mail["at"]) >= since:
                return found[1]
        time.sleep(0.2)
    raise TimeoutError(f"no mail to {address} with a link to {page}")
