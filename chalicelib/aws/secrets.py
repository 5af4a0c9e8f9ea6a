"""Sealed values: what must be stored and never read by eye (TOTP secrets, webhook secrets, mail tokens).

The one trick: AES-256-GCM with the place as associated data, so a sealed value copied to another record does not open.
The master key comes from `CAVEAU_SECRET` (base64, 32 bytes): generated on a laptop, held by KMS-encrypted settings
on AWS.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from chalicelib.aws.config import config


def seal(value: str, place: str) -> str:
    """`value` encrypted for `place` (a stable text such as "user:usr_1:totp")."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    sealed = AESGCM(key()).encrypt(nonce, value.encode(), place.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, place: str) -> str:
    """The value sealed for `place`; ValueError when it was sealed elsewhere or altered."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = base64.urlsafe_b64decode(sealed)
    try:
        return AESGCM(key()).decrypt(raw[:12], raw[12:], place.encode()).decode()
    except InvalidTag:
        raise ValueError("sealed elsewhere or altered") from None


def fingerprint(token: str) -> str:
    """What is stored of a random token: its keyed hash (tokens have 128 bits or more, so no slow hash is needed)."""
    return hmac.new(key(), token.encode(), hashlib.sha256).hexdigest()


def key() -> bytes:
    """The master key, 32 bytes. RuntimeError when none is set."""
    secret = config().secret
    if not secret:
        raise RuntimeError("CAVEAU_SECRET is not set")
    return hashlib.sha256(base64.b64decode(secret)).digest()
