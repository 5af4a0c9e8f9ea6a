"""E-mails out, through SES. Bodies come from `render`; this only carries them.

Errors: Unavailable when SES does not answer, so that the caller (a consumer of a fact) is retried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.log import logger
from chalicelib.kernel.errors import Unavailable

NOT_TAKEN = {"EndpointConnectionError", "ConnectTimeoutError", "ConnectionError", "NoCredentialsError"}
"""Errors of the line by which nothing can have reached SES."""
LATER = {"TooManyRequestsException", "LimitExceededException", "SendingPausedException", "ThrottlingException"}
"""Refusals that will pass."""


@dataclass(frozen=True)
class Attached:
    """A file of a mail."""

    content: bytes
    content_type: str
    name: str


@dataclass(frozen=True)
class Outgoing:
    """A message with a file. `sender` is the name shown; the address is ours. `tags` name company and document, never a
    person. `reply_to`: where an answer goes, "" to the sender's address."""

    sender: str
    to: Sequence[str]
    cc: Sequence[str]
    subject: str
    text: str
    html: str
    attached: Attached | None
    tags: dict[str, str]
    reply_to: str = ""


class Rejected(Exception):
    """SES will never take this mail; the text says why."""


class Unknown(Exception):
    """No answer came: SES may have taken the mail. Its events will say so."""


def send(
    to: str, subject: str, text: str, html: str, tags: dict[str, str] | None = None, reply_to: str | None = None
) -> str:
    """Send one message; gives the provider's message id. `tags` name company and document, never a person. `reply_to`:
    where an answer goes (the sender's address without it)."""
    answer = client("sesv2").send_email(
        FromEmailAddress=config().mail_from,
        Destination={"ToAddresses": [to]},
        ReplyToAddresses=[reply_to] if reply_to else [],
        Content={
            "Simple": {
                "Subject": {"Data": subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": text, "Charset": "UTF-8"},
                    "Html": {"Data": html, "Charset": "UTF-8"},
                },
            }
        },
        EmailTags=[{"Name": name, "Value": value} for name, value in (tags or {}).items()],
    )
    logger.info("mail sent", extra={"mail": answer["MessageId"], **(tags or {})})
    message: str = answer["MessageId"]
    return message


def send_file(mail: Outgoing) -> str:
    """Send one message with a file, once: nothing is tried again here, for SES has no idempotency key. Gives the
    provider's message id.

    Errors: Unavailable (nothing was sent: ask again), Rejected (it never will be), Unknown (nobody can tell).
    """
    from botocore.exceptions import BotoCoreError, ClientError

    asked = {
        "Destination": {"ToAddresses": list(mail.to), "CcAddresses": list(mail.cc)},
        "Content": {"Raw": {"Data": _mime(mail)}},
        "EmailTags": [{"Name": name, "Value": value} for name, value in mail.tags.items()],
        **({"ConfigurationSetName": config().mail_set} if config().mail_set else {}),
    }
    try:
        message: str = client("sesv2", once=True).send_email(**asked)["MessageId"]
    except ClientError as error:
        raise _refused(error.response) from error
    except BotoCoreError as error:
        if type(error).__name__ in NOT_TAKEN:
            raise Unavailable("mail.unreachable", "Le service d'envoi ne répond pas. Réessayez plus tard.") from error
        raise Unknown(type(error).__name__) from error
    logger.info("mail sent", extra={"mail": message, **mail.tags})
    return message


def _refused(answer: dict[str, object]) -> Exception:
    """What an error answered by SES means."""
    error, meta = answer.get("Error"), answer.get("ResponseMetadata")
    code = str(error.get("Code", "")) if isinstance(error, dict) else ""
    status = int(meta.get("HTTPStatusCode", 500)) if isinstance(meta, dict) else 500
    if code in LATER or status == 429:
        return Unavailable("mail.busy", "Le service d'envoi est saturé. Réessayez plus tard.")
    if status >= 500:
        return Unknown(code)
    return Rejected(str(error.get("Message", code)) if isinstance(error, dict) else code)


def _mime(mail: Outgoing) -> bytes:
    from email.message import EmailMessage  # noqa: PLC0415 - most requests send nothing
    from email.policy import SMTP  # noqa: PLC0415

    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr((mail.sender, parseaddr(config().mail_from)[1]))
    made["To"] = ", ".join(mail.to)
    if mail.cc:
        made["Cc"] = ", ".join(mail.cc)
    if mail.reply_to:
        made["Reply-To"] = mail.reply_to
    made["Subject"] = mail.subject
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    if mail.attached:
        main, _, sub = mail.attached.content_type.partition("/")
        made.add_attachment(mail.attached.content, maintype=main, subtype=sub, filename=mail.attached.name)
    return made.as_bytes()
