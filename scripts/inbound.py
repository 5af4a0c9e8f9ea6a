"""Mail that comes in, on a laptop: what SES does on AWS (infra/inbound.yaml), by hand.

    python -m scripts.inbound sup_01JD… "Merci, c'est réglé."      a reply by the person who asked

The mail is kept under `inbound/` in the documents bucket and its receipt given to the same entry point as on AWS. Run
it with the environment of the running system, like scripts/staff.py.
"""

import sys
import uuid
from email.message import EmailMessage
from typing import Any

from chalicelib.aws import files
from chalicelib.aws.call import system_call
from chalicelib.aws.unit import reading
from chalicelib.tenancy.service import answers
from chalicelib.tenancy.store import THREADS, USERS


def receive(mail: EmailMessage, to: str, id: str = "", spam: str = "PASS") -> str:
    """Store a mail and hand its receipt over; gives what became of it."""
    from chalicelib.tenancy import events  # noqa: PLC0415

    id = id or uuid.uuid4().hex
    files.put_at(f"{answers.INBOUND}{id}", mail.as_bytes())
    receipt = {"recipients": [to], "spamVerdict": {"status": spam}, "virusVerdict": {"status": "PASS"}}
    event: dict[str, Any] = {
        "Records": [{"eventSource": "aws:ses", "ses": {"mail": {"messageId": id}, "receipt": receipt}}]
    }
    (outcome,) = events.inbound_mail(event, None)
    return str(outcome)


def main() -> int:
    """Answer a thread as its person would from the mailbox."""
    thread_id, text = sys.argv[1:]
    unit = reading(system_call("inbound"))
    thread = unit.get(THREADS, thread_id)
    to, mail = answers.reply_address(thread_id, thread.person), EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = unit.get(USERS, thread.person).email, to, f"Re: {thread.subject}"
    mail.set_content(text)
    print(receive(mail, to))
    return 0


if __name__ == "__main__":
    sys.exit(main())
