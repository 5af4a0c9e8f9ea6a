"""The seal of invoices: what the company chose, a request for a certificate, what a document is worth."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Version
from chalicelib.sales.rules.seal import Mode


class SealingIn(Contract):
    """`certificate`: PEM, with the chain up to the root; left out, the one already kept."""

    mode: Mode
    certificate: Annotated[str, Field(max_length=40_000)] | None = None


class CertificateOut(Contract):
    """Whose a certificate is, who issued it, how long it is good. `fingerprint`: its SHA-256."""

    subject: str
    organization: str
    identifier: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    fingerprint: str


class SealingOut(Contract):
    """`label`: what a seal made now is to be called, "" for none. `can_certify`: whether this installation has a key
    for certificates. `soon`: the certificate expires within 60 days, or has expired."""

    version: Version
    mode: Mode
    label: str
    certificate: CertificateOut | None
    trial: CertificateOut | None
    can_certify: bool
    soon: bool
    changed_at: datetime | None
    by_name: str


class SealRequestOut(Contract):
    """The certificate signing request (PKCS #10, PEM) to give to a trust service provider."""

    request: str
    file_name: str


class CheckedOut(Contract):
    """What a document is worth. `state`: no seal, intact (not a byte changed), broken; `problem`: why (content,
    spelling, partial, chain, late, unreadable). `trust`: whose seal it is: this company's (`certificate`), its trial
    seal, worth nothing (`trial`), a certificate that vouches for itself (`self_signed`), another that we cannot judge
    (`unknown`). `ours`: it is, byte for byte, a document that this company issued. Revocation is not asked."""

    state: Literal["none", "intact", "broken"]
    problem: str
    trust: Literal["none", "certificate", "trial", "self_signed", "unknown"]
    label: str
    signer: str
    organization: str
    identifier: str
    issuer: str
    reason: str
    sealed_at: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None
    expired: bool
    whole: bool
    sha256: str
    ours: bool
    invoice: str
    number: str
