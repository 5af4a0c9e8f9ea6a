"""Answers of the desk by e-mail, and replies to them.

An answer not read while its reader is away for ten minutes leaves by mail. The address to reply to names the thread
and carries a keyed hash of thread and person: a reply lands in the same thread when the hash is right and the sender
is that person, so neither a forwarded mail nor a guessed address lets anybody else write.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from chalicelib.aws import files, mail, secrets
from chalicelib.aws.call import Call
from chalicelib.aws.config import config
from chalicelib.aws.log import logger
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Conflict
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import documents, index
from chalicelib.tenancy.rules import support as rules
from chalicelib.tenancy.rules.emails import email_key
from chalicelib.tenancy.rules.identity import User
from chalicelib.tenancy.rules.support import Message, Thread
from chalicelib.tenancy.store import PRESENCES, THREADS, USERS, mailed, note_mailed

WAITING = '{"field": "to_mail", "op": "gt", "value": 0}'
PROOF = 20
INBOUND = "inbound/"
MOST_AT_ONCE = 200


def relay(call: Call) -> int:
    """Mail every answer that waits for someone who is away; gives how many mails left."""
    waiting = lists.page(call, index.THREAD_LIST, ListQuery(where=WAITING, limit=MOST_AT_ONCE)).items
    return sum(_relayed(call, row["id"], row["person"]) for row in waiting)


def _relayed(call: Call, id: str, person: str) -> bool:
    unit = reading(call)
    unit.load((THREADS, id), (USERS, person), (PRESENCES, person))
    thread, user = unit.get(THREADS, id), unit.find(USERS, person)
    answers = rules.to_mail(thread)
    if not answers or not rules.away(unit.find(PRESENCES, person), call.now):
        return False
    mark = f"support:{id}:{len(thread.messages)}"
    wanted = user is not None and "support" not in user.muted
    if user and wanted and not mailed(call.company, mark):
        body = documents.support_answer(user, thread, answers, config().origin)
        tags = {"mail": "support_answer", "company": thread.company}
        mail.send(user.email, body.subject, body.text, body.html, tags, reply_to=reply_address(id, person))
        note_mailed(call.company, mark, call.now)
    _note(call, id, len(thread.messages))
    return wanted


@use_case("tenancy.support.mailed")
def _note(unit: Unit, id: str, count: int) -> None:
    thread = unit.get(THREADS, id)
    unit.put(THREADS, id, replace(thread, mailed=max(thread.mailed, count)))


def reply_address(thread: str, person: str) -> str:
    """`reply+sup_01JD….<hash>@reply.caveau.example`."""
    return f"reply+{thread}.{_proof(thread, person)}@{config().mail_in}"


def _proof(thread: str, person: str) -> str:
    return secrets.fingerprint(f"support:{thread}:{person}")[:PROOF]


def arrived(call: Call, event: dict[str, Any]) -> list[str]:
    """Mails that SES received and put into the bucket (`inbound/<message id>`): gives what became of each."""
    return [_arrived(call, record["ses"]) for record in event["Records"]]


def _arrived(call: Call, ses: dict[str, Any]) -> str:
    receipt, id = ses["receipt"], ses["mail"]["messageId"]
    if any(receipt.get(verdict, {}).get("status") == "FAIL" for verdict in ("spamVerdict", "virusVerdict")):
        return _said(id, "refused")
    content = files.get_at(f"{INBOUND}{id}")
    if content is None:
        return _said(id, "lost")
    return _said(id, _received(call, id, receipt["recipients"], _read(content)))


def _said(id: str, what: str) -> str:
    logger.info("mail arrived", extra={"mail": id, "outcome": what})
    return what


def _read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _received(call: Call, id: str, recipients: list[str], message: EmailMessage) -> str:
    found = next((name for name in map(_named, recipients) if name), None)
    if found is None:
        return "for nobody"
    thread_id, proof = found
    unit = reading(call)
    thread = unit.find(THREADS, thread_id)
    if thread is None or not hmac.compare_digest(proof, _proof(thread_id, thread.person)):
        return "for nobody"
    user = unit.find(USERS, thread.person)
    if user is None or not _from(message, user):
        return "not the person"
    text = rules.reply_text(_words(message))
    if not text:
        return "empty"
    try:
        return _land(call, thread_id, id, user.name, text)
    except Conflict:
        return "full"


def _named(recipient: str) -> tuple[str, str] | None:
    """(thread, proof) of a reply address; mail programs may have changed its case."""
    local, _, domain = recipient.lower().partition("@")
    thread, _, proof = local.removeprefix("reply+").partition(".")
    if domain != config().mail_in.lower() or not local.startswith("reply+sup_") or len(proof) != PROOF:
        return None
    return "sup_" + thread.removeprefix("sup_").upper(), proof


def _from(message: EmailMessage, user: User) -> bool:
    sender = parseaddr(str(message.get("From", "")))[1]
    return "@" in sender and email_key(sender) == email_key(user.email)


def _words(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    words = str(part.get_content())
    return rules.plain_of(words) if part.get_content_subtype() == "html" else words


@use_case("tenancy.support.reply")
def _land(unit: Unit, id: str, mail_id: str, name: str, text: str) -> str:
    """The reply in its thread, once however often the mail is told."""
    thread: Thread = unit.get(THREADS, id)
    if any(one.mail == mail_id for one in thread.messages):
        return "known"
    message = Message("person", thread.person, name, unit.at, text, mail=mail_id)
    unit.put(THREADS, id, rules.posted(thread, message))
    return "landed"
