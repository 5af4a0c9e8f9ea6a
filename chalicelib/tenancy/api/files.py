"""Files sent up: inert until something refers to them."""

from __future__ import annotations

from chalicelib.aws import files, transfers
from chalicelib.aws.call import Call
from chalicelib.kernel.errors import Refused
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.files import FileOut, FileQuery, TransferIn, TransferOut


@endpoint("POST /{company}/files", scope="company:read", status=201, upload=True)
def upload_file(call: Call, content: bytes, query: FileQuery) -> FileOut:
    """Store a file of at most 32 MB; the same bytes give the same id."""
    if not content:
        raise Refused("file.empty", "Ce fichier est vide. Choisissez-en un autre.", field="content")
    return FileOut.model_validate(files.put(call.company, content, query.content_type, query.name))


@endpoint("POST /{company}/transfers", scope="company:read", status=201)
def open_transfer(call: Call, body: TransferIn) -> TransferOut:
    """Where to PUT a file larger than 4 MB, before the operation that wants it is told `Caveau-Transfer: <sha256>`."""
    path = transfers.room_for(call.company, body.sha256, body.size)
    return TransferOut(path=path, content_type=transfers.SENT_TYPE)
