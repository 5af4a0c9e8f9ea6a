"""The items of mailing.

| kind | pk | what | who asks |
|---|---|---|---|
| message | `<company>#message#<msg_…>` | one e-mail and what befell it | sending it; an event of the provider |
| post | `<company>#post#<pst_…>` | one letter on paper and what became of it | posting it; asking the provider |
| postal | `<company>#postal#all` | the contract with the postal provider, its secrets encrypted | posting |
| mail_stop | `<company>#mail_stop#<hash of the address>` | an address that gets nothing more | sending; lifting it |
| pay_buttons | `<company>#pay_buttons#all` | the letters that carry a pay button | sending |
| mail_templates | `<company>#mail_templates#all` | the templates the company changed | sending; the page of templates |
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.aws.table import Kind, Ref
from chalicelib.mailing.rules.messages import Message
from chalicelib.mailing.rules.paying import Buttons
from chalicelib.mailing.rules.posts import Post
from chalicelib.mailing.rules.stops import Stop, stop_id
from chalicelib.mailing.rules.templates import Templates


@dataclass(frozen=True)
class Postal:
    """The contract with the postal provider; `client_secret` and `password` encrypted, prices in cents without VAT."""

    enabled: bool = False
    sandbox: bool = False
    client_id: str = ""
    client_secret: str = ""
    login: str = ""
    password: str = ""
    colour: bool = False
    duplex: bool = True
    fast: bool = False
    letter_price: int = 0
    page_price: int = 0


MESSAGES = Kind("message", Message, prefix="msg")
POSTS = Kind("post", Post, prefix="pst")
POSTAL = Kind("postal", Postal, secret=True)
STOPS = Kind("mail_stop", Stop)
TEMPLATES = Kind("mail_templates", Templates)
BUTTONS = Kind("pay_buttons", Buttons)


def stop_refs(addresses: Iterable[str]) -> tuple[Ref, ...]:
    """What to add to a batch before asking which of these are stopped."""
    return tuple((STOPS, stop_id(address)) for address in addresses)
