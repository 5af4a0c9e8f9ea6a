"""A file left on the scratch shelf while it is being written: larger than the memory, and than any disk of a function.

The one trick: it is a stream without a way back, so a zip is sent part by part as it grows; nothing is there until it
is done, and nothing stays of one that was given up.
"""

from __future__ import annotations

import io
import secrets
from typing import Any

from chalicelib.aws.clients import client
from chalicelib.aws.config import config

PART = 16 * 1024 * 1024
"""What is held in memory: S3 takes 10,000 parts, so a file of up to 160 GB."""


class Leaving(io.RawIOBase):
    """Bytes on their way to the shelf; `path`: where they lie once closed, `size`: those written."""

    def __init__(self, content_type: str, disposition: str) -> None:
        super().__init__()
        self.path = f"transfers/{secrets.token_urlsafe(24)}"
        self.size = 0
        self._held, self._parts = bytearray(), list[dict[str, Any]]()
        self._where = {"Bucket": config().bucket_scratch, "Key": self.path}
        named = {"ContentType": content_type, "ContentDisposition": disposition, "CacheControl": "private, no-store"}
        self._upload = client("s3").create_multipart_upload(**self._where, **named)["UploadId"]

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        given = bytes(data)
        self._held += given
        self.size += len(given)
        while len(self._held) >= PART:
            self._send(bytes(self._held[:PART]))
            del self._held[:PART]
        return len(given)

    def done(self) -> None:
        """The rest is sent, and the file is there."""
        if self._held or not self._parts:
            self._send(bytes(self._held))
        client("s3").complete_multipart_upload(
            **self._where, UploadId=self._upload, MultipartUpload={"Parts": self._parts}
        )

    def given_up(self) -> None:
        """Nothing stays of it."""
        client("s3").abort_multipart_upload(**self._where, UploadId=self._upload)

    def _send(self, part: bytes) -> None:
        number = len(self._parts) + 1
        sent = client("s3").upload_part(**self._where, UploadId=self._upload, PartNumber=number, Body=part)
        self._parts.append({"ETag": sent["ETag"], "PartNumber": number})
