"""The twin of Stripe: Checkout Sessions, the page one pays on, signed events, refunds, disputes, payouts less fees.

    with Stripe() as twin:
        os.environ |= twin.environment()
        twin.tell = lambda address, body, signature: ...   # where events go; by default they are posted
        twin.fault = "slow"                    # slow, error, malformed, busy, down, lost (done, never answered)
        twin.pay("cs_test_1")
        twin.pay_out()                         # all that is on the balance, less fees

`python -m scripts.twins.stripe PORT ORIGIN` serves it until its parent is gone: the page of a session has buttons to
pay, to be refused and to let it expire; the first page has every session, to be given back or disputed, and pays out;
events go to ORIGIN's connector. Contract: https://docs.stripe.com/api/checkout/sessions,
https://docs.stripe.com/api/balance_transactions. The one trick: an idempotency key gives its first answer again.
"""

import hashlib
import hmac
import json
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from scripts.twins import checkout
from scripts.twins.twin import Answer, Asked, Twin, in_json, serve

KEY = "sk_test_jumeau"
SECRET = "whsec_jumeau"
FIXED, PER_MILLE = 25, 15
"""What a card of Europe costs: 1.5 % and 25 cents."""
DISPUTE_FEE = 2_000


class Stripe(Twin):
    """The server, its sessions, its balance. `port` 0: any free one."""

    def __init__(self, port: int = 0, origin: str = "") -> None:
        super().__init__(port)
        self.origin = origin
        self.sessions: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[str, Answer]] = {}
        self.events: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.balance: list[dict[str, Any]] = []
        self.payouts: dict[str, dict[str, Any]] = {}
        self.tell: Callable[[str, bytes, str], object] = self.post
        self.lock = threading.RLock()

    def environment(self) -> dict[str, str]:
        """What points the product at the twin."""
        return addresses(self.port)

    def calm(self) -> None:
        """No fault, nothing asked."""
        super().calm()
        self.asked.clear()

    def fault_of(self, asked: Asked) -> str:
        """The pages that people see stay whole."""
        return self.fault if asked.path.startswith("/v1/") else ""

    def handled(self, asked: Asked) -> Answer | None:
        if asked.path.startswith("/v1/"):
            self.asked.append(asked.path)
        return super().handled(asked)

    def answer(self, asked: Asked) -> Answer:
        if not asked.path.startswith("/v1/"):
            return checkout.served(self, asked)
        if asked.headers.get("Authorization") != f"Bearer {KEY}":
            return refused(401, "Invalid API Key provided")
        return self.found(asked) if asked.method == "GET" else self.once(asked)

    # --- the contract

    def found(self, asked: Asked) -> Answer:
        noun, _, id = asked.path.removeprefix("/v1/").partition("/")
        if noun == "checkout":
            return in_json({"object": "list", "data": [], "has_more": False})
        if noun == "payouts" and id in self.payouts:
            return in_json(self.payouts[id])
        if noun == "balance_transactions":
            return self.listed(asked.query)
        return refused(404, f"No such {noun}")

    def listed(self, query: dict[str, str]) -> Answer:
        """The movements of a payout, two at a time: whoever asks must turn the page."""
        rows = [one for one in self.balance if one["payout"] == query.get("payout")]
        after = query.get("starting_after")
        first = next((rank for rank, one in enumerate(rows, 1) if one["id"] == after), 0)
        page = [{name: value for name, value in one.items() if name != "payout"} for one in rows[first : first + 2]]
        return in_json({"object": "list", "data": page, "has_more": first + 2 < len(rows)})

    def once(self, asked: Asked) -> Answer:
        """The first answer to this idempotency key; another request under it is refused."""
        key, wanted = asked.headers.get("Idempotency-Key", ""), asked.path + asked.body.decode()
        with self.lock:
            if key in self.answers:
                before, answer = self.answers[key]
                return answer if before == wanted else refused(400, "Keys for idempotent requests…")
            parts = asked.path.strip("/").split("/")
            answer = self.expire(parts[3]) if parts[-1] == "expire" else self.create(asked.form)
            self.answers[key] = wanted, answer
            return answer

    def create(self, given: dict[str, str]) -> Answer:
        number = f"cs_test_{len(self.sessions) + 1}"
        session = {
            "id": number,
            "object": "checkout.session",
            "amount_total": int(given["line_items[0][price_data][unit_amount]"]),
            "currency": given["line_items[0][price_data][currency]"],
            "client_reference_id": given["client_reference_id"],
            "locale": given["locale"],
            "metadata": {name[9:-1]: value for name, value in given.items() if name.startswith("metadata[")},
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": given["success_url"],
            "cancel_url": given["cancel_url"],
            "url": f"{self.url}/c/pay/{number}",
            "label": given["line_items[0][price_data][product_data][name]"],
        }
        self.sessions[number] = session
        return in_json(session)

    def expire(self, number: str) -> Answer:
        session = self.sessions.get(number)
        if session is None:
            return refused(404, "No such checkout.session")
        if session["status"] != "open":
            return refused(400, "Only Checkout Sessions with a status in [open] can be expired.")
        session["status"], session["url"] = "expired", None
        self.happen("checkout.session.expired", session)
        return in_json(session)

    # --- what people do

    def pay(self, number: str) -> dict[str, Any]:
        """The customer pays; gives the event."""
        session = self.sessions[number]
        with self.lock:
            if session["status"] != "open":
                raise ValueError(f"{number} is {session['status']}")
            intent = f"pi_{self.port}_{number}"
            session.update({"status": "complete", "payment_status": "paid", "payment_intent": intent})
        amount = session["amount_total"]
        self.move(session, "charge", f"ch_{number}", amount, (amount * PER_MILLE + 500) // 1000 + FIXED)
        return self.happen("checkout.session.completed", session)

    def refund(self, number: str, together: int) -> dict[str, Any]:
        """The seller gives back on Stripe's own pages; `together`: all refunds of the charge."""
        session = self.sessions[number]
        before = session.get("refunded", 0)
        session["refunded"] = together
        if together > before:
            self.move(session, "refund", f"re_{number}_{together}", before - together, 0)
        charge = {
            "id": f"ch_{number}",
            "object": "charge",
            "amount": session["amount_total"],
            "amount_refunded": together,
            "payment_intent": session["payment_intent"],
            "metadata": session["metadata"],
        }
        return self.happen("charge.refunded", charge)

    def dispute(self, number: str, status: str = "needs_response") -> dict[str, Any]:
        """The customer's bank takes the money back, or says how it ends (won, lost). A dispute has no metadata."""
        session = self.sessions[number]
        kind = "charge.dispute.created" if status == "needs_response" else "charge.dispute.closed"
        if status == "needs_response":
            self.move(session, "adjustment", f"dp_{number}", -session["amount_total"], DISPUTE_FEE)
        told = {
            "id": f"dp_{number}",
            "object": "dispute",
            "amount": session["amount_total"],
            "charge": f"ch_{number}",
            "payment_intent": session["payment_intent"],
            "reason": "fraudulent",
            "status": status,
            "evidence_details": {"due_by": int(time.time()) + 7 * 86_400},
            "metadata": {},
        }
        return self.happen(kind, told, session["metadata"]["company"])

    def move(self, session: dict[str, Any], kind: str, source: str, amount: int, fee: int) -> None:
        """A movement of the balance."""
        self.balance.append(
            {
                "id": f"txn_{len(self.balance) + 1}",
                "object": "balance_transaction",
                "type": kind,
                "amount": amount,
                "fee": fee,
                "net": amount - fee,
                "currency": session["currency"],
                "source": {"id": source, "payment_intent": session["payment_intent"]},
                "company": session["metadata"]["company"],
                "payout": None,
            }
        )

    def pay_out(self, company: str = "", lacking: int = 0) -> dict[str, Any]:
        """All that is on the balance goes to the bank, less fees (and less `lacking` cents that nothing explains);
        gives the event."""
        rows = [one for one in self.balance if one["payout"] is None and company in ("", one["company"])]
        id = f"po_{self.port}_{len(self.payouts) + 1}"
        for one in rows:
            one["payout"] = id
        payout = {
            "id": id,
            "object": "payout",
            "amount": sum(one["net"] for one in rows) - lacking,
            "arrival_date": int(time.time()),
            "automatic": True,
            "currency": rows[0]["currency"],
            "status": "paid",
            "metadata": {},
        }
        own = {"type": "payout", "amount": -payout["amount"], "fee": 0, "net": -payout["amount"], "source": id}
        self.balance.append({"id": f"txn_{id}", "company": rows[0]["company"], "payout": id, **own})
        self.payouts[id] = payout
        return self.happen("payout.paid", payout, rows[0]["company"])

    def happen(self, kind: str, about: dict[str, Any], company: str = "") -> dict[str, Any]:
        event = {
            "id": f"evt_{self.port}_{len(self.events) + 1}",
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "account": company or about["metadata"]["company"],
            "data": {"object": dict(about)},
        }
        self.events.append(event)
        self.send(event)
        return event

    def send(self, event: dict[str, Any], secret: str = SECRET) -> None:
        """Tell an event, again if need be."""
        body = json.dumps(event).encode()
        self.tell(f"/api/v1/{event['account']}/connectors/stripe", body, signature(body, secret))

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


def addresses(port: int) -> dict[str, str]:
    """The environment of a system whose Stripe is the twin at that port."""
    return {"CAVEAU_STRIPE_URL": f"http://127.0.0.1:{port}"}


def signature(body: bytes, secret: str = SECRET, stamp: int | None = None) -> str:
    """The header of Stripe-Signature."""
    at = int(time.time()) if stamp is None else stamp
    return f"t={at},v1={hmac.new(secret.encode(), f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"


def refused(status: int, message: str) -> Answer:
    return in_json({"error": {"type": "invalid_request_error", "message": message}}, status)


if __name__ == "__main__":
    serve(Stripe(int(sys.argv[1]), sys.argv[2]))
