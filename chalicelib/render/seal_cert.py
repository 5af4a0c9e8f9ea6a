"""Certificates of seals: read from PEM, asked for (CSR), made for trials.

Nouns: a `Certified` (what a chain says of itself), a `TrialKey`. The one trick: what goes wrong is named
(`unreadable`, `chain`, `usage`), so the room says it in its own words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

TRIAL = "Sceau d'essai, sans valeur"
TRIAL_YEARS = 10
MOST_CERTIFICATES = 6


@dataclass(frozen=True)
class Certified:
    """A chain of DER certificates, the signer's own first; `public_key`: DER, of its key."""

    chain: tuple[bytes, ...]
    subject: str
    organization: str
    identifier: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    public_key: bytes
    size: int

    @property
    def fingerprint(self) -> str:
        return sha256(self.chain[0]).hexdigest()


class Bad(Exception):
    """`problem`: unreadable, chain (it does not go up to its root), usage (not made to seal)."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def certified(pem: str) -> Certified:
    """What a PEM chain says, in whatever order it came. Raises Bad."""
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        raise Bad("unreadable") from None
    if len(found) > MOST_CERTIFICATES:
        raise Bad("chain")
    chain = _ordered(found)
    own = chain[0]
    if not _may_sign(own):
        raise Bad("usage")
    return _told(chain)


def _ordered(found: list[Any]) -> list[Any]:
    """From the certificate that issued no other up to the one that vouches for itself. Raises Bad("chain")."""
    own = [one for one in found if not any(_issued(other, one) for other in found if other is not one)]
    if len(own) != 1:
        raise Bad("chain")
    chain = own
    while not _issued(chain[-1], chain[-1]):
        above = [one for one in found if one not in chain and _issued(chain[-1], one)]
        if not above:
            raise Bad("chain")
        chain.append(above[0])
    if len(chain) != len(found):
        raise Bad("chain")
    return chain


def _issued(one: Any, above: Any) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        one.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _may_sign(own: Any) -> bool:
    from cryptography import x509

    try:
        usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return bool(usage.digital_signature or usage.content_commitment)


def _told(chain: list[Any]) -> Certified:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    own = chain[0]
    return Certified(
        chain=tuple(one.public_bytes(Encoding.DER) for one in chain),
        subject=_name(own.subject, x509.NameOID.COMMON_NAME),
        organization=_name(own.subject, x509.NameOID.ORGANIZATION_NAME),
        identifier=_name(own.subject, x509.NameOID.ORGANIZATION_IDENTIFIER),
        issuer=_name(own.issuer, x509.NameOID.COMMON_NAME),
        valid_from=own.not_valid_before_utc,
        valid_until=own.not_valid_after_utc,
        public_key=own.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        size=own.public_key().key_size // 8 + 80,
    )


def _name(held: Any, oid: Any) -> str:
    found = held.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def request(organization: str, siren: str, public_key: bytes, sign: Callable[[bytes], bytes]) -> str:
    """A certificate signing request (PKCS #10, PEM) for a legal person's seal: its name, its identifier NTRFR-<SIREN>
    (ETSI EN 319 412-1). `sign`: RSA PKCS #1 v1.5 over SHA-256, by the key that `public_key` (DER) is of."""
    from asn1crypto import csr, keys, pem, x509

    subject = {
        "country_name": "FR",
        "organization_name": organization[:64],
        **({"organization_identifier": f"NTRFR-{siren}"} if siren else {}),
        "common_name": organization[:64],
    }
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": x509.Name.build(subject),
            "subject_pk_info": keys.PublicKeyInfo.load(public_key),
            "attributes": [],
        }
    )
    made = csr.CertificationRequest(
        {
            "certification_request_info": info,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": sign(info.dump()),
        }
    )
    text: bytes = pem.armor("CERTIFICATE REQUEST", made.dump())
    return text.decode()


@dataclass(frozen=True)
class TrialKey:
    """A key of our own and the certificate that it gives itself; both PEM."""

    key: str
    certificate: str


def trial_key(organization: str, now: datetime, serial: int) -> TrialKey:
    """A key for trials (ECDSA P-256): its certificate says in its very name that it is worth nothing."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organization[:64]),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, TRIAL),
        ]
    )
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * TRIAL_YEARS))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return TrialKey(text.decode(), made.public_bytes(Encoding.PEM).decode())


def trial_signature(key: str, content: bytes) -> bytes:
    """ECDSA over SHA-256 with a trial key (PEM)."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    loaded = load_pem_private_key(key.encode(), None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return loaded.sign(content, ec.ECDSA(hashes.SHA256()))
