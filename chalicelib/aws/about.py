"""Whether we answer, and in which version."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib import __version__
from chalicelib.aws.call import Call
from chalicelib.aws.http import UNLIMITED, endpoints
from chalicelib.kernel.contract import Contract

routes = Blueprint(__name__)
endpoint = endpoints(routes)


class HealthOut(Contract):
    status: str
    version: str


@endpoint("GET /health", scope="public", per_minute=UNLIMITED)
def health(call: Call) -> HealthOut:
    """The running version; asks nothing of anybody, so outside probes may call it as often as they like."""
    return HealthOut(status="ok", version=__version__)
