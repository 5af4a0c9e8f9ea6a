"""How a company seals its invoices: not at all, for trials, or with its certificate.

Nouns: a `Sealing` (what the company chose), `Known` (a certificate that seals or sealed for it), a `SealKey` (the key
of trials, encrypted where it is kept). The one trick: a certificate that left is still known by its fingerprint, so an
old invoice is recognized for ever.

A trial seal is worth nothing before the law and is never called otherwise. Source: eIDAS (EU) 910/2014 art. 35 and 36:
an advanced seal is that of a legal person, by a certificate of a trust service provider.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.kernel.errors import Conflict, Refused

Mode = Literal["none", "trial", "certificate"]
TRIAL, CERTIFICATE, NONE = "trial", "certificate", "none"
SOON = timedelta(days=60)
_PROBLEMS = {
    "unreadable": "Ce certificat n'est pas lisible. Déposez le fichier PEM reçu de votre prestataire de confiance.",
    "chain": "La chaîne de ce certificat n'est pas complète. Ajoutez les certificats de l'autorité, racine comprise.",
    "usage": "Ce certificat n'est pas fait pour sceller. Demandez à votre prestataire un certificat de cachet.",
    "self_signed": "Ce certificat se garantit lui-même. Déposez celui d'un prestataire de confiance.",
    "wrong_key": "Ce certificat n'est pas celui de notre clé. Faites-le établir à partir de notre demande (CSR).",
}


@dataclass(frozen=True)
class Known:
    """`fingerprint`: SHA-256 of the certificate; `mode`: what it was used for."""

    fingerprint: str
    mode: str
    since: datetime


@dataclass(frozen=True)
class Sealing:
    """`certificate`: the chain in PEM, the company's own first; `trial`: the certificate of trials."""

    mode: str = NONE
    certificate: str = ""
    trial: str = ""
    known: tuple[Known, ...] = ()
    changed_at: datetime | None = None
    by_name: str = ""


@dataclass(frozen=True)
class SealKey:
    """The trial key, encrypted for this company."""

    key: str


def refusal(problem: str) -> Refused:
    """Why a certificate is not taken."""
    return Refused(f"sales.seal.{problem}", _PROBLEMS[problem], "certificate")


def require_valid(valid_from: datetime, valid_until: datetime, now: datetime) -> None:
    """Refused for a certificate of another time."""
    if now < valid_from:
        detail = f"Ce certificat ne vaut qu'à partir du {valid_from:%d/%m/%Y}. Revenez ce jour-là."
        raise Refused("sales.seal.not_yet", detail, "certificate")
    if now > valid_until:
        detail = f"Ce certificat a expiré le {valid_until:%d/%m/%Y}. Faites-le renouveler par votre prestataire."
        raise Refused("sales.seal.expired", detail, "certificate")


def require_usable(valid_from: datetime, valid_until: datetime, now: datetime) -> None:
    """Conflict on the day an invoice is to be sealed with a certificate that is worth nothing any more."""
    if not valid_from <= now <= valid_until:
        detail = (
            f"Le certificat du sceau a expiré le {valid_until:%d/%m/%Y}, la facture ne peut pas être scellée. "
            "Déposez-en un nouveau, ou choisissez « Sans sceau », dans Réglages, Sceau des factures."
        )
        raise Conflict("sales.seal.lapsed", detail)


def with_known(known: tuple[Known, ...], fingerprint: str, mode: str, since: datetime) -> tuple[Known, ...]:
    """The certificates known, that one among them."""
    if any(one.fingerprint == fingerprint for one in known):
        return known
    return (*known, Known(fingerprint, mode, since))
