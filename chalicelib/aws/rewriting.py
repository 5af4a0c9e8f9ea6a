"""The one rewriting of the past: an erasure that a person asked for blanks him in entries of the journal and of its
archive.

The one trick: what is done to a change is a pure function that does nothing the second time, so a rewriting that was
cut short is begun again from the start; an entry that does not change is left as it lies, in every place.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from chalicelib.aws import files, journal, relay
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.kinds import ANSWERS
from chalicelib.aws.packing import canonical


def rewrite(company: str, lane: str, seq: int, edit: Callable[[dict[str, Any]], None]) -> bool:
    """Apply `edit` to each change of an entry, in the table and in the archive, former versions of its object removed.
    What was answered to that request is blanked too. True when the entry changed."""
    (entry,) = journal.stored(company, lane, seq, seq)
    before = canonical(entry)
    for change in entry["changes"]:
        if change["kind"] == ANSWERS.name and change["doc"]:
            change["doc"]["body"] = ""
        else:
            edit(change)
    if canonical(entry) == before:
        return False
    journal.entry_item(entry).save()
    relay.archive(json.loads(canonical(entry)))
    _forget(config().bucket_journal, relay.archive_key(company, lane, seq))
    return True


def remove_file(company: str, id: str) -> None:
    """Remove a stored file, every version of it."""
    _forget(config().bucket_documents, files.key(company, id), latest=True)


def _forget(bucket: str, key: str, *, latest: bool = False) -> None:
    """Remove the former versions of an object, and the present one when asked."""
    store = client("s3")
    listed = store.list_object_versions(Bucket=bucket, Prefix=key)
    old = [one for one in listed.get("Versions", []) if one["Key"] == key and (latest or not one["IsLatest"])]
    for one in old:
        store.delete_object(Bucket=bucket, Key=key, VersionId=one["VersionId"])
