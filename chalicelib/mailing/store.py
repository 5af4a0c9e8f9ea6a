"""The items of mailing.

| kind | pk | what | who asks |
|---|---|---|---|
| message | `<company>#message#<msg_…>` | one e-mail and what befell it | sending it; an event of the provider |
| mail_stop | `<company>#mail_stop#<hash of the address>` | an address that gets nothing more | sending; lifting it |
| pay_buttons | `<company>#pay_buttons#all` | the letters that carry a pay button | sending |
| mail_templates | `<company>#mail_templates#all` | the templates the company changed | sending; the page of templates |
"""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.aws.table import Kind, Ref
from chalicelib.mailing.rules.messages import Message
from chalicelib.mailing.rules.paying import Buttons
from chalicelib.mailing.rules.stops import Stop, stop_id
from chalicelib.mailing.rules.templates import Templates

MESSAGES = Kind("message", Message, prefix="msg")
STOPS = Kind("mail_stop", Stop)
TEMPLATES = Kind("mail_templates", Templates)
BUTTONS = Kind("pay_buttons", Buttons)


def stop_refs(addresses: Iterable[str]) -> tuple[Ref, ...]:
    """What to add to a batch before asking which of these are stopped."""
    return tuple((STOPS, stop_id(address)) for address in addresses)
