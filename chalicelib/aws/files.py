"""Documents and uploads: bytes in a versioned bucket, under their company and their own hash.

The one trick: a file is named by the SHA-256 of its content, so storing twice stores once and a document asked for a
year later is, byte for byte, the one that was issued.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from chalicelib.aws import replica
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.kernel.errors import NotFound


@dataclass(frozen=True)
class File:
    """`id` is the hash; `name` what the person called it; `size` in bytes."""

    id: str
    name: str
    content_type: str
    size: int


def key(company: str, id: str) -> str:
    return f"{company}/files/{id}"


def put(company: str, content: bytes, content_type: str, name: str) -> File:
    """Store `content` for `company`."""
    digest = hashlib.sha256(content).hexdigest()
    client("s3").put_object(
        Bucket=config().bucket_documents,
        Key=key(company, digest),
        Body=content,
        ContentType=content_type,
    )
    return File(digest, name, content_type, len(content))


def get(company: str, id: str) -> bytes:
    """The bytes of a file, from either region; NotFound when the company has none of that id."""
    body = replica.read(key(company, id)) if id.isalnum() else None
    if body is None:
        raise NotFound("file.not_found", "Ce fichier n'existe pas.")
    return body


def put_at(path: str, content: bytes, content_type: str = "application/octet-stream") -> None:
    """Store under a given path (read-model snapshots, exports)."""
    client("s3").put_object(Bucket=config().bucket_documents, Key=path, Body=content, ContentType=content_type)


def get_at(path: str) -> bytes | None:
    """The bytes at a path, or None."""
    store = client("s3")
    try:
        body: bytes = store.get_object(Bucket=config().bucket_documents, Key=path)["Body"].read()
    except store.exceptions.NoSuchKey:
        return None
    return body


def paths(prefix: str) -> list[str]:
    """The paths under a prefix, in order."""
    pages = client("s3").get_paginator("list_objects_v2")
    found = pages.paginate(Bucket=config().bucket_documents, Prefix=prefix)
    return [item["Key"] for page in found for item in page.get("Contents", [])]
