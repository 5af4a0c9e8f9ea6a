"""A trust service provider, and a key in KMS: what a company needs to seal for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.aws.clients import client
from chalicelib.aws.config import config

PEM = serialization.Encoding.PEM
Private = rsa.RSAPrivateKey


@dataclass(frozen=True)
class Authority:
    """A root and the authority below it, invented for a test."""

    root: x509.Certificate
    middle: x509.Certificate
    key: Private

    def certificate(
        self, request: str, *, days: tuple[int, int] = (-1, 365), public: Any = None, usage: bool = True
    ) -> str:
        """What the provider answers to a request (CSR, PEM): certificate and chain. `public`: another key's."""
        asked = x509.load_pem_x509_csr(request.encode())
        assert asked.is_signature_valid
        now = datetime.now(UTC)
        made = _built(asked.subject, self.middle.subject, public or asked.public_key(), now, days)
        made = made.add_extension(_usage(sign=usage), critical=True)
        own = made.sign(self.key, hashes.SHA256())
        return "".join(one.public_bytes(PEM).decode() for one in (own, self.middle, self.root))


def authority() -> Authority:
    """A new one."""
    now = datetime.now(UTC)
    top, key = rsa_key(), rsa_key()
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, one)]) for one in ("Racine", "Confiance SA")]
    ca = x509.BasicConstraints(ca=True, path_length=None)
    root = _built(names[0], names[0], top.public_key(), now, (-2, 3650)).add_extension(ca, True)
    middle = _built(names[1], names[0], key.public_key(), now, (-2, 3650)).add_extension(ca, True)
    return Authority(root.sign(top, hashes.SHA256()), middle.sign(top, hashes.SHA256()), key)


def rsa_key() -> Private:
    return rsa.generate_private_key(65537, 2048)


def _built(subject: x509.Name, issuer: x509.Name, public: Any, now: datetime, days: tuple[int, int]) -> Any:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
    )


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(sign, sign, not sign, False, False, False, False, False, False)


@contextmanager
def key_in_kms(patch: pytest.MonkeyPatch) -> Iterator[str]:
    """A key made for signing in the embedded KMS, as infra/seal.yaml makes it, and the product told of it."""
    made = client("kms").create_key(KeySpec="RSA_3072", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    with patch.context() as held:
        held.setenv("CAVEAU_SEAL_KEY", made)
        config.cache_clear()
        try:
            yield made
        finally:
            config.cache_clear()
    config.cache_clear()
