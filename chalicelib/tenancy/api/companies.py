"""A company: founded, described."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.companies import ColoursOut, CompanyIn, CompanyOut
from chalicelib.tenancy.service import companies


@endpoint("POST /companies", scope="login", status=201)
def create_company(call: Call, body: CompanyIn) -> CompanyOut:
    """A new company, oneself its owner."""
    return companies.found(call, body)


@endpoint("GET /colours", scope="public")
def list_colours(call: Call) -> ColoursOut:
    """The eleven accents a company chooses from."""
    return companies.colours()


@endpoint("GET /{company}/profile", scope="company:read")
def get_profile(call: Call) -> CompanyOut:
    """The company's identity."""
    return companies.profile(call)


@endpoint("PUT /{company}/profile", scope="tenancy:write")
def change_profile(call: Call, body: CompanyIn) -> CompanyOut:
    """The identity replaced as a whole; the logo stays."""
    return companies.update(call, body)


@endpoint("GET /{company}/logo", scope="company:read")
def get_logo(call: Call) -> Download:
    """The logo's picture."""
    return companies.logo(call)


@endpoint("PUT /{company}/logo", scope="tenancy:write", upload=True)
def put_logo(call: Call, content: bytes) -> CompanyOut:
    """A PNG or JPEG of at most 1 MB."""
    return companies.put_logo(call, content)


@endpoint("DELETE /{company}/logo", scope="tenancy:write")
def drop_logo(call: Call) -> CompanyOut:
    """No logo any more: documents show the name."""
    return companies.drop_logo(call)
