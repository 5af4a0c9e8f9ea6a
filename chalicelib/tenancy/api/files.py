"""Files sent up: inert until something refers to them."""

from __future__ import annotations

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.kernel.errors import Refused, TooLarge
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.files import FileOut, FileQuery

MEGABYTES = files.MOST_BYTES // 1024 // 1024


@endpoint("POST /{company}/files", scope="company:read", status=201, upload=True)
def upload_file(call: Call, content: bytes, query: FileQuery) -> FileOut:
    """Store a file of at most 4 MB; the same bytes give the same id."""
    if len(content) > files.MOST_BYTES:
        raise TooLarge("file.too_large", f"Ce fichier dépasse {MEGABYTES} Mo. Découpez-le ou compressez-le.")
    if not content:
        raise Refused("file.empty", "Ce fichier est vide. Choisissez-en un autre.", field="content")
    return FileOut.model_validate(files.put(call.company, content, query.content_type, query.name))
