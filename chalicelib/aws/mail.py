"""E-mails out, through SES. Bodies come from `render`; this only carries them.

Errors: Unavailable when SES does not answer, so that the caller (a consumer of a fact) is retried.
"""

from __future__ import annotations

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.log import logger


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
