"""The company, its owner and its team, as people make them: through the public API, and the links of their mails."""

import json
import re
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime

from scripts.client import Client, Failed
from scripts.estate.houses import House

MAIL_SECONDS = 20


@dataclass(frozen=True)
class Founded:
    """The company, its owner's user id and those of its representatives."""

    company: str
    owner: str
    agents: tuple[str, ...]


def found(url: str, house: House) -> Founded:
    """A new company with its team. A team needs the relay and the entries: what is asked of people comes by mail."""
    began = datetime.now(UTC)
    client = Client(url)
    signed_in(client, house)
    if house.team and not client.get("/me")["verified"]:
        client.put("/me/verification", {"token": mailed(url, house.email, "/verification", began)})
    company = client.post("/companies", house.papers)["id"]
    for _, email, role in house.team:
        client.post(f"/{company}/invitations", {"email": email, "role": role})
    ids = {email: joined(url, name, email, house.password, began) for name, email, _ in house.team}
    agents = tuple(ids[email] for _, email, role in house.team if role == "representative")
    return Founded(company, client.get("/me")["id"], agents)


def signed_in(client: Client, house: House) -> None:
    """Sign up, or in when a filling was cut short before (then a new link is mailed)."""
    try:
        client.sign_up(house.email, house.password, house.owner)
    except Failed as refusal:
        if refusal.status != 409:
            raise
        client.post("/login", {"email": house.email, "password": house.password})
        if house.team and not client.get("/me")["verified"]:
            client.post("/me/verification", {})


def joined(url: str, name: str, email: str, password: str, since: datetime) -> str:
    """The user id of a colleague who opened the link of his invitation."""
    token = mailed(url, email, "/invitation", since)
    colleague = Client(url)
    try:
        colleague.post("/invitations/signup", {"token": token, "name": name, "password": password})
    except Failed as refusal:
        if refusal.status != 409:
            raise
        colleague.post("/login", {"email": email, "password": password})
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
