"""What is too large to pass the gateway, either way: by the scratch shelf, which forgets everything after a day.

Nouns: what is *left* for fetching (an answer), what was *sent* before it is declared (a file going up); both pass by
signed links of our own origin (infra/edge.yaml). The one trick: what goes up is named by the SHA-256 of its content
before it is there, so the name says what must be found and nothing needs to be remembered in between.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any
from urllib.parse import quote, urlsplit

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.kernel.errors import Refused, TooLarge

MOST_AT_ONCE = 4 * 1024 * 1024
"""What goes through the gateway at once, either way: a function's answer ends at 6 MB, a third of it base64."""
MOST_SENT = 32 * 1024 * 1024
"""What may be sent up for us to read: a function holds it in memory, a reader several times over."""
SENT_TYPE = "application/octet-stream"
LINK_SECONDS = 900
DIGEST = re.compile(r"[0-9a-f]{64}")


def disposition(filename: str) -> str:
    """The header that gives a file its name."""
    ascii_name = filename.encode("ascii", "replace").decode().replace("?", "_").replace('"', "")
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(filename)}"


def left(content: bytes, content_type: str, disposition: str) -> str:
    """Leave an answer for fetching; gives where: a path of our own origin with a signature, good for 15 minutes."""
    return link(shelved(content, content_type, disposition))


def shelved(content: bytes, content_type: str, disposition: str) -> str:
    """Put an answer on the shelf; gives its path there."""
    path = f"transfers/{secrets.token_urlsafe(24)}"
    client("s3").put_object(
        Bucket=config().bucket_scratch,
        Key=path,
        Body=content,
        ContentType=content_type,
        ContentDisposition=disposition,
        CacheControl="private, no-store",
    )
    return path


def link(path: str) -> str:
    """Where to fetch what was left there."""
    return _signed("get_object", {"Key": path})


def note(path: str, text: str) -> None:
    """Leave a few words there."""
    client("s3").put_object(Bucket=config().bucket_scratch, Key=path, Body=text.encode())


def noted(path: str) -> str:
    """The words left there, or none."""
    found = _found(path)
    return found["Body"].read().decode() if found else ""


def room_for(company: str, sha256: str, size: int) -> str:
    """Where a file of exactly `size` bytes may be PUT as `SENT_TYPE`: a path of our own origin with a signature, good
    for 15 minutes. TooLarge beyond 32 MB."""
    require_sendable(size)
    return _signed("put_object", {"Key": _sent(company, sha256), "ContentLength": size, "ContentType": SENT_TYPE})


def sent(company: str, sha256: str) -> bytes:
    """The bytes that were put there. Refused("file.not_sent") when there are none, or other ones."""
    missing = Refused("file.not_sent", "Ce fichier n'est pas arrivé entier. Envoyez-le à nouveau.", "content")
    found = _found(_sent(company, sha256)) if DIGEST.fullmatch(sha256) else None
    if found is None:
        raise missing
    require_sendable(found["ContentLength"])
    content: bytes = found["Body"].read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise missing
    return content


def require_sendable(size: int) -> None:
    """Raise TooLarge beyond what may be sent at all."""
    if size > MOST_SENT:
        raise TooLarge("file.too_large", f"Ce fichier dépasse {MOST_SENT >> 20} Mo. Découpez-le ou compressez-le.")


def _found(path: str) -> Any:
    """What lies there, as S3 answers; None for nothing."""
    store = client("s3")
    try:
        return store.get_object(Bucket=config().bucket_scratch, Key=path)
    except store.exceptions.NoSuchKey:
        return None


def _sent(company: str, sha256: str) -> str:
    return f"transfers/{company}/{sha256}"


def _signed(action: str, asked: dict[str, Any]) -> str:
    """The path and signed query of one action on the scratch shelf."""
    store, meant = client("s3"), {"Bucket": config().bucket_scratch, **asked}
    return f"/{asked['Key']}?{urlsplit(store.generate_presigned_url(action, meant, LINK_SECONDS)).query}"
