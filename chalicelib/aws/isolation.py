"""A second fence around a company, held by AWS and not by our code: credentials that open its own partitions only.

Nouns: the session policy of a company (`dynamodb:LeadingKeys`), a `Fence` (the credentials that the table's client
signs with). The one trick: the client asks its credentials object for a key at every call, so which company's key it
gets is decided at the moment of signing, by the request being served, and no call site can forget it.

Off unless `CAVEAU_FENCE_ROLE` names a role that may be assumed (infra/fence.yaml, docs/decisions/0011): its own policy
opens the partitions of the company that the session is tagged with, so a session without one opens none. The guard in
`table.py` stands in either case: a key into another company cannot be written down.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from chalicelib.aws.call import PLATFORM
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.table import Item

SHARED = ("G", PLATFORM)
"""Partitions that every company's requests touch: logins, guards and limits; the platform's own records."""
ACTIONS = (
    "dynamodb:BatchGetItem",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
)
SECONDS = 3600
MARGIN = 300
MOST = 1000
_company: ContextVar[str | None] = ContextVar("company", default=None)
_sessions: dict[str, tuple[float, Any]] = {}


def policy(company: str) -> dict[str, Any]:
    """What a session may do: read and write items whose partition key begins with the company (or is shared)."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": list(ACTIONS),
                "Resource": f"arn:aws:dynamodb:{config().region}:*:table/{config().table}",
                "Condition": {
                    "ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{one}#*" for one in (company, *SHARED)]},
                    "Null": {"dynamodb:LeadingKeys": "false"},
                },
            }
        ],
    }


@contextmanager
def fenced(company: str | None) -> Iterator[None]:
    """While this lasts, the table is asked with the company's own credentials (None, or the platform: with ours)."""
    if not config().fence_role or company in (None, PLATFORM):
        yield
        return
    install()
    before = _company.set(company)
    try:
        yield
    finally:
        _company.reset(before)


class Fence:
    """Stands in for the credentials of the table's client."""

    def __init__(self, own: Any) -> None:
        self.own = own

    def get_frozen_credentials(self) -> Any:
        """Those to sign with now."""
        company = _company.get()
        return self.own.get_frozen_credentials() if company is None else _session(company)


def install() -> None:
    """Put the fence into the table's client, once per client."""
    signer = Item._get_connection().connection.client._request_signer
    if not isinstance(signer._credentials, Fence):
        signer._credentials = Fence(signer._credentials)


def _session(company: str) -> Any:
    """The company's credentials, from the last hour or new. Raises what STS answers."""
    from botocore.credentials import ReadOnlyCredentials

    until, found = _sessions.get(company, (0.0, None))
    if until > time.monotonic():
        return found
    given = client("sts").assume_role(
        RoleArn=config().fence_role,
        RoleSessionName=company,
        Policy=json.dumps(policy(company), separators=(",", ":")),
        Tags=[{"Key": "company", "Value": company}],
        DurationSeconds=SECONDS,
    )["Credentials"]
    if len(_sessions) >= MOST:
        _sessions.clear()
    made = ReadOnlyCredentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    _sessions[company] = (time.monotonic() + SECONDS - MARGIN, made)
    return made


def forget() -> None:
    """Forget every session (tests only)."""
    _sessions.clear()
