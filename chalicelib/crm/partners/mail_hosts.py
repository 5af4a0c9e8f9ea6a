"""E-mail addresses: does the domain take mail? (MX, else an address of its own; RFC 5321 §5.1, null MX RFC 7505.)

The name servers are the system's, or the one that `CAVEAU_DNS` names (127.0.0.1:5353). No mail is sent and no mailbox
is probed: a good domain says nothing of the name before the @.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chalicelib.aws.line import seconds
from chalicelib.crm.partners.said import Said

if TYPE_CHECKING:
    from dns.resolver import Resolver

REGISTER = "dns"


def ask(email: str) -> Said:
    """What the DNS says of the domain of an address."""
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, LifetimeTimeout

    host = email.rpartition("@")[2]
    try:
        hosts = _hosts(_resolver(), host)
    except NXDOMAIN:
        return Said(REGISTER, "invalid", reason="no_domain", answer={"domain": host})
    except LifetimeTimeout:
        return Said(REGISTER, "unavailable", reason="timeout")
    except (DNSException, OSError, UnicodeError):
        return Said(REGISTER, "unavailable", reason="down")
    if not hosts:
        return Said(REGISTER, "invalid", reason="no_mail", answer={"domain": host})
    return Said(REGISTER, "valid", answer={"domain": host, "hosts": ", ".join(hosts[:3])})


def _hosts(resolver: Resolver, domain: str) -> list[str]:
    """The hosts that take the domain's mail, the preferred first; none: it takes no mail."""
    from dns.resolver import NoAnswer

    try:
        found = sorted(resolver.resolve(domain, "MX"), key=lambda one: one.preference)
        return [host for one in found if (host := str(one.exchange).rstrip("."))]
    except NoAnswer:
        pass
    for kind in ("A", "AAAA"):
        try:
            resolver.resolve(domain, kind)
            return [domain]
        except NoAnswer:
            continue
    return []


def _resolver() -> Resolver:
    from dns.resolver import Resolver

    named = os.environ.get("CAVEAU_DNS", "")
    found = Resolver(configure=not named)
    if named:
        host, _, port = named.partition(":")
        found.nameservers, found.port = [host], int(port or 53)
    found.timeout = seconds() / 2
    found.lifetime = seconds()
    return found
