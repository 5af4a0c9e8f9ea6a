"""What the mail provider tells."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import entries

routes = Blueprint(__name__)
entry = entries(routes)


@entry(task=True)
def follow_mail(call: Call, event: dict[str, Any]) -> str:
    """Events of SES about our mails: delivered, opened, bounced, complained (infra/mail.yaml)."""
    from chalicelib.mailing.service import following  # noqa: PLC0415 - no part of the API's start

    return following.heard(call, event)
