"""Signatures by a key that never leaves KMS.

Nouns: the *key* (`CAVEAU_SEAL_KEY`, an RSA key of this installation made for signing, infra/seal.yaml; none on a
laptop). The one trick: only a hash travels, so a document is not shown to whoever signs it.

Errors: Unavailable while KMS does not answer, or refuses for a reason that passes.
"""

from __future__ import annotations

import hashlib
from typing import Any

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.log import logger
from chalicelib.kernel.errors import Unavailable

RSA = "RSASSA_PKCS1_V1_5_SHA_256"


def has_key() -> bool:
    """Whether this installation has a key to sign with."""
    return bool(config().seal_key)


def signature(content: bytes) -> bytes:
    """RSA PKCS #1 v1.5 over the SHA-256 of `content`."""
    digest = hashlib.sha256(content).digest()
    given = {"Message": digest, "MessageType": "DIGEST", "SigningAlgorithm": RSA}
    return bytes(_asked("sign", **given)["Signature"])


def public_key() -> bytes:
    """The key's public half: DER, SubjectPublicKeyInfo."""
    return bytes(_asked("get_public_key")["PublicKey"])


def _asked(operation: str, **given: Any) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return getattr(client("kms", "", True), operation)(KeyId=config().seal_key, **given)
    except (BotoCoreError, ClientError) as error:
        logger.warning("kms away", extra={"operation": operation, "why": str(error)[:200]})
        wait = "Le service qui scelle les factures ne répond pas. Rien n'est perdu : réessayez dans un instant."
        raise Unavailable("seal.unavailable", wait, retry_after=30) from error
