"""The electronic seal (*cachet électronique*) of a PDF: PAdES, baseline B-B, nothing may be changed after it.

Nouns: a `Stamp` (who seals: certificates and a function that signs), the seal itself (a CMS in the file, over all of
its bytes but its own). The one trick: the key is somewhere else (KMS, or sealed in our table), so pyHanko is told the
signature, never the key; the same code seals for trials and for good.

The seal is the last thing written: PDF, Factur-X, output intent, seal, appended behind what was there. Sources: ETSI EN
319 142-1 (PAdES B-B), ISO 32000-2 §12.8.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

FIELD = "Sceau"
DIGEST = "sha256"


@dataclass(frozen=True)
class Stamp:
    """`chain`: DER certificates, the signer's own first, then up to the root. `sign`: the signature of these bytes
    (SHA-256, RSA PKCS #1 v1.5 or ECDSA in DER, as the certificate's key is), of `size` bytes at most."""

    chain: tuple[bytes, ...]
    sign: Callable[[bytes], bytes]
    size: int


def sealed(pdf: bytes, stamp: Stamp, *, name: str, reason: str, at: datetime) -> bytes:
    """The PDF with a seal behind it, by `name`, for `reason`. Raises what `stamp.sign` raises: nothing was made."""
    work, here = _sealed(pdf, stamp, name, reason, at), copy_context()
    with ThreadPoolExecutor(1) as aside:  # a loop of its own, whatever runs around; who asks is known there too
        return aside.submit(here.run, asyncio.run, work).result()


async def _sealed(pdf: bytes, stamp: Stamp, name: str, reason: str, at: datetime) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
    from pyhanko.sign.signers.pdf_signer import PdfTBSDocument

    told = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        name=name,
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    pen = _pen(stamp, stamp.size)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # What PDF/A and Factur-X say of the file stays as it was written.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    session = PdfSigner(told, pen).init_signing_session(writer)
    session.system_time = at
    waiting = session.prepare_tbs_document(validation_info=None, bytes_reserved=_room(stamp))
    out = BytesIO()
    digested, _ = waiting.digest_tbs_document(output=out)
    plain = PdfCMSSignedAttributes(signing_time=at)
    given = await pen.signed_attrs(digested.document_digest, DIGEST, attr_settings=plain, use_pades=True)
    attributes = _bound(given, stamp)
    signature = stamp.sign(attributes.dump())
    cms = await _pen(stamp, signature).async_sign_prescribed_attributes(DIGEST, signed_attrs=attributes)
    await PdfTBSDocument.async_finish_signing(out, digested, cms)
    return out.getvalue()


def _pen(stamp: Stamp, signature: bytes | int) -> Any:
    """pyHanko's signer of a signature that is made elsewhere: its value, or how long it may be."""
    from asn1crypto import x509
    from pyhanko.sign.signers import ExternalSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own, *above = (x509.Certificate.load(one) for one in stamp.chain)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(above)
    return ExternalSigner(signing_cert=own, cert_registry=store, signature_value=signature)


def _bound(given: Any, stamp: Stamp) -> Any:
    """The signed attributes, naming every certificate by its hash (RFC 5035), not the signer's alone: so none of those
    that come along can change unseen."""
    from asn1crypto import cms, tsp

    above = [tsp.ESSCertIDv2({"cert_hash": sha256(one).digest()}) for one in stamp.chain[1:]]

    def bound(one: Any) -> Any:
        if one["type"].native != "signing_certificate_v2":
            return one
        certificates = tsp.SigningCertificateV2({"certs": [*one["values"][0]["certs"], *above]})
        return cms.CMSAttribute({"type": "signing_certificate_v2", "values": [certificates]})

    return cms.CMSAttributes([bound(one) for one in given])


def _room(stamp: Stamp) -> int:
    """Hexadecimal digits to keep for the CMS: certificates, signature, and 2 KB for attributes."""
    return 2 * (sum(len(one) for one in stamp.chain) + stamp.size + 2048)
