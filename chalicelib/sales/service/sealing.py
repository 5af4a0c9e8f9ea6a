"""Use cases of the seal: chosen, asked for, put on a paper, judged.

The one trick: an invoice is issued without it. The seal comes when its paper is first made, which waits for nobody's
invoice; while the key does not answer, no paper is kept, and the next who asks for it (a reader, the mail that carries
it) has it sealed.
"""

from __future__ import annotations

import json
import secrets as random
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from chalicelib.aws import secrets, signing
from chalicelib.aws.call import Call
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, NotFound, Refused
from chalicelib.readmodel import ListQuery, lists
from chalicelib.sales import index
from chalicelib.sales.rules.invoice import Invoice
from chalicelib.sales.rules.seal import (
    CERTIFICATE,
    NONE,
    SOON,
    TRIAL,
    Sealing,
    SealKey,
    refusal,
    require_usable,
    require_valid,
    with_known,
)
from chalicelib.sales.schemas.seals import CertificateOut, CheckedOut, SealingIn, SealingOut, SealRequestOut
from chalicelib.sales.service.receivables import receivable, receivable_refs
from chalicelib.sales.store import SEAL_KEYS, SEALINGS
from chalicelib.tenancy import service as tenancy

if TYPE_CHECKING:
    from chalicelib.render.seal import Stamp
    from chalicelib.render.seal_cert import Certified
    from chalicelib.render.seal_check import Seal

LABELS = {NONE: "", TRIAL: "Sceau d'essai, sans valeur", CERTIFICATE: "Sceau électronique"}


# --- chosen


def get_seal(call: Call) -> SealingOut:
    return _out(reading(call))


@use_case("sales.seal.change")
def change_seal(unit: Unit, asked: SealingIn) -> SealingOut:
    """Choose how invoices are sealed from now on; those made keep theirs. Refused with the reason for a certificate
    that cannot seal; Conflict where this installation has no key for certificates."""
    unit.load(*refs(), *tenancy.refs(on=unit.today))
    unit.expect(SEALINGS, WHOLE, unit.call.if_match)
    kept = unit.find(SEALINGS, WHOLE) or Sealing()
    if asked.mode == TRIAL:
        kept = _with_trial(unit, kept)
    if asked.mode == CERTIFICATE:
        kept = _with_certificate(unit, kept, kept.certificate if asked.certificate is None else asked.certificate)
    unit.put(SEALINGS, WHOLE, replace(kept, mode=asked.mode, changed_at=unit.at, by_name=unit.actor.name))
    return _out(unit)


def _with_trial(unit: Unit, kept: Sealing) -> Sealing:
    """The trial key is made once."""
    from chalicelib.render import seal_cert  # noqa: PLC0415 - no part of the API's start

    held = unit.find(SEAL_KEYS, WHOLE)
    if kept.trial and held is not None:
        return kept
    company = tenancy.company(unit)
    made = seal_cert.trial_key(company.legal_name or company.name, unit.at, random.randbits(63) | 1)
    unit.put(SEAL_KEYS, WHOLE, SealKey(secrets.seal(made.key, _place(unit.company))))
    fingerprint = seal_cert.certified(made.certificate).fingerprint
    return replace(kept, trial=made.certificate, known=with_known(kept.known, fingerprint, TRIAL, unit.at))


def _with_certificate(unit: Unit, kept: Sealing, given: str) -> Sealing:
    require_key()
    found = _read(given)
    if len(found.chain) == 1:
        raise refusal("self_signed")
    require_valid(found.valid_from, found.valid_until, unit.at)
    if found.public_key != signing.public_key():
        raise refusal("wrong_key")
    known = with_known(kept.known, found.fingerprint, CERTIFICATE, unit.at)
    return replace(kept, certificate=given, known=known)


def _read(pem: str) -> Certified:
    from chalicelib.render import seal_cert  # noqa: PLC0415 - no part of the API's start

    try:
        return seal_cert.certified(pem)
    except seal_cert.Bad as bad:
        raise refusal(bad.problem) from None


def request_certificate(call: Call) -> SealRequestOut:
    """What a trust service provider asks for: a request in the company's name, signed by our key. Refused without a
    SIRET; Unavailable while the key does not answer."""
    from chalicelib.render import seal_cert  # noqa: PLC0415 - no part of the API's start

    require_key()
    unit = reading(call)
    unit.load(*tenancy.refs(on=unit.today))
    company = tenancy.company(unit)
    if not company.siren:
        detail = "Un cachet est au nom d'une société immatriculée. Entrez le SIRET dans Réglages, Société."
        raise Refused("sales.seal.no_siret", detail)
    name = company.legal_name or company.name
    made = seal_cert.request(name, company.siren, signing.public_key(), signing.signature)
    return SealRequestOut(request=made, file_name=f"cachet-{company.siren}.csr")


def require_key() -> None:
    if not signing.has_key():
        detail = "Cette installation n'a pas de clé pour sceller avec un certificat. Choisissez le sceau d'essai."
        raise Conflict("sales.seal.no_key", detail)


def _out(unit: Unit) -> SealingOut:
    kept = unit.find(SEALINGS, WHOLE) or Sealing()
    certificate = _certificate(kept.certificate)
    return SealingOut.model_validate(
        {
            "version": unit.version(SEALINGS, WHOLE),
            "mode": kept.mode,
            "label": LABELS[kept.mode],
            "certificate": certificate,
            "trial": _certificate(kept.trial),
            "can_certify": signing.has_key(),
            "soon": certificate is not None and certificate.valid_until - unit.at < SOON,
            "changed_at": kept.changed_at,
            "by_name": kept.by_name,
        }
    )


def _certificate(pem: str) -> CertificateOut | None:
    if not pem:
        return None
    found = _read(pem)
    return CertificateOut(
        subject=found.subject,
        organization=found.organization,
        identifier=found.identifier,
        issuer=found.issuer,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        fingerprint=found.fingerprint,
    )


# --- put on a paper


def refs() -> tuple[Ref, ...]:
    """What to add to a batch before sealing."""
    return ((SEALINGS, WHOLE), (SEAL_KEYS, WHOLE))


def sealed(unit: Unit, invoice: Invoice, language: str, content: bytes) -> tuple[bytes, str]:
    """The PDF with the company's seal, and which ("" without). Conflict when its certificate expired; Unavailable while
    the key does not answer."""
    kept = unit.find(SEALINGS, WHOLE) or Sealing()
    if kept.mode == NONE:
        return content, ""
    from chalicelib.render import seal  # noqa: PLC0415 - most papers wait for no seal

    seller = invoice.seller.legal_name or invoice.seller.name
    made = seal.sealed(content, _stamp(unit, kept), name=seller, reason=_reason(kept, invoice, language), at=unit.at)
    return made, kept.mode


def _reason(kept: Sealing, invoice: Invoice, language: str) -> str:
    if kept.mode == TRIAL:
        return LABELS[TRIAL] if language == "fr" else f"Trial seal, worth nothing ({LABELS[TRIAL]})"
    return f"Invoice {invoice.number}" if language == "en" else f"Facture {invoice.number}"


def _stamp(unit: Unit, kept: Sealing) -> Stamp:
    from chalicelib.render import seal_cert  # noqa: PLC0415 - most papers wait for no seal
    from chalicelib.render.seal import Stamp  # noqa: PLC0415

    if kept.mode == TRIAL:
        own = _read(kept.trial)
        key = secrets.unseal(unit.get(SEAL_KEYS, WHOLE).key, _place(unit.company))
        return Stamp(own.chain, lambda content: seal_cert.trial_signature(key, content), own.size)
    found = _read(kept.certificate)
    require_usable(found.valid_from, found.valid_until, unit.at)
    return Stamp(found.chain, signing.signature, found.size)


def _place(company: str) -> str:
    return f"company:{company}:seal:trial"


# --- judged


def check(call: Call, content: bytes) -> CheckedOut:
    """What a PDF is worth: whether its seal holds, whose it is, whether we issued it. Nothing is kept of it."""
    from chalicelib.render import seal_check  # noqa: PLC0415 - no part of the API's start

    if len(content) > seal_check.MOST or not content.startswith(b"%PDF-"):
        detail = "Ce fichier n'est pas un PDF, ou dépasse 20 Mo. Choisissez la facture telle que vous l'avez reçue."
        raise Refused("sales.seal.not_pdf", detail)
    seal = seal_check.checked(content)
    digest = sha256(content).hexdigest()
    invoice, number = _issued(call, digest)
    trust = _trust(reading(call).find(SEALINGS, WHOLE) or Sealing(), seal)
    return CheckedOut.model_validate(
        {
            **{name: getattr(seal, name) for name in _SHOWN},
            "trust": trust,
            "label": LABELS.get(trust, ""),
            "expired": seal.valid_until is not None and seal.valid_until < call.now,
            "sha256": digest,
            "ours": invoice is not None,
            "invoice": invoice or "",
            "number": number,
        }
    )


_SHOWN = (
    "state", "problem", "signer", "organization", "identifier", "issuer", "reason", "sealed_at", "valid_from",
    "valid_until", "whole",
)  # fmt: skip


def _trust(kept: Sealing, seal: Seal) -> str:
    """Whose seal it is, as far as we know."""
    if not seal.fingerprint:
        return "none"
    mode = next((one.mode for one in kept.known if one.fingerprint == seal.fingerprint), "")
    return mode or ("self_signed" if seal.self_signed else "unknown")


def _issued(call: Call, digest: str) -> tuple[str | None, str]:
    """The invoice that these bytes are the paper of (None: of none), and its number for who may see it."""
    where = json.dumps({"field": "sha256", "op": "eq", "value": digest})
    found = lists.page(call, index.PAPERS, ListQuery(where=where, limit=1)).items
    if not found:
        return None, ""
    unit = reading(call)
    unit.load(*receivable_refs(found[0]["invoice"]))
    try:
        return found[0]["invoice"], receivable(unit, found[0]["invoice"]).number
    except NotFound:
        return "", ""
