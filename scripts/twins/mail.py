"""The twin of SES: takes the product's documents, shows them in the mailbox, and tells what became of them.

    with MailTwin() as twin:
        os.environ |= twin.environment()
        twin.fault = "lost"            # down, busy, error, rejected, slow; lost: taken, and the answer never comes
        events = twin.told(one)        # what SES would publish on the bus of one mail
        mixed(events)                  # the same three times over and backwards, one of a mail unknown among them

`python -m scripts.twins.mail PORT` serves until its parent is gone, hands each mail to the embedded stack (whose mails
the mailbox shows) and puts its events on the queue of the entry points, where the rule of infra/mail.yaml puts them on
AWS. The one trick: the address says what becomes of the mail, as in the simulator of SES: bounce@, complaint@ and
suppressionlist@ come to that, away@ is delivered and never opened, every other address opens it.
"""

import base64
import json
import os
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from scripts.parent import orphaned

ROUTE = "/v2/email/outbound-emails"
LONGEST = 30.0
Event = dict[str, Any]


@dataclass
class Mail:
    """One mail that was taken."""

    id: str
    to: list[str]
    cc: list[str]
    tags: dict[str, str]
    content: EmailMessage
    configuration: str
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.content["Subject"])

    @property
    def text(self) -> str:
        part = self.content.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def attachments(self) -> dict[str, bytes]:
        found = ((part.get_filename() or "", part.get_payload(decode=True)) for part in self.content.iter_attachments())
        return {name: content for name, content in found if isinstance(content, bytes)}


class MailTwin:
    """The server, what it took, what it is to do wrong. `onwards`: the stack that shows the mails, "" for none."""

    def __init__(self, port: int = 0, onwards: str = "", tell: Callable[[Mail], None] | None = None) -> None:
        self.taken: list[Mail] = []
        self.fault = ""
        self.onwards, self.tell = onwards, tell
        self.wake = threading.Event()
        twin = self

        class Handler(_Handler):
            pass

        Handler.twin = twin
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def environment(self) -> dict[str, str]:
        return addresses(self.server.server_port)

    def calm(self) -> None:
        """Nothing taken, nothing wrong."""
        self.wake.set()
        self.fault, self.taken = "", []
        self.wake = threading.Event()

    def take(self, asked: dict[str, Any]) -> Mail:
        raw = base64.b64decode(asked["Content"]["Raw"]["Data"])
        content = message_from_bytes(raw, policy=policy.default)
        sent = asked.get("Destination") or {}
        mail = Mail(
            id=f"{uuid.uuid4()}-000000",
            to=list(sent.get("ToAddresses") or []),
            cc=list(sent.get("CcAddresses") or []),
            tags={one["Name"]: one["Value"] for one in asked.get("EmailTags") or []},
            content=content,
            configuration=asked.get("ConfigurationSetName", ""),
            at=datetime.now(UTC),
        )
        self.taken.append(mail)
        return mail

    def start(self) -> "MailTwin":
        self.thread.start()
        return self

    def stop(self) -> None:
        self.wake.set()
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self) -> "MailTwin":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def addresses(port: int) -> dict[str, str]:
    """The environment of a system whose documents leave by the twin at that port."""
    return {"AWS_ENDPOINT_URL_SESV2": f"http://127.0.0.1:{port}", "CAVEAU_MAIL_SET": "local-documents"}


# --- events ----------------------------------------------------------------------------------------------------------


def told(mail: Mail) -> list[Event]:
    """What SES publishes of a mail, in order."""
    events = [_event(mail, "Send", 0, {})]
    good = []
    for address in [*mail.to, *mail.cc]:
        sort = address.partition("@")[0]
        if sort.startswith(("bounce", "suppressionlist")):
            who = [{"emailAddress": address, "action": "failed", "status": "5.1.1", "diagnosticCode": _NO_SUCH}]
            said = {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": who}
            events.append(_event(mail, "Bounce", 2, said))
        else:
            good.append(address)
    if good:
        events.append(_event(mail, "Delivery", 3, {"recipients": good, "smtpResponse": "250 2.0.0 OK"}))
    if any(not one.startswith(("away", "complaint")) for one in good):
        events.append(_event(mail, "Open", 60, {"ipAddress": "192.0.2.1", "userAgent": "Twin"}))
    for address in good:
        if address.startswith("complaint"):
            said = {"complainedRecipients": [{"emailAddress": address}], "complaintFeedbackType": "abuse"}
            events.append(_event(mail, "Complaint", 120, said))
    return events


_NO_SUCH = "smtp; 550 5.1.1 user unknown"


def _event(mail: Mail, kind: str, after: int, said: dict[str, Any]) -> Event:
    at = (mail.at + timedelta(milliseconds=after)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    tags = {name: [value] for name, value in mail.tags.items()}
    detail = {
        "eventType": kind,
        "mail": {
            "timestamp": mail.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "messageId": mail.id,
            "source": str(mail.content["From"]),
            "destination": [*mail.to, *mail.cc],
            "tags": {**tags, "ses:configuration-set": [mail.configuration]},
        },
        kind.lower(): {**said, "timestamp": at},
    }
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": f"Email {kind}",
        "source": "aws.ses",
        "account": "000000000000",
        "time": at,
        "region": "eu-west-3",
        "resources": [],
        "detail": detail,
    }


def mixed(events: list[Event]) -> list[Event]:
    """The same as a bus may bring them: three times over, the last first, one of a mail that nobody knows among
    them."""
    foreign = json.loads(json.dumps(events[-1]))
    foreign["detail"]["mail"]["tags"]["message"] = ["msg_00000000000000000000000000"]
    return [*reversed(events), foreign, *events, *reversed(events)]


# --- the contract ----------------------------------------------------------------------------------------------------


class _Handler(BaseHTTPRequestHandler):
    twin: MailTwin
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        twin, fault = self.twin, self.twin.fault
        if self.path != ROUTE:
            return self.give(404, {"message": "no such operation"})
        asked = json.loads(body)
        if "Raw" not in asked["Content"]:  # a mail of the platform's own: straight to the stack
            return self.pass_on(body, "")
        if fault in _REFUSALS:
            status, code = _REFUSALS[fault]
            return self.give(status, {"message": code}, code)
        mail = twin.take(asked)
        if fault == "slow":
            twin.wake.wait(LONGEST)
        if fault in ("slow", "lost"):
            self.close_connection = True
            return None
        if twin.onwards:
            self.pass_on(body, mail.id)
        else:
            self.give(200, {"MessageId": mail.id})
        if twin.tell:
            twin.tell(mail)
        return None

    def pass_on(self, body: bytes, id: str) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        asked = urllib.request.Request(f"{self.twin.onwards}{ROUTE}", body, headers)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            got = json.load(answer)
        self.give(200, {"MessageId": id or got["MessageId"]})

    def give(self, status: int, answer: dict[str, Any], code: str = "") -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if code:
            self.send_header("x-amzn-errortype", code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: it would drown what matters."""


_REFUSALS = {
    "busy": (429, "TooManyRequestsException"),
    "error": (500, "InternalServiceErrorException"),
    "rejected": (400, "MessageRejected"),
}


def main() -> None:
    """Serve until our parent is gone; events go to the entry points' queue."""
    from chalicelib.aws.clients import client  # noqa: PLC0415 - tests need no queue
    from scripts.stack import NAME  # noqa: PLC0415

    def tell(mail: Mail) -> None:
        queue = client("sqs").get_queue_url(QueueName=f"{NAME}-entries")["QueueUrl"]
        for event in told(mail):
            body = json.dumps({"entry": "mailing_follow_mail", "event": event})
            client("sqs").send_message(QueueUrl=queue, MessageBody=body, DelaySeconds=1)

    twin = MailTwin(int(sys.argv[1]), os.environ["CAVEAU_ENDPOINT"], tell).start()
    try:
        while not orphaned():
            time.sleep(0.5)
    finally:
        twin.stop()


if __name__ == "__main__":
    main()
