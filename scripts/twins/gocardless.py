"""The twin of GoCardless: mandates signed on its page, payments, payouts, signed events.

    with GoCardless() as twin:
        os.environ |= twin.environment()
        twin.tell = lambda address, body, signature: ...   # where events go; by default they are posted
        twin.fault = "down"                    # slow, error, malformed, busy, down, lost (done, never answered)
        twin.sign("BRF000001"); twin.move("PM000001", "confirmed"); twin.pay_out()

`python -m scripts.twins.gocardless PORT ORIGIN` serves it until its parent is gone: its pages let one sign a mandate,
and have payments collected, rejected, charged back, paid out; events go to ORIGIN. Contract:
https://developer.gocardless.com/api-reference. The one trick: what was made under an idempotency key is named by a
conflict when it is asked again, as the real one does.
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
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.kernel.clock import paris_date
from scripts.twins.twin import Answer, Asked, Twin, in_html, in_json, serve

KEY = "sandbox_jumeau"
SECRET = "gc_jumeau"
FEE = 35
"""Cents that GoCardless keeps of each payment."""
WORDS = {
    "pending_submission": "à présenter (pending)",
    "submitted": "présenté (submitted)",
    "confirmed": "encaissé (confirmed)",
    "paid_out": "versé (paid out)",
    "failed": "rejeté (failed)",
    "charged_back": "contesté (charged back)",
    "cancelled": "annulé (cancelled)",
}
NEXT = {
    "pending_submission": ("confirmed", "failed"),
    "submitted": ("confirmed", "failed"),
    "confirmed": ("failed", "charged_back"),
    "paid_out": ("charged_back",),
}
CAUSES = {
    "failed": ("insufficient_funds", "Le compte n'était pas assez approvisionné."),
    "charged_back": ("refund_requested", "Le client a demandé le remboursement à sa banque."),
}
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "td,th{text-align:left;padding:.3rem .6rem}"
)


class GoCardless(Twin):
    """The server, what it holds by kind and id, and what it is to do wrong. `port` 0: any free one."""

    def __init__(self, port: int = 0, origin: str = "") -> None:
        super().__init__(port)
        self.origin = origin
        self.held: dict[str, dict[str, dict[str, Any]]] = {
            kind: {} for kind in ("billing_requests", "billing_request_flows", "mandates", "payments", "payouts")
        }
        self.items: dict[str, list[dict[str, Any]]] = {}
        self.known: dict[str, str] = {}
        self.events: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.soonest: date | None = None
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
        return "" if asked.path == "/" or asked.path.startswith("/flow/") else self.fault

    def answer(self, asked: Asked) -> Answer:
        parts = asked.path.strip("/").split("/")
        if parts[0] == "flow":
            return self.signing(parts[1], asked)
        if asked.path == "/":
            return self.desk(asked)
        self.asked.append(f"{asked.method} {asked.path}")
        if asked.headers.get("Authorization") != f"Bearer {KEY}" or not asked.headers.get("GoCardless-Version"):
            return _refused(401, "access_token_not_found")
        with self.lock:
            return self.contract(asked, parts)

    # --- the contract

    def contract(self, asked: Asked, parts: list[str]) -> Answer:
        kind = parts[0]
        if kind == "payout_items":
            return in_json({"payout_items": self.items[asked.query["payout"]], "meta": {"cursors": {"after": None}}})
        if kind not in self.held:
            return _refused(404, "resource_not_found")
        if asked.method == "GET" or len(parts) == 4:
            found = self.held[kind].get(parts[1])
            if found is None:
                return _refused(404, "resource_not_found")
            return self.cancel(kind, found) if len(parts) == 4 else in_json({kind: found})
        key = asked.headers.get("Idempotency-Key", "")
        if key and key in self.known:
            link = {"conflicting_resource_id": self.known[key]}
            return _refused(409, "idempotent_creation_conflict", link)
        made = self.make(kind, asked.json[kind])
        if isinstance(made, Answer):
            return made
        if key:
            self.known[key] = made["id"]
        return in_json({kind: made}, 201)

    def make(self, kind: str, given: dict[str, Any]) -> dict[str, Any] | Answer:
        prefix = {"billing_requests": "BRQ", "billing_request_flows": "BRF", "payments": "PM"}[kind]
        id = f"{prefix}{len(self.held[kind]) + 1:06d}"
        made = {**given, "id": id, "status": "pending"}
        if kind == "billing_request_flows":
            if self.held["billing_requests"][given["links"]["billing_request"]]["status"] != "pending":
                return _refused(409, "billing_request_already_fulfilled")
            made["authorisation_url"] = f"{self.url}/flow/{id}"
        if kind == "payments":
            mandate = self.held["mandates"].get(given["links"]["mandate"])
            if mandate is None or mandate["status"] not in ("pending_submission", "submitted", "active"):
                return _refused(422, "mandate_is_inactive")
            if given["charge_date"] < mandate["next_possible_charge_date"]:
                return _refused(422, "charge_date_too_soon")
            made["status"] = "pending_submission"
        self.held[kind][id] = made
        if kind == "payments":
            self.happen("payments", "created", {"payment": id}, asked=True)
        return made

    def cancel(self, kind: str, found: dict[str, Any]) -> Answer:
        if found["status"] not in ("pending", "pending_submission", "active") or (
            kind == "mandates" and found["status"] == "cancelled"
        ):
            return _refused(409, "cancellation_failed")
        found["status"] = "cancelled"
        self.happen(kind, "cancelled", {kind[:-1]: found["id"]}, asked=True)
        return in_json({kind: found})

    # --- what people and banks do

    def sign(self, flow: str, *, active: bool = True) -> str:
        """The customer signs; gives the id of the mandate. `active`: the bank took it at once."""
        with self.lock:
            request = self.held["billing_requests"][
                self.held["billing_request_flows"][flow]["links"]["billing_request"]
            ]
            if request["status"] != "pending":
                raise ValueError(f"{request['id']} is {request['status']}")
            id = f"MD{len(self.held['mandates']) + 1:06d}"
            first = self.soonest or today() + timedelta(days=3)
            self.held["mandates"][id] = {
                "id": id,
                "status": "pending_submission",
                "reference": f"GC-{id}",
                "scheme": request["mandate_request"]["scheme"],
                "next_possible_charge_date": first.isoformat(),
                "metadata": request["mandate_request"].get("metadata", {}),
            }
            request["status"] = "fulfilled"
            request["mandate_request"]["links"] = {"mandate": id}
        self.happen("billing_requests", "fulfilled", {"billing_request": request["id"], "mandate_request_mandate": id})
        self.happen("mandates", "created", {"mandate": id})
        if active:
            self.mandate(id, "active")
        return id

    def mandate(self, id: str, status: str) -> None:
        """The bank or the customer says what a mandate is now."""
        self.held["mandates"][id]["status"] = status
        self.happen("mandates", status, {"mandate": id})

    def move(self, id: str, status: str) -> dict[str, Any]:
        """The bank says what a payment is now; gives the event."""
        self.held["payments"][id]["status"] = status
        cause, words = CAUSES.get(status, (f"payment_{status}", ""))
        details = {"origin": "bank", "cause": cause, "description": words}
        return self.happen("payments", status, {"payment": id}, details)

    def pay_out(self) -> str:
        """What is confirmed is paid out, less the fees; gives the payout's id."""
        ready = [one for one in self.held["payments"].values() if one["status"] == "confirmed"]
        id = f"PO{len(self.held['payouts']) + 1:06d}"
        gross, fees = sum(one["amount"] for one in ready), FEE * len(ready)
        self.items[id] = [
            item
            for one in ready
            for item in (
                {"type": "payment_paid_out", "amount": f"{one['amount']}.0", "links": {"payment": one["id"]}},
                {"type": "gocardless_fee", "amount": f"-{FEE}.0", "links": {"payment": one["id"]}},
            )
        ]
        self.held["payouts"][id] = {
            "id": id,
            "amount": gross - fees,
            "deducted_fees": fees,
            "currency": "EUR",
            "status": "paid",
            "arrival_date": today().isoformat(),
            "reference": f"GC-{id}",
        }
        for one in ready:
            one["status"] = "paid_out"
            self.happen("payments", "paid_out", {"payment": one["id"], "payout": id})
        company = next((one["metadata"]["company"] for one in ready), "")
        self.happen("payouts", "paid", {"payout": id}, company=company)
        return id

    def happen(
        self,
        kind: str,
        action: str,
        links: dict[str, str],
        details: dict[str, str] | None = None,
        company: str = "",
        asked: bool = False,
    ) -> dict[str, Any]:
        """`asked`: by the request that is being answered; it is told afterwards, which only who posts events can do."""
        event = {
            "id": f"EV{self.port}{len(self.events) + 1:06d}",
            "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "resource_type": kind,
            "action": action,
            "links": links,
            "details": details or {"origin": "gocardless", "cause": action, "description": ""},
        }
        self.events.append(event)
        held = self.held[kind].get(links.get(kind[:-1], ""), {})
        if not asked or self.origin:
            self.send([event], company or held.get("metadata", {}).get("company", ""))
        return event

    def send(self, events: list[dict[str, Any]], company: str, secret: str = SECRET) -> None:
        """Tell events, again if need be."""
        body = json.dumps({"events": events, "meta": {"webhook_id": "WB1"}}).encode()
        self.tell(f"/api/v1/{company}/debits/events", body, signature(body, secret))

    def post(self, path: str, body: bytes, signed: str) -> None:
        """Three tries, as nobody may be there yet; not in the request that caused it, which waits for us."""
        headers = {"Content-Type": "application/json", "Webhook-Signature": signed}
        request = urllib.request.Request(self.origin + path, data=body, headers=headers)

        def deliver() -> None:
            for pause in (0.5, 2.0, 0.0):
                time.sleep(0.2)
                try:
                    urllib.request.urlopen(request, timeout=10).close()
                    return
                except (OSError, urllib.error.HTTPError):
                    time.sleep(pause)

        threading.Thread(target=deliver, daemon=True).start()

    # --- the pages

    def signing(self, flow: str, asked: Asked) -> Answer:
        """The page on which a customer signs."""
        found = self.held["billing_request_flows"].get(flow)
        if found is None:
            return Answer(404, "text/plain", "404")
        request = self.held["billing_requests"][found["links"]["billing_request"]]
        if asked.method == "POST" and request["status"] == "pending":
            if asked.form.get("do") == "leave":
                return Answer(303, "text/plain", "", {"Location": found["exit_uri"]})
            self.sign(flow)
            return Answer(303, "text/plain", "", {"Location": found["redirect_uri"]})
        who = found.get("prefilled_customer", {})
        name = who.get("company_name") or f"{who.get('given_name', '')} {who.get('family_name', '')}"
        form = (
            '<form method="post"><p><label>IBAN <input name="iban" size="34" value="FR1420041010050500013M02606">'
            '</label></p><button name="do" value="sign">Signer le mandat (sign)</button> '
            '<button name="do" value="leave">Revenir (back)</button></form>'
        )
        shown = form if request["status"] == "pending" else "<p role='status'>Mandat signé (signed).</p>"
        return in_html(_page("Mandat de prélèvement d’essai", f"<p>{html.escape(name)}</p>{shown}"))

    def desk(self, asked: Asked) -> Answer:
        """What the bank would do: each payment with what may become of it."""
        if asked.method == "POST":
            if asked.form.get("do") == "pay_out":
                self.pay_out()
            else:
                self.move(asked.form["id"], asked.form["do"])
        rows = "".join(
            f"<tr><td>{one['id']}</td><td>{html.escape(one['description'])}</td>"
            f"<td>{one['amount'] // 100},{one['amount'] % 100:02d} €</td><td>{one['charge_date']}</td>"
            f"<td>{WORDS.get(one['status'], one['status'])}</td><td>{_buttons(one)}</td></tr>"
            for one in self.held["payments"].values()
        )
        pay = (
            '<form method="post"><button name="do" value="pay_out">Verser ce qui est encaissé (pay out)</button></form>'
        )
        return in_html(_page("Banque d’essai des prélèvements", f"<table>{rows}</table>{pay}"))


def today() -> date:
    return paris_date(datetime.now(UTC))


def addresses(port: int) -> dict[str, str]:
    """The environment of a system whose GoCardless is the twin at that port."""
    return {"CAVEAU_GOCARDLESS_URL": f"http://127.0.0.1:{port}"}


def signature(body: bytes, secret: str = SECRET) -> str:
    """The header of Webhook-Signature."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _buttons(payment: dict[str, Any]) -> str:
    buttons = "".join(f'<button name="do" value="{to}">{WORDS[to]}</button> ' for to in NEXT.get(payment["status"], ()))
    return f'<form method="post"><input type="hidden" name="id" value="{payment["id"]}">{buttons}</form>'


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
        f"<body><h1>{title}</h1>{body}</body></html>"
    )


def _refused(status: int, reason: str, links: dict[str, str] | None = None) -> Answer:
    errors = [{"reason": reason, "message": reason, **({"links": links} if links else {})}]
    return in_json({"error": {"type": "invalid_state", "code": status, "message": reason, "errors": errors}}, status)


if __name__ == "__main__":
    serve(GoCardless(int(sys.argv[1]), sys.argv[2]))
