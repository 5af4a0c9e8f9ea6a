"""What every paper of sales needs besides its content: its language, its logo, its file."""

from __future__ import annotations

import hashlib

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.render.sheet import Lang
from chalicelib.sales.rules.party import Seller
from chalicelib.sales.rules.template import STANDARD, Art, Used


def language(asked: Lang | None, known: str) -> Lang:
    """The language asked for, else the document's own."""
    return asked or ("en" if known == "en" else "fr")


def art(call: Call, seller: Seller, used: Used | None) -> Art:
    """The logo and the pages to append: those of its template, else the company's logo."""
    template = used.template if used else STANDARD
    logo = "" if template.bare else template.logo or seller.logo
    return Art(
        files.get(call.company, logo) if logo else None,
        files.get(call.company, template.appended.file) if template.appended else None,
    )


def download(number: str, content: bytes, etag: str = "") -> Download:
    """The paper as a file named after its document; its tag is its SHA-256."""
    tag = etag or hashlib.sha256(content).hexdigest()
    return Download(content, "application/pdf", f"{number.replace('/', '-')}.pdf", etag=tag)
