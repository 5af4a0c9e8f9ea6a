"""What the demonstration estate lacks for every page to have something to show: tasks, a note, a question, an idea, a
key, a webhook, e-mails, a credit note, cheques brought to the bank.
"""

import subprocess
import sys
from typing import Any

from scripts.client import Client
from scripts.estate.houses import House
from scripts.local import LocalSystem
from scripts.stack import ROOT


def furnish(client: Client, company: str) -> None:
    """All of it, by the API."""
    at = f"/{company}"
    _work(client, at)
    _integrations(client, at)
    invoices = client.get(f"{at}/invoices?limit=12&sort=-number")["items"]
    if len(invoices) == 12:
        _letters(client, at, invoices[:2])
        client.post(f"{at}/invoices/{invoices[2]['id']}/credit", {"reason": "Bouteilles cassées"})
        _cheques(client, at, [one for one in invoices[3:] if one["balance"] > 0][:2])


def appoint(system: LocalSystem, client: Client, owner: House) -> None:
    """The owner on the support desk, which wants a second factor; signed in again by it."""
    from pyotp import TOTP

    secret = client.post("/me/totp", {"password": owner.password})["secret"]
    codes = client.call("PUT", "/me/totp", {"code": TOTP(secret).now()})["codes"]
    command = [sys.executable, "-m", "scripts.staff", owner.email]
    subprocess.run(command, env=system.environment(), cwd=ROOT, check=True, capture_output=True)
    asked = client.post("/login", {"email": owner.email, "password": owner.password})
    client.post("/login/second-factor", {"challenge": asked["challenge"], "recovery_code": codes[0]})


def _work(client: Client, at: str) -> None:
    subject = None
    if orders := client.get(f"{at}/orders?limit=1")["items"]:
        subject = {"kind": "order", "id": orders[0]["id"], "label": orders[0]["number"]}
        client.post(f"{at}/notes", {"subject": subject, "text": "Livrer avant midi, l'entrée est derrière la halle."})
    due = {"due_on": "2026-12-04", "subject": subject}
    client.post(f"{at}/tasks", {"sort": "task", "title": "Confirmer la date d'enlèvement", **due})
    client.post(f"{at}/tasks", {"sort": "task", "title": "Envoyer les fiches techniques"})
    client.post(f"{at}/support", {"subject": "Imprimer les étiquettes", "text": "Quel format ?", "page": ""})
    client.post(f"{at}/suggestions", {"title": "Scanner les GTIN à la préparation", "text": "Avec un téléphone."})


def _integrations(client: Client, at: str) -> None:
    client.post(f"{at}/api-keys", {"name": "Boutique en ligne", "scopes": ["sales:read", "stock:read"]})
    hook = {"url": "https://logistique.example/caveau", "topics": ["order.*"], "description": "Logisticien"}
    client.post(f"{at}/webhooks", hook)


def _letters(client: Client, at: str, invoices: list[Any]) -> None:
    for one in invoices:
        client.post(f"{at}/sendings", {"kind": "invoice", "id": one["id"], "to": ["cave@bistrot.example"]})


def _cheques(client: Client, at: str, invoices: list[Any]) -> None:
    """The invoices paid by cheque, the cheques brought to the bank."""
    methods = client.get(f"{at}/payment-methods")["items"]
    cheque = next((one["id"] for one in methods if one["kind"] == "cheque"), None)
    made = []
    for one in invoices if cheque else []:
        share = {"invoice": one["id"], "amount": one["balance"]}
        paid = {"customer": one["customer"], "method": cheque, "amount": one["balance"], "allocations": [share]}
        made.append(client.post(f"{at}/payments", paid)["id"])
    if made:
        client.post(f"{at}/deposit-slips", {"payments": made})
