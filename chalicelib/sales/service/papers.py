"""What every paper of sales needs besides its content: its language, its logo, its file."""

from __future__ import annotations

import hashlib

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.render.sheet import Lang
from chalicelib.sales.rules.party import Seller


def language(asked: Lang | None, known: str) -> Lang:
    """The language asked for, else the document's own."""
    return asked or ("en" if known == "en" else "fr")


def logo(call: Call, seller: Seller) -> bytes | None:
    return files.get(call.company, seller.logo) if seller.logo else None


def download(number: str, content: bytes, etag: str = "") -> Download:
    """The paper as a file named after its document; its tag is its SHA-256."""
    tag = etag or hashlib.sha256(content).hexdigest()
    return Download(content, "application/pdf", f"{number.replace('/', '-')}.pdf", etag=tag)
