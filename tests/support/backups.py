"""Backups in tests: both places made and empty, the nightly job run by the bus."""

from __future__ import annotations

from typing import Any

from chalicelib.aws import backup
from chalicelib.aws.backup import Place
from chalicelib.aws.call import PLATFORM, Call, system_call
from chalicelib.tenancy.rules.backups import Night
from chalicelib.tenancy.service import backups
from scripts.prepare import make_places
from scripts.stack import Stack


def empty_places() -> tuple[Place, Place]:
    """Paris and Frankfurt, without any backup."""
    make_places()
    backups.forget(platform(), {night.id for night in backups.book_of(platform()).nights})
    paris, frankfurt = backup.places()
    for place in (paris, frankfurt):
        for id in backup.ids(place):
            backup.remove(place, id)
    return paris, frankfurt


def platform() -> Call:
    return system_call("test", PLATFORM)


def back_up(bus: Any) -> Night:
    """A whole nightly backup, now."""
    id = backups.begin(platform())
    bus.deliver()
    night = backups.book_of(platform()).night(id)
    assert night is not None
    return night


def deny_writes(stack: Stack, place: Place) -> None:
    """The place is no longer there (its bucket is emptied and removed)."""
    s3 = stack.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=place.bucket):
        for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            s3.delete_object(Bucket=place.bucket, Key=one["Key"], VersionId=one["VersionId"])
    s3.delete_bucket(Bucket=place.bucket)
