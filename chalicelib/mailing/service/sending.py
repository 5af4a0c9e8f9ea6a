"""Use cases of messages: asked, claimed, sent.

The one trick: SES knows no idempotency key, so a message is marked as being sent BEFORE it is given to SES and is never
given twice: whoever finds it so leaves it alone. When nobody noted the outcome (a crash, a lost answer), the events of
SES, which carry the message's own id, tell it; without any for half an hour it did not leave
(docs/algorithms/mail.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.aws import mail
from chalicelib.aws.call import Call
from chalicelib.aws.log import logger
from chalicelib.aws.mail import Attached, Outgoing
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.kernel.errors import Refused, Unavailable
from chalicelib.mailing.rules.messages import Letter, Message, require_recipients
from chalicelib.mailing.rules.stops import stop_id
from chalicelib.mailing.schemas import LetterOut, MessageAskedV1, MessageOut
from chalicelib.mailing.service.composing import NOTHING, Changed, Composed, composed
from chalicelib.mailing.service.paying import pay_prefix, pay_url
from chalicelib.mailing.store import MESSAGES, STOPS, stop_refs

UNKNOWN = "Aucune nouvelle du service d'envoi : ce courriel n'est sans doute pas parti. Envoyez-le à nouveau."
NOBODY_LEFT = "Plus aucun destinataire : leurs adresses ont été arrêtées entre-temps."


def asked(unit: Unit, letter: Letter, attachment_name: str, changed: Changed = NOTHING) -> MessageOut:
    """Ask for a letter to be sent, in the caller's commit. Refused when nobody may receive it."""
    made = composed(unit, letter, changed)
    require_recipients(made.to, made.stopped)
    message = Message(
        id=unit.new_id(MESSAGES.prefix),
        state="queued",
        sort=letter.sort,
        about=letter.about,
        customer=letter.customer,
        customer_name=letter.customer_name,
        owner=letter.owner,
        to=made.to,
        cc=made.cc,
        reply_to=made.reply_to,
        sender=made.sender,
        accent=made.accent,
        language=letter.language,
        subject=made.subject,
        text=made.text,
        asked_at=unit.at,
        by=unit.actor.id,
        by_name=unit.actor.name,
        attachment_name=attachment_name,
    )
    unit.put(MESSAGES, message.id, message)
    crm.mark_used(unit, letter.customer)
    pays = letter.pay.id if letter.pay and pay_url(unit.company, letter.pay.id) in made.text else ""
    unit.emit(MessageAskedV1(message=message.id, sort=message.sort, pays=pays))
    return shown(message, made)


def previewed(unit: Unit, letter: Letter, attachment_name: str, changed: Changed = NOTHING) -> LetterOut:
    """What `asked` would send now; nothing is written."""
    made = composed(unit, letter, changed)
    problem = ""
    try:
        require_recipients(made.to, made.stopped)
    except Refused as refusal:  # told, not raised: the person may type an address
        problem = refusal.detail
    return LetterOut.model_validate(
        {
            "sort": letter.sort,
            "language": letter.language,
            "to": made.to,
            "cc": made.cc,
            "stopped": made.stopped,
            "subject": made.subject,
            "text": made.text,
            "html": made.html,
            "attachment_name": attachment_name,
            "problem": problem,
        }
    )


def shown(message: Message, made: Composed | None = None) -> MessageOut:
    return MessageOut.model_validate(
        {
            "id": message.id,
            "status": message.status,
            "sort": message.sort,
            "to": message.to,
            "cc": message.cc,
            "subject": message.subject,
            "text": message.text,
            "stopped": made.stopped if made else (),
        }
    )


def carry(call: Call, id: str, attach: Callable[[Message], tuple[str, bytes]]) -> str:
    """Send a message that was asked, with what `attach` makes of it: (SHA-256, PDF). Gives its state. Called twice, or
    by two at once, it is given to the provider once. Unavailable when the provider is away: nothing was sent, ask
    again."""
    message = waiting(call, id)
    if message is None:
        return "done"
    digest, content = attach(message)
    claimed = _claim(call, id, digest)
    if claimed is None:
        return "done"
    if claimed.state == "failed":
        return "failed"
    return _given(call, claimed, content)


def _given(call: Call, message: Message, content: bytes) -> str:
    from chalicelib.render.mail import text_mail  # noqa: PLC0415 - mail bodies are no part of a start

    dress = {"sender": message.sender, "accent": message.accent, "buttons": pay_prefix()}
    html = text_mail(message.subject, message.text, message.language, **dress)
    tags = {"mail": message.sort, "company": call.company, "message": message.id}
    try:
        provider_id = mail.send_file(
            Outgoing(
                message.sender,
                message.to,
                message.cc,
                message.subject,
                message.text,
                html,
                Attached(content, "application/pdf", message.attachment_name),
                tags,
                message.reply_to,
            )
        )
    except Unavailable:
        _note(call, message.id, "queued")
        raise
    except mail.Rejected as refusal:
        return _note(call, message.id, "failed", reason=str(refusal)[:200])
    except mail.Unknown as lost:
        logger.warning("mail outcome unknown", extra={"mail_message": message.id, "why": str(lost)})
        return "sending"
    return _note(call, message.id, "sent", provider_id=provider_id)


def waiting(call: Call, id: str) -> Message | None:
    """The message, when it still waits."""
    found = reading(call).find(MESSAGES, id)
    return found if found is not None and found.state == "queued" else None


@use_case("mailing.message.claim")
def _claim(unit: Unit, id: str, attachment: str) -> Message | None:
    """Take the message for sending; None when somebody else did. What was stopped since it was asked is left out."""
    message = unit.find(MESSAGES, id)
    if message is None or message.state != "queued":
        return None
    unit.load(*stop_refs([*message.to, *message.cc]))
    to, cc = (tuple(one for one in some if not _held(unit, one)) for some in (message.to, message.cc))
    if not to:
        return unit.put(MESSAGES, id, replace(message, state="failed", reason=NOBODY_LEFT))
    now = replace(message, state="sending", to=to, cc=cc, attachment=attachment, tried_at=unit.at, reason="")
    return unit.put(MESSAGES, id, now)


def _held(unit: Unit, address: str) -> bool:
    stop = unit.find(STOPS, stop_id(address))
    return stop is not None and stop.holds


@use_case("mailing.message.note")
def _note(unit: Unit, id: str, state: str, provider_id: str = "", reason: str = "") -> str:
    """What became of a message that was being sent; an event of the provider may have told before."""
    message = unit.find(MESSAGES, id)
    if message is None:
        return "gone"
    known = replace(message, provider_id=provider_id or message.provider_id)
    if known.state == "sending":
        sent_at = unit.at if state == "sent" else None
        known = replace(known, state=state, reason=reason, sent_at=sent_at)
    unit.put(MESSAGES, id, known)
    return known.state


def note_silence(call: Call, id: str) -> str:
    """A message nobody heard of for half an hour: it did not leave."""
    return _note(call, id, "failed", reason=UNKNOWN)
