"""Exports too long for one answer."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.exports import ExportOut
from chalicelib.tenancy.service import exports


@endpoint("GET /{company}/exports/{id}", scope="company:read")
def get_export(call: Call, id: str) -> ExportOut:
    """How far an export is that was answered with 202, and where to fetch it; for who asked for it only."""
    return exports.get(call, id)
