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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scripts.parent import orphaned

KEY = "sk_test_jumeau"
SECRET = "whsec_jumeau"
LONGEST = 30.0
Answer = tuple[int, str, str]


class Stripe:
    """The server, its sessions, and what it is to do wrong. `port` 0: any free one."""

    def __init__(self, port: int = 0, origin: str = "") -> None:
        self.fault = ""
        self.origin = origin
        self.sessions: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[str, Answer]] = {}
        self.events: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.tell: Callable[[str, bytes, str], object] = self.post
        self.wake = threading.Event()
        self.lock = threading.Lock()
        twin = self

        class Handler(_Handler):
            stripe = twin

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def environment(self) -> dict[str, str]:
        """What points the product at the twin."""
        return addresses(self.server.server_port)

    def calm(self) -> None:
        """No fault, nothing asked; who was kept waiting is let go."""
        self.wake.set()
        self.fault = ""
        self.asked.clear()
        self.wake = threading.Event()

    def __enter__(self) -> "Stripe":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.wake.set()
        self.server.shutdown()
        self.server.server_close()

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
        return _json(session)

    def expire(self, number: str) -> Answer:
        session = self.sessions.get(number)
        if session is None:
            return _refused(404, "No such checkout.session")
        if session["status"] != "open":
            return _refused(400, "Only Checkout Sessions with a status in [open] can be expired.")
        session["status"], session["url"] = "expired", None
        self.happen("checkout.session.expired", session)
        return _json(session)

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
            "id": f"evt_{self.server.server_port}_{len(self.events) + 1}",
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
            return 404, "text/plain", "404"
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
        return 200, "text/html; charset=utf-8", text

    def act(self, number: str, what: str) -> Answer:
        session = self.sessions[number]
        if what == "refuse":
            return 402, "text/html; charset=utf-8", "<p>Carte refusée (card declined).</p>"
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


class _Handler(BaseHTTPRequestHandler):
    stripe: Stripe
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.give(*self.stripe.shown(urlsplit(self.path).path.rpartition("/")[2]))

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        if path.startswith("/c/pay/"):
            return self.give(*self.stripe.act(path.rpartition("/")[2], given.get("do", "pay")))
        self.stripe.asked.append(path)
        fault = self.stripe.fault
        if fault == "slow":
            self.stripe.wake.wait(LONGEST)
        if fault in ("slow", "down"):
            self.close_connection = True
            return None
        if fault in ("error", "busy"):
            return self.give(500 if fault == "error" else 429, "application/json", "{}")
        if fault == "malformed":
            return self.give(200, "text/html", "<html>")
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return self.give(*_refused(401, "Invalid API Key provided"))
        answer = self.once(path, body, given)
        if fault == "lost":
            self.close_connection = True
            return None
        return self.give(*answer)

    def once(self, path: str, body: str, given: dict[str, str]) -> Answer:
        """The first answer to this idempotency key; another request under it is refused."""
        key = self.headers.get("Idempotency-Key", "")
        with self.stripe.lock:
            if key in self.stripe.answers:
                asked, answer = self.stripe.answers[key]
                return answer if asked == path + body else _refused(400, "Keys for idempotent requests…")
            parts = path.strip("/").split("/")
            answer = self.stripe.expire(parts[3]) if parts[-1] == "expire" else self.stripe.create(given)
            self.stripe.answers[key] = path + body, answer
            return answer

    def give(self, status: int, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: it would drown what matters."""


def _json(body: dict[str, Any], status: int = 200) -> Answer:
    return status, "application/json", json.dumps(body)


def _refused(status: int, message: str) -> Answer:
    return _json({"error": {"type": "invalid_request_error", "message": message}}, status)


def main() -> None:
    """Serve until our parent is gone."""
    with Stripe(int(sys.argv[1]), sys.argv[2]):
        while not orphaned():
            time.sleep(0.5)


if __name__ == "__main__":
    main()
