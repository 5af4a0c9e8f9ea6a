"""The twin of an approved platform: the flow and directory services of AFNOR XP Z12-013, its webhooks, and a buyer.

    with Platform() as twin:
        os.environ |= twin.environment()
        twin.tell = lambda address, body, headers: ...   # where webhooks go; by default they are posted
        twin.fault = "slow"              # slow, error, malformed, busy, down, lost (done, never answered)
        twin.status("FA-2026-0001", "210", "TX_TVA_ERR")
        twin.supply(content)             # a supplier's invoice arrives

`python -m scripts.twins.afnor PORT ORIGIN` serves it until its parent is gone: it deposits what it gets (200) and has
a page with what a buyer may answer. The one trick: a flow is told again as often as one likes (`again`), and what was
told waits in `webhooks` to be told late or out of order.
"""

import base64
import hashlib
import hmac
import html
import json
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scripts.parent import orphaned

CLIENT, SECRET = "client-jumeau", "secret-jumeau"
SIGNING = base64.b64encode(b"clef-de-signature-du-jumeau-0001").decode()
LONGEST = 30.0
ANSWERS = {"205": "Approuver", "207": "Contester", "210": "Refuser"}
Answer = tuple[int, str, bytes]
Tell = Callable[[str, bytes, dict[str, str]], object]


class Platform:
    """The server, its flows, and what it is to do wrong. `port` 0: any free one. `prompt`: it deposits by itself."""

    def __init__(self, port: int = 0, origin: str = "", *, prompt: bool = False) -> None:
        self.fault = ""
        self.origin = origin
        self.prompt = prompt
        self.flows: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.unreachable: set[str] = set()
        self.hooks: list[str] = []
        self.webhooks: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.rejects = ""
        self.clock = datetime.now(UTC) - timedelta(hours=1)
        self.tell: Tell = self.post
        self.wake = threading.Event()
        self.lock = threading.RLock()
        twin = self

        class Handler(_Handler):
            platform = twin

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def environment(self) -> dict[str, str]:
        """What points the product at the twin."""
        return addresses(self.server.server_port)

    def __enter__(self) -> "Platform":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.wake.set()
        self.server.shutdown()
        self.server.server_close()

    # --- the contract

    def take(self, info: dict[str, Any], content: bytes) -> Answer:
        """POST /v1/flows: kept, then checked; a tracking id known already is an error of its acknowledgement."""
        digest = hashlib.sha256(content).hexdigest()
        if info.get("sha256", digest) != digest:
            return _problem(422, "ChecksumMismatch")
        twice = [one for one in self.flows if one["trackingId"] == info.get("trackingId")]
        twice = [one for one in twice if one["acknowledgement"]["status"] != "Error"]
        kinds = {"Factur-X": "CustomerInvoice", "CII": "CustomerInvoice", "FRR": "AggregatedCustomerTransactionReport"}
        kind = kinds.get(info["flowSyntax"], "CustomerInvoiceLC")
        flow = self.kept(kind, "Out", content, info)
        why = "AlreadyExistingFlow" if twice else self.rejects
        status = {"status": "Error", "details": [_detail(why)]} if why else {"status": "Ok"}
        if self.prompt or why:
            self.acknowledge(flow, status)
        if self.prompt and not why and kind == "CustomerInvoice":
            self.status(info["name"].removesuffix(".pdf"), "200")
        told = {name: flow[name] for name in ("flowId", "submittedAt", "trackingId", "name", "flowSyntax")}
        return 202, "application/json", json.dumps(told).encode()

    def acknowledge(self, flow: dict[str, Any], status: dict[str, Any] | None = None) -> None:
        """What the platform thinks of a flow."""
        flow["acknowledgement"] = status or {"status": "Ok"}
        flow["updatedAt"] = self.now()
        self.happen(flow)

    def search(self, asked: dict[str, Any]) -> Answer:
        """POST /v1/flows/search, by pages of two so that pages are walked."""
        where = asked.get("where")
        if not where:
            return _problem(400, "MISSING_REQUIRED_FIELD")
        found = [
            one
            for one in self.flows
            if one["updatedAt"] > where.get("updatedAfter", "")
            and where.get("trackingId", one["trackingId"]) == one["trackingId"]
            and one["flowType"] in where.get("flowType", [one["flowType"]])
        ]
        at = int(asked.get("cursor") or 0)
        told: dict[str, Any] = {"results": found[at : at + 2]}
        if at + 2 < len(found):
            told["nextCursor"] = str(at + 2)
        return _json(told)

    def directory(self, asked: dict[str, Any]) -> Answer:
        siren = asked["filters"]["siren"]["value"]
        lines = [] if siren in self.unreachable else [{"addressingIdentifier": siren, "siren": siren,
                                                       "directoryLineStatus": "Enabled"}]  # fmt: skip
        return _json({"results": lines, "totalNumberOfResults": len(lines)})

    def subscribe(self, asked: dict[str, Any]) -> Answer:
        self.hooks.append(asked["callbackUrl"])
        return _json({"webhookId": str(uuid.uuid4()), "signingKey": SIGNING, "createdAt": self.now()}, 201)

    # --- what happens there

    def status(self, number: str, code: str, reason: str = "", text: str = "", later: int = 0) -> dict[str, Any]:
        """A status of the invoice of that number, `later` seconds after the last thing that happened."""
        invoice = self.invoice(number)
        self.clock += timedelta(seconds=later)
        stamp = self.now()[:19].replace("-", "").replace(":", "").replace("T", "")
        detail = f"<r:ReasonCode>{reason}</r:ReasonCode><r:Reason>{html.escape(text)}</r:Reason>" if reason else ""
        content = (
            '<?xml version="1.0"?><c:CrossDomainAcknowledgementAndResponse'
            ' xmlns:c="urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100"'
            ' xmlns:r="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"'
            ' xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">'
            f"<c:ExchangedDocument><r:ID>{uuid.uuid4()}</r:ID><r:IssueDateTime>"
            f'<u:DateTimeString format="204">{stamp}</u:DateTimeString></r:IssueDateTime></c:ExchangedDocument>'
            "<c:AcknowledgementDocument><r:TypeCode>23</r:TypeCode><r:ReferenceReferencedDocument>"
            f"<r:IssuerAssignedID>{html.escape(number)}</r:IssuerAssignedID>"
            f"<r:ProcessConditionCode>{code}</r:ProcessConditionCode><r:IssuerTradeParty>"
            f'<r:GlobalID schemeID="0002">{invoice.get("seller", "")}</r:GlobalID></r:IssuerTradeParty>'
            f"<r:SpecifiedDocumentStatus>{detail}<r:SequenceNumeric>1</r:SequenceNumeric></r:SpecifiedDocumentStatus>"
            "</r:ReferenceReferencedDocument></c:AcknowledgementDocument></c:CrossDomainAcknowledgementAndResponse>"
        ).encode()
        flow = self.kept("CustomerInvoiceLC", "In", content, {"name": f"{number}-{code}.xml", "flowSyntax": "CDAR"})
        flow["acknowledgement"] = {"status": "Ok"}
        self.happen(flow)
        return flow

    def supply(self, content: bytes, name: str = "facture.xml") -> dict[str, Any]:
        """A supplier's invoice arrives."""
        syntax = "Factur-X" if content.startswith(b"%PDF") else "CII"
        flow = self.kept("SupplierInvoice", "In", content, {"name": name, "flowSyntax": syntax})
        flow["acknowledgement"] = {"status": "Ok"}
        self.happen(flow)
        return flow

    def invoice(self, number: str) -> dict[str, Any]:
        return next((one for one in self.flows if one["name"] == f"{number}.pdf"), {})

    def kept(self, kind: str, direction: str, content: bytes, info: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            at = self.now()
            flow = {
                "flowId": str(uuid.uuid4()),
                "trackingId": info.get("trackingId", ""),
                "name": info["name"],
                "processingRule": info.get("processingRule", "B2B"),
                "processingRuleSource": "Input",
                "flowSyntax": info["flowSyntax"],
                "flowProfile": info.get("flowProfile", "Basic"),
                "flowType": kind,
                "flowDirection": direction,
                "submittedAt": at,
                "updatedAt": at,
                "acknowledgement": {"status": "Pending"},
            }
            self.flows.append(flow)
            self.files[flow["flowId"]] = content
            return flow

    def now(self) -> str:
        """Each thing that happens has its own instant."""
        with self.lock:
            self.clock = max(self.clock + timedelta(milliseconds=1), datetime.now(UTC) - timedelta(hours=1))
            return self.clock.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def happen(self, flow: dict[str, Any]) -> None:
        self.webhooks.append(dict(flow))
        if self.hooks:
            self.again(flow)

    def again(self, flow: dict[str, Any]) -> None:
        """Tell a flow, again if need be."""
        body = json.dumps(flow).encode()
        for hook in self.hooks:
            self.tell(hook, body, signature(body))

    def post(self, address: str, body: bytes, headers: dict[str, str]) -> None:
        """Three tries aside, as nobody may be there yet."""

        def tried() -> None:
            wanted = {"Content-Type": "application/json", **headers}
            request = urllib.request.Request(self.origin + urlsplit(address).path, data=body, headers=wanted)
            for pause in (0.5, 2.0, 0.0):
                time.sleep(pause)
                try:
                    urllib.request.urlopen(request, timeout=10).close()
                    return
                except (OSError, urllib.error.HTTPError):
                    continue

        threading.Thread(target=tried, daemon=True).start()

    # --- the page

    def shown(self) -> Answer:
        """What arrived, and what its buyer may say of it."""
        rows = []
        for flow in self.flows:
            number = flow["name"].removesuffix(".pdf")
            buttons = "".join(
                f'<button name="do" value="{code} {html.escape(number)}">{word}</button> '
                for code, word in ANSWERS.items()
                if flow["flowType"] == "CustomerInvoice"
            )
            rows.append(
                f"<tr><td>{flow['updatedAt']}</td><td>{flow['flowType']}</td><td>{html.escape(flow['name'])}</td>"
                f"<td>{flow['acknowledgement']['status']}</td><td>{buttons}</td></tr>"
            )
        text = (
            '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Plateforme d’essai</title><body>'
            f"<h1>Plateforme d’essai</h1><form method='post'><table>{''.join(rows)}</table></form></body></html>"
        )
        return 200, "text/html; charset=utf-8", text.encode()

    def act(self, given: str) -> Answer:
        code, _, number = given.partition(" ")
        if code in ANSWERS:
            self.status(number, code, "" if code == "205" else "NON_CONFORME", "" if code == "205" else "Essai")
        return self.shown()


def addresses(port: int) -> dict[str, str]:
    """The environment of a system whose approved platform is the twin at that port."""
    return {"CAVEAU_AFNOR_URL": f"http://127.0.0.1:{port}"}


def signature(body: bytes, key: str = SIGNING, stamp: int | None = None) -> dict[str, str]:
    """The headers of a webhook."""
    at = int(time.time()) if stamp is None else stamp
    print_ = hashlib.sha256(body + b"@" + str(at).encode()).digest()
    made = base64.b64encode(hmac.new(base64.b64decode(key), print_, hashlib.sha256).digest()).decode()
    return {"Afnor-Signature": made, "Afnor-Signature-Timestamp": str(at)}


class _Handler(BaseHTTPRequestHandler):
    platform: Platform
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/":
            return self.give(*self.platform.shown())
        if self.stopped(path):
            return None
        content = self.platform.files.get(path.rpartition("/")[2])
        if content is None:
            return self.give(*_problem(404, "NOT_FOUND"))
        return self.give(200, "application/octet-stream", content)

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path == "/":
            return self.give(*self.platform.act(parse_qs(body.decode()).get("do", [""])[0]))
        if self.stopped(path):
            return None
        if path == "/oauth2/token":
            given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            known = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
            token = {"access_token": "jeton-jumeau", "token_type": "bearer", "expires_in": 600}
            return self.give(*(_json(token) if known else _problem(401, "invalid_client")))
        if self.headers.get("Authorization") != "Bearer jeton-jumeau":
            return self.give(*_problem(401, "UNAUTHORIZED"))
        answer = self.answered(path, body)
        if self.platform.fault == "lost":
            self.close_connection = True
            return None
        return self.give(*answer)

    def stopped(self, path: str) -> bool:
        """Is it a fault that answers?"""
        twin = self.platform
        twin.asked.append(path)
        if twin.fault == "slow":
            twin.wake.wait(LONGEST)
        if twin.fault in ("slow", "down"):
            self.close_connection = True
            return True
        if twin.fault in ("error", "busy"):
            self.give(*_problem(500 if twin.fault == "error" else 429, "OTHER"))
            return True
        if twin.fault == "malformed":
            self.give(202 if path.endswith("/flows") else 200, "text/html", b"<html>")
            return True
        return False

    def answered(self, path: str, body: bytes) -> Answer:
        match path:
            case "/afnor-flow/v1/flows":
                info, content = parts(self.headers.get("Content-Type", ""), body)
                return self.platform.take(info, content)
            case "/afnor-flow/v1/flows/search":
                return self.platform.search(json.loads(body))
            case "/afnor-flow/v1/webhooks":
                return self.platform.subscribe(json.loads(body))
            case "/afnor-directory/v1/directory-line/search":
                return self.platform.directory(json.loads(body))
        return _problem(404, "NOT_FOUND")

    def give(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: it would drown what matters."""


def parts(kind: str, body: bytes) -> tuple[dict[str, Any], bytes]:
    """flowInfo and file of a multipart."""
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    found: dict[str, bytes] = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            found[name] = payload
    info: dict[str, Any] = json.loads(found["flowInfo"])
    return info, found["file"]


def _detail(code: str) -> dict[str, str]:
    return {"level": "Error", "item": "flow", "reasonCode": code, "reasonMessage": f"Refused by the twin: {code}"}


def _json(body: dict[str, Any], status: int = 200) -> Answer:
    return status, "application/json", json.dumps(body).encode()


def _problem(status: int, code: str) -> Answer:
    return _json({"errorCode": code, "errorMessage": "Refused by the twin."}, status)


def main() -> None:
    """Serve until our parent is gone."""
    with Platform(int(sys.argv[1]), sys.argv[2], prompt=True):
        while not orphaned():
            time.sleep(0.5)


if __name__ == "__main__":
    main()
