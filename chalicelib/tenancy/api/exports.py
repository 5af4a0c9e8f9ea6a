"""Exports too long for one answer."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.exports import ExportOut
from chalicelib.tenancy.service import exports


@endpoint("GET /{company}/exports/{id}", scope="company:read")
def get_export(call: Call, id: str) -> ExportOut:
    """How far an export is that was answered with 202, and where to fetch it; for who asked for it only."""
    return exports.get(call, id)


@endpoint("GET /{company}/exports", scope="company:read")
def export_company(call: Call) -> Download:
    """Everything the company keeps, as a zip made aside: lists, records, files, and a manifest; owners only."""
    from chalicelib.tenancy.service import everything  # noqa: PLC0415 - no part of the API's start

    return everything.export_all(call)
