"""A stored file read in Paris or, when Paris does not answer, its replica in Frankfurt: one region lost, files open.

Nouns: *near* (the documents bucket), *far* (its replica, `CAVEAU_DOCUMENTS_REPLICA`, such as
`eu-central-1=caveau-documents-replica-1`; none on a laptop). The one trick: a file never changes under its name, so a
copy that is there is the right one, however late replication is. Once near did not answer, far is asked first for a
minute, so an outage delays one download and not every one.

Errors: Unavailable when neither gives the file and one of them did not answer; absent is what both say is absent.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.log import logger
from chalicelib.kernel.errors import Unavailable

PAUSE = 60.0
_away_until = [0.0]


@dataclass(frozen=True)
class Place:
    """A bucket; `region` empty: our own."""

    region: str
    bucket: str


def read(path: str) -> bytes | None:
    """The bytes at a path of the documents bucket or of its replica; None when they are nowhere."""
    near, far = places()
    if far is None:
        return _object(near, path, hurried=False)
    failure: Exception | None = None
    for place in (far, near) if time.monotonic() < _away_until[0] else (near, far):
        try:
            found = _object(place, path, hurried=True)
        except Exception as error:
            if not silent(error):
                raise
            failure = error
            _noted(place, near, error)
            continue
        if found is not None:
            return found
    if failure is not None:
        wait = "Les fichiers ne répondent pas pour l'instant. Réessayez dans quelques minutes."
        raise Unavailable("file.unavailable", wait, retry_after=60) from failure
    return None


def places() -> tuple[Place, Place | None]:
    """Near and far."""
    region, _, bucket = config().documents_replica.partition("=")
    return Place("", config().bucket_documents), Place(region, bucket) if bucket else None


def forget() -> None:
    """Ask near first again (tests only)."""
    _away_until[0] = 0.0


def silent(error: Exception) -> bool:
    """Whether a region is away: no connection, no answer in time, an answer cut short, a 5xx, no bucket any more."""
    from botocore.exceptions import BotoCoreError, ClientError

    if not isinstance(error, ClientError):
        return isinstance(error, BotoCoreError)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return bool(status >= 500 or error.response["Error"]["Code"] == "NoSuchBucket")


def _noted(place: Place, near: Place, error: Exception) -> None:
    if place == near:
        _away_until[0] = time.monotonic() + PAUSE
    logger.warning("files away", extra={"region": place.region or config().region, "why": type(error).__name__})


def _object(place: Place, path: str, *, hurried: bool) -> bytes | None:
    store = client("s3", place.region, hurried)
    try:
        body: bytes = store.get_object(Bucket=place.bucket, Key=path)["Body"].read()
    except store.exceptions.NoSuchKey:
        return None
    return body
