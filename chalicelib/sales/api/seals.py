"""Routes of the seal of invoices."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.sales.api.base import endpoint
from chalicelib.sales.schemas.seals import CheckedOut, SealingIn, SealingOut, SealRequestOut


@endpoint("GET /{company}/seal", scope="sales:read")
def get_seal(call: Call) -> SealingOut:
    """How invoices are sealed: not, for trials (worth nothing), with the company's certificate."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - no part of the API's start

    return sealing.get_seal(call)


@endpoint("PUT /{company}/seal", scope="tenancy:write")
def change_seal(call: Call, body: SealingIn) -> SealingOut:
    """Choose it; a certificate that cannot seal is refused with its reason. Papers made before stay as they are."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - no part of the API's start

    return sealing.change_seal(call, body)


@endpoint("GET /{company}/seal/request", scope="tenancy:write")
def request_certificate(call: Call) -> SealRequestOut:
    """The request (CSR) to give to a trust service provider, signed by our key in KMS."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - no part of the API's start

    return sealing.request_certificate(call)


@endpoint("POST /{company}/seal", scope="sales:read", upload=True)
def check_document(call: Call, content: bytes) -> CheckedOut:
    """What a PDF is worth: is its seal intact, whose, since when, is it ours. Nothing is kept of it."""
    from chalicelib.sales.service import sealing  # noqa: PLC0415 - no part of the API's start

    return sealing.check(call, content)
