"""People for the web tests: a second factor, a colleague who joined with a role."""

from __future__ import annotations

import json
import re
import urllib.request

import pyotp

from scripts.client import Client
from tests.web.browser import until
from tests.web.estate import PASSWORD, Estate


def second_factor(estate: Estate) -> pyotp.TOTP:
    """Switch the owner's second factor on."""
    secret = estate.client.post("/me/totp", {"password": PASSWORD})["secret"]
    factor = pyotp.TOTP(secret)
    estate.client.put("/me/totp", {"code": factor.now()})
    return factor


def verified(estate: Estate) -> None:
    """Prove the owner's address, which inviting needs."""
    estate.client.put("/me/verification", {"token": token(estate.client.url, estate.email)})


def token(url: str, to: str) -> str:
    """What stands behind the # of the newest link mailed to somebody."""

    def found() -> str | None:
        with urllib.request.urlopen(f"{url}/mailbox.json", timeout=60) as answer:
            texts = [mail["text"] for mail in json.load(answer) if to in mail["to"]]
        return next((match[1] for text in texts if (match := re.search(r"https?://\S+#(\S+)", text))), None)

    given: str = until(found)
    return given


def colleague(estate: Estate, role: str) -> Estate:
    """Somebody who joined with a role: the same company seen by another person."""
    email = f"{role}.{estate.email}"
    estate.post("/invitations", {"email": email, "role": role, "only_own": False})
    client = Client(estate.client.url)
    client.post(
        "/invitations/signup",
        {"token": token(client.url, email), "name": f"Membre {role}", "password": PASSWORD, "language": "fr"},
    )
    return Estate(client, email, estate.company, estate.ids)
