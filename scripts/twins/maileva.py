"""The twin of Maileva's "Courriers simples" (mail/v2) and of its login: letters are taken, nothing is printed.

    with MailevaTwin() as twin:
        os.environ |= twin.environment()
        twin.fault = "slow"         # slow, error, malformed, busy, down; lost: done, and never answered
        twin.only = "/submit"       # the fault strikes these addresses only
        twin.advance()              # a day passes: what was submitted is accepted, then put into envelopes

An address with "INCONNUE" in it is refused when it is given, one with "REBUT" when the letter is made. `python -m
scripts.twins.maileva PORT` serves it until its parent is gone, and makes a letter two minutes after it was submitted.
"""

import re
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from scripts.twins.twin import Answer, Asked, Twin, in_json, serve

POSTAGE = 1.29
PACE = 120.0
LINE6 = re.compile(r"\d{5} \S.*")


@dataclass
class Sending:
    id: str
    custom_id: str
    name: str
    status: str = "DRAFT"
    documents: list[bytes] = field(default_factory=list)
    recipients: list[dict[str, Any]] = field(default_factory=list)
    submitted: float = 0.0


class MailevaTwin(Twin):
    """`pace`: seconds between the states of a letter, 0: only when told to `advance`."""

    def __init__(self, port: int = 0, pace: float = 0.0) -> None:
        super().__init__(port)
        self.pace = pace
        self.only = ""
        self.sendings: dict[str, Sending] = {}
        self.tokens: set[str] = set()
        self.refuse_login = False
        self.lock = threading.Lock()

    def environment(self) -> dict[str, str]:
        return addresses(self.port)

    def calm(self) -> None:
        super().calm()
        self.only, self.refuse_login = "", False
        self.sendings, self.tokens = {}, set()

    def fault_of(self, asked: Asked) -> str:
        return self.fault if asked.path.endswith(self.only) else ""

    @property
    def submitted(self) -> list[Sending]:
        return [one for one in self.sendings.values() if one.status != "DRAFT"]

    def advance(self) -> None:
        """One step for every letter."""
        for one in self.submitted:
            if one.status == "PENDING":
                one.status = "ACCEPTED"
            elif one.status == "ACCEPTED":
                bad = any("REBUT" in str(recipient).upper() for recipient in one.recipients)
                one.status = "PROCESSED_WITH_ERRORS" if bad else "PROCESSED"

    def answer(self, asked: Asked) -> Answer | None:
        with self.lock:
            if asked.path.endswith("/openid-connect/token"):
                return self.logged_in(asked)
            if asked.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
                return fault(401, "UNAUTHORIZED", "token")
            return self.served(asked)

    def logged_in(self, asked: Asked) -> Answer:
        form = asked.form
        if self.refuse_login or form.get("grant_type") != "password" or not form.get("password"):
            return in_json({"error": "invalid_grant"}, 401)
        token = uuid.uuid4().hex
        self.tokens.add(token)
        return in_json({"access_token": token, "expires_in": 300, "token_type": "Bearer"})

    def served(self, asked: Asked) -> Answer:
        parts = asked.path.removeprefix("/mail/v2/sendings").strip("/").split("/")
        if parts == [""]:
            return self.created(asked.json) if asked.method == "POST" else fault(404, "NOT_FOUND", asked.path)
        sending = self.sendings.get(parts[0])
        if sending is None:
            return fault(404, "SENDING_NOT_FOUND", "Ressource SENDING introuvable")
        self.passed(sending)
        what = parts[1] if len(parts) > 1 else ""
        if asked.method == "GET":
            return in_json({"recipients": shown(sending), "paging": {}} if what == "recipients" else self.told(sending))
        if sending.status != "DRAFT":
            return fault(400, "SENDING_STATUS_IS_NOT_DRAFT", "L'envoi n'est plus un brouillon")
        works = {"documents": self.documented, "recipients": self.addressed, "submit": self.taken}
        return works[what](sending, asked) if what in works else fault(404, "NOT_FOUND", asked.path)

    def passed(self, sending: Sending) -> None:
        if self.pace and sending.submitted:
            steps = int((time.monotonic() - sending.submitted) / self.pace)
            sending.status = ("PENDING", "ACCEPTED", "PROCESSED")[min(steps, 2)]

    def created(self, body: dict[str, Any]) -> Answer:
        if not body.get("name"):
            return fault(400, "EMPTY_NAME", "Aucun nom d'envoi n'a été transmis")
        made = Sending(str(uuid.uuid4()), str(body.get("custom_id", "")), str(body["name"]))
        self.sendings[made.id] = made
        return in_json(self.told(made), 201)

    def documented(self, sending: Sending, asked: Asked) -> Answer:
        start = asked.body.find(b"%PDF-")
        if start < 0 or b'"priority": 1' not in asked.body:
            return fault(400, "DOCUMENT_TYPE_NOT_ACCEPTED", "Le type de document n'est pas accepté")
        if sending.documents:
            return fault(400, "DUPLICATE_PRIORITY", "Plusieurs documents ont la même priorité")
        sending.documents.append(asked.body[start : asked.body.rindex(b"\r\n--")])
        return in_json({"id": str(uuid.uuid4()), "priority": 1}, 201)

    def addressed(self, sending: Sending, asked: Asked) -> Answer:
        body = asked.json
        lines = [str(body.get(f"address_line_{at}", "")) for at in range(1, 7)]
        if long := next((at for at, line in enumerate(lines, 1) if len(line) > 38), 0):
            return fault(400, f"ADDRESS_LINE_{long}_TOO_LONG", f"La ligne d'adresse n°{long} est limitée")
        if body.get("country_code") == "FR" and not LINE6.fullmatch(lines[5]):
            return fault(400, "ADDRESS_LINE_6_WRONG_FORMAT", "Le champ address_line_6 doit avoir le format CP VILLE")
        if any("INCONNUE" in line.upper() for line in lines):
            return fault(400, "RECIPIENT_NOT_FOUND", "Adresse inconnue")
        sending.recipients.append({**body, "id": str(uuid.uuid4())})
        return in_json({"id": sending.recipients[-1]["id"]}, 201)

    def taken(self, sending: Sending, asked: Asked) -> Answer:
        if not sending.documents or not sending.recipients:
            return fault(400, "EMPTY_DOCUMENT", "L'envoi est vide")
        sending.status, sending.submitted = "PENDING", time.monotonic()
        return in_json({})

    def told(self, sending: Sending) -> dict[str, Any]:
        return {
            "id": sending.id,
            "name": sending.name,
            "custom_id": sending.custom_id,
            "status": sending.status,
            "documents_count": len(sending.documents),
            "recipients_counts": {"total": len(sending.recipients)},
        }


def shown(sending: Sending) -> list[dict[str, Any]]:
    """Recipients as the interface tells them: price and pages once accepted."""
    known = sending.status not in {"DRAFT", "PENDING"}
    bad = sending.status == "PROCESSED_WITH_ERRORS"
    return [
        {
            **one,
            "status": "REJECTED" if bad else "PROCESSED" if sending.status == "PROCESSED" else "PENDING",
            **({"postage_price": POSTAGE, "billed_pages_count": 2} if known else {}),
            **({"status_detail": "Adresse non distribuable"} if bad else {}),
        }
        for one in sending.recipients
    ]


def fault(status: int, code: str, message: str) -> Answer:
    return in_json({"errors": [{"code": code, "message": message}]}, status)


def addresses(port: int) -> dict[str, str]:
    """The environment of a system whose Maileva is the twin at that port."""
    return {"CAVEAU_MAILEVA_URL": f"http://127.0.0.1:{port}", "CAVEAU_MAILEVA_LOGIN_URL": f"http://127.0.0.1:{port}"}


if __name__ == "__main__":
    serve(MailevaTwin(int(sys.argv[1]), PACE))
