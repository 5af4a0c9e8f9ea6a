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
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from scripts.twins.twin import Answer, Asked, Twin, in_json, serve

ROUTE = "/v2/email/outbound-emails"
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


class MailTwin(Twin):
    """The server, what it took, what it is to do wrong. `onwards`: the stack that shows the mails, "" for none."""

    def __init__(self, port: int = 0, onwards: str = "", tell: Callable[[Mail], None] | None = None) -> None:
        super().__init__(port)
        self.taken: list[Mail] = []
        self.onwards, self.tell = onwards, tell

    def environment(self) -> dict[str, str]:
        return addresses(self.port)

    def calm(self) -> None:
        """Nothing taken, nothing wrong."""
        super().calm()
        self.taken = []

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

    def fault_of(self, asked: Asked) -> str:
        """None of its own: only documents meet one, and what is lost was taken."""
        return ""

    def answer(self, asked: Asked) -> Answer | None:
        if asked.path != ROUTE:
            return in_json({"message": "no such operation"}, 404)
        wanted = asked.json
        if "Raw" not in wanted["Content"]:  # a mail of the platform's own: straight to the stack
            return self.passed_on(asked, "")
        if self.fault in _REFUSALS:
            return _REFUSALS[self.fault]
        mail, fault = self.take(wanted), self.fault
        if fault == "slow":
            self.keep_waiting()
        if fault in ("slow", "lost"):
            return None
        answer = self.passed_on(asked, mail.id) if self.onwards else in_json({"MessageId": mail.id})
        if self.tell:
            self.tell(mail)
        return answer

    def passed_on(self, asked: Asked, id: str) -> Answer:
        """The answer of the stack, which keeps the mail; under our own id when there is one."""
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in ("host", "connection")}
        request = urllib.request.Request(f"{self.onwards}{ROUTE}", asked.body, headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            got = json.load(answer)
        return in_json({"MessageId": id or got["MessageId"]})


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


def _refusal(status: int, code: str) -> Answer:
    return in_json({"message": code}, status, {"x-amzn-errortype": code})


_REFUSALS = {
    "busy": _refusal(429, "TooManyRequestsException"),
    "error": _refusal(500, "InternalServiceErrorException"),
    "rejected": _refusal(400, "MessageRejected"),
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

    serve(MailTwin(int(sys.argv[1]), os.environ["CAVEAU_ENDPOINT"], tell))


if __name__ == "__main__":
    main()
