"""Files kept with a record."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.tenancy.api.base import endpoint
from chalicelib.tenancy.schemas.attachments import AttachmentsOut
from chalicelib.tenancy.schemas.files import FileQuery
from chalicelib.tenancy.service import attachments


@endpoint("GET /{company}/attachments/{kind}/{id}", scope="company:read")
def list_attachments(call: Call, kind: str, id: str) -> AttachmentsOut:
    """The files of one record (order, invoice, customer, product, variant, payment); needs the right to see it."""
    return attachments.listed(call, kind, id)


@endpoint("POST /{company}/attachments/{kind}/{id}", scope="company:read", status=201, upload=True)
def attach_file(call: Call, kind: str, id: str, content: bytes, query: FileQuery) -> AttachmentsOut:
    """Keep a file with a record; needs the right to change it."""
    return attachments.attach(call, kind, id, content, query)


@endpoint("GET /{company}/attachments/{kind}/{id}/{file}", scope="company:read")
def open_attachment(call: Call, kind: str, id: str, file: str) -> Download:
    """The file itself."""
    return attachments.opened(call, kind, id, file)


@endpoint("POST /{company}/attachments/{kind}/{id}/{file}", scope="company:read")
def restore_attachment(call: Call, kind: str, id: str, file: str) -> AttachmentsOut:
    """Give an earlier version of a file back, for a year after it was overwritten or taken off."""
    return attachments.restore(call, kind, id, file)


@endpoint("DELETE /{company}/attachments/{kind}/{id}/{file}", scope="company:read")
def remove_attachment(call: Call, kind: str, id: str, file: str) -> AttachmentsOut:
    """Take a file off a record."""
    return attachments.remove(call, kind, id, file)
