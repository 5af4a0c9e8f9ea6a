"""The nightly backups and the restore tests, for whoever wants to know whether his data is safe."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.backups import BackupsOut
from chalicelib.tenancy.service import backups, rehearsals


@endpoint("GET /{company}/backups", scope="tenancy:read")
def list_backups(call: Call) -> BackupsOut:
    """Every backup still kept, in each of its places, and every restore test; newest first."""
    return backups.listed(call)


@endpoint("GET /{company}/backups/reports/{rehearsal}", scope="tenancy:read")
def get_restore_report(call: Call, rehearsal: str) -> Download:
    """The published report of a restore test."""
    content = rehearsals.report(call, rehearsal)
    return Download(content, "application/json", f"restauration-{rehearsal}.json")
