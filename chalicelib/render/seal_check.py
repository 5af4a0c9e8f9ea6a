"""Is a PDF as it was sealed, by whom, when? The judgement of bytes, without any network.

Nouns: a `Seal` (what a PDF says of its seal, and whether that holds). The one trick: a validator that only recomputes
the signature lets the unsigned corners of a file change unseen (the padding behind the signature, the spelling of its
digits, certificates it does not need). Here every byte outside the seal must be covered by it, and the seal itself must
be spelt in the one way there is, so one byte changed anywhere is told.

What is not judged: whether the issuer is on the European trusted list, and whether a certificate was revoked. Sources:
ISO 32000-2 §12.8, ETSI EN 319 142-1, RFC 5652.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, Literal

State = Literal["none", "intact", "broken"]
MARKS = (b"/ByteRange", b"ETSI.CAdES.detached", b"adbe.pkcs7.detached", b"/DocMDP")
"""Words of a sealed PDF: one byte changed may hide one of them, not all."""
MOST = 20_000_000


@dataclass(frozen=True)
class Seal:
    """`state`: none (no seal), intact, broken. `problem`: why broken (`unreadable`, `content`, `spelling`, `partial`,
    `chain`, `late`). `trial`: the certificate vouches for itself. `fingerprint`: SHA-256 of the certificate."""

    state: State
    problem: str = ""
    signer: str = ""
    organization: str = ""
    identifier: str = ""
    issuer: str = ""
    reason: str = ""
    sealed_at: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    whole: bool = False
    self_signed: bool = False
    fingerprint: str = ""


def checked(pdf: bytes) -> Seal:
    """What the last seal of a PDF is worth; never raises, whatever the bytes."""
    marked = any(mark in pdf for mark in MARKS)
    try:
        found = _seals(pdf)
        seals = [_judged(pdf, one) for one in found]
    except Exception:  # bytes that nobody wrote: whatever the reader trips over, they are not as they were sealed
        return Seal("broken", "unreadable") if marked else Seal("none")
    if not seals:
        return Seal("broken", "unreadable") if marked else Seal("none")
    first_broken = next((one for one in seals if one.state == "broken"), None)
    return first_broken or _last(seals)


def _last(seals: list[Seal]) -> Seal:
    last = seals[-1]
    return last if last.whole else replace(last, state="broken", problem="partial")


def _seals(pdf: bytes) -> list[Any]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it trips over is our answer, not an incident
    return list(PdfFileReader(BytesIO(pdf)).embedded_regular_signatures)


def _judged(pdf: bytes, embedded: Any) -> Seal:
    from asn1crypto import cms
    from pyhanko.sign.validation import SignatureCoverageLevel
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    content, spelt = _spelling(pdf, embedded)
    signed = cms.ContentInfo.load(content, strict=True)["content"]
    embedded.compute_integrity_info(skip_diff=True)
    (info,) = signed["signer_infos"]
    own = embedded.signer_cert.dump()
    said = _said(own, embedded)
    as_sealed = all(validate_sig_integrity(info, embedded.signer_cert, "data", embedded.compute_digest()))
    bare = not info["unsigned_attrs"].native  # a time stamp is another program's: what it adds is left to it
    certificates = [one.chosen.dump() for one in signed["certificates"]]
    named = _named(info)
    digests = [sha256(one).digest() for one in certificates]
    above = sorted(digests) == sorted(named) if len(named) > 1 else _above(own, certificates, bare)
    problem = (
        ("" if as_sealed else "content")
        or ("" if spelt and (not bare or _rebuilt(signed, info, own) == content) else "spelling")
        or ("" if above else "chain")
        or ("" if _in_time(said) else "late")
    )
    return replace(
        said,
        state="broken" if problem else "intact",
        problem=problem,
        whole=embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        self_signed=_issued(own, own),
    )


def _spelling(pdf: bytes, embedded: Any) -> tuple[bytes, bool]:
    """The CMS, and whether the gap that the seal leaves is nothing but it: hexadecimal digits of one case, then
    zeros."""
    start, first, second, rest = (int(one) for one in embedded.byte_range)
    gap = pdf[first:second]
    digits = gap[1:-1]
    length = len(embedded.pkcs7_content)
    content = bytes.fromhex(digits.decode("ascii"))
    kept, padding = content[: _length(content)], content[_length(content) :]
    one_way = digits in (content.hex().encode(), content.hex().upper().encode())
    closed = gap[:1] == b"<" and gap[-1:] == b">" and start == 0 and length >= len(kept)
    return kept, one_way and closed and not any(padding) and second + rest <= len(pdf)


def _length(der: bytes) -> int:
    """How long the DER value at the beginning is."""
    if der[1] < 0x80:
        return 2 + der[1]
    digits = der[1] & 0x7F
    return 2 + digits + int.from_bytes(der[2 : 2 + digits], "big")


def _rebuilt(signed: Any, info: Any, own: bytes) -> bytes:
    """The CMS as it must be: what nothing signs follows from the rest."""
    from asn1crypto import cms, x509

    certificate = x509.Certificate.load(own)
    sid = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    digest = {"algorithm": info["digest_algorithm"]["algorithm"].native}
    made = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
            "digest_algorithm": digest,
            "signature_algorithm": {"algorithm": info["signature_algorithm"]["algorithm"].native},
            "signed_attrs": info["signed_attrs"],
            "signature": info["signature"].native,
        }
    )
    whole = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [one.chosen for one in signed["certificates"]],
            "signer_infos": [made],
        }
    )
    rebuilt: bytes = cms.ContentInfo({"content_type": "signed_data", "content": whole}).dump()
    return rebuilt


def _said(own: bytes, embedded: Any) -> Seal:
    from cryptography import x509

    certificate = x509.load_der_x509_certificate(own)
    return Seal(
        "intact",
        signer=_name(certificate.subject, x509.NameOID.COMMON_NAME),
        organization=_name(certificate.subject, x509.NameOID.ORGANIZATION_NAME),
        identifier=_name(certificate.subject, x509.NameOID.ORGANIZATION_IDENTIFIER),
        issuer=_name(certificate.issuer, x509.NameOID.COMMON_NAME),
        reason=str(embedded.sig_object.get("/Reason", "")),
        sealed_at=embedded.self_reported_timestamp,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        fingerprint=sha256(own).hexdigest(),
    )


def _name(held: Any, oid: Any) -> str:
    found = held.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _in_time(said: Seal) -> bool:
    """Was the certificate good on the day of the seal, as the seal tells it?"""
    if said.sealed_at is None or said.valid_from is None or said.valid_until is None:
        return False
    return said.valid_from <= said.sealed_at <= said.valid_until


def _named(info: Any) -> list[bytes]:
    """The certificates that the signature names by their hash: all of them in ours, the signer's alone elsewhere."""
    return [
        bytes(one["cert_hash"].native)
        for attribute in info["signed_attrs"]
        if attribute["type"].native == "signing_certificate_v2"
        for one in attribute["values"][0]["certs"]
    ]


def _above(own: bytes, certificates: list[bytes], bare: bool) -> bool:
    """Is each certificate signed by the next, from the signer's up to the last that is here? In a `bare` seal there is
    no other, so none of their bytes changed."""
    rest, last = [one for one in certificates if one != own], own
    while above := next((one for one in rest if _issued(last, one)), None):
        rest.remove(above)
        last = above
    root = _issued(last, last) or not any(_subject(one) == _issuer(last) for one in certificates)
    return len(rest) < len(certificates) and root and not (bare and rest)


def _subject(certificate: bytes) -> Any:
    from cryptography import x509

    return x509.load_der_x509_certificate(certificate).subject


def _issuer(certificate: bytes) -> Any:
    from cryptography import x509

    return x509.load_der_x509_certificate(certificate).issuer


def _issued(one: bytes, above: bytes) -> bool:
    """Whether the certificate `above` signed the certificate `one`."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    try:
        x509.load_der_x509_certificate(one).verify_directly_issued_by(x509.load_der_x509_certificate(above))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
