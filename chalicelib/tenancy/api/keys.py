"""API keys. Each is limited to 600 requests a minute; beyond, 429 with Retry-After."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.keys import KeyIn, KeyOut, KeysOut, NewKeyOut
from chalicelib.tenancy.service import keys
from chalicelib.tenancy.service.handed import once


@endpoint("GET /{company}/api-keys", scope="keys:read")
def list_keys(call: Call) -> KeysOut:
    """Every key, newest first."""
    return keys.listed(call)


@endpoint("POST /{company}/api-keys", scope="keys:write", status=201)
def create_key(call: Call, body: KeyIn) -> NewKeyOut:
    """A key with scopes; its secret is in this answer only."""
    made = once(lambda: keys.create(call, body))
    return NewKeyOut(key=KeyOut.model_validate(made.out), secret=made.secrets[0])


@endpoint("DELETE /{company}/api-keys/{key}", scope="keys:write", status=204)
def revoke_key(call: Call, key: str) -> None:
    """The key opens nothing any more, everywhere within 60 seconds; a revoked one leaves the list."""
    keys.revoke(call, key)
