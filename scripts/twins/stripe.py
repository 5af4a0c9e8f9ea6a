"""The twin of Stripe: Checkout Sessions, the page one pays on, signed events, refunds.

    with Stripe() as twin:
        os.environ |= twin.environment()
        twin.tell = lambda address, body, signature: ...   # where events go; by default they are posted
        twin.fault = "slow"                    # slow, error, malformed, busy, down, lost (done, never answered)
        twin.pay("cs_test_1")

`python -m scripts.twins.stripe PORT ORIGIN` serves it until its parent is gone: the page of a session has buttons to
pay, to be refused and to let it expire; events go to ORIGIN's connector. Contract:
https://docs.stripe.com/api/checkout/sessions. The one trick: an idempotency key gives its first answer again.
"""

import hashlib
import hmac
import html
import json
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from scripts.twins.twin import Answer, Asked, Twin, in_html, in_json, serve

KEY = "sk_test_jumeau"
SECRET = "whsec_jumeau"


class Stripe(Twin):
    """The server, its sessions, and what it is to do wrong. `port` 0: any free one."""

    def __init__(self, port: int = 0, origin: str = "") -> None:
        super().__init__(port)
        self.origin = origin
        self.sessions: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[str, Answer]] = {}
        self.events: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.tell: Callable[[str, bytes, str], object] = self.post
        self.lock = threading.Lock()

    def environment(self) -> dict[str, str]:
        """What points the product at the twin."""
        return addresses(self.port)

    def calm(self) -> None:
        """No fault, nothing asked."""
        super().calm()
        self.asked.clear()

    def fault_of(self, asked: Asked) -> str:
        """The pages that people see stay whole."""
        return "" if asked.path.startswith("/c/") else self.fault

    def handled(self, asked: Asked) -> Answer | None:
        if not asked.path.startswith("/c/"):
            self.asked.append(asked.path)
        return super().handled(asked)

    def answer(self, asked: Asked) -> Answer:
        last = asked.path.rpartition("/")[2]
        if asked.path.startswith("/c/pay/"):
            return self.act(last, asked.form.get("do", "pay")) if asked.method == "POST" else self.shown(last)
        if asked.headers.get("Authorization") != f"Bearer {KEY}":
            return _refused(401, "Invalid API Key provided")
        return self.once(asked)

    def once(self, asked: Asked) -> Answer:
        """The first answer to this idempotency key; another request under it is refused."""
        key, wanted = asked.headers.get("Idempotency-Key", ""), asked.path + asked.body.decode()
        with self.lock:
            if key in self.answers:
                before, answer = self.answers[key]
                return answer if before == wanted else _refused(400, "Keys for idempotent requests…")
            parts = asked.path.strip("/").split("/")
            answer = self.expire(parts[3]) if parts[-1] == "expire" else self.create(asked.form)
            self.answers[key] = wanted, answer
            return answer

    # --- the contract

    def create(self, given: dict[str, str]) -> Answer:
        number = f"cs_test_{len(self.sessions) + 1}"
        about = {name[9:-1]: value for name, value in given.items() if name.startswith("metadata[")}
        session = {
            "id": number,
            "object": "checkout.session",
            "amount_total": int(given["line_items[0][price_data][unit_amount]"]),
            "currency": given["line_items[0][price_data][currency]"],
            "client_reference_id": given["client_reference_id"],
            "metadata": about,
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": given["success_url"],
            "url": f"{self.url}/c/pay/{number}",
            "label": given["line_items[0][price_data][product_data][name]"],
        }
        self.sessions[number] = session
        return in_json(session)

    def expire(self, number: str) -> Answer:
        session = self.sessions.get(number)
        if session is None:
            return _refused(404, "No such checkout.session")
        if session["status"] != "open":
            return _refused(400, "Only Checkout Sessions with a status in [open] can be expired.")
        session["status"], session["url"] = "expired", None
        self.happen("checkout.session.expired", session)
        return in_json(session)

    # --- what people do

    def pay(self, number: str) -> dict[str, Any]:
        """The customer pays; gives the event."""
        session = self.sessions[number]
        if session["status"] != "open":
            raise ValueError(f"{number} is {session['status']}")
        paid = {"status": "complete", "payment_status": "paid", "payment_intent": f"pi_{number}"}
        session.update(paid)
        return self.happen("checkout.session.completed", session)

    def refund(self, number: str, together: int) -> dict[str, Any]:
        """The seller gives back on Stripe's own pages; `together`: all refunds of the charge."""
        session = self.sessions[number]
        charge = {
            "id": f"ch_{number}",
            "object": "charge",
            "amount": session["amount_total"],
            "amount_refunded": together,
            "payment_intent": session["payment_intent"],
            "metadata": session["metadata"],
        }
        return self.happen("charge.refunded", charge)

    def happen(self, kind: str, about: dict[str, Any]) -> dict[str, Any]:
        event = {
            "id": f"evt_{self.port}_{len(self.events) + 1}",
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "data": {"object": dict(about)},
        }
        self.events.append(event)
        self.send(event)
        return event

    def send(self, event: dict[str, Any], secret: str = SECRET) -> None:
        """Tell an event, again if need be."""
        about = event["data"]["object"]["metadata"]
        body = json.dumps(event).encode()
        self.tell(f"/api/v1/{about['company']}/connectors/stripe", body, signature(body, secret))

    def post(self, path: str, body: bytes, signed: str) -> None:
        """Three tries, as nobody may be there yet."""
        headers = {"Content-Type": "application/json", "Stripe-Signature": signed}
        request = urllib.request.Request(self.origin + path, data=body, headers=headers)
        for pause in (0.5, 2.0, 0.0):
            try:
                urllib.request.urlopen(request, timeout=10).close()
                return
            except (OSError, urllib.error.HTTPError):
                time.sleep(pause)

    def shown(self, number: str) -> Answer:
        """The page one pays on."""
        session = self.sessions.get(number)
        if session is None:
            return Answer(404, "text/plain", "404")
        euros = f"{session['amount_total'] // 100},{session['amount_total'] % 100:02d} {session['currency'].upper()}"
        words = {"open": "", "complete": "Payé (paid).", "expired": "Cette page a expiré (expired)."}
        buttons = "".join(
            f'<button name="do" value="{value}">{word}</button> '
            for value, word in (("pay", "Payer (pay)"), ("refuse", "Refuser la carte (decline)"), ("expire", "Expirer"))
        )
        form = f'<form method="post">{buttons}</form>' if session["status"] == "open" else ""
        text = (
            '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Paiement d’essai</title><body>'
            f"<h1>{html.escape(session['label'])}</h1><p><strong>{euros}</strong></p>"
            f"<p role='status'>{words[session['status']]}</p>{form}</body></html>"
        )
        return in_html(text)

    def act(self, number: str, what: str) -> Answer:
        session = self.sessions[number]
        if what == "refuse":
            return in_html("<p>Carte refusée (card declined).</p>", 402)
        if session["status"] == "open":
            _ = self.pay(number) if what == "pay" else self.expire(number)
        return self.shown(number)


def addresses(port: int) -> dict[str, str]:
    """The environment of a system whose Stripe is the twin at that port."""
    return {"CAVEAU_STRIPE_URL": f"http://127.0.0.1:{port}"}


def signature(body: bytes, secret: str = SECRET, stamp: int | None = None) -> str:
    """The header of Stripe-Signature."""
    at = int(time.time()) if stamp is None else stamp
    return f"t={at},v1={hmac.new(secret.encode(), f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"


def _refused(status: int, message: str) -> Answer:
    return in_json({"error": {"type": "invalid_request_error", "message": message}}, status)


if __name__ == "__main__":
    serve(Stripe(int(sys.argv[1]), sys.argv[2]))
