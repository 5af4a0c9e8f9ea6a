"""What makes a password acceptable. Length does more than symbols: no composition rule (NIST SP 800-63B
§3.1.1.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from chalicelib.kernel.errors import FieldError, Refused

SHORTEST = 10
LONGEST = 200


def check_password(
    password: str, *, about: tuple[str, ...], is_common: Callable[[str], bool], field: str = "password"
) -> None:
    """Refused when too short, too long, made of what anyone knows of the person (`about`), or among the most
    used.

    `is_common` says whether a lower-case text is in the list of the most used passwords.
    """
    problem = _problem(password, about, is_common)
    if problem:
        raise Refused.many([FieldError(field, problem[0], problem[1])])


def _problem(password: str, about: tuple[str, ...], is_common: Callable[[str], bool]) -> tuple[str, str] | None:
    if len(password) < SHORTEST:
        return (
            "tenancy.password.short",
            f"Mot de passe trop court. Prenez au moins {SHORTEST} caractères : une phrase convient.",
        )
    if len(password) > LONGEST:
        return "tenancy.password.long", f"Mot de passe trop long. {LONGEST} caractères au plus."
    plain = unicodedata.normalize("NFKC", password).lower()
    if len(set(plain)) < 4:
        return "tenancy.password.monotonous", "Mot de passe trop répétitif. Variez les caractères."
    if _personal(plain, _parts(about)):
        return (
            "tenancy.password.personal",
            "Mot de passe trop proche de votre nom ou de votre adresse. Choisissez-en un sans rapport.",
        )
    if is_common(plain) or is_common(plain.rstrip("0123456789!?.*$@ ")):
        return "tenancy.password.common", "Mot de passe parmi les plus utilisés. Choisissez-en un autre."
    return None


def _parts(about: tuple[str, ...]) -> set[str]:
    words = set()
    for text in about:
        low = unicodedata.normalize("NFKC", text).lower()
        words.add(low)
        words.update(low.replace("@", " ").replace(".", " ").replace("-", " ").split())
    return words


def _personal(password: str, parts: set[str]) -> bool:
    """Whether what remains of the password without what is known of the person is too little to protect."""
    rest = password
    for part in sorted((part for part in parts if len(part) >= 4), key=len, reverse=True):
        rest = rest.replace(part, "")
    return rest != password and len(rest) < 6
